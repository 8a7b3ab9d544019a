-- +goose Up
-- Which human holds an account, so that two accounts of one person are no two people
-- (package office/staff).
{{add "account" "holder" "text"}}
{{add "account" "bound" "int"}}
