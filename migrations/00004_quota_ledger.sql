-- +goose Up
-- The quota ledger, the bases of quotas and what each division rested on (package
-- intake/quota).
CREATE TABLE quota_basis (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	name {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	day {{text}} NOT NULL,
	coefficients {{text}} NOT NULL,
	inputs {{text}} NOT NULL,
	weights {{text}} NOT NULL,
	source {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX quota_basis_place ON quota_basis (place, id);

CREATE TABLE quota_division (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	quota {{text}} NOT NULL,
	basis {{text}} NOT NULL,
	seats {{int}} NOT NULL,
	method {{text}} NOT NULL,
	inputs {{text}} NOT NULL,
	weights {{text}} NOT NULL,
	bounds {{text}} NOT NULL,
	shares {{text}} NOT NULL,
	result {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX quota_division_place ON quota_division (place, id);
CREATE INDEX quota_division_cycle ON quota_division (cycle, unit);

CREATE TABLE quota_entry (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	debit {{text}} NOT NULL,
	credit {{text}} NOT NULL,
	seats {{int}} NOT NULL,
	act {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	at {{int}} NOT NULL,
	CHECK (seats >= 0),
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX quota_entry_place ON quota_entry (place, id);
CREATE INDEX quota_entry_cycle ON quota_entry (cycle, kind, debit, credit, state, seats);
