-- +goose Up
-- Why a penalty was decided, which its paper says (package lead/penalty); when a result
-- was told, by which two results of one day are told apart (package intake/cases); who
-- answers for the next step of a transport, for the lateness of a return, and who decided a
-- review, by which an office is held only to its own days (package lead/assessment).
{{add "penalty" "decision" "text"}}
{{add "application" "told_at" "int"}}
{{add "transport" "next_by" "text"}}
{{add "transport" "county_late" "int"}}
{{add "transport" "handed_at" "int"}}
{{add "file_defect" "found_late" "int"}}
{{add "recruit_return" "noted_late" "int"}}
{{add "recruit_return" "accepted_late" "int"}}
{{add "review" "office" "text"}}
{{add "review" "decided_at" "int"}}
{{add "exam" "concluded_at" "int"}}
