-- +goose Up
-- Outages, which extend what runs (package intake/clocks).
CREATE TABLE outage (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	area {{text}} NOT NULL,
	from_at {{int}} NOT NULL,
	until_at {{int}} NOT NULL,
	what {{text}} NOT NULL,
	moved {{int}} NOT NULL,
	source {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX outage_place ON outage (place, id);
CREATE INDEX outage_until ON outage (state, until_at);

-- Reviews of anything (package intake/appeals), and until when one may be asked for.
{{add "application" "object_by" "text"}}
{{add "deferral" "object_by" "text"}}
{{add "review" "person_home" "text"}}
{{add "review" "about" "text"}}
{{add "review" "about_id" "text"}}
{{add "review" "asked_at" "int"}}
{{add "review" "law" "text"}}
{{add "review" "fast" "int"}}
{{add "review" "decided_on" "text"}}
{{add "review" "restored" "text"}}
CREATE INDEX review_about ON review (county, about_id);

-- Transports, defects of files, returns (package intake/dispatch).
{{add "application" "kit_on" "text"}}
{{add "application" "kit" "text"}}
{{add "application" "identity" "text"}}
{{add "application" "given_by" "text"}}
{{add "application" "taken_by" "text"}}
{{add "application" "arrived_on" "text"}}
CREATE INDEX application_batch ON application (county, batch) WHERE batch <> '';

CREATE TABLE transport (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	cycle {{text}} NOT NULL,
	law {{text}} NOT NULL,
	name {{text}} NOT NULL,
	mode {{text}} NOT NULL,
	meeting_point {{text}} NOT NULL,
	escorts {{text}} NOT NULL,
	departs_at {{int}} NOT NULL,
	officers_on {{text}} NOT NULL,
	reviewed_at {{int}} NOT NULL,
	size {{int}} NOT NULL,
	handed {{int}} NOT NULL,
	departed_at {{int}} NOT NULL,
	arrived_at {{int}} NOT NULL,
	files_sent_on {{text}} NOT NULL,
	files_checked_on {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	late {{text}} NOT NULL,
	root {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX transport_place ON transport (place, id);
CREATE INDEX transport_cycle ON transport (county, cycle);

CREATE TABLE file_defect (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	transport {{text}} NOT NULL,
	training {{int}} NOT NULL,
	what {{text}} NOT NULL,
	found_on {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	mended_at {{int}} NOT NULL,
	answer {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX file_defect_place ON file_defect (place, id);
CREATE INDEX file_defect_transport ON file_defect (county, transport);

CREATE TABLE recruit_return (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	application {{text}} NOT NULL,
	person {{text}} NOT NULL,
	route {{text}} NOT NULL,
	level {{text}} NOT NULL,
	proof {{text}} NOT NULL,
	letter {{text}} NOT NULL,
	letter_on {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	decided_on {{text}} NOT NULL,
	disputed_on {{text}} NOT NULL,
	finding {{text}} NOT NULL,
	responsible {{int}} NOT NULL,
	accepted_on {{text}} NOT NULL,
	back_at {{int}} NOT NULL,
	due_by {{text}} NOT NULL,
	law {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX recruit_return_place ON recruit_return (place, id);
CREATE INDEX recruit_return_application ON recruit_return (county, application);
CREATE INDEX recruit_return_person ON recruit_return (county, person);

-- Penalties (package lead/penalty).
CREATE TABLE penalty (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	party {{text}} NOT NULL,
	person {{text}} NOT NULL,
	person_home {{text}} NOT NULL,
	organisation {{text}} NOT NULL,
	conduct {{text}} NOT NULL,
	conduct_on {{text}} NOT NULL,
	minor {{int}} NOT NULL,
	facts {{text}} NOT NULL,
	filed_on {{text}} NOT NULL,
	correct_by {{text}} NOT NULL,
	refused_again {{text}} NOT NULL,
	measure {{text}} NOT NULL,
	amount {{int}} NOT NULL,
	notice_on {{text}} NOT NULL,
	reasons {{text}} NOT NULL,
	hear_by {{text}} NOT NULL,
	hearing_on {{text}} NOT NULL,
	statement {{text}} NOT NULL,
	legal_opinion {{text}} NOT NULL,
	decide_by {{text}} NOT NULL,
	decided_on {{text}} NOT NULL,
	starts_on {{text}} NOT NULL,
	ends_on {{text}} NOT NULL,
	object_by {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX penalty_place ON penalty (place, id);
CREATE INDEX penalty_person ON penalty (county, person);

-- More counts of an assessment (package lead/assessment).
{{add "assessment" "due" "int"}}
{{add "assessment" "registered" "int"}}
{{add "assessment" "responsible" "int"}}
{{add "assessment" "cases" "int"}}
{{add "assessment" "on_time" "int"}}
{{add "assessment" "complaints" "int"}}
{{add "assessment" "reviewed" "int"}}
{{add "assessment" "changed" "int"}}
{{add "assessment" "registration_rate" "int"}}
{{add "assessment" "double_pass_rate" "int"}}
{{add "assessment" "responsible_rate" "int"}}
{{add "assessment" "timeliness_rate" "int"}}
{{add "assessment" "complaint_rate" "int"}}
{{add "assessment" "dispute_by" "text"}}
{{add "assessment" "answer" "text"}}
