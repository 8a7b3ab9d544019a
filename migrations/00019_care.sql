-- +goose Up
-- Adverse results reached in haste (package intake/velocity).
CREATE TABLE velocity_haste (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	rule {{text}} NOT NULL,
	act {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	seconds {{int}} NOT NULL,
	at {{int}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX velocity_haste_place ON velocity_haste (place, id);

-- Until when somebody is a minor, and who is told with them.
{{add "person" "minor_until" "text"}}
{{add "person" "guardian" "text"}}
{{add "person" "guardian_phone" "text"}}
