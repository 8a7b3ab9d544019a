-- +goose Up
-- The physical examination (package intake/medical): stations, sessions,
-- appointments, the sections' own records, device readings, declared conflicts,
-- samples and alarms.
CREATE TABLE exam_room (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	station {{text}} NOT NULL,
	section {{text}} NOT NULL,
	room {{text}} NOT NULL,
	device {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_room_place ON exam_room (place, id);
CREATE INDEX exam_room_station ON exam_room (county, station, section);

CREATE TABLE exam_duty (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	station {{text}} NOT NULL,
	section {{text}} NOT NULL,
	on_from {{text}} NOT NULL,
	on_until {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_duty_place ON exam_duty (place, id);
CREATE INDEX exam_duty_station ON exam_duty (county, station, on_from);
CREATE INDEX exam_duty_account ON exam_duty (account, on_from);

CREATE TABLE exam_session (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	starts {{text}} NOT NULL,
	capacity {{int}} NOT NULL,
	walk_in_percent {{int}} NOT NULL,
	booked {{int}} NOT NULL,
	walked_in {{int}} NOT NULL,
	waiting {{int}} NOT NULL,
	queue {{int}} NOT NULL,
	CHECK (booked >= 0 AND walked_in >= 0 AND waiting >= 0 AND booked + walked_in <= capacity),
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_session_place ON exam_session (place, id);
CREATE INDEX exam_session_day ON exam_session (county, station, exam_on, starts);

CREATE TABLE exam_appointment (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	application_home {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	starts {{text}} NOT NULL,
	session {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	walk_in {{int}} NOT NULL,
	queue {{int}} NOT NULL,
	sample {{text}} NOT NULL,
	sample_home {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_appointment_place ON exam_appointment (place, id);
CREATE INDEX exam_appointment_day ON exam_appointment (county, station, exam_on, state);
CREATE INDEX exam_appointment_session ON exam_appointment (county, session, state);
CREATE INDEX exam_appointment_application ON exam_appointment (application);
CREATE INDEX exam_appointment_person ON exam_appointment (person);

CREATE TABLE exam_section (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	number {{text}} NOT NULL,
	section {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	examiner {{text}} NOT NULL,
	version {{int}} NOT NULL,
	link {{text}} NOT NULL,
	near {{int}} NOT NULL,
	found {{bytes}} NOT NULL,
	guarded {{bytes}} NOT NULL,
	amended {{bytes}} NOT NULL,
	amended_guarded {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_section_place ON exam_section (place, id);
CREATE UNIQUE INDEX exam_section_number ON exam_section (county, station, exam_on, number);
CREATE INDEX exam_section_examiner ON exam_section (examiner, exam_on, state);

CREATE TABLE exam_reading (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	number {{text}} NOT NULL,
	part {{text}} NOT NULL,
	examiner {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	item {{text}} NOT NULL,
	device {{text}} NOT NULL,
	raw {{bytes}} NOT NULL,
	raw_guarded {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_reading_place ON exam_reading (place, id);
CREATE INDEX exam_reading_part ON exam_reading (county, part);
CREATE INDEX exam_reading_examiner ON exam_reading (examiner, id);

CREATE TABLE exam_conflict (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	station {{text}} NOT NULL,
	digest {{text}} NOT NULL,
	person {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	declared_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_conflict_place ON exam_conflict (place, id);
CREATE INDEX exam_conflict_digest ON exam_conflict (digest);

CREATE TABLE exam_sample (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	station {{text}} NOT NULL,
	other_station {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	cycle_home {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	public {{text}} NOT NULL,
	seed {{text}} NOT NULL,
	listed {{int}} NOT NULL,
	drawn {{int}} NOT NULL,
	compared {{int}} NOT NULL,
	differ {{int}} NOT NULL,
	failed {{int}} NOT NULL,
	lower_bound {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_sample_place ON exam_sample (place, id);
CREATE INDEX exam_sample_station ON exam_sample (county, station, cycle);

CREATE TABLE exam_alarm (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	station {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	exam_sample {{text}} NOT NULL,
	cause {{text}} NOT NULL,
	figures {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	words {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_alarm_place ON exam_alarm (place, id);
CREATE INDEX exam_alarm_cycle ON exam_alarm (cycle, state);

-- The examination as the chief examiner sees it.
ALTER TABLE exam ADD COLUMN candidate {{text}};
ALTER TABLE exam ADD COLUMN application_home {{text}};
ALTER TABLE exam ADD COLUMN cycle {{text}};
ALTER TABLE exam ADD COLUMN cycle_home {{text}};
ALTER TABLE exam ADD COLUMN law_day {{text}};
ALTER TABLE exam ADD COLUMN sex {{text}};
ALTER TABLE exam ADD COLUMN kind {{text}};
ALTER TABLE exam ADD COLUMN sample {{text}};
ALTER TABLE exam ADD COLUMN sample_home {{text}};
ALTER TABLE exam ADD COLUMN near {{int}};
ALTER TABLE exam ADD COLUMN chief {{text}};
ALTER TABLE exam ADD COLUMN unfit {{text}};
UPDATE exam SET candidate = '', application_home = county, cycle = '', cycle_home = '', law_day = '', sex = '', kind = 'first', sample = '', sample_home = '', near = 0, chief = '', unfit = '';
ALTER TABLE exam ALTER COLUMN candidate SET NOT NULL;
ALTER TABLE exam ALTER COLUMN application_home SET NOT NULL;
ALTER TABLE exam ALTER COLUMN cycle SET NOT NULL;
ALTER TABLE exam ALTER COLUMN cycle_home SET NOT NULL;
ALTER TABLE exam ALTER COLUMN law_day SET NOT NULL;
ALTER TABLE exam ALTER COLUMN sex SET NOT NULL;
ALTER TABLE exam ALTER COLUMN kind SET NOT NULL;
ALTER TABLE exam ALTER COLUMN sample SET NOT NULL;
ALTER TABLE exam ALTER COLUMN sample_home SET NOT NULL;
ALTER TABLE exam ALTER COLUMN near SET NOT NULL;
ALTER TABLE exam ALTER COLUMN chief SET NOT NULL;
ALTER TABLE exam ALTER COLUMN unfit SET NOT NULL;
ALTER TABLE exam DROP COLUMN proposal;
CREATE INDEX exam_candidate ON exam (application);
CREATE INDEX exam_cycle ON exam (county, station, cycle, state);
