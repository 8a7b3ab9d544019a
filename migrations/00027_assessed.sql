-- +goose Up
-- Which intake and county a complaint counts for, and how many reviews are over their
-- day undecided (package lead/assessment).
{{add "complaint" "cycle" "text"}}
{{add "complaint" "blamed" "text"}}
{{add "assessment" "overdue" "int"}}
{{add "assessment" "year" "int"}}
