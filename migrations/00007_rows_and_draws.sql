-- +goose Up
-- What a ranked list was chosen from, beside scores: the quota rows and units of
-- that day, and of each person the tags and the special posts (package selection).
{{add "ranking" "rows" "text"}}
{{add "ranking" "units" "text"}}
{{add "application" "posts" "text"}}
{{add "application" "tags" "text"}}
{{add "application" "seat_unit" "text"}}

-- The townships and schools of a public list, as they were called that day.
{{add "ranking" "notice_places" "text"}}

-- Who else contributes to a draw, and where its public value comes from, both fixed
-- with its lists (package intake/draws).
{{add "draw" "representatives" "text"}}
{{add "draw" "source" "text"}}
