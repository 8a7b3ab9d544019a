-- +goose Up
-- Counted results, and the stops that came of them (package intake/velocity).
CREATE TABLE velocity_mark (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	rule {{text}} NOT NULL,
	act {{text}} NOT NULL,
	at {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX velocity_mark_account ON velocity_mark (county, account, rule, at);

CREATE TABLE velocity_stop (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	rule {{text}} NOT NULL,
	act {{text}} NOT NULL,
	per {{text}} NOT NULL,
	most {{int}} NOT NULL,
	since {{int}} NOT NULL,
	released_at {{int}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX velocity_stop_place ON velocity_stop (place, id);
CREATE INDEX velocity_stop_account ON velocity_stop (county, account, state);

-- Declared interests, holds, clearances, daily reports and figures, citizen supervisors, complaints (package intake/integrity).
CREATE TABLE conflict (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	person {{text}} NOT NULL,
	office {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	declared_on {{text}} NOT NULL,
	ending {{text}} NOT NULL,
	mine {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX conflict_place ON conflict (place, id);
CREATE INDEX conflict_account ON conflict (account, state);

CREATE TABLE case_hold (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	since {{text}} NOT NULL,
	tell_by {{text}} NOT NULL,
	released_on {{text}} NOT NULL,
	finding {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX case_hold_place ON case_hold (place, id);
CREATE INDEX case_hold_application ON case_hold (county, application);

CREATE TABLE clearance (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	ranking {{text}} NOT NULL,
	cleared_on {{text}} NOT NULL,
	clear {{int}} NOT NULL,
	held {{int}} NOT NULL,
	open {{int}} NOT NULL,
	left_to_others {{int}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX clearance_place ON clearance (place, id);

CREATE TABLE zero_report (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	day {{text}} NOT NULL,
	zero {{int}} NOT NULL,
	incidents {{text}} NOT NULL,
	late_days {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX zero_report_place ON zero_report (place, id);
CREATE INDEX zero_report_day ON zero_report (day);
CREATE INDEX zero_report_unit ON zero_report (county, unit, day);

CREATE TABLE daily_figures (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	day {{text}} NOT NULL,
	reached {{text}} NOT NULL,
	labels {{text}} NOT NULL,
	last {{text}} NOT NULL,
	before {{text}} NOT NULL,
	delta {{text}} NOT NULL,
	hash {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX daily_figures_place ON daily_figures (place, id);
CREATE INDEX daily_figures_unit ON daily_figures (county, unit, day);

CREATE TABLE supervisor (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	office {{text}} NOT NULL,
	name {{text}} NOT NULL,
	valid_from {{text}} NOT NULL,
	valid_until {{text}} NOT NULL,
	letter {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX supervisor_place ON supervisor (place, id);
CREATE INDEX supervisor_account ON supervisor (account, state);

CREATE TABLE observation (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	day {{text}} NOT NULL,
	station {{text}} NOT NULL,
	text {{text}} NOT NULL,
	answer {{text}} NOT NULL,
	answered_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX observation_place ON observation (place, id);

CREATE TABLE complaint (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	gate {{text}} NOT NULL,
	against {{text}} NOT NULL,
	grounds {{text}} NOT NULL,
	filed_on {{text}} NOT NULL,
	office {{text}} NOT NULL,
	answer_by {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	answer {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX complaint_place ON complaint (place, id);
CREATE INDEX complaint_person ON complaint (county, person);
CREATE INDEX complaint_office ON complaint (office, state);

-- Vetting round by round (package intake/vetting).
CREATE TABLE vetting_department (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	question {{text}} NOT NULL,
	office {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX vetting_department_place ON vetting_department (place, id);
CREATE INDEX vetting_department_question ON vetting_department (county, state);

CREATE TABLE vetting_round (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	name {{text}} NOT NULL,
	post_type {{text}} NOT NULL,
	special {{int}} NOT NULL,
	station {{text}} NOT NULL,
	opened_on {{text}} NOT NULL,
	visits {{int}} NOT NULL,
	vetting_session {{text}} NOT NULL,
	station_sealed {{text}} NOT NULL,
	office_sealed {{text}} NOT NULL,
	unit_signed {{text}} NOT NULL,
	concluded_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX vetting_round_place ON vetting_round (place, id);
CREATE INDEX vetting_round_application ON vetting_round (county, application);
CREATE INDEX vetting_round_station ON vetting_round (station, state);

CREATE TABLE vetting_visit (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	vetting_round {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	visitor {{text}} NOT NULL,
	visit_place {{text}} NOT NULL,
	visited_on {{text}} NOT NULL,
	met {{bytes}} NOT NULL,
	report {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX vetting_visit_place ON vetting_visit (place, id);
CREATE INDEX vetting_visit_round ON vetting_visit (county, vetting_round);

CREATE TABLE vetting_session (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	day {{text}} NOT NULL,
	attendees {{text}} NOT NULL,
	rounds {{text}} NOT NULL,
	minutes {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX vetting_session_place ON vetting_session (place, id);

-- The tip line (package intake/tips). Nothing here says when, from where or by whom a tip came, nor what it says.
CREATE TABLE tip_key (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	public {{text}} NOT NULL,
	private {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX tip_key_place ON tip_key (place, id);
CREATE INDEX tip_key_unit ON tip_key (unit, state);

CREATE TABLE tip (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	day {{text}} NOT NULL,
	key {{text}} NOT NULL,
	box {{text}} NOT NULL,
	reply_key {{text}} NOT NULL,
	addressed {{text}} NOT NULL,
	in_charge {{text}} NOT NULL,
	content {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	closed_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX tip_place ON tip (place, id);
CREATE INDEX tip_box ON tip (box);

CREATE TABLE tip_message (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	tip {{text}} NOT NULL,
	sender {{text}} NOT NULL,
	day {{text}} NOT NULL,
	key {{text}} NOT NULL,
	for_office {{text}} NOT NULL,
	for_reporter {{text}} NOT NULL,
	addressed {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX tip_message_place ON tip_message (place, id);
CREATE INDEX tip_message_tip ON tip_message (county, tip);

-- What was dropped into the box of the tip line and is not collected yet: the day,
-- no hour; the order of rows says nothing, for their ids are drawn by lot.
CREATE TABLE tip_drop (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	day {{text}} NOT NULL,
	body {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};

-- The result of the integrity gate on the case.
ALTER TABLE application ADD COLUMN integrity {{text}};
UPDATE application SET integrity = '';
ALTER TABLE application ALTER COLUMN integrity SET NOT NULL;

-- A check knows its round and, until it is answered, the number of whom it is about.
ALTER TABLE vetting_check ADD COLUMN round {{text}};
ALTER TABLE vetting_check ADD COLUMN id_no {{text}};
ALTER TABLE vetting_check ADD COLUMN asked_on {{text}};
ALTER TABLE vetting_check ADD COLUMN answered_on {{text}};
UPDATE vetting_check SET round = '', id_no = '', asked_on = '', answered_on = '';
ALTER TABLE vetting_check ALTER COLUMN round SET NOT NULL;
ALTER TABLE vetting_check ALTER COLUMN id_no SET NOT NULL;
ALTER TABLE vetting_check ALTER COLUMN asked_on SET NOT NULL;
ALTER TABLE vetting_check ALTER COLUMN answered_on SET NOT NULL;
