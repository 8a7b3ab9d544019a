-- +goose Up
-- The registration year: the clock and the grounds of a registration, rosters of
-- other authorities, leavers, deferrals, the candidate pool (package people).
{{add "registration" "verify_for" "int"}}
{{add "registration" "code" "text"}}
{{add "registration" "evidence" "text"}}
{{add "registration" "due_by" "text"}}
{{add "registration" "reminded" "text"}}
{{add "registration" "deferred_until" "text"}}
{{add "registration" "certificate" "text"}}

CREATE TABLE roster_line (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	roster {{text}} NOT NULL,
	person {{text}} NOT NULL,
	person_home {{text}} NOT NULL,
	differs {{text}} NOT NULL,
	resolution {{text}} NOT NULL,
	remark {{text}} NOT NULL,
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
CREATE INDEX roster_line_place ON roster_line (place, id);
CREATE INDEX roster_line_number ON roster_line (county, roster, id_no);

CREATE TABLE reserve_entry (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	reported {{text}} NOT NULL,
	residence {{text}} NOT NULL,
	helper {{text}} NOT NULL,
	remark {{text}} NOT NULL,
	rank {{text}} NOT NULL,
	counts_from {{text}} NOT NULL,
	reserve {{int}} NOT NULL,
	letter {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX reserve_entry_place ON reserve_entry (place, id);
CREATE INDEX reserve_entry_person ON reserve_entry (county, person);

CREATE TABLE deferral (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	ground {{text}} NOT NULL,
	evidence {{text}} NOT NULL,
	words {{text}} NOT NULL,
	answer {{text}} NOT NULL,
	due_by {{text}} NOT NULL,
	until {{text}} NOT NULL,
	checked {{text}} NOT NULL,
	code {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX deferral_place ON deferral (place, id);
CREATE INDEX deferral_person ON deferral (county, person);

CREATE TABLE pool_entry (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	person {{text}} NOT NULL,
	name {{text}} NOT NULL,
	agreed_on {{text}} NOT NULL,
	until {{text}} NOT NULL,
	skills {{text}} NOT NULL,
	wish {{text}} NOT NULL,
	invited_on {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX pool_entry_place ON pool_entry (place, id);
CREATE INDEX pool_entry_person ON pool_entry (county, person);

-- Rows of before the column know no root.
UPDATE ranking SET notice_root = '' WHERE notice_root IS NULL;
