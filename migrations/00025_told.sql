-- +goose Up
-- The day from which the time to contest a result counts, so that an outage lengthens it
-- (package intake/appeals).
{{add "application" "told_on" "text"}}
{{add "deferral" "told_on" "text"}}
{{add "registration" "told_on" "text"}}
