-- The schema after all migrations; written by: go test ./migrations -update
CREATE TABLE account (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	login text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	phone text COLLATE "C" NOT NULL,
	secret text COLLATE "C" NOT NULL,
	factor text COLLATE "C" NOT NULL,
	last_step bigint NOT NULL,
	provisional bigint NOT NULL,
	holder text COLLATE "C" NOT NULL,
	bound bigint NOT NULL
);
CREATE TABLE application (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	sex text COLLATE "C" NOT NULL,
	education text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	cycle_home text COLLATE "C" NOT NULL,
	policy_day text COLLATE "C" NOT NULL,
	reach text COLLATE "C" NOT NULL,
	helper text COLLATE "C" NOT NULL,
	eligible text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	physical text COLLATE "C" NOT NULL,
	vetting text COLLATE "C" NOT NULL,
	score bigint NOT NULL,
	scored_on text COLLATE "C" NOT NULL,
	tie bigint NOT NULL,
	rank bigint NOT NULL,
	ranking text COLLATE "C" NOT NULL,
	hold text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	approved_on text COLLATE "C" NOT NULL,
	batch text COLLATE "C" NOT NULL,
	handed_at bigint NOT NULL,
	place_kept bigint NOT NULL,
	physical_why bytea NOT NULL,
	vetting_why bytea NOT NULL,
	posts text COLLATE "C" NOT NULL,
	tags text COLLATE "C" NOT NULL,
	seat_unit text COLLATE "C" NOT NULL,
	integrity text COLLATE "C" NOT NULL,
	person_home text COLLATE "C" NOT NULL,
	claim text COLLATE "C" NOT NULL,
	applies_at text COLLATE "C" NOT NULL,
	priority text COLLATE "C" NOT NULL,
	own_consent bigint NOT NULL,
	physique_band text COLLATE "C" NOT NULL,
	psychology_band text COLLATE "C" NOT NULL,
	benefits_from text COLLATE "C" NOT NULL,
	object_by text COLLATE "C" NOT NULL,
	kit_on text COLLATE "C" NOT NULL,
	kit text COLLATE "C" NOT NULL,
	identity text COLLATE "C" NOT NULL,
	given_by text COLLATE "C" NOT NULL,
	taken_by text COLLATE "C" NOT NULL,
	arrived_on text COLLATE "C" NOT NULL,
	told_on text COLLATE "C" NOT NULL,
	told_at bigint NOT NULL
);
CREATE TABLE assessment (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	definition text COLLATE "C" NOT NULL,
	seats bigint NOT NULL,
	applied bigint NOT NULL,
	summoned bigint NOT NULL,
	examined bigint NOT NULL,
	passed bigint NOT NULL,
	qualified bigint NOT NULL,
	approved bigint NOT NULL,
	graduates bigint NOT NULL,
	handed_over bigint NOT NULL,
	returned bigint NOT NULL,
	attendance_rate bigint NOT NULL,
	pass_rate bigint NOT NULL,
	selection_rate bigint NOT NULL,
	filled_rate bigint NOT NULL,
	return_rate bigint NOT NULL,
	graduate_share bigint NOT NULL,
	objection text COLLATE "C" NOT NULL,
	due bigint NOT NULL,
	registered bigint NOT NULL,
	responsible bigint NOT NULL,
	cases bigint NOT NULL,
	on_time bigint NOT NULL,
	complaints bigint NOT NULL,
	reviewed bigint NOT NULL,
	changed bigint NOT NULL,
	registration_rate bigint NOT NULL,
	double_pass_rate bigint NOT NULL,
	responsible_rate bigint NOT NULL,
	timeliness_rate bigint NOT NULL,
	complaint_rate bigint NOT NULL,
	dispute_by text COLLATE "C" NOT NULL,
	answer text COLLATE "C" NOT NULL,
	signup_rate bigint NOT NULL,
	computed_at bigint NOT NULL,
	overdue bigint NOT NULL,
	year bigint NOT NULL
);
CREATE TABLE case_hold (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	since text COLLATE "C" NOT NULL,
	tell_by text COLLATE "C" NOT NULL,
	released_on text COLLATE "C" NOT NULL,
	finding text COLLATE "C" NOT NULL
);
CREATE TABLE claim (
	kind text COLLATE "C" NOT NULL,
	digest bytea NOT NULL,
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL
);
CREATE TABLE clearance (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	ranking text COLLATE "C" NOT NULL,
	cleared_on text COLLATE "C" NOT NULL,
	clear bigint NOT NULL,
	held bigint NOT NULL,
	open bigint NOT NULL,
	left_to_others bigint NOT NULL,
	remark text COLLATE "C" NOT NULL
);
CREATE TABLE complaint (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	gate text COLLATE "C" NOT NULL,
	against text COLLATE "C" NOT NULL,
	grounds text COLLATE "C" NOT NULL,
	filed_on text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	answer_by text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	answer text COLLATE "C" NOT NULL,
	about text COLLATE "C" NOT NULL,
	kept_from text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	blamed text COLLATE "C" NOT NULL
);
CREATE TABLE conflict (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	declared_on text COLLATE "C" NOT NULL,
	ending text COLLATE "C" NOT NULL,
	mine text COLLATE "C" NOT NULL
);
CREATE TABLE correction (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL,
	was text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	to_unit text COLLATE "C" NOT NULL,
	id_no text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	birth_date text COLLATE "C" NOT NULL,
	sex text COLLATE "C" NOT NULL,
	education text COLLATE "C" NOT NULL,
	graduation_year bigint,
	student bigint NOT NULL,
	phone text COLLATE "C" NOT NULL
);
CREATE TABLE course (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	course text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	hours bigint NOT NULL,
	mark bigint NOT NULL,
	valid_from text COLLATE "C" NOT NULL,
	valid_until text COLLATE "C" NOT NULL
);
CREATE TABLE cycle (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	year bigint NOT NULL,
	half bigint NOT NULL,
	sign_up_until text COLLATE "C" NOT NULL,
	approval_date text COLLATE "C" NOT NULL,
	policy_day text COLLATE "C" NOT NULL,
	sign_up_from text COLLATE "C" NOT NULL,
	sign_up_hour bigint NOT NULL,
	women_from text COLLATE "C" NOT NULL,
	women_until text COLLATE "C" NOT NULL,
	starts_on text COLLATE "C" NOT NULL,
	liaison_on text COLLATE "C" NOT NULL,
	needs_on text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL
);
CREATE TABLE daily_figures (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	reached text COLLATE "C" NOT NULL,
	labels text COLLATE "C" NOT NULL,
	last text COLLATE "C" NOT NULL,
	before text COLLATE "C" NOT NULL,
	delta text COLLATE "C" NOT NULL,
	hash text COLLATE "C" NOT NULL
);
CREATE TABLE deferral (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	ground text COLLATE "C" NOT NULL,
	evidence text COLLATE "C" NOT NULL,
	words text COLLATE "C" NOT NULL,
	answer text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	until text COLLATE "C" NOT NULL,
	checked text COLLATE "C" NOT NULL,
	code text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	object_by text COLLATE "C" NOT NULL,
	told_on text COLLATE "C" NOT NULL
);
CREATE TABLE document (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	number text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL,
	evidence text COLLATE "C" NOT NULL,
	content bytea NOT NULL,
	digest text COLLATE "C" NOT NULL
);
CREATE TABLE draw (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	replaces text COLLATE "C" NOT NULL,
	witnessed text COLLATE "C" NOT NULL,
	h text COLLATE "C" NOT NULL,
	contributors text COLLATE "C" NOT NULL,
	reveals text COLLATE "C" NOT NULL,
	reveal_by text COLLATE "C" NOT NULL,
	public text COLLATE "C" NOT NULL,
	s text COLLATE "C" NOT NULL,
	candidates text COLLATE "C" NOT NULL,
	examiners text COLLATE "C" NOT NULL,
	conflicts text COLLATE "C" NOT NULL,
	assigned text COLLATE "C" NOT NULL,
	record text COLLATE "C" NOT NULL,
	representatives text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL
);
CREATE TABLE duplicate (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	other text COLLATE "C" NOT NULL,
	score bigint NOT NULL,
	reason text COLLATE "C" NOT NULL
);
CREATE TABLE exam (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	number text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	again bigint NOT NULL,
	findings bytea NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	candidate text COLLATE "C" NOT NULL,
	application_home text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	cycle_home text COLLATE "C" NOT NULL,
	law_day text COLLATE "C" NOT NULL,
	sex text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	sample text COLLATE "C" NOT NULL,
	sample_home text COLLATE "C" NOT NULL,
	near bigint NOT NULL,
	chief text COLLATE "C" NOT NULL,
	unfit text COLLATE "C" NOT NULL,
	concluded_at bigint NOT NULL
);
CREATE TABLE exam_alarm (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	exam_sample text COLLATE "C" NOT NULL,
	cause text COLLATE "C" NOT NULL,
	figures text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	words text COLLATE "C" NOT NULL
);
CREATE TABLE exam_appointment (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	application_home text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	starts text COLLATE "C" NOT NULL,
	session text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	walk_in bigint NOT NULL,
	queue bigint NOT NULL,
	sample text COLLATE "C" NOT NULL,
	sample_home text COLLATE "C" NOT NULL
);
CREATE TABLE exam_conflict (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	digest text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	declared_on text COLLATE "C" NOT NULL
);
CREATE TABLE exam_duty (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	section text COLLATE "C" NOT NULL,
	on_from text COLLATE "C" NOT NULL,
	on_until text COLLATE "C" NOT NULL
);
CREATE TABLE exam_reading (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	number text COLLATE "C" NOT NULL,
	part text COLLATE "C" NOT NULL,
	examiner text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	item text COLLATE "C" NOT NULL,
	device text COLLATE "C" NOT NULL,
	raw bytea NOT NULL,
	raw_guarded bytea NOT NULL
);
CREATE TABLE exam_room (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	section text COLLATE "C" NOT NULL,
	room text COLLATE "C" NOT NULL,
	device text COLLATE "C" NOT NULL
);
CREATE TABLE exam_sample (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	other_station text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	cycle_home text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	public text COLLATE "C" NOT NULL,
	seed text COLLATE "C" NOT NULL,
	listed bigint NOT NULL,
	drawn bigint NOT NULL,
	compared bigint NOT NULL,
	differ bigint NOT NULL,
	failed bigint NOT NULL,
	lower_bound text COLLATE "C" NOT NULL
);
CREATE TABLE exam_section (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	number text COLLATE "C" NOT NULL,
	section text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	examiner text COLLATE "C" NOT NULL,
	version bigint NOT NULL,
	link text COLLATE "C" NOT NULL,
	near bigint NOT NULL,
	found bytea NOT NULL,
	guarded bytea NOT NULL,
	amended bytea NOT NULL,
	amended_guarded bytea NOT NULL
);
CREATE TABLE exam_session (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	exam_on text COLLATE "C" NOT NULL,
	starts text COLLATE "C" NOT NULL,
	capacity bigint NOT NULL,
	walk_in_percent bigint NOT NULL,
	booked bigint NOT NULL,
	walked_in bigint NOT NULL,
	waiting bigint NOT NULL,
	queue bigint NOT NULL
);
CREATE TABLE fact (
	county text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	seq bigint NOT NULL,
	salt bytea,
	body text COLLATE "C"
);
CREATE TABLE file_defect (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	transport text COLLATE "C" NOT NULL,
	training bigint NOT NULL,
	what text COLLATE "C" NOT NULL,
	found_on text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	mended_at bigint NOT NULL,
	answer text COLLATE "C" NOT NULL,
	late bigint NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	found_late bigint NOT NULL
);
CREATE TABLE job (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	body text COLLATE "C" NOT NULL,
	due bigint NOT NULL,
	lease bigint NOT NULL,
	tries bigint NOT NULL,
	done bigint NOT NULL,
	failure text COLLATE "C" NOT NULL
);
CREATE TABLE ledger_checkpoint (
	log text COLLATE "C" NOT NULL,
	size bigint NOT NULL,
	root bytea NOT NULL,
	note text COLLATE "C" NOT NULL,
	at bigint NOT NULL
);
CREATE TABLE ledger_head (
	log text COLLATE "C" NOT NULL,
	size bigint NOT NULL,
	edge bytea NOT NULL,
	root bytea NOT NULL,
	at bigint NOT NULL
);
CREATE TABLE ledger_leaf (
	log text COLLATE "C" NOT NULL,
	seq bigint NOT NULL,
	at bigint NOT NULL,
	kind text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	actor text COLLATE "C" NOT NULL,
	signer text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	key text COLLATE "C" NOT NULL,
	leaf text COLLATE "C" NOT NULL,
	salt bytea,
	payload text COLLATE "C"
);
CREATE TABLE ledger_node (
	log text COLLATE "C" NOT NULL,
	level bigint NOT NULL,
	n bigint NOT NULL,
	hash bytea NOT NULL
);
CREATE TABLE ledger_seen (
	county text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	log text COLLATE "C" NOT NULL,
	seq bigint NOT NULL
);
CREATE TABLE meeting (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	ranking text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	venue text COLLATE "C" NOT NULL,
	members text COLLATE "C" NOT NULL,
	observers text COLLATE "C" NOT NULL,
	recused text COLLATE "C" NOT NULL,
	quorum bigint NOT NULL,
	recorder text COLLATE "C" NOT NULL,
	recording text COLLATE "C" NOT NULL,
	votes text COLLATE "C" NOT NULL,
	votes_for bigint NOT NULL,
	votes_against bigint NOT NULL,
	decision text COLLATE "C" NOT NULL,
	root text COLLATE "C" NOT NULL,
	minutes text COLLATE "C" NOT NULL,
	ranking_home text COLLATE "C" NOT NULL
);
CREATE TABLE notice_objection (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	ranking text COLLATE "C" NOT NULL,
	rank bigint NOT NULL,
	grounds text COLLATE "C" NOT NULL,
	made_on text COLLATE "C" NOT NULL,
	answer_by text COLLATE "C" NOT NULL,
	receipt text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	answer text COLLATE "C" NOT NULL
);
CREATE TABLE observation (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	station text COLLATE "C" NOT NULL,
	text text COLLATE "C" NOT NULL,
	answer text COLLATE "C" NOT NULL,
	answered_on text COLLATE "C" NOT NULL
);
CREATE TABLE outage (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	area text COLLATE "C" NOT NULL,
	from_at bigint NOT NULL,
	until_at bigint NOT NULL,
	what text COLLATE "C" NOT NULL,
	moved bigint NOT NULL,
	source text COLLATE "C" NOT NULL
);
CREATE TABLE outbox (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	channel text COLLATE "C" NOT NULL,
	recipient text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	body text COLLATE "C" NOT NULL,
	made bigint NOT NULL,
	due bigint NOT NULL,
	tries bigint NOT NULL,
	sent bigint NOT NULL,
	failure text COLLATE "C" NOT NULL
);
CREATE TABLE paper_form (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	act text COLLATE "C" NOT NULL,
	about text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	person_home text COLLATE "C" NOT NULL,
	code text COLLATE "C" NOT NULL,
	signed_on text COLLATE "C" NOT NULL,
	received_on text COLLATE "C" NOT NULL,
	clerk text COLLATE "C" NOT NULL,
	serial text COLLATE "C" NOT NULL
);
CREATE TABLE penalty (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	party text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	person_home text COLLATE "C" NOT NULL,
	organisation text COLLATE "C" NOT NULL,
	conduct text COLLATE "C" NOT NULL,
	conduct_on text COLLATE "C" NOT NULL,
	minor bigint NOT NULL,
	facts text COLLATE "C" NOT NULL,
	filed_on text COLLATE "C" NOT NULL,
	correct_by text COLLATE "C" NOT NULL,
	refused_again text COLLATE "C" NOT NULL,
	measure text COLLATE "C" NOT NULL,
	amount bigint NOT NULL,
	notice_on text COLLATE "C" NOT NULL,
	reasons text COLLATE "C" NOT NULL,
	hear_by text COLLATE "C" NOT NULL,
	hearing_on text COLLATE "C" NOT NULL,
	statement text COLLATE "C" NOT NULL,
	legal_opinion text COLLATE "C" NOT NULL,
	decide_by text COLLATE "C" NOT NULL,
	decided_on text COLLATE "C" NOT NULL,
	starts_on text COLLATE "C" NOT NULL,
	ends_on text COLLATE "C" NOT NULL,
	object_by text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	hearing_record text COLLATE "C" NOT NULL,
	ordered_on text COLLATE "C" NOT NULL,
	ordered_by text COLLATE "C" NOT NULL,
	served_on text COLLATE "C" NOT NULL,
	served_how text COLLATE "C" NOT NULL,
	decision text COLLATE "C" NOT NULL
);
CREATE TABLE person (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	id_no text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	birth_date text COLLATE "C" NOT NULL,
	sex text COLLATE "C" NOT NULL,
	education text COLLATE "C" NOT NULL,
	graduation_year bigint,
	student bigint NOT NULL,
	phone text COLLATE "C" NOT NULL,
	birth_year bigint NOT NULL,
	minor_until text COLLATE "C" NOT NULL,
	guardian text COLLATE "C" NOT NULL,
	guardian_phone text COLLATE "C" NOT NULL
);
CREATE TABLE pool_entry (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	agreed_on text COLLATE "C" NOT NULL,
	until text COLLATE "C" NOT NULL,
	skills text COLLATE "C" NOT NULL,
	wish text COLLATE "C" NOT NULL,
	invited_on text COLLATE "C" NOT NULL
);
CREATE TABLE post (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	role text COLLATE "C" NOT NULL,
	valid_from text COLLATE "C" NOT NULL,
	valid_to text COLLATE "C" NOT NULL,
	deputy_of text COLLATE "C" NOT NULL
);
CREATE TABLE preservice_course (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	policy_day text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	venue text COLLATE "C" NOT NULL,
	first_day text COLLATE "C" NOT NULL,
	last_day text COLLATE "C" NOT NULL,
	enrolled bigint NOT NULL,
	completed_on text COLLATE "C" NOT NULL
);
CREATE TABLE preservice_day (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	course text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	absent text COLLATE "C" NOT NULL,
	excused text COLLATE "C" NOT NULL
);
CREATE TABLE preservice_injury (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	course text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	number bigint NOT NULL,
	day text COLLATE "C" NOT NULL,
	told bytea NOT NULL
);
CREATE TABLE preservice_place (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	course text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	number bigint NOT NULL,
	days_present bigint NOT NULL,
	days_counted bigint NOT NULL,
	drill bigint NOT NULL,
	knowledge bigint NOT NULL,
	reason text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	letter text COLLATE "C" NOT NULL,
	case_home text COLLATE "C" NOT NULL
);
CREATE TABLE preservice_test (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	course text COLLATE "C" NOT NULL,
	sort text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	marks text COLLATE "C" NOT NULL
);
CREATE TABLE proposal (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	act text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	seen_rev bigint NOT NULL,
	body text COLLATE "C" NOT NULL,
	purpose text COLLATE "C" NOT NULL,
	basis text COLLATE "C" NOT NULL,
	proposer text COLLATE "C" NOT NULL,
	role text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	strength bigint NOT NULL,
	digest text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL
);
CREATE TABLE quota (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	parent text COLLATE "C" NOT NULL,
	seats bigint NOT NULL,
	passed_on bigint NOT NULL,
	used bigint NOT NULL,
	weights text COLLATE "C" NOT NULL,
	method text COLLATE "C" NOT NULL
);
CREATE TABLE quota_basis (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	coefficients text COLLATE "C" NOT NULL,
	inputs text COLLATE "C" NOT NULL,
	weights text COLLATE "C" NOT NULL,
	source text COLLATE "C" NOT NULL
);
CREATE TABLE quota_division (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	quota text COLLATE "C" NOT NULL,
	basis text COLLATE "C" NOT NULL,
	seats bigint NOT NULL,
	method text COLLATE "C" NOT NULL,
	inputs text COLLATE "C" NOT NULL,
	weights text COLLATE "C" NOT NULL,
	bounds text COLLATE "C" NOT NULL,
	shares text COLLATE "C" NOT NULL,
	result text COLLATE "C" NOT NULL
);
CREATE TABLE quota_entry (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	debit text COLLATE "C" NOT NULL,
	credit text COLLATE "C" NOT NULL,
	seats bigint NOT NULL,
	act text COLLATE "C" NOT NULL,
	reason text COLLATE "C" NOT NULL,
	at bigint NOT NULL
);
CREATE TABLE quota_row (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	code text COLLATE "C" NOT NULL,
	tag text COLLATE "C" NOT NULL,
	min bigint NOT NULL,
	max bigint
);
CREATE TABLE radar_lead (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	detector text COLLATE "C" NOT NULL,
	about text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	figures text COLLATE "C" NOT NULL,
	owner text COLLATE "C" NOT NULL,
	opened_on text COLLATE "C" NOT NULL,
	looked_at text COLLATE "C" NOT NULL,
	finding text COLLATE "C" NOT NULL,
	words text COLLATE "C" NOT NULL,
	closed_on text COLLATE "C" NOT NULL
);
CREATE TABLE ranking (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	policy_day text COLLATE "C" NOT NULL,
	seats bigint NOT NULL,
	chosen bigint NOT NULL,
	waiting bigint NOT NULL,
	root text COLLATE "C" NOT NULL,
	frozen_on text COLLATE "C" NOT NULL,
	notice_from text COLLATE "C" NOT NULL,
	notice_to text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	notice_root text COLLATE "C" NOT NULL,
	rows text COLLATE "C" NOT NULL,
	units text COLLATE "C" NOT NULL,
	notice_places text COLLATE "C" NOT NULL
);
CREATE TABLE recruit_return (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	route text COLLATE "C" NOT NULL,
	level text COLLATE "C" NOT NULL,
	proof text COLLATE "C" NOT NULL,
	letter text COLLATE "C" NOT NULL,
	letter_on text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	decided_on text COLLATE "C" NOT NULL,
	disputed_on text COLLATE "C" NOT NULL,
	finding text COLLATE "C" NOT NULL,
	responsible bigint NOT NULL,
	accepted_on text COLLATE "C" NOT NULL,
	back_at bigint NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	law text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	late bigint NOT NULL,
	noted_late bigint NOT NULL,
	accepted_late bigint NOT NULL
);
CREATE TABLE registration (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	year bigint NOT NULL,
	helper text COLLATE "C" NOT NULL,
	told bigint NOT NULL,
	claimed bigint NOT NULL,
	residence text COLLATE "C" NOT NULL,
	volunteers bigint NOT NULL,
	submitted text COLLATE "C" NOT NULL,
	conclusion text COLLATE "C" NOT NULL,
	object_by text COLLATE "C" NOT NULL,
	verified_for bigint NOT NULL,
	reason text COLLATE "C" NOT NULL,
	verify_for bigint NOT NULL,
	code text COLLATE "C" NOT NULL,
	evidence text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	reminded text COLLATE "C" NOT NULL,
	deferred_until text COLLATE "C" NOT NULL,
	certificate text COLLATE "C" NOT NULL,
	told_on text COLLATE "C" NOT NULL
);
CREATE TABLE reserve_entry (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	reported text COLLATE "C" NOT NULL,
	residence text COLLATE "C" NOT NULL,
	helper text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	rank text COLLATE "C" NOT NULL,
	counts_from text COLLATE "C" NOT NULL,
	reserve bigint NOT NULL,
	letter text COLLATE "C" NOT NULL
);
CREATE TABLE review (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	against text COLLATE "C" NOT NULL,
	grounds text COLLATE "C" NOT NULL,
	asked_on text COLLATE "C" NOT NULL,
	decide_by text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	reasoning text COLLATE "C" NOT NULL,
	person_home text COLLATE "C" NOT NULL,
	about text COLLATE "C" NOT NULL,
	about_id text COLLATE "C" NOT NULL,
	asked_at bigint NOT NULL,
	law text COLLATE "C" NOT NULL,
	fast bigint NOT NULL,
	decided_on text COLLATE "C" NOT NULL,
	restored text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	late bigint NOT NULL,
	office text COLLATE "C" NOT NULL,
	decided_at bigint NOT NULL
);
CREATE TABLE roster_line (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	roster text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	person_home text COLLATE "C" NOT NULL,
	differs text COLLATE "C" NOT NULL,
	resolution text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL,
	id_no text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	birth_date text COLLATE "C" NOT NULL,
	sex text COLLATE "C" NOT NULL,
	education text COLLATE "C" NOT NULL,
	graduation_year bigint,
	student bigint NOT NULL,
	phone text COLLATE "C" NOT NULL
);
CREATE TABLE score_item (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	item text COLLATE "C" NOT NULL,
	document text COLLATE "C" NOT NULL,
	remark text COLLATE "C" NOT NULL
);
CREATE TABLE score_objection (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	grounds text COLLATE "C" NOT NULL,
	asked_on text COLLATE "C" NOT NULL,
	decide_by text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	reasoning text COLLATE "C" NOT NULL,
	score_before bigint NOT NULL,
	score_after bigint NOT NULL
);
CREATE TABLE score_sheet (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	rule text COLLATE "C" NOT NULL,
	lines text COLLATE "C" NOT NULL,
	total bigint NOT NULL,
	posted_on text COLLATE "C" NOT NULL,
	posted_until text COLLATE "C" NOT NULL
);
CREATE TABLE session (
	digest bytea NOT NULL,
	account text COLLATE "C" NOT NULL,
	post text COLLATE "C" NOT NULL,
	made bigint NOT NULL,
	seen bigint NOT NULL,
	strength bigint NOT NULL,
	api bigint NOT NULL
);
CREATE TABLE study_place (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	person text COLLATE "C" NOT NULL,
	school text COLLATE "C" NOT NULL,
	letter text COLLATE "C" NOT NULL,
	kept_from text COLLATE "C" NOT NULL,
	discharged_on text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	back_on text COLLATE "C" NOT NULL,
	late bigint NOT NULL,
	remark text COLLATE "C" NOT NULL
);
CREATE TABLE supervisor (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	valid_from text COLLATE "C" NOT NULL,
	valid_until text COLLATE "C" NOT NULL,
	letter text COLLATE "C" NOT NULL
);
CREATE TABLE tally (
	county text COLLATE "C" NOT NULL,
	seq bigint NOT NULL,
	kind text COLLATE "C" NOT NULL,
	unit text COLLATE "C" NOT NULL,
	cell text COLLATE "C" NOT NULL,
	delta bigint NOT NULL
);
CREATE TABLE tip (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	key text COLLATE "C" NOT NULL,
	box text COLLATE "C" NOT NULL,
	reply_key text COLLATE "C" NOT NULL,
	addressed text COLLATE "C" NOT NULL,
	in_charge text COLLATE "C" NOT NULL,
	content text COLLATE "C" NOT NULL,
	outcome text COLLATE "C" NOT NULL,
	closed_on text COLLATE "C" NOT NULL
);
CREATE TABLE tip_drop (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	body text COLLATE "C" NOT NULL
);
CREATE TABLE tip_key (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	public text COLLATE "C" NOT NULL,
	private bytea NOT NULL
);
CREATE TABLE tip_message (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	tip text COLLATE "C" NOT NULL,
	sender text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	key text COLLATE "C" NOT NULL,
	for_office text COLLATE "C" NOT NULL,
	for_reporter text COLLATE "C" NOT NULL,
	addressed text COLLATE "C" NOT NULL
);
CREATE TABLE transport (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	cycle text COLLATE "C" NOT NULL,
	law text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	mode text COLLATE "C" NOT NULL,
	meeting_point text COLLATE "C" NOT NULL,
	escorts text COLLATE "C" NOT NULL,
	departs_at bigint NOT NULL,
	officers_on text COLLATE "C" NOT NULL,
	reviewed_at bigint NOT NULL,
	size bigint NOT NULL,
	handed bigint NOT NULL,
	departed_at bigint NOT NULL,
	arrived_at bigint NOT NULL,
	files_sent_on text COLLATE "C" NOT NULL,
	files_checked_on text COLLATE "C" NOT NULL,
	due_by text COLLATE "C" NOT NULL,
	late text COLLATE "C" NOT NULL,
	root text COLLATE "C" NOT NULL,
	officers_early bigint NOT NULL,
	next_by text COLLATE "C" NOT NULL,
	county_late bigint NOT NULL,
	handed_at bigint NOT NULL
);
CREATE TABLE unit (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	parent text COLLATE "C" NOT NULL,
	kind text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	home text COLLATE "C" NOT NULL,
	valid_from text COLLATE "C" NOT NULL,
	valid_to text COLLATE "C" NOT NULL,
	successor text COLLATE "C" NOT NULL
);
CREATE TABLE velocity_haste (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	rule text COLLATE "C" NOT NULL,
	act text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	seconds bigint NOT NULL,
	at bigint NOT NULL,
	remark text COLLATE "C" NOT NULL
);
CREATE TABLE velocity_mark (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	rule text COLLATE "C" NOT NULL,
	act text COLLATE "C" NOT NULL,
	at bigint NOT NULL
);
CREATE TABLE velocity_stop (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	account text COLLATE "C" NOT NULL,
	rule text COLLATE "C" NOT NULL,
	act text COLLATE "C" NOT NULL,
	per text COLLATE "C" NOT NULL,
	most bigint NOT NULL,
	since bigint NOT NULL,
	released_at bigint NOT NULL,
	remark text COLLATE "C" NOT NULL
);
CREATE TABLE vetting_check (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	question text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL,
	evidence text COLLATE "C" NOT NULL,
	answer bytea NOT NULL,
	round text COLLATE "C" NOT NULL,
	id_no text COLLATE "C" NOT NULL,
	asked_on text COLLATE "C" NOT NULL,
	answered_on text COLLATE "C" NOT NULL
);
CREATE TABLE vetting_department (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	question text COLLATE "C" NOT NULL,
	office text COLLATE "C" NOT NULL
);
CREATE TABLE vetting_round (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	application text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	name text COLLATE "C" NOT NULL,
	post_type text COLLATE "C" NOT NULL,
	special bigint NOT NULL,
	station text COLLATE "C" NOT NULL,
	opened_on text COLLATE "C" NOT NULL,
	visits bigint NOT NULL,
	vetting_session text COLLATE "C" NOT NULL,
	station_sealed text COLLATE "C" NOT NULL,
	office_sealed text COLLATE "C" NOT NULL,
	unit_signed text COLLATE "C" NOT NULL,
	concluded_on text COLLATE "C" NOT NULL
);
CREATE TABLE vetting_session (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	attendees text COLLATE "C" NOT NULL,
	rounds text COLLATE "C" NOT NULL,
	minutes text COLLATE "C" NOT NULL
);
CREATE TABLE vetting_visit (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	vetting_round text COLLATE "C" NOT NULL,
	subject text COLLATE "C" NOT NULL,
	visitor text COLLATE "C" NOT NULL,
	visit_place text COLLATE "C" NOT NULL,
	visited_on text COLLATE "C" NOT NULL,
	met bytea NOT NULL,
	report bytea NOT NULL
);
CREATE TABLE zero_report (
	county text COLLATE "C" NOT NULL,
	id text COLLATE "C" NOT NULL,
	rev bigint NOT NULL,
	unit text COLLATE "C" NOT NULL,
	place text COLLATE "C" NOT NULL,
	state text COLLATE "C" NOT NULL,
	day text COLLATE "C" NOT NULL,
	zero bigint NOT NULL,
	incidents text COLLATE "C" NOT NULL,
	late_days bigint NOT NULL
);
CREATE UNIQUE INDEX account_pkey ON account USING btree (county, id);
CREATE INDEX account_place ON account USING btree (place, id);
CREATE INDEX application_batch ON application USING btree (county, batch) WHERE (batch <> ''::text);
CREATE INDEX application_cycle ON application USING btree (county, cycle);
CREATE INDEX application_newest ON application USING btree (id);
CREATE INDEX application_person ON application USING btree (county, person);
CREATE UNIQUE INDEX application_pkey ON application USING btree (county, id);
CREATE INDEX application_place ON application USING btree (place, id);
CREATE INDEX application_ranking ON application USING btree (county, ranking) WHERE (ranking <> ''::text);
CREATE UNIQUE INDEX assessment_pkey ON assessment USING btree (county, id);
CREATE INDEX assessment_place ON assessment USING btree (place, id);
CREATE INDEX case_hold_application ON case_hold USING btree (county, application);
CREATE UNIQUE INDEX case_hold_pkey ON case_hold USING btree (county, id);
CREATE INDEX case_hold_place ON case_hold USING btree (place, id);
CREATE UNIQUE INDEX claim_pkey ON claim USING btree (kind, digest);
CREATE UNIQUE INDEX clearance_pkey ON clearance USING btree (county, id);
CREATE INDEX clearance_place ON clearance USING btree (place, id);
CREATE INDEX complaint_office ON complaint USING btree (office, state);
CREATE INDEX complaint_person ON complaint USING btree (county, person);
CREATE UNIQUE INDEX complaint_pkey ON complaint USING btree (county, id);
CREATE INDEX complaint_place ON complaint USING btree (place, id);
CREATE INDEX conflict_account ON conflict USING btree (account, state);
CREATE UNIQUE INDEX conflict_pkey ON conflict USING btree (county, id);
CREATE INDEX conflict_place ON conflict USING btree (place, id);
CREATE INDEX correction_person ON correction USING btree (county, person);
CREATE UNIQUE INDEX correction_pkey ON correction USING btree (county, id);
CREATE INDEX correction_place ON correction USING btree (place, id);
CREATE INDEX course_account ON course USING btree (account, subject);
CREATE UNIQUE INDEX course_pkey ON course USING btree (county, id);
CREATE INDEX course_place ON course USING btree (place, id);
CREATE UNIQUE INDEX cycle_pkey ON cycle USING btree (county, id);
CREATE INDEX cycle_place ON cycle USING btree (place, id);
CREATE UNIQUE INDEX daily_figures_pkey ON daily_figures USING btree (county, id);
CREATE INDEX daily_figures_place ON daily_figures USING btree (place, id);
CREATE INDEX daily_figures_unit ON daily_figures USING btree (county, unit, day);
CREATE INDEX deferral_person ON deferral USING btree (county, person);
CREATE UNIQUE INDEX deferral_pkey ON deferral USING btree (county, id);
CREATE INDEX deferral_place ON deferral USING btree (place, id);
CREATE INDEX document_application ON document USING btree (county, application);
CREATE INDEX document_office ON document USING btree (office, state);
CREATE INDEX document_person ON document USING btree (county, person);
CREATE UNIQUE INDEX document_pkey ON document USING btree (county, id);
CREATE INDEX document_place ON document USING btree (place, id);
CREATE UNIQUE INDEX draw_pkey ON draw USING btree (county, id);
CREATE INDEX draw_place ON draw USING btree (place, id);
CREATE INDEX draw_station ON draw USING btree (county, station, state);
CREATE UNIQUE INDEX duplicate_pkey ON duplicate USING btree (county, id);
CREATE INDEX duplicate_place ON duplicate USING btree (place, id);
CREATE INDEX exam_application ON exam USING btree (county, application);
CREATE INDEX exam_candidate ON exam USING btree (application);
CREATE INDEX exam_cycle ON exam USING btree (county, station, cycle, state);
CREATE UNIQUE INDEX exam_pkey ON exam USING btree (county, id);
CREATE INDEX exam_place ON exam USING btree (place, id);
CREATE INDEX exam_station ON exam USING btree (station, state);
CREATE INDEX exam_alarm_cycle ON exam_alarm USING btree (cycle, state);
CREATE UNIQUE INDEX exam_alarm_pkey ON exam_alarm USING btree (county, id);
CREATE INDEX exam_alarm_place ON exam_alarm USING btree (place, id);
CREATE INDEX exam_appointment_application ON exam_appointment USING btree (application);
CREATE INDEX exam_appointment_day ON exam_appointment USING btree (county, station, exam_on, state);
CREATE INDEX exam_appointment_person ON exam_appointment USING btree (person);
CREATE UNIQUE INDEX exam_appointment_pkey ON exam_appointment USING btree (county, id);
CREATE INDEX exam_appointment_place ON exam_appointment USING btree (place, id);
CREATE INDEX exam_appointment_session ON exam_appointment USING btree (county, session, state);
CREATE INDEX exam_conflict_digest ON exam_conflict USING btree (digest);
CREATE UNIQUE INDEX exam_conflict_pkey ON exam_conflict USING btree (county, id);
CREATE INDEX exam_conflict_place ON exam_conflict USING btree (place, id);
CREATE INDEX exam_duty_account ON exam_duty USING btree (account, on_from);
CREATE UNIQUE INDEX exam_duty_pkey ON exam_duty USING btree (county, id);
CREATE INDEX exam_duty_place ON exam_duty USING btree (place, id);
CREATE INDEX exam_duty_station ON exam_duty USING btree (county, station, on_from);
CREATE INDEX exam_reading_examiner ON exam_reading USING btree (examiner, id);
CREATE INDEX exam_reading_part ON exam_reading USING btree (county, part);
CREATE UNIQUE INDEX exam_reading_pkey ON exam_reading USING btree (county, id);
CREATE INDEX exam_reading_place ON exam_reading USING btree (place, id);
CREATE UNIQUE INDEX exam_room_pkey ON exam_room USING btree (county, id);
CREATE INDEX exam_room_place ON exam_room USING btree (place, id);
CREATE INDEX exam_room_station ON exam_room USING btree (county, station, section);
CREATE UNIQUE INDEX exam_sample_pkey ON exam_sample USING btree (county, id);
CREATE INDEX exam_sample_place ON exam_sample USING btree (place, id);
CREATE INDEX exam_sample_station ON exam_sample USING btree (county, station, cycle);
CREATE INDEX exam_section_examiner ON exam_section USING btree (examiner, exam_on, state);
CREATE UNIQUE INDEX exam_section_number ON exam_section USING btree (county, station, exam_on, number);
CREATE UNIQUE INDEX exam_section_pkey ON exam_section USING btree (county, id);
CREATE INDEX exam_section_place ON exam_section USING btree (place, id);
CREATE INDEX exam_session_day ON exam_session USING btree (county, station, exam_on, starts);
CREATE UNIQUE INDEX exam_session_pkey ON exam_session USING btree (county, id);
CREATE INDEX exam_session_place ON exam_session USING btree (place, id);
CREATE UNIQUE INDEX fact_pkey ON fact USING btree (county, kind, id, rev);
CREATE UNIQUE INDEX file_defect_pkey ON file_defect USING btree (county, id);
CREATE INDEX file_defect_place ON file_defect USING btree (place, id);
CREATE INDEX file_defect_transport ON file_defect USING btree (county, transport);
CREATE INDEX job_due ON job USING btree (due) WHERE (done = 0);
CREATE UNIQUE INDEX job_pkey ON job USING btree (county, id);
CREATE UNIQUE INDEX ledger_checkpoint_pkey ON ledger_checkpoint USING btree (log, size);
CREATE UNIQUE INDEX ledger_head_pkey ON ledger_head USING btree (log);
CREATE UNIQUE INDEX ledger_leaf_key ON ledger_leaf USING btree (log, actor, key) WHERE (key <> ''::text);
CREATE UNIQUE INDEX ledger_leaf_pkey ON ledger_leaf USING btree (log, seq);
CREATE INDEX ledger_leaf_subject ON ledger_leaf USING btree (log, subject, seq);
CREATE UNIQUE INDEX ledger_node_pkey ON ledger_node USING btree (log, level, n);
CREATE UNIQUE INDEX ledger_seen_pkey ON ledger_seen USING btree (county, subject, log, seq);
CREATE UNIQUE INDEX meeting_pkey ON meeting USING btree (county, id);
CREATE INDEX meeting_place ON meeting USING btree (place, id);
CREATE INDEX meeting_ranking ON meeting USING btree (county, ranking);
CREATE UNIQUE INDEX notice_objection_pkey ON notice_objection USING btree (county, id);
CREATE INDEX notice_objection_place ON notice_objection USING btree (place, id);
CREATE INDEX notice_objection_ranking ON notice_objection USING btree (county, ranking, state);
CREATE UNIQUE INDEX observation_pkey ON observation USING btree (county, id);
CREATE INDEX observation_place ON observation USING btree (place, id);
CREATE UNIQUE INDEX outage_pkey ON outage USING btree (county, id);
CREATE INDEX outage_place ON outage USING btree (place, id);
CREATE INDEX outage_until ON outage USING btree (state, until_at);
CREATE INDEX outbox_due ON outbox USING btree (due) WHERE (sent = 0);
CREATE INDEX outbox_person ON outbox USING btree (county, person);
CREATE UNIQUE INDEX outbox_pkey ON outbox USING btree (county, id);
CREATE INDEX paper_form_person ON paper_form USING btree (county, person);
CREATE UNIQUE INDEX paper_form_pkey ON paper_form USING btree (county, id);
CREATE INDEX paper_form_place ON paper_form USING btree (place, id);
CREATE INDEX penalty_person ON penalty USING btree (county, person);
CREATE UNIQUE INDEX penalty_pkey ON penalty USING btree (county, id);
CREATE INDEX penalty_place ON penalty USING btree (place, id);
CREATE INDEX person_birth ON person USING btree (county, birth_year);
CREATE INDEX person_name ON person USING btree (name, id);
CREATE UNIQUE INDEX person_pkey ON person USING btree (county, id);
CREATE INDEX person_place ON person USING btree (place, id);
CREATE INDEX pool_entry_person ON pool_entry USING btree (county, person);
CREATE UNIQUE INDEX pool_entry_pkey ON pool_entry USING btree (county, id);
CREATE INDEX pool_entry_place ON pool_entry USING btree (place, id);
CREATE UNIQUE INDEX post_pkey ON post USING btree (county, id);
CREATE INDEX post_place ON post USING btree (place, id);
CREATE UNIQUE INDEX preservice_course_pkey ON preservice_course USING btree (county, id);
CREATE INDEX preservice_course_place ON preservice_course USING btree (place, id);
CREATE INDEX preservice_day_course ON preservice_day USING btree (county, course, day);
CREATE UNIQUE INDEX preservice_day_pkey ON preservice_day USING btree (county, id);
CREATE INDEX preservice_day_place ON preservice_day USING btree (place, id);
CREATE INDEX preservice_injury_course ON preservice_injury USING btree (county, course);
CREATE INDEX preservice_injury_person ON preservice_injury USING btree (county, person);
CREATE UNIQUE INDEX preservice_injury_pkey ON preservice_injury USING btree (county, id);
CREATE INDEX preservice_injury_place ON preservice_injury USING btree (place, id);
CREATE INDEX preservice_place_application ON preservice_place USING btree (county, application);
CREATE INDEX preservice_place_course ON preservice_place USING btree (county, course);
CREATE INDEX preservice_place_person ON preservice_place USING btree (county, person);
CREATE UNIQUE INDEX preservice_place_pkey ON preservice_place USING btree (county, id);
CREATE INDEX preservice_place_place ON preservice_place USING btree (place, id);
CREATE INDEX preservice_test_course ON preservice_test USING btree (county, course);
CREATE UNIQUE INDEX preservice_test_pkey ON preservice_test USING btree (county, id);
CREATE INDEX preservice_test_place ON preservice_test USING btree (place, id);
CREATE UNIQUE INDEX proposal_pkey ON proposal USING btree (county, id);
CREATE INDEX proposal_place ON proposal USING btree (place, state);
CREATE UNIQUE INDEX quota_once ON quota USING btree (county, cycle, unit) WHERE (state = 'issued'::text);
CREATE UNIQUE INDEX quota_pkey ON quota USING btree (county, id);
CREATE INDEX quota_place ON quota USING btree (place, id);
CREATE UNIQUE INDEX quota_basis_pkey ON quota_basis USING btree (county, id);
CREATE INDEX quota_basis_place ON quota_basis USING btree (place, id);
CREATE INDEX quota_division_cycle ON quota_division USING btree (cycle, unit);
CREATE UNIQUE INDEX quota_division_pkey ON quota_division USING btree (county, id);
CREATE INDEX quota_division_place ON quota_division USING btree (place, id);
CREATE INDEX quota_entry_cycle ON quota_entry USING btree (cycle, kind, debit, credit, state, seats);
CREATE UNIQUE INDEX quota_entry_pkey ON quota_entry USING btree (county, id);
CREATE INDEX quota_entry_place ON quota_entry USING btree (place, id);
CREATE UNIQUE INDEX quota_row_pkey ON quota_row USING btree (county, id);
CREATE INDEX quota_row_place ON quota_row USING btree (place, id);
CREATE UNIQUE INDEX radar_lead_pkey ON radar_lead USING btree (county, id);
CREATE INDEX radar_lead_place ON radar_lead USING btree (place, id);
CREATE UNIQUE INDEX ranking_pkey ON ranking USING btree (county, id);
CREATE INDEX ranking_place ON ranking USING btree (place, id);
CREATE INDEX recruit_return_application ON recruit_return USING btree (county, application);
CREATE INDEX recruit_return_person ON recruit_return USING btree (county, person);
CREATE UNIQUE INDEX recruit_return_pkey ON recruit_return USING btree (county, id);
CREATE INDEX recruit_return_place ON recruit_return USING btree (place, id);
CREATE INDEX registration_person ON registration USING btree (county, person);
CREATE UNIQUE INDEX registration_pkey ON registration USING btree (county, id);
CREATE INDEX registration_place ON registration USING btree (place, id);
CREATE INDEX reserve_entry_person ON reserve_entry USING btree (county, person);
CREATE UNIQUE INDEX reserve_entry_pkey ON reserve_entry USING btree (county, id);
CREATE INDEX reserve_entry_place ON reserve_entry USING btree (place, id);
CREATE INDEX review_about ON review USING btree (county, about_id);
CREATE INDEX review_application ON review USING btree (county, application);
CREATE UNIQUE INDEX review_pkey ON review USING btree (county, id);
CREATE INDEX review_place ON review USING btree (place, id);
CREATE INDEX roster_line_number ON roster_line USING btree (county, roster, id_no);
CREATE UNIQUE INDEX roster_line_pkey ON roster_line USING btree (county, id);
CREATE INDEX roster_line_place ON roster_line USING btree (place, id);
CREATE INDEX score_item_application ON score_item USING btree (county, application);
CREATE INDEX score_item_person ON score_item USING btree (county, person);
CREATE UNIQUE INDEX score_item_pkey ON score_item USING btree (county, id);
CREATE INDEX score_item_place ON score_item USING btree (place, id);
CREATE INDEX score_objection_application ON score_objection USING btree (county, application);
CREATE INDEX score_objection_person ON score_objection USING btree (county, person);
CREATE UNIQUE INDEX score_objection_pkey ON score_objection USING btree (county, id);
CREATE INDEX score_objection_place ON score_objection USING btree (place, id);
CREATE INDEX score_sheet_application ON score_sheet USING btree (county, application);
CREATE INDEX score_sheet_person ON score_sheet USING btree (county, person);
CREATE UNIQUE INDEX score_sheet_pkey ON score_sheet USING btree (county, id);
CREATE INDEX score_sheet_place ON score_sheet USING btree (place, id);
CREATE UNIQUE INDEX session_pkey ON session USING btree (digest);
CREATE INDEX study_place_person ON study_place USING btree (county, person);
CREATE UNIQUE INDEX study_place_pkey ON study_place USING btree (county, id);
CREATE INDEX study_place_place ON study_place USING btree (place, id);
CREATE INDEX supervisor_account ON supervisor USING btree (account, state);
CREATE UNIQUE INDEX supervisor_pkey ON supervisor USING btree (county, id);
CREATE INDEX supervisor_place ON supervisor USING btree (place, id);
CREATE UNIQUE INDEX tally_pkey ON tally USING btree (county, seq, kind, unit, cell);
CREATE INDEX tip_box ON tip USING btree (box);
CREATE UNIQUE INDEX tip_pkey ON tip USING btree (county, id);
CREATE INDEX tip_place ON tip USING btree (place, id);
CREATE UNIQUE INDEX tip_drop_pkey ON tip_drop USING btree (county, id);
CREATE UNIQUE INDEX tip_key_pkey ON tip_key USING btree (county, id);
CREATE INDEX tip_key_place ON tip_key USING btree (place, id);
CREATE INDEX tip_key_unit ON tip_key USING btree (unit, state);
CREATE UNIQUE INDEX tip_message_pkey ON tip_message USING btree (county, id);
CREATE INDEX tip_message_place ON tip_message USING btree (place, id);
CREATE INDEX tip_message_tip ON tip_message USING btree (county, tip);
CREATE INDEX transport_cycle ON transport USING btree (county, cycle);
CREATE UNIQUE INDEX transport_pkey ON transport USING btree (county, id);
CREATE INDEX transport_place ON transport USING btree (place, id);
CREATE UNIQUE INDEX unit_code ON unit USING btree (county, unit) WHERE (state <> 'void'::text);
CREATE UNIQUE INDEX unit_pkey ON unit USING btree (county, id);
CREATE INDEX unit_place ON unit USING btree (place, id);
CREATE UNIQUE INDEX velocity_haste_pkey ON velocity_haste USING btree (county, id);
CREATE INDEX velocity_haste_place ON velocity_haste USING btree (place, id);
CREATE INDEX velocity_mark_account ON velocity_mark USING btree (county, account, rule, at);
CREATE UNIQUE INDEX velocity_mark_pkey ON velocity_mark USING btree (county, id);
CREATE INDEX velocity_stop_account ON velocity_stop USING btree (county, account, state);
CREATE UNIQUE INDEX velocity_stop_pkey ON velocity_stop USING btree (county, id);
CREATE INDEX velocity_stop_place ON velocity_stop USING btree (place, id);
CREATE INDEX vetting_check_application ON vetting_check USING btree (county, application);
CREATE INDEX vetting_check_office ON vetting_check USING btree (office, state);
CREATE UNIQUE INDEX vetting_check_pkey ON vetting_check USING btree (county, id);
CREATE INDEX vetting_check_place ON vetting_check USING btree (place, id);
CREATE UNIQUE INDEX vetting_department_pkey ON vetting_department USING btree (county, id);
CREATE INDEX vetting_department_place ON vetting_department USING btree (place, id);
CREATE INDEX vetting_department_question ON vetting_department USING btree (county, state);
CREATE INDEX vetting_round_application ON vetting_round USING btree (county, application);
CREATE UNIQUE INDEX vetting_round_pkey ON vetting_round USING btree (county, id);
CREATE INDEX vetting_round_place ON vetting_round USING btree (place, id);
CREATE INDEX vetting_round_station ON vetting_round USING btree (station, state);
CREATE UNIQUE INDEX vetting_session_pkey ON vetting_session USING btree (county, id);
CREATE INDEX vetting_session_place ON vetting_session USING btree (place, id);
CREATE UNIQUE INDEX vetting_visit_pkey ON vetting_visit USING btree (county, id);
CREATE INDEX vetting_visit_place ON vetting_visit USING btree (place, id);
CREATE INDEX vetting_visit_round ON vetting_visit USING btree (county, vetting_round);
CREATE INDEX zero_report_day ON zero_report USING btree (day);
CREATE UNIQUE INDEX zero_report_pkey ON zero_report USING btree (county, id);
CREATE INDEX zero_report_place ON zero_report USING btree (place, id);
CREATE INDEX zero_report_unit ON zero_report USING btree (county, unit, day);
ALTER TABLE exam_session ADD CONSTRAINT exam_session_check CHECK (((booked >= 0) AND (walked_in >= 0) AND (waiting >= 0) AND ((booked + walked_in) <= capacity)));
ALTER TABLE quota ADD CONSTRAINT quota_check CHECK (((used >= 0) AND (passed_on >= 0) AND ((used + passed_on) <= seats)));
ALTER TABLE quota_entry ADD CONSTRAINT quota_entry_seats_check CHECK ((seats >= 0));
