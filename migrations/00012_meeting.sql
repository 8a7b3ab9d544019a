-- +goose Up
-- What a medical conclusion says for the selection, and the day benefits begin.
{{add "application" "physique_band" "text"}}
{{add "application" "psychology_band" "text"}}
{{add "application" "benefits_from" "text"}}

-- Pre-service education (package intake/preservice).
CREATE TABLE preservice_course (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	policy_day {{text}} NOT NULL,
	name {{text}} NOT NULL,
	venue {{text}} NOT NULL,
	first_day {{text}} NOT NULL,
	last_day {{text}} NOT NULL,
	enrolled {{int}} NOT NULL,
	completed_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX preservice_course_place ON preservice_course (place, id);

CREATE TABLE preservice_place (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	course {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	number {{int}} NOT NULL,
	days_present {{int}} NOT NULL,
	days_counted {{int}} NOT NULL,
	drill {{int}} NOT NULL,
	knowledge {{int}} NOT NULL,
	reason {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	letter {{text}} NOT NULL,
	case_home {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX preservice_place_place ON preservice_place (place, id);
CREATE INDEX preservice_place_course ON preservice_place (county, course);
CREATE INDEX preservice_place_application ON preservice_place (county, application);
CREATE INDEX preservice_place_person ON preservice_place (county, person);

CREATE TABLE preservice_day (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	course {{text}} NOT NULL,
	day {{text}} NOT NULL,
	absent {{text}} NOT NULL,
	excused {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX preservice_day_place ON preservice_day (place, id);
CREATE INDEX preservice_day_course ON preservice_day (county, course, day);

CREATE TABLE preservice_test (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	course {{text}} NOT NULL,
	sort {{text}} NOT NULL,
	day {{text}} NOT NULL,
	marks {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX preservice_test_place ON preservice_test (place, id);
CREATE INDEX preservice_test_course ON preservice_test (county, course);

CREATE TABLE preservice_injury (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	course {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	number {{int}} NOT NULL,
	day {{text}} NOT NULL,
	told {{bytes}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX preservice_injury_place ON preservice_injury (place, id);
CREATE INDEX preservice_injury_course ON preservice_injury (county, course);
CREATE INDEX preservice_injury_person ON preservice_injury (county, person);

-- Scores line by line, the meeting, objections (package intake/selection).
CREATE TABLE score_item (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	item {{text}} NOT NULL,
	document {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX score_item_place ON score_item (place, id);
CREATE INDEX score_item_application ON score_item (county, application);
CREATE INDEX score_item_person ON score_item (county, person);

CREATE TABLE score_sheet (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	rule {{text}} NOT NULL,
	lines {{text}} NOT NULL,
	total {{int}} NOT NULL,
	posted_on {{text}} NOT NULL,
	posted_until {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX score_sheet_place ON score_sheet (place, id);
CREATE INDEX score_sheet_application ON score_sheet (county, application);
CREATE INDEX score_sheet_person ON score_sheet (county, person);

CREATE TABLE score_objection (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	grounds {{text}} NOT NULL,
	asked_on {{text}} NOT NULL,
	decide_by {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	reasoning {{text}} NOT NULL,
	score_before {{int}} NOT NULL,
	score_after {{int}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX score_objection_place ON score_objection (place, id);
CREATE INDEX score_objection_application ON score_objection (county, application);
CREATE INDEX score_objection_person ON score_objection (county, person);

CREATE TABLE meeting (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	ranking {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	day {{text}} NOT NULL,
	venue {{text}} NOT NULL,
	members {{text}} NOT NULL,
	observers {{text}} NOT NULL,
	recused {{text}} NOT NULL,
	quorum {{int}} NOT NULL,
	recorder {{text}} NOT NULL,
	recording {{text}} NOT NULL,
	votes {{text}} NOT NULL,
	votes_for {{int}} NOT NULL,
	votes_against {{int}} NOT NULL,
	decision {{text}} NOT NULL,
	root {{text}} NOT NULL,
	minutes {{text}} NOT NULL,
	ranking_home {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX meeting_place ON meeting (place, id);
CREATE INDEX meeting_ranking ON meeting (county, ranking);

CREATE TABLE notice_objection (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	ranking {{text}} NOT NULL,
	rank {{int}} NOT NULL,
	grounds {{text}} NOT NULL,
	made_on {{text}} NOT NULL,
	answer_by {{text}} NOT NULL,
	receipt {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	answer {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX notice_objection_place ON notice_objection (place, id);
CREATE INDEX notice_objection_ranking ON notice_objection (county, ranking, state);
