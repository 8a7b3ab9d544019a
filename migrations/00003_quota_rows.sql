-- +goose Up
-- Rows of bounds on a choice (package intake/quota).
CREATE TABLE quota_row (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	code {{text}} NOT NULL,
	tag {{text}} NOT NULL,
	min {{int}} NOT NULL,
	max {{int}},
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX quota_row_place ON quota_row (place, id);
