package migrations_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/db/dbtest"
)

// copied are the tables that every node of a distributed database holds whole,
// or that are distributed by another key of their own: what they hold is unique
// in the whole installation.
const copied = `('claim', 'session')`

// ours are the tables of the product, those of the migration tool left out.
const ours = `SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND c.relname NOT LIKE 'goose%'`

// catalogue finds what keeps a schema from being distributed by home county:
// the faults that Citus refuses, read from the catalogue, so that no server of it
// is needed. The log of the ledger is a county too.
var catalogue = map[string]string{
	"no county": `SELECT relname FROM (` + ours + `) t WHERE relname NOT IN ` + copied + ` AND NOT EXISTS
		(SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname IN ('county', 'log') AND NOT a.attisdropped)`,
	"county may be null": `SELECT t.relname FROM (` + ours + `) t JOIN pg_attribute a ON a.attrelid = t.oid
		WHERE a.attname IN ('county', 'log') AND NOT a.attnotnull`,
	"no primary key": `SELECT relname FROM (` + ours + `) t WHERE NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)`,
	"unique without county": `SELECT t.relname || '.' || x.relname FROM (` + ours + `) t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class x ON x.oid = i.indexrelid
		WHERE (i.indisunique OR i.indisexclusion) AND t.relname NOT IN ` + copied + ` AND NOT EXISTS
		(SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname IN ('county', 'log') AND a.attnum = ANY (i.indkey))`,
	"foreign key": `SELECT t.relname || '.' || k.conname FROM (` + ours + `) t JOIN pg_constraint k ON k.conrelid = t.oid WHERE k.contype = 'f'`,
	"trigger":     `SELECT t.relname || '.' || g.tgname FROM (` + ours + `) t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal`,
	"sequence": `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind = 'S' AND n.nspname = 'public' AND c.relname NOT LIKE 'goose%'`,
	"default": `SELECT t.relname || '.' || a.attname FROM (` + ours + `) t JOIN pg_attrdef d ON d.adrelid = t.oid
		JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.adnum`,
	"text not by bytes": `SELECT t.relname || '.' || a.attname FROM (` + ours + `) t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
		JOIN pg_collation l ON l.oid = a.attcollation WHERE l.collname <> 'C'`,
}

func TestSchemaCanBeDistributed(t *testing.T) {
	t.Parallel()
	if os.Getenv("MUSTER_NO_POSTGRES") == "1" {
		return
	}
	store := dbtest.Postgres(t)
	migrate(t, store)
	for fault, query := range catalogue {
		if found := lines(t, store, query); len(found) > 0 {
			t.Errorf("%s: %s", fault, strings.Join(found, ", "))
		}
	}
}

// TestLintFindsPlantedFaults: every check finds the fault that it is for.
func TestLintFindsPlantedFaults(t *testing.T) {
	t.Parallel()
	if os.Getenv("MUSTER_NO_POSTGRES") == "1" {
		return
	}
	store := dbtest.Postgres(t)
	for _, statement := range []string{
		`CREATE TABLE homeless (id TEXT COLLATE "C" PRIMARY KEY)`,
		`CREATE TABLE absent (county TEXT COLLATE "C", id BIGINT NOT NULL)`,
		`CREATE TABLE single (county TEXT COLLATE "C" NOT NULL, id BIGINT NOT NULL, number BIGINT UNIQUE, PRIMARY KEY (county, id))`,
		`CREATE TABLE child (county TEXT COLLATE "C" NOT NULL, id BIGSERIAL, parent BIGINT, words TEXT, PRIMARY KEY (county, id), FOREIGN KEY (county, parent) REFERENCES single (county, id))`,
		`CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
		`CREATE TRIGGER fires BEFORE INSERT ON single FOR EACH ROW EXECUTE FUNCTION nothing()`,
	} {
		if _, err := store.Admin().Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	for fault, want := range map[string]string{"no county": "homeless", "county may be null": "absent", "no primary key": "absent",
		"unique without county": "single.single_number_key", "foreign key": "child.child_county_parent_fkey", "trigger": "single.fires",
		"sequence": "child_id_seq", "default": "child.id", "text not by bytes": "child.words"} {
		if found := lines(t, store, catalogue[fault]); !slices.Contains(found, want) {
			t.Errorf("%s: found %v, not %s", fault, found, want)
		}
	}
	if len(catalogue) != 9 {
		t.Errorf("a check has no planted fault: %d checks", len(catalogue))
	}
}
