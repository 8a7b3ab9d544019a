-- +goose Up
-- A printed form is used once (package frame/act), a review says whether it was decided
-- in time (package intake/appeals), a penalty keeps the record of its hearing apart from
-- what the party says (package lead/penalty).
{{add "paper_form" "serial" "text"}}
{{add "review" "late" "int"}}
{{add "penalty" "hearing_record" "text"}}
