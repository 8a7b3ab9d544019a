-- The schema after all migrations; written by: go test ./migrations -update
CREATE TABLE account (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	login TEXT NOT NULL,
	name TEXT NOT NULL,
	person TEXT NOT NULL,
	phone TEXT NOT NULL,
	secret TEXT NOT NULL,
	factor TEXT NOT NULL,
	last_step INTEGER NOT NULL,
	provisional INTEGER NOT NULL, holder TEXT NOT NULL DEFAULT '', bound INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE application (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	sex TEXT NOT NULL,
	education TEXT NOT NULL,
	cycle TEXT NOT NULL,
	cycle_home TEXT NOT NULL,
	policy_day TEXT NOT NULL,
	reach TEXT NOT NULL,
	helper TEXT NOT NULL,
	eligible TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	physical TEXT NOT NULL,
	vetting TEXT NOT NULL,
	score INTEGER NOT NULL,
	scored_on TEXT NOT NULL,
	tie INTEGER NOT NULL,
	rank INTEGER NOT NULL,
	ranking TEXT NOT NULL,
	hold TEXT NOT NULL,
	reason TEXT NOT NULL,
	remark TEXT NOT NULL,
	approved_on TEXT NOT NULL,
	batch TEXT NOT NULL,
	handed_at INTEGER NOT NULL,
	place_kept INTEGER NOT NULL,
	physical_why BLOB NOT NULL,
	vetting_why BLOB NOT NULL, posts TEXT NOT NULL DEFAULT '', tags TEXT NOT NULL DEFAULT '', seat_unit TEXT NOT NULL DEFAULT '', integrity TEXT NOT NULL, person_home TEXT NOT NULL DEFAULT '', claim TEXT NOT NULL DEFAULT '', applies_at TEXT NOT NULL DEFAULT '', priority TEXT NOT NULL DEFAULT '', own_consent INTEGER NOT NULL DEFAULT 0, physique_band TEXT NOT NULL DEFAULT '', psychology_band TEXT NOT NULL DEFAULT '', benefits_from TEXT NOT NULL DEFAULT '', object_by TEXT NOT NULL DEFAULT '', kit_on TEXT NOT NULL DEFAULT '', kit TEXT NOT NULL DEFAULT '', identity TEXT NOT NULL DEFAULT '', given_by TEXT NOT NULL DEFAULT '', taken_by TEXT NOT NULL DEFAULT '', arrived_on TEXT NOT NULL DEFAULT '', told_on TEXT NOT NULL DEFAULT '', told_at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE assessment (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	definition TEXT NOT NULL,
	seats INTEGER NOT NULL,
	applied INTEGER NOT NULL,
	summoned INTEGER NOT NULL,
	examined INTEGER NOT NULL,
	passed INTEGER NOT NULL,
	qualified INTEGER NOT NULL,
	approved INTEGER NOT NULL,
	graduates INTEGER NOT NULL,
	handed_over INTEGER NOT NULL,
	returned INTEGER NOT NULL,
	attendance_rate INTEGER NOT NULL,
	pass_rate INTEGER NOT NULL,
	selection_rate INTEGER NOT NULL,
	filled_rate INTEGER NOT NULL,
	return_rate INTEGER NOT NULL,
	graduate_share INTEGER NOT NULL,
	objection TEXT NOT NULL, due INTEGER NOT NULL DEFAULT 0, registered INTEGER NOT NULL DEFAULT 0, responsible INTEGER NOT NULL DEFAULT 0, cases INTEGER NOT NULL DEFAULT 0, on_time INTEGER NOT NULL DEFAULT 0, complaints INTEGER NOT NULL DEFAULT 0, reviewed INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, registration_rate INTEGER NOT NULL DEFAULT 0, double_pass_rate INTEGER NOT NULL DEFAULT 0, responsible_rate INTEGER NOT NULL DEFAULT 0, timeliness_rate INTEGER NOT NULL DEFAULT 0, complaint_rate INTEGER NOT NULL DEFAULT 0, dispute_by TEXT NOT NULL DEFAULT '', answer TEXT NOT NULL DEFAULT '', signup_rate INTEGER NOT NULL DEFAULT 0, computed_at INTEGER NOT NULL DEFAULT 0, overdue INTEGER NOT NULL DEFAULT 0, year INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE case_hold (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	reason TEXT NOT NULL,
	remark TEXT NOT NULL,
	since TEXT NOT NULL,
	tell_by TEXT NOT NULL,
	released_on TEXT NOT NULL,
	finding TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE claim (
	kind TEXT NOT NULL,
	digest BLOB NOT NULL,
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	PRIMARY KEY (kind, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE clearance (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	ranking TEXT NOT NULL,
	cleared_on TEXT NOT NULL,
	clear INTEGER NOT NULL,
	held INTEGER NOT NULL,
	open INTEGER NOT NULL,
	left_to_others INTEGER NOT NULL,
	remark TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE complaint (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	gate TEXT NOT NULL,
	against TEXT NOT NULL,
	grounds TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	office TEXT NOT NULL,
	answer_by TEXT NOT NULL,
	outcome TEXT NOT NULL,
	answer TEXT NOT NULL, about TEXT NOT NULL DEFAULT '', kept_from TEXT NOT NULL DEFAULT '', cycle TEXT NOT NULL DEFAULT '', blamed TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE conflict (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	kind TEXT NOT NULL,
	person TEXT NOT NULL,
	office TEXT NOT NULL,
	remark TEXT NOT NULL,
	declared_on TEXT NOT NULL,
	ending TEXT NOT NULL,
	mine TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE correction (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	source TEXT NOT NULL,
	was TEXT NOT NULL,
	reason TEXT NOT NULL,
	to_unit TEXT NOT NULL,
	id_no TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_date TEXT NOT NULL,
	sex TEXT NOT NULL,
	education TEXT NOT NULL,
	graduation_year INTEGER,
	student INTEGER NOT NULL,
	phone TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE course (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	office TEXT NOT NULL,
	course TEXT NOT NULL,
	subject TEXT NOT NULL,
	hours INTEGER NOT NULL,
	mark INTEGER NOT NULL,
	valid_from TEXT NOT NULL,
	valid_until TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE cycle (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	name TEXT NOT NULL,
	year INTEGER NOT NULL,
	half INTEGER NOT NULL,
	sign_up_until TEXT NOT NULL,
	approval_date TEXT NOT NULL,
	policy_day TEXT NOT NULL, sign_up_from TEXT NOT NULL DEFAULT '', sign_up_hour INTEGER NOT NULL DEFAULT 0, women_from TEXT NOT NULL DEFAULT '', women_until TEXT NOT NULL DEFAULT '', starts_on TEXT NOT NULL DEFAULT '', liaison_on TEXT NOT NULL DEFAULT '', needs_on TEXT NOT NULL DEFAULT '', due_by TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE daily_figures (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	day TEXT NOT NULL,
	reached TEXT NOT NULL,
	labels TEXT NOT NULL,
	last TEXT NOT NULL,
	before TEXT NOT NULL,
	delta TEXT NOT NULL,
	hash TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE deferral (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	ground TEXT NOT NULL,
	evidence TEXT NOT NULL,
	words TEXT NOT NULL,
	answer TEXT NOT NULL,
	due_by TEXT NOT NULL,
	until TEXT NOT NULL,
	checked TEXT NOT NULL,
	code TEXT NOT NULL,
	reason TEXT NOT NULL, object_by TEXT NOT NULL DEFAULT '', told_on TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE document (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	kind TEXT NOT NULL,
	number TEXT NOT NULL,
	office TEXT NOT NULL,
	source TEXT NOT NULL,
	evidence TEXT NOT NULL,
	content BLOB NOT NULL,
	digest TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE draw (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	name TEXT NOT NULL,
	station TEXT NOT NULL,
	reason TEXT NOT NULL,
	replaces TEXT NOT NULL,
	witnessed TEXT NOT NULL,
	h TEXT NOT NULL,
	contributors TEXT NOT NULL,
	reveals TEXT NOT NULL,
	reveal_by TEXT NOT NULL,
	public TEXT NOT NULL,
	s TEXT NOT NULL,
	candidates TEXT NOT NULL,
	examiners TEXT NOT NULL,
	conflicts TEXT NOT NULL,
	assigned TEXT NOT NULL,
	record TEXT NOT NULL, representatives TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE duplicate (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	other TEXT NOT NULL,
	score INTEGER NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	number TEXT NOT NULL,
	application TEXT NOT NULL,
	subject TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	again INTEGER NOT NULL,
	findings BLOB NOT NULL,
	outcome TEXT NOT NULL, candidate TEXT NOT NULL, application_home TEXT NOT NULL, cycle TEXT NOT NULL, cycle_home TEXT NOT NULL, law_day TEXT NOT NULL, sex TEXT NOT NULL, kind TEXT NOT NULL, sample TEXT NOT NULL, sample_home TEXT NOT NULL, near INTEGER NOT NULL, chief TEXT NOT NULL, unfit TEXT NOT NULL, concluded_at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_alarm (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	station TEXT NOT NULL,
	cycle TEXT NOT NULL,
	exam_sample TEXT NOT NULL,
	cause TEXT NOT NULL,
	figures TEXT NOT NULL,
	reason TEXT NOT NULL,
	words TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_appointment (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	application_home TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	starts TEXT NOT NULL,
	session TEXT NOT NULL,
	kind TEXT NOT NULL,
	walk_in INTEGER NOT NULL,
	queue INTEGER NOT NULL,
	sample TEXT NOT NULL,
	sample_home TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_conflict (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	station TEXT NOT NULL,
	digest TEXT NOT NULL,
	person TEXT NOT NULL,
	reason TEXT NOT NULL,
	declared_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_duty (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	station TEXT NOT NULL,
	section TEXT NOT NULL,
	on_from TEXT NOT NULL,
	on_until TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_reading (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	number TEXT NOT NULL,
	part TEXT NOT NULL,
	examiner TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	item TEXT NOT NULL,
	device TEXT NOT NULL,
	raw BLOB NOT NULL,
	raw_guarded BLOB NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_room (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	station TEXT NOT NULL,
	section TEXT NOT NULL,
	room TEXT NOT NULL,
	device TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_sample (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	station TEXT NOT NULL,
	other_station TEXT NOT NULL,
	cycle TEXT NOT NULL,
	cycle_home TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	public TEXT NOT NULL,
	seed TEXT NOT NULL,
	listed INTEGER NOT NULL,
	drawn INTEGER NOT NULL,
	compared INTEGER NOT NULL,
	differ INTEGER NOT NULL,
	failed INTEGER NOT NULL,
	lower_bound TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_section (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	number TEXT NOT NULL,
	section TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	examiner TEXT NOT NULL,
	version INTEGER NOT NULL,
	link TEXT NOT NULL,
	near INTEGER NOT NULL,
	found BLOB NOT NULL,
	guarded BLOB NOT NULL,
	amended BLOB NOT NULL,
	amended_guarded BLOB NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE exam_session (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	station TEXT NOT NULL,
	exam_on TEXT NOT NULL,
	starts TEXT NOT NULL,
	capacity INTEGER NOT NULL,
	walk_in_percent INTEGER NOT NULL,
	booked INTEGER NOT NULL,
	walked_in INTEGER NOT NULL,
	waiting INTEGER NOT NULL,
	queue INTEGER NOT NULL,
	CHECK (booked >= 0 AND walked_in >= 0 AND waiting >= 0 AND booked + walked_in <= capacity),
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE fact (
	county TEXT NOT NULL,
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	seq INTEGER NOT NULL,
	salt BLOB,
	body TEXT,
	PRIMARY KEY (county, kind, id, rev)
) STRICT;
CREATE TABLE file_defect (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	transport TEXT NOT NULL,
	training INTEGER NOT NULL,
	what TEXT NOT NULL,
	found_on TEXT NOT NULL,
	due_by TEXT NOT NULL,
	mended_at INTEGER NOT NULL,
	answer TEXT NOT NULL, late INTEGER NOT NULL DEFAULT 0, cycle TEXT NOT NULL DEFAULT '', found_late INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE job (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	body TEXT NOT NULL,
	due INTEGER NOT NULL,
	lease INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	done INTEGER NOT NULL,
	failure TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_checkpoint (
	log TEXT NOT NULL,
	size INTEGER NOT NULL,
	root BLOB NOT NULL,
	note TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (log, size)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_head (
	log TEXT NOT NULL PRIMARY KEY,
	size INTEGER NOT NULL,
	edge BLOB NOT NULL,
	root BLOB NOT NULL,
	at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_leaf (
	log TEXT NOT NULL,
	seq INTEGER NOT NULL,
	at INTEGER NOT NULL,
	kind TEXT NOT NULL,
	subject TEXT NOT NULL,
	actor TEXT NOT NULL,
	signer TEXT NOT NULL,
	outcome TEXT NOT NULL,
	key TEXT NOT NULL,
	leaf TEXT NOT NULL,
	salt BLOB,
	payload TEXT,
	PRIMARY KEY (log, seq)
) STRICT;
CREATE TABLE ledger_node (
	log TEXT NOT NULL,
	level INTEGER NOT NULL,
	n INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY (log, level, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE ledger_seen (
	county TEXT NOT NULL,
	subject TEXT NOT NULL,
	log TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY (county, subject, log, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE meeting (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	ranking TEXT NOT NULL,
	cycle TEXT NOT NULL,
	day TEXT NOT NULL,
	venue TEXT NOT NULL,
	members TEXT NOT NULL,
	observers TEXT NOT NULL,
	recused TEXT NOT NULL,
	quorum INTEGER NOT NULL,
	recorder TEXT NOT NULL,
	recording TEXT NOT NULL,
	votes TEXT NOT NULL,
	votes_for INTEGER NOT NULL,
	votes_against INTEGER NOT NULL,
	decision TEXT NOT NULL,
	root TEXT NOT NULL,
	minutes TEXT NOT NULL,
	ranking_home TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE notice_objection (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	ranking TEXT NOT NULL,
	rank INTEGER NOT NULL,
	grounds TEXT NOT NULL,
	made_on TEXT NOT NULL,
	answer_by TEXT NOT NULL,
	receipt TEXT NOT NULL,
	outcome TEXT NOT NULL,
	answer TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE observation (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	day TEXT NOT NULL,
	station TEXT NOT NULL,
	text TEXT NOT NULL,
	answer TEXT NOT NULL,
	answered_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE outage (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	area TEXT NOT NULL,
	from_at INTEGER NOT NULL,
	until_at INTEGER NOT NULL,
	what TEXT NOT NULL,
	moved INTEGER NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE outbox (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	channel TEXT NOT NULL,
	recipient TEXT NOT NULL,
	person TEXT NOT NULL,
	subject TEXT NOT NULL,
	body TEXT NOT NULL,
	made INTEGER NOT NULL,
	due INTEGER NOT NULL,
	tries INTEGER NOT NULL,
	sent INTEGER NOT NULL,
	failure TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE paper_form (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	act TEXT NOT NULL,
	about TEXT NOT NULL,
	subject TEXT NOT NULL,
	person TEXT NOT NULL,
	person_home TEXT NOT NULL,
	code TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	received_on TEXT NOT NULL,
	clerk TEXT NOT NULL, serial TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE penalty (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	party TEXT NOT NULL,
	person TEXT NOT NULL,
	person_home TEXT NOT NULL,
	organisation TEXT NOT NULL,
	conduct TEXT NOT NULL,
	conduct_on TEXT NOT NULL,
	minor INTEGER NOT NULL,
	facts TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	correct_by TEXT NOT NULL,
	refused_again TEXT NOT NULL,
	measure TEXT NOT NULL,
	amount INTEGER NOT NULL,
	notice_on TEXT NOT NULL,
	reasons TEXT NOT NULL,
	hear_by TEXT NOT NULL,
	hearing_on TEXT NOT NULL,
	statement TEXT NOT NULL,
	legal_opinion TEXT NOT NULL,
	decide_by TEXT NOT NULL,
	decided_on TEXT NOT NULL,
	starts_on TEXT NOT NULL,
	ends_on TEXT NOT NULL,
	object_by TEXT NOT NULL,
	due_by TEXT NOT NULL, hearing_record TEXT NOT NULL DEFAULT '', ordered_on TEXT NOT NULL DEFAULT '', ordered_by TEXT NOT NULL DEFAULT '', served_on TEXT NOT NULL DEFAULT '', served_how TEXT NOT NULL DEFAULT '', decision TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE person (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	id_no TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_date TEXT NOT NULL,
	sex TEXT NOT NULL,
	education TEXT NOT NULL,
	graduation_year INTEGER,
	student INTEGER NOT NULL,
	phone TEXT NOT NULL,
	birth_year INTEGER NOT NULL, minor_until TEXT NOT NULL DEFAULT '', guardian TEXT NOT NULL DEFAULT '', guardian_phone TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE pool_entry (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	until TEXT NOT NULL,
	skills TEXT NOT NULL,
	wish TEXT NOT NULL,
	invited_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE post (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	role TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL,
	deputy_of TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE preservice_course (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	policy_day TEXT NOT NULL,
	name TEXT NOT NULL,
	venue TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	enrolled INTEGER NOT NULL,
	completed_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE preservice_day (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	course TEXT NOT NULL,
	day TEXT NOT NULL,
	absent TEXT NOT NULL,
	excused TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE preservice_injury (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	course TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	number INTEGER NOT NULL,
	day TEXT NOT NULL,
	told BLOB NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE preservice_place (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	course TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	number INTEGER NOT NULL,
	days_present INTEGER NOT NULL,
	days_counted INTEGER NOT NULL,
	drill INTEGER NOT NULL,
	knowledge INTEGER NOT NULL,
	reason TEXT NOT NULL,
	remark TEXT NOT NULL,
	letter TEXT NOT NULL,
	case_home TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE preservice_test (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	course TEXT NOT NULL,
	sort TEXT NOT NULL,
	day TEXT NOT NULL,
	marks TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE proposal (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	act TEXT NOT NULL,
	subject TEXT NOT NULL,
	seen_rev INTEGER NOT NULL,
	body TEXT NOT NULL,
	purpose TEXT NOT NULL,
	basis TEXT NOT NULL,
	proposer TEXT NOT NULL,
	role TEXT NOT NULL,
	office TEXT NOT NULL,
	strength INTEGER NOT NULL,
	digest TEXT NOT NULL,
	reason TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE quota (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	parent TEXT NOT NULL,
	seats INTEGER NOT NULL,
	passed_on INTEGER NOT NULL,
	used INTEGER NOT NULL,
	weights TEXT NOT NULL,
	method TEXT NOT NULL,
	CHECK (used >= 0 AND passed_on >= 0 AND used + passed_on <= seats),
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE quota_basis (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	name TEXT NOT NULL,
	cycle TEXT NOT NULL,
	day TEXT NOT NULL,
	coefficients TEXT NOT NULL,
	inputs TEXT NOT NULL,
	weights TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE quota_division (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	quota TEXT NOT NULL,
	basis TEXT NOT NULL,
	seats INTEGER NOT NULL,
	method TEXT NOT NULL,
	inputs TEXT NOT NULL,
	weights TEXT NOT NULL,
	bounds TEXT NOT NULL,
	shares TEXT NOT NULL,
	result TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE quota_entry (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	kind TEXT NOT NULL,
	debit TEXT NOT NULL,
	credit TEXT NOT NULL,
	seats INTEGER NOT NULL,
	act TEXT NOT NULL,
	reason TEXT NOT NULL,
	at INTEGER NOT NULL,
	CHECK (seats >= 0),
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE quota_row (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	code TEXT NOT NULL,
	tag TEXT NOT NULL,
	min INTEGER NOT NULL,
	max INTEGER,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE radar_lead (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	detector TEXT NOT NULL,
	about TEXT NOT NULL,
	account TEXT NOT NULL,
	figures TEXT NOT NULL,
	owner TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	looked_at TEXT NOT NULL,
	finding TEXT NOT NULL,
	words TEXT NOT NULL,
	closed_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE ranking (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	policy_day TEXT NOT NULL,
	seats INTEGER NOT NULL,
	chosen INTEGER NOT NULL,
	waiting INTEGER NOT NULL,
	root TEXT NOT NULL,
	frozen_on TEXT NOT NULL,
	notice_from TEXT NOT NULL,
	notice_to TEXT NOT NULL,
	remark TEXT NOT NULL, notice_root TEXT NOT NULL, rows TEXT NOT NULL DEFAULT '', units TEXT NOT NULL DEFAULT '', notice_places TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE recruit_return (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	route TEXT NOT NULL,
	level TEXT NOT NULL,
	proof TEXT NOT NULL,
	letter TEXT NOT NULL,
	letter_on TEXT NOT NULL,
	remark TEXT NOT NULL,
	decided_on TEXT NOT NULL,
	disputed_on TEXT NOT NULL,
	finding TEXT NOT NULL,
	responsible INTEGER NOT NULL,
	accepted_on TEXT NOT NULL,
	back_at INTEGER NOT NULL,
	due_by TEXT NOT NULL,
	law TEXT NOT NULL, cycle TEXT NOT NULL DEFAULT '', late INTEGER NOT NULL DEFAULT 0, noted_late INTEGER NOT NULL DEFAULT 0, accepted_late INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE registration (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	year INTEGER NOT NULL,
	helper TEXT NOT NULL,
	told INTEGER NOT NULL,
	claimed INTEGER NOT NULL,
	residence TEXT NOT NULL,
	volunteers INTEGER NOT NULL,
	submitted TEXT NOT NULL,
	conclusion TEXT NOT NULL,
	object_by TEXT NOT NULL,
	verified_for INTEGER NOT NULL,
	reason TEXT NOT NULL, verify_for INTEGER NOT NULL DEFAULT 0, code TEXT NOT NULL DEFAULT '', evidence TEXT NOT NULL DEFAULT '', due_by TEXT NOT NULL DEFAULT '', reminded TEXT NOT NULL DEFAULT '', deferred_until TEXT NOT NULL DEFAULT '', certificate TEXT NOT NULL DEFAULT '', told_on TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE reserve_entry (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	name TEXT NOT NULL,
	due_by TEXT NOT NULL,
	reported TEXT NOT NULL,
	residence TEXT NOT NULL,
	helper TEXT NOT NULL,
	remark TEXT NOT NULL,
	rank TEXT NOT NULL,
	counts_from TEXT NOT NULL,
	reserve INTEGER NOT NULL,
	letter TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE review (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	against TEXT NOT NULL,
	grounds TEXT NOT NULL,
	asked_on TEXT NOT NULL,
	decide_by TEXT NOT NULL,
	outcome TEXT NOT NULL,
	reasoning TEXT NOT NULL, person_home TEXT NOT NULL DEFAULT '', about TEXT NOT NULL DEFAULT '', about_id TEXT NOT NULL DEFAULT '', asked_at INTEGER NOT NULL DEFAULT 0, law TEXT NOT NULL DEFAULT '', fast INTEGER NOT NULL DEFAULT 0, decided_on TEXT NOT NULL DEFAULT '', restored TEXT NOT NULL DEFAULT '', cycle TEXT NOT NULL DEFAULT '', late INTEGER NOT NULL DEFAULT 0, office TEXT NOT NULL DEFAULT '', decided_at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE roster_line (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	roster TEXT NOT NULL,
	person TEXT NOT NULL,
	person_home TEXT NOT NULL,
	differs TEXT NOT NULL,
	resolution TEXT NOT NULL,
	remark TEXT NOT NULL,
	id_no TEXT NOT NULL,
	name TEXT NOT NULL,
	birth_date TEXT NOT NULL,
	sex TEXT NOT NULL,
	education TEXT NOT NULL,
	graduation_year INTEGER,
	student INTEGER NOT NULL,
	phone TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE score_item (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	item TEXT NOT NULL,
	document TEXT NOT NULL,
	remark TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE score_objection (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	grounds TEXT NOT NULL,
	asked_on TEXT NOT NULL,
	decide_by TEXT NOT NULL,
	outcome TEXT NOT NULL,
	reasoning TEXT NOT NULL,
	score_before INTEGER NOT NULL,
	score_after INTEGER NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE score_sheet (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	person TEXT NOT NULL,
	rule TEXT NOT NULL,
	lines TEXT NOT NULL,
	total INTEGER NOT NULL,
	posted_on TEXT NOT NULL,
	posted_until TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE session (
	digest BLOB NOT NULL PRIMARY KEY,
	account TEXT NOT NULL,
	post TEXT NOT NULL,
	made INTEGER NOT NULL,
	seen INTEGER NOT NULL,
	strength INTEGER NOT NULL,
	api INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE study_place (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	person TEXT NOT NULL,
	school TEXT NOT NULL,
	letter TEXT NOT NULL,
	kept_from TEXT NOT NULL,
	discharged_on TEXT NOT NULL,
	due_by TEXT NOT NULL,
	back_on TEXT NOT NULL,
	late INTEGER NOT NULL,
	remark TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE supervisor (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	office TEXT NOT NULL,
	name TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_until TEXT NOT NULL,
	letter TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE tally (
	county TEXT NOT NULL,
	seq INTEGER NOT NULL,
	kind TEXT NOT NULL,
	unit TEXT NOT NULL,
	cell TEXT NOT NULL,
	delta INTEGER NOT NULL,
	PRIMARY KEY (county, seq, kind, unit, cell)
) STRICT, WITHOUT ROWID;
CREATE TABLE tip (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	day TEXT NOT NULL,
	key TEXT NOT NULL,
	box TEXT NOT NULL,
	reply_key TEXT NOT NULL,
	addressed TEXT NOT NULL,
	in_charge TEXT NOT NULL,
	content TEXT NOT NULL,
	outcome TEXT NOT NULL,
	closed_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE tip_drop (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	day TEXT NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE tip_key (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	public TEXT NOT NULL,
	private BLOB NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE tip_message (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	tip TEXT NOT NULL,
	sender TEXT NOT NULL,
	day TEXT NOT NULL,
	key TEXT NOT NULL,
	for_office TEXT NOT NULL,
	for_reporter TEXT NOT NULL,
	addressed TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE transport (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	cycle TEXT NOT NULL,
	law TEXT NOT NULL,
	name TEXT NOT NULL,
	mode TEXT NOT NULL,
	meeting_point TEXT NOT NULL,
	escorts TEXT NOT NULL,
	departs_at INTEGER NOT NULL,
	officers_on TEXT NOT NULL,
	reviewed_at INTEGER NOT NULL,
	size INTEGER NOT NULL,
	handed INTEGER NOT NULL,
	departed_at INTEGER NOT NULL,
	arrived_at INTEGER NOT NULL,
	files_sent_on TEXT NOT NULL,
	files_checked_on TEXT NOT NULL,
	due_by TEXT NOT NULL,
	late TEXT NOT NULL,
	root TEXT NOT NULL, officers_early INTEGER NOT NULL DEFAULT 0, next_by TEXT NOT NULL DEFAULT '', county_late INTEGER NOT NULL DEFAULT 0, handed_at INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE unit (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	parent TEXT NOT NULL,
	kind TEXT NOT NULL,
	name TEXT NOT NULL,
	home TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to TEXT NOT NULL,
	successor TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE velocity_haste (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	rule TEXT NOT NULL,
	act TEXT NOT NULL,
	subject TEXT NOT NULL,
	seconds INTEGER NOT NULL,
	at INTEGER NOT NULL,
	remark TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE velocity_mark (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	rule TEXT NOT NULL,
	act TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE velocity_stop (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	account TEXT NOT NULL,
	rule TEXT NOT NULL,
	act TEXT NOT NULL,
	per TEXT NOT NULL,
	most INTEGER NOT NULL,
	since INTEGER NOT NULL,
	released_at INTEGER NOT NULL,
	remark TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE vetting_check (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	subject TEXT NOT NULL,
	name TEXT NOT NULL,
	question TEXT NOT NULL,
	office TEXT NOT NULL,
	evidence TEXT NOT NULL,
	answer BLOB NOT NULL,
	round TEXT NOT NULL, id_no TEXT NOT NULL, asked_on TEXT NOT NULL, answered_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE vetting_department (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	question TEXT NOT NULL,
	office TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE vetting_round (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	application TEXT NOT NULL,
	subject TEXT NOT NULL,
	name TEXT NOT NULL,
	post_type TEXT NOT NULL,
	special INTEGER NOT NULL,
	station TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	visits INTEGER NOT NULL,
	vetting_session TEXT NOT NULL,
	station_sealed TEXT NOT NULL,
	office_sealed TEXT NOT NULL,
	unit_signed TEXT NOT NULL,
	concluded_on TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE vetting_session (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	day TEXT NOT NULL,
	attendees TEXT NOT NULL,
	rounds TEXT NOT NULL,
	minutes TEXT NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE vetting_visit (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	vetting_round TEXT NOT NULL,
	subject TEXT NOT NULL,
	visitor TEXT NOT NULL,
	visit_place TEXT NOT NULL,
	visited_on TEXT NOT NULL,
	met BLOB NOT NULL,
	report BLOB NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE TABLE zero_report (
	county TEXT NOT NULL,
	id TEXT NOT NULL,
	rev INTEGER NOT NULL,
	unit TEXT NOT NULL,
	place TEXT NOT NULL,
	state TEXT NOT NULL,
	day TEXT NOT NULL,
	zero INTEGER NOT NULL,
	incidents TEXT NOT NULL,
	late_days INTEGER NOT NULL,
	PRIMARY KEY (county, id)
) STRICT;
CREATE INDEX account_place ON account (place, id);
CREATE INDEX application_batch ON application (county, batch) WHERE batch <> '';
CREATE INDEX application_cycle ON application (county, cycle);
CREATE INDEX application_newest ON application (id);
CREATE INDEX application_person ON application (county, person);
CREATE INDEX application_place ON application (place, id);
CREATE INDEX application_ranking ON application (county, ranking) WHERE ranking <> '';
CREATE INDEX assessment_place ON assessment (place, id);
CREATE INDEX case_hold_application ON case_hold (county, application);
CREATE INDEX case_hold_place ON case_hold (place, id);
CREATE INDEX clearance_place ON clearance (place, id);
CREATE INDEX complaint_office ON complaint (office, state);
CREATE INDEX complaint_person ON complaint (county, person);
CREATE INDEX complaint_place ON complaint (place, id);
CREATE INDEX conflict_account ON conflict (account, state);
CREATE INDEX conflict_place ON conflict (place, id);
CREATE INDEX correction_person ON correction (county, person);
CREATE INDEX correction_place ON correction (place, id);
CREATE INDEX course_account ON course (account, subject);
CREATE INDEX course_place ON course (place, id);
CREATE INDEX cycle_place ON cycle (place, id);
CREATE INDEX daily_figures_place ON daily_figures (place, id);
CREATE INDEX daily_figures_unit ON daily_figures (county, unit, day);
CREATE INDEX deferral_person ON deferral (county, person);
CREATE INDEX deferral_place ON deferral (place, id);
CREATE INDEX document_application ON document (county, application);
CREATE INDEX document_office ON document (office, state);
CREATE INDEX document_person ON document (county, person);
CREATE INDEX document_place ON document (place, id);
CREATE INDEX draw_place ON draw (place, id);
CREATE INDEX draw_station ON draw (county, station, state);
CREATE INDEX duplicate_place ON duplicate (place, id);
CREATE INDEX exam_alarm_cycle ON exam_alarm (cycle, state);
CREATE INDEX exam_alarm_place ON exam_alarm (place, id);
CREATE INDEX exam_application ON exam (county, application);
CREATE INDEX exam_appointment_application ON exam_appointment (application);
CREATE INDEX exam_appointment_day ON exam_appointment (county, station, exam_on, state);
CREATE INDEX exam_appointment_person ON exam_appointment (person);
CREATE INDEX exam_appointment_place ON exam_appointment (place, id);
CREATE INDEX exam_appointment_session ON exam_appointment (county, session, state);
CREATE INDEX exam_candidate ON exam (application);
CREATE INDEX exam_conflict_digest ON exam_conflict (digest);
CREATE INDEX exam_conflict_place ON exam_conflict (place, id);
CREATE INDEX exam_cycle ON exam (county, station, cycle, state);
CREATE INDEX exam_duty_account ON exam_duty (account, on_from);
CREATE INDEX exam_duty_place ON exam_duty (place, id);
CREATE INDEX exam_duty_station ON exam_duty (county, station, on_from);
CREATE INDEX exam_place ON exam (place, id);
CREATE INDEX exam_reading_examiner ON exam_reading (examiner, id);
CREATE INDEX exam_reading_part ON exam_reading (county, part);
CREATE INDEX exam_reading_place ON exam_reading (place, id);
CREATE INDEX exam_room_place ON exam_room (place, id);
CREATE INDEX exam_room_station ON exam_room (county, station, section);
CREATE INDEX exam_sample_place ON exam_sample (place, id);
CREATE INDEX exam_sample_station ON exam_sample (county, station, cycle);
CREATE INDEX exam_section_examiner ON exam_section (examiner, exam_on, state);
CREATE UNIQUE INDEX exam_section_number ON exam_section (county, station, exam_on, number);
CREATE INDEX exam_section_place ON exam_section (place, id);
CREATE INDEX exam_session_day ON exam_session (county, station, exam_on, starts);
CREATE INDEX exam_session_place ON exam_session (place, id);
CREATE INDEX exam_station ON exam (station, state);
CREATE INDEX file_defect_place ON file_defect (place, id);
CREATE INDEX file_defect_transport ON file_defect (county, transport);
CREATE INDEX job_due ON job (due) WHERE done = 0;
CREATE UNIQUE INDEX ledger_leaf_key ON ledger_leaf (log, actor, key) WHERE key <> '';
CREATE INDEX ledger_leaf_subject ON ledger_leaf (log, subject, seq);
CREATE INDEX meeting_place ON meeting (place, id);
CREATE INDEX meeting_ranking ON meeting (county, ranking);
CREATE INDEX notice_objection_place ON notice_objection (place, id);
CREATE INDEX notice_objection_ranking ON notice_objection (county, ranking, state);
CREATE INDEX observation_place ON observation (place, id);
CREATE INDEX outage_place ON outage (place, id);
CREATE INDEX outage_until ON outage (state, until_at);
CREATE INDEX outbox_due ON outbox (due) WHERE sent = 0;
CREATE INDEX outbox_person ON outbox (county, person);
CREATE INDEX paper_form_person ON paper_form (county, person);
CREATE INDEX paper_form_place ON paper_form (place, id);
CREATE INDEX penalty_person ON penalty (county, person);
CREATE INDEX penalty_place ON penalty (place, id);
CREATE INDEX person_birth ON person (county, birth_year);
CREATE INDEX person_name ON person (name, id);
CREATE INDEX person_place ON person (place, id);
CREATE INDEX pool_entry_person ON pool_entry (county, person);
CREATE INDEX pool_entry_place ON pool_entry (place, id);
CREATE INDEX post_place ON post (place, id);
CREATE INDEX preservice_course_place ON preservice_course (place, id);
CREATE INDEX preservice_day_course ON preservice_day (county, course, day);
CREATE INDEX preservice_day_place ON preservice_day (place, id);
CREATE INDEX preservice_injury_course ON preservice_injury (county, course);
CREATE INDEX preservice_injury_person ON preservice_injury (county, person);
CREATE INDEX preservice_injury_place ON preservice_injury (place, id);
CREATE INDEX preservice_place_application ON preservice_place (county, application);
CREATE INDEX preservice_place_course ON preservice_place (county, course);
CREATE INDEX preservice_place_person ON preservice_place (county, person);
CREATE INDEX preservice_place_place ON preservice_place (place, id);
CREATE INDEX preservice_test_course ON preservice_test (county, course);
CREATE INDEX preservice_test_place ON preservice_test (place, id);
CREATE INDEX proposal_place ON proposal (place, state);
CREATE INDEX quota_basis_place ON quota_basis (place, id);
CREATE INDEX quota_division_cycle ON quota_division (cycle, unit);
CREATE INDEX quota_division_place ON quota_division (place, id);
CREATE INDEX quota_entry_cycle ON quota_entry (cycle, kind, debit, credit, state, seats);
CREATE INDEX quota_entry_place ON quota_entry (place, id);
CREATE UNIQUE INDEX quota_once ON quota (county, cycle, unit) WHERE state = 'issued';
CREATE INDEX quota_place ON quota (place, id);
CREATE INDEX quota_row_place ON quota_row (place, id);
CREATE INDEX radar_lead_place ON radar_lead (place, id);
CREATE INDEX ranking_place ON ranking (place, id);
CREATE INDEX recruit_return_application ON recruit_return (county, application);
CREATE INDEX recruit_return_person ON recruit_return (county, person);
CREATE INDEX recruit_return_place ON recruit_return (place, id);
CREATE INDEX registration_person ON registration (county, person);
CREATE INDEX registration_place ON registration (place, id);
CREATE INDEX reserve_entry_person ON reserve_entry (county, person);
CREATE INDEX reserve_entry_place ON reserve_entry (place, id);
CREATE INDEX review_about ON review (county, about_id);
CREATE INDEX review_application ON review (county, application);
CREATE INDEX review_place ON review (place, id);
CREATE INDEX roster_line_number ON roster_line (county, roster, id_no);
CREATE INDEX roster_line_place ON roster_line (place, id);
CREATE INDEX score_item_application ON score_item (county, application);
CREATE INDEX score_item_person ON score_item (county, person);
CREATE INDEX score_item_place ON score_item (place, id);
CREATE INDEX score_objection_application ON score_objection (county, application);
CREATE INDEX score_objection_person ON score_objection (county, person);
CREATE INDEX score_objection_place ON score_objection (place, id);
CREATE INDEX score_sheet_application ON score_sheet (county, application);
CREATE INDEX score_sheet_person ON score_sheet (county, person);
CREATE INDEX score_sheet_place ON score_sheet (place, id);
CREATE INDEX study_place_person ON study_place (county, person);
CREATE INDEX study_place_place ON study_place (place, id);
CREATE INDEX supervisor_account ON supervisor (account, state);
CREATE INDEX supervisor_place ON supervisor (place, id);
CREATE INDEX tip_box ON tip (box);
CREATE INDEX tip_key_place ON tip_key (place, id);
CREATE INDEX tip_key_unit ON tip_key (unit, state);
CREATE INDEX tip_message_place ON tip_message (place, id);
CREATE INDEX tip_message_tip ON tip_message (county, tip);
CREATE INDEX tip_place ON tip (place, id);
CREATE INDEX transport_cycle ON transport (county, cycle);
CREATE INDEX transport_place ON transport (place, id);
CREATE UNIQUE INDEX unit_code ON unit (county, unit) WHERE state <> 'void';
CREATE INDEX unit_place ON unit (place, id);
CREATE INDEX velocity_haste_place ON velocity_haste (place, id);
CREATE INDEX velocity_mark_account ON velocity_mark (county, account, rule, at);
CREATE INDEX velocity_stop_account ON velocity_stop (county, account, state);
CREATE INDEX velocity_stop_place ON velocity_stop (place, id);
CREATE INDEX vetting_check_application ON vetting_check (county, application);
CREATE INDEX vetting_check_office ON vetting_check (office, state);
CREATE INDEX vetting_check_place ON vetting_check (place, id);
CREATE INDEX vetting_department_place ON vetting_department (place, id);
CREATE INDEX vetting_department_question ON vetting_department (county, state);
CREATE INDEX vetting_round_application ON vetting_round (county, application);
CREATE INDEX vetting_round_place ON vetting_round (place, id);
CREATE INDEX vetting_round_station ON vetting_round (station, state);
CREATE INDEX vetting_session_place ON vetting_session (place, id);
CREATE INDEX vetting_visit_place ON vetting_visit (place, id);
CREATE INDEX vetting_visit_round ON vetting_visit (county, vetting_round);
CREATE INDEX zero_report_day ON zero_report (day);
CREATE INDEX zero_report_place ON zero_report (place, id);
CREATE INDEX zero_report_unit ON zero_report (county, unit, day);
CREATE TRIGGER fact_fixed BEFORE UPDATE ON fact WHEN NEW.body IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.rev <> OLD.rev OR NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, 'facts are fixed'); END;
CREATE TRIGGER fact_kept BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'facts are kept'); END;
CREATE TRIGGER leaf_fixed BEFORE UPDATE ON ledger_leaf WHEN NEW.payload IS NOT NULL OR NEW.leaf <> OLD.leaf OR NEW.seq <> OLD.seq BEGIN SELECT RAISE(ABORT, 'leaves are fixed'); END;
CREATE TRIGGER leaf_kept BEFORE DELETE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'leaves are kept'); END;
