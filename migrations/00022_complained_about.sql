-- +goose Up
-- Whom in office a complaint names, and which inspectors it is therefore kept from
-- (package intake/integrity).
{{add "complaint" "about" "text"}}
{{add "complaint" "kept_from" "text"}}
