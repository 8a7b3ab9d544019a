-- +goose Up
-- Public draws (package intake/draws).
CREATE TABLE draw (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	name {{text}} NOT NULL,
	station {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	replaces {{text}} NOT NULL,
	witnessed {{text}} NOT NULL,
	h {{text}} NOT NULL,
	contributors {{text}} NOT NULL,
	reveals {{text}} NOT NULL,
	reveal_by {{text}} NOT NULL,
	public {{text}} NOT NULL,
	s {{text}} NOT NULL,
	candidates {{text}} NOT NULL,
	examiners {{text}} NOT NULL,
	conflicts {{text}} NOT NULL,
	assigned {{text}} NOT NULL,
	record {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX draw_place ON draw (place, id);
CREATE INDEX draw_station ON draw (county, station, state);
