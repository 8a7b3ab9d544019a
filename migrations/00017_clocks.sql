-- +goose Up
-- The start of an intake and what the province and the unit do about it.
{{add "cycle" "starts_on" "text"}}
{{add "cycle" "liaison_on" "text"}}
{{add "cycle" "needs_on" "text"}}
{{add "cycle" "due_by" "text"}}

-- Study places that schools keep (package service/studyplace).
CREATE TABLE study_place (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	school {{text}} NOT NULL,
	letter {{text}} NOT NULL,
	kept_from {{text}} NOT NULL,
	discharged_on {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	back_on {{text}} NOT NULL,
	late {{int}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX study_place_place ON study_place (place, id);
CREATE INDEX study_place_person ON study_place (county, person);
