-- +goose Up
-- Which human holds an account, so that two accounts of one person are no two people
-- (package office/staff).
{{add "account" "holder" "text"}}
{{add "account" "bound" "int"}}

-- When a correction was ordered and for which day, from which outages count (package
-- lead/penalty).
{{add "penalty" "ordered_on" "text"}}
{{add "penalty" "ordered_by" "text"}}

-- When and how the decision reached the party.
{{add "penalty" "served_on" "text"}}
{{add "penalty" "served_how" "text"}}
