package app_test

import (
	"database/sql"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/receipt"
	"muster/internal/frame/unit"
)

type place struct {
	log  string
	seq  int64
	size int64
}

// TestReceiptsOfASeason: every seventh leaf of a season, and the first and last of
// each log, gives a receipt of less than 4 KB that holds, also with a record that it
// wrote; a published list and each of its rows hold too.
func TestReceiptsOfASeason(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		a := season(t, t.TempDir(), store)
		if err := a.Checkpoint(t.Context()); err != nil {
			t.Fatal(err)
		}
		key, err := receipt.ParseKey(a.Keys.Public)
		if err != nil {
			t.Fatal(err)
		}
		trust := receipt.Trust{Log: key, Needed: 1}
		for _, p := range places(t, a) {
			if p.seq%7 != 0 && p.seq != p.size-1 {
				continue
			}
			checkReceipt(t, a, trust, p, app.Named{})
		}
		checkFacts(t, a, trust)
		checkNotices(t, a, trust)
		if _, err := a.Receipt(t.Context(), "130102", 1<<40, app.Named{}); !fault.Coded(err, "receipt.leaf") {
			t.Error(err)
		}
	})
}

func checkReceipt(t *testing.T, a *app.App, trust receipt.Trust, p place, fact app.Named) {
	t.Helper()
	r, err := a.Receipt(t.Context(), unit.Code(p.log), p.seq, fact)
	if err != nil {
		t.Errorf("%v: %v", p, err)
		return
	}
	text := r.Text()
	if len(text) >= 4096 && !strings.Contains(r.Leaf, `"writes"`) {
		t.Errorf("%v: %d bytes", p, len(text))
	}
	proven, err := receipt.Check(text, trust)
	if err != nil || proven.Seq != p.seq || proven.Log != p.log || proven.Witnessed || (fact.Table != "") != (proven.Fact != nil) {
		t.Errorf("%v: %+v, %v\n%s", p, proven, err, text)
	}
}

// each visits the rows of a query.
func each(t *testing.T, a *app.App, query string, visit func(), dest ...any) {
	t.Helper()
	err := a.Store.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each(query, nil, func(rows *sql.Rows) error {
			err := rows.Scan(dest...)
			visit()
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func places(t *testing.T, a *app.App) (out []place) {
	t.Helper()
	var p place
	each(t, a, `SELECT l.log, l.seq, h.size FROM ledger_leaf l JOIN ledger_head h ON h.log = l.log ORDER BY l.log, l.seq`, func() { out = append(out, p) }, &p.log, &p.seq, &p.size)
	return out
}

// checkFacts discloses the newest revisions of cases.
func checkFacts(t *testing.T, a *app.App, trust receipt.Trust) {
	t.Helper()
	var p place
	var id string
	type fact struct {
		place
		id string
	}
	var facts []fact
	each(t, a, `SELECT county, seq, id FROM fact WHERE kind = 'application' AND rev = 1 ORDER BY county, id`, func() { facts = append(facts, fact{p, id}) }, &p.log, &p.seq, &id)
	if len(facts) == 0 {
		t.Fatal("no case")
	}
	for _, f := range facts[:min(20, len(facts))] {
		checkReceipt(t, a, trust, f.place, app.Named{Table: "application", ID: ident.ID(f.id)})
	}
	if _, err := a.Receipt(t.Context(), unit.Code(facts[0].log), facts[0].seq, app.Named{Table: "application", ID: "nobody"}); !fault.Coded(err, "receipt.fact") {
		t.Error(err)
	}
}

func checkNotices(t *testing.T, a *app.App, trust receipt.Trust) {
	t.Helper()
	var p place
	var id string
	lists := map[string]place{}
	each(t, a, `SELECT county, chosen + waiting, id FROM ranking WHERE notice_root <> '' ORDER BY id`, func() { lists[id] = p }, &p.log, &p.size, &id)
	if len(lists) == 0 {
		t.Fatal("no published list")
	}
	for list, at := range lists {
		for rank := range at.size + 1 { // 0 is the whole list
			text, err := a.Notice(t.Context(), unit.Code(at.log), ident.ID(list), rank)
			if err != nil {
				t.Fatal(err)
			}
			proven, err := receipt.CheckNotice(text, trust)
			if err != nil || proven.All != at.size || (rank > 0 && proven.Rows[0].Rank != rank) {
				t.Errorf("%s, rank %d: %+v, %v", list, rank, proven, err)
			}
			if _, err := receipt.CheckNotice(strings.Replace(text, ": 1\t", ": 2\t", 1), trust); rank < 2 && err == nil {
				t.Errorf("%s: another rank was believed", list)
			}
		}
		if _, err := a.Notice(t.Context(), unit.Code(at.log), ident.ID(list), at.size+1); !fault.Coded(err, "notice.rank") {
			t.Error(err)
		}
	}
}
