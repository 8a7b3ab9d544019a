-- +goose Up
-- Facts are written in the order of time, and read by key. Kept in the order of their
-- key they are written all over the file: a third more bytes for a season, and worse
-- the larger the file is. PostgreSQL keeps them in the order of time anyhow.
{{if sqlite}}
DROP TRIGGER fact_kept;
DROP TRIGGER fact_fixed;
ALTER TABLE fact RENAME TO fact_keyed;
CREATE TABLE fact (
	county {{text}} NOT NULL,
	kind {{text}} NOT NULL,
	id {{text}} NOT NULL,
	rev {{int}} NOT NULL,
	seq {{int}} NOT NULL,
	salt {{bytes}},
	body {{text}},
	PRIMARY KEY (county, kind, id, rev)
{{close}};
INSERT INTO fact SELECT county, kind, id, rev, seq, salt, body FROM fact_keyed ORDER BY county, seq;
DROP TABLE fact_keyed;
-- +goose StatementBegin
CREATE TRIGGER fact_kept BEFORE DELETE ON fact BEGIN SELECT RAISE(ABORT, 'facts are kept'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER fact_fixed BEFORE UPDATE ON fact WHEN NEW.body IS NOT NULL OR NEW.seq <> OLD.seq OR NEW.rev <> OLD.rev OR NEW.id <> OLD.id BEGIN SELECT RAISE(ABORT, 'facts are fixed'); END;
-- +goose StatementEnd
{{end}}
