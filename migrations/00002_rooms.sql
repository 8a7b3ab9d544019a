-- +goose Up
-- The tables of the rooms: one struct a table (package record). Every table has
-- the home county in its key, so that it can be distributed by county. They keep
-- their rowid: without statistics SQLite prefers the key of a table WITHOUT ROWID
-- to any better index.
CREATE TABLE account (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	login {{text}} NOT NULL,
	name {{text}} NOT NULL,
	person {{text}} NOT NULL,
	phone {{text}} NOT NULL,
	secret {{text}} NOT NULL,
	factor {{text}} NOT NULL,
	last_step {{int}} NOT NULL,
	provisional {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX account_place ON account (place, id);

CREATE TABLE application (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	sex {{text}} NOT NULL,
	education {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	cycle_home {{text}} NOT NULL,
	policy_day {{text}} NOT NULL,
	reach {{text}} NOT NULL,
	helper {{text}} NOT NULL,
	eligible {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	physical {{text}} NOT NULL,
	vetting {{text}} NOT NULL,
	score {{int}} NOT NULL,
	scored_on {{text}} NOT NULL,
	tie {{int}} NOT NULL,
	rank {{int}} NOT NULL,
	ranking {{text}} NOT NULL,
	hold {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	approved_on {{text}} NOT NULL,
	batch {{text}} NOT NULL,
	handed_at {{int}} NOT NULL,
	place_kept {{int}} NOT NULL,
	physical_why {{bytes}} NOT NULL,
	vetting_why {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX application_place ON application (place, id);
CREATE INDEX application_person ON application (county, person);
CREATE INDEX application_cycle ON application (county, cycle);
CREATE INDEX application_ranking ON application (county, ranking) WHERE ranking <> '';
CREATE INDEX application_newest ON application (id);

CREATE TABLE assessment (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	definition {{text}} NOT NULL,
	seats {{int}} NOT NULL,
	applied {{int}} NOT NULL,
	summoned {{int}} NOT NULL,
	examined {{int}} NOT NULL,
	passed {{int}} NOT NULL,
	qualified {{int}} NOT NULL,
	approved {{int}} NOT NULL,
	graduates {{int}} NOT NULL,
	handed_over {{int}} NOT NULL,
	returned {{int}} NOT NULL,
	attendance_rate {{int}} NOT NULL,
	pass_rate {{int}} NOT NULL,
	selection_rate {{int}} NOT NULL,
	filled_rate {{int}} NOT NULL,
	return_rate {{int}} NOT NULL,
	graduate_share {{int}} NOT NULL,
	objection {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX assessment_place ON assessment (place, id);

CREATE TABLE correction (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	source {{text}} NOT NULL,
	was {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	to_unit {{text}} NOT NULL,
	id_no {{text}} NOT NULL,
	name {{text}} NOT NULL,
	birth_date {{text}} NOT NULL,
	sex {{text}} NOT NULL,
	education {{text}} NOT NULL,
	graduation_year {{int}},
	student {{int}} NOT NULL,
	phone {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX correction_place ON correction (place, id);
CREATE INDEX correction_person ON correction (county, person);

CREATE TABLE course (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	office {{text}} NOT NULL,
	course {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	hours {{int}} NOT NULL,
	mark {{int}} NOT NULL,
	valid_from {{text}} NOT NULL,
	valid_until {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX course_place ON course (place, id);
CREATE INDEX course_account ON course (account, subject);

CREATE TABLE cycle (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	name {{text}} NOT NULL,
	year {{int}} NOT NULL,
	half {{int}} NOT NULL,
	sign_up_until {{text}} NOT NULL,
	approval_date {{text}} NOT NULL,
	policy_day {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX cycle_place ON cycle (place, id);

CREATE TABLE duplicate (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	other {{text}} NOT NULL,
	score {{int}} NOT NULL,
	reason {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX duplicate_place ON duplicate (place, id);

CREATE TABLE exam (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	number {{text}} NOT NULL,
	application {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	station {{text}} NOT NULL,
	exam_on {{text}} NOT NULL,
	again {{int}} NOT NULL,
	findings {{bytes}} NOT NULL,
	proposal {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX exam_place ON exam (place, id);
CREATE INDEX exam_application ON exam (county, application);
CREATE INDEX exam_station ON exam (station, state);

CREATE TABLE person (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	id_no {{text}} NOT NULL,
	name {{text}} NOT NULL,
	birth_date {{text}} NOT NULL,
	sex {{text}} NOT NULL,
	education {{text}} NOT NULL,
	graduation_year {{int}},
	student {{int}} NOT NULL,
	phone {{text}} NOT NULL,
	birth_year {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX person_place ON person (place, id);
CREATE INDEX person_birth ON person (county, birth_year);
CREATE INDEX person_name ON person (name, id);

CREATE TABLE post (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	account {{text}} NOT NULL,
	role {{text}} NOT NULL,
	valid_from {{text}} NOT NULL,
	valid_to {{text}} NOT NULL,
	deputy_of {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX post_place ON post (place, id);

CREATE TABLE quota (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	parent {{text}} NOT NULL,
	seats {{int}} NOT NULL,
	passed_on {{int}} NOT NULL,
	used {{int}} NOT NULL,
	weights {{text}} NOT NULL,
	method {{text}} NOT NULL,
	CHECK (used >= 0 AND passed_on >= 0 AND used + passed_on <= seats),
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX quota_place ON quota (place, id);
CREATE UNIQUE INDEX quota_once ON quota (county, cycle, unit) WHERE state = 'issued';

CREATE TABLE ranking (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	policy_day {{text}} NOT NULL,
	seats {{int}} NOT NULL,
	chosen {{int}} NOT NULL,
	waiting {{int}} NOT NULL,
	root {{text}} NOT NULL,
	frozen_on {{text}} NOT NULL,
	notice_from {{text}} NOT NULL,
	notice_to {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX ranking_place ON ranking (place, id);

CREATE TABLE registration (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	year {{int}} NOT NULL,
	helper {{text}} NOT NULL,
	told {{int}} NOT NULL,
	claimed {{int}} NOT NULL,
	residence {{text}} NOT NULL,
	volunteers {{int}} NOT NULL,
	submitted {{text}} NOT NULL,
	conclusion {{text}} NOT NULL,
	object_by {{text}} NOT NULL,
	verified_for {{int}} NOT NULL,
	reason {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX registration_place ON registration (place, id);
CREATE INDEX registration_person ON registration (county, person);

CREATE TABLE review (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	against {{text}} NOT NULL,
	grounds {{text}} NOT NULL,
	asked_on {{text}} NOT NULL,
	decide_by {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	reasoning {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX review_place ON review (place, id);
CREATE INDEX review_application ON review (county, application);

CREATE TABLE unit (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	parent {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	name {{text}} NOT NULL,
	home {{text}} NOT NULL,
	valid_from {{text}} NOT NULL,
	valid_to {{text}} NOT NULL,
	successor {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX unit_place ON unit (place, id);
CREATE UNIQUE INDEX unit_code ON unit (county, unit) WHERE state <> 'void';

CREATE TABLE vetting_check (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	name {{text}} NOT NULL,
	question {{text}} NOT NULL,
	office {{text}} NOT NULL,
	evidence {{text}} NOT NULL,
	answer {{bytes}} NOT NULL,
	clear {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX vetting_check_place ON vetting_check (place, id);
CREATE INDEX vetting_check_application ON vetting_check (county, application);
CREATE INDEX vetting_check_office ON vetting_check (office, state);
