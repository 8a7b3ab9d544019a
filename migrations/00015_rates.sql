-- +goose Up
-- What the five rates of an assessment are counted from: the rate of sign-ups, when
-- an assessment was computed, and the intake of a return and of a review.
{{add "assessment" "signup_rate" "int"}}
{{add "assessment" "computed_at" "int"}}
{{add "recruit_return" "cycle" "text"}}
{{add "review" "cycle" "text"}}
