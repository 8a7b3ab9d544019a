-- +goose Up
-- Whether a return was handed back and a defect of a file mended in time, of which intake
-- a defect is, and whether the unit's officers came before their earliest day (package
-- intake/dispatch).
{{add "recruit_return" "late" "int"}}
{{add "file_defect" "late" "int"}}
{{add "file_defect" "cycle" "text"}}
{{add "transport" "officers_early" "int"}}
