-- +goose Up
-- The sign-up gate: place of application, green channel, documents (package
-- intake/signup), the calendars of men and women (package intake/cycle).
{{add "application" "person_home" "text"}}
{{add "application" "claim" "text"}}
{{add "application" "applies_at" "text"}}
{{add "application" "priority" "text"}}
{{add "application" "own_consent" "int"}}
{{add "cycle" "sign_up_from" "text"}}
{{add "cycle" "sign_up_hour" "int"}}
{{add "cycle" "women_from" "text"}}
{{add "cycle" "women_until" "text"}}

CREATE TABLE document (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	number {{text}} NOT NULL,
	office {{text}} NOT NULL,
	source {{text}} NOT NULL,
	evidence {{text}} NOT NULL,
	content {{bytes}} NOT NULL,
	digest {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX document_place ON document (place, id);
CREATE INDEX document_application ON document (county, application);
CREATE INDEX document_person ON document (county, person);
CREATE INDEX document_office ON document (office, state);
