-- +goose Up
-- The tamper-evident log: one Merkle tree a county (package ledger).
CREATE TABLE ledger_head (
	log {{text}} NOT NULL PRIMARY KEY,
	size {{int}} NOT NULL,
	edge {{bytes}} NOT NULL,
	root {{bytes}} NOT NULL,
	at {{int}} NOT NULL
{{close_keyed}};

CREATE TABLE ledger_leaf (
	log {{text}} NOT NULL,
	seq {{int}} NOT NULL,
	at {{int}} NOT NULL,
	kind {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	actor {{text}} NOT NULL,
	signer {{text}} NOT NULL,
	outcome {{text}} NOT NULL,
	key {{text}} NOT NULL,
	leaf {{text}} NOT NULL,
	salt {{bytes}},
	payload {{text}},
	PRIMARY KEY (log, seq)
{{close}};
CREATE INDEX ledger_leaf_subject ON ledger_leaf (log, subject, seq);
CREATE UNIQUE INDEX ledger_leaf_key ON ledger_leaf (log, actor, key) WHERE key <> '';

-- Which readings showed which record.
CREATE TABLE ledger_seen (
	county {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	log {{text}} NOT NULL,
	seq {{int}} NOT NULL,
	PRIMARY KEY (county, subject, log, seq)
{{close_keyed}};

CREATE TABLE ledger_node (
	log {{text}} NOT NULL,
	level {{int}} NOT NULL,
	n {{int}} NOT NULL,
	hash {{bytes}} NOT NULL,
	PRIMARY KEY (log, level, n)
{{close_keyed}};

CREATE TABLE ledger_checkpoint (
	log {{text}} NOT NULL,
	size {{int}} NOT NULL,
	root {{bytes}} NOT NULL,
	note {{text}} NOT NULL,
	at {{int}} NOT NULL,
	PRIMARY KEY (log, size)
{{close_keyed}};

-- Every revision of every record, written once (package record).
CREATE TABLE fact (
	county {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	seq {{int}} NOT NULL,
	salt {{bytes}},
	body {{text}},
	PRIMARY KEY (county, kind, id, rev)
{{close_keyed}};

-- Acts that wait for a second signature (package act).
CREATE TABLE proposal (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	unit {{text}} NOT NULL,
	place {{text}} NOT NULL,
	state {{text}} NOT NULL,
	act {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	seen_rev {{int}} NOT NULL,
	body {{text}} NOT NULL,
	purpose {{text}} NOT NULL,
	basis {{text}} NOT NULL,
	proposer {{text}} NOT NULL,
	role {{text}} NOT NULL,
	office {{text}} NOT NULL,
	strength {{int}} NOT NULL,
	digest {{text}} NOT NULL,
	reason {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close}};
CREATE INDEX proposal_place ON proposal (place, state);

-- Who holds a value that only one record may hold, in the whole installation.
CREATE TABLE claim (
	kind {{text}} NOT NULL,
	digest {{bytes}} NOT NULL,
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	PRIMARY KEY (kind, digest)
{{close_keyed}};

-- Changes of the counts behind every dashboard, at leaf level of the tree.
CREATE TABLE tally (
	county {{text}} NOT NULL,
	seq {{int}} NOT NULL,
	kind {{text}} NOT NULL,
	unit {{text}} NOT NULL,
	cell {{text}} NOT NULL,
	delta {{int}} NOT NULL,
	PRIMARY KEY (county, seq, kind, unit, cell)
{{close_keyed}};

-- What leaves the house after the commit: notices, events.
CREATE TABLE outbox (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	channel {{text}} NOT NULL,
	recipient {{text}} NOT NULL,
	person {{text}} NOT NULL,
	subject {{text}} NOT NULL,
	body {{text}} NOT NULL,
	made {{int}} NOT NULL,
	due {{int}} NOT NULL,
	tries {{int}} NOT NULL,
	sent {{int}} NOT NULL,
	failure {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close_keyed}};
CREATE INDEX outbox_due ON outbox (due) WHERE sent = 0;
CREATE INDEX outbox_person ON outbox (county, person);

-- Work to be done at a time, once, by whoever claims it first.
CREATE TABLE job (
	county {{text}} NOT NULL,
	id {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	body {{text}} NOT NULL,
	due {{int}} NOT NULL,
	lease {{int}} NOT NULL,
	tries {{int}} NOT NULL,
	done {{int}} NOT NULL,
	failure {{text}} NOT NULL,
	PRIMARY KEY (county, id)
{{close_keyed}};
CREATE INDEX job_due ON job (due) WHERE done = 0;

-- Sessions of the web app: the digest of a token, never the token.
CREATE TABLE session (
	digest {{bytes}} NOT NULL PRIMARY KEY,
	account {{text}} NOT NULL,
	post {{text}} NOT NULL,
	made {{int}} NOT NULL,
	seen {{int}} NOT NULL,
	strength {{int}} NOT NULL,
	api {{int}} NOT NULL
{{close_keyed}};
{{if sqlite}}
-- Facts and leaves are written once. Their payload and salt may be erased.
-- +goose StatementBegin
CREATE TRIGGER fact_kept BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'facts are kept'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER fact_fixed BEFORE UPDATE ON fact WHEN NEW.body IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.rev <> OLD.rev OR NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, 'facts are fixed'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER leaf_kept BEFORE DELETE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'leaves are kept'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER leaf_fixed BEFORE UPDATE ON ledger_leaf WHEN NEW.payload IS NOT NULL OR NEW.leaf <> OLD.leaf OR NEW.seq <> OLD.seq BEGIN SELECT RAISE(ABORT, 'leaves are fixed'); END;
-- +goose StatementEnd
{{end}}
