-- +goose Up
-- What the five rates of an assessment are counted from: the rate of sign-ups, when
-- an assessment was computed, and the intake of a return and of a review.
{{add "assessment" "signup_rate" "int"}}
{{add "assessment" "computed_at" "int"}}
{{add "recruit_return" "cycle" "text"}}
{{add "review" "cycle" "text"}}

-- Forms on paper that were entered for the people who signed them (package act).
CREATE TABLE paper_form (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	act {{text}} NOT NULL,
	about {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	person {{text}} NOT NULL,
	person_home {{text}} NOT NULL,
	code {{text}} NOT NULL,
	signed_on {{text}} NOT NULL,
	received_on {{text}} NOT NULL,
	clerk {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX paper_form_place ON paper_form (place, id);
CREATE INDEX paper_form_person ON paper_form (county, person);
