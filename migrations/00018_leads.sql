-- +goose Up
-- What an inspector looks into because of an alarm of the radar (package intake/leads).
CREATE TABLE radar_lead (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	detector {{text}} NOT NULL,
	about {{text}} NOT NULL,
	account {{text}} NOT NULL,
	figures {{text}} NOT NULL,
	owner {{text}} NOT NULL,
	opened_on {{text}} NOT NULL,
	looked_at {{text}} NOT NULL,
	finding {{text}} NOT NULL,
	words {{text}} NOT NULL,
	closed_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX radar_lead_place ON radar_lead (place, id);
