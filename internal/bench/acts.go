package bench

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db/sqlite"
	"muster/internal/frame/register/transfer"
	"muster/internal/frame/unit"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/people"
	"muster/internal/people/idnumber"
)

// rows is how many people the import and the bulk acts are measured with.
const rows = 20_000

// small is an installation with one county, for measuring.
func small(ctx context.Context, dir string, trace func(string, []any)) (*app.App, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := app.CreateKeys(dir, "muster.bench"); err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, filepath.Join(dir, app.DatabaseFile))
	if err != nil {
		return nil, err
	}
	store.Trace = trace
	a, err := app.Open(ctx, app.Options{Dir: dir, Store: store})
	if err != nil {
		return nil, err
	}
	tree := []offices.Row{{Line: 2, Code: "13", Kind: unit.Province, Name: "省"}, {Line: 3, Code: "1301", Parent: "13", Kind: unit.City, Name: "市"},
		{Line: 4, Code: "130102", Parent: "1301", Kind: unit.County, Name: "区"}, {Line: 5, Code: "130102001", Parent: "130102", Kind: unit.Township, Name: "街道"}}
	_, err = a.ImportUnits(ctx, tree)
	return a, err
}

func registrar(ctx context.Context, a *app.App) (access.Actor, error) {
	id, err := a.OpenAccount(ctx, "registrar", "登记员", role.CountyRegistrar, "130102")
	if err != nil {
		return access.Actor{}, err
	}
	account, _ := a.Directory.Account(id)
	return staff.ActorIn(a.Road.Tree(), account, a.Directory.PostsOf(id, a.Today())[0], access.Strong), nil
}

func particulars(i int) people.Particulars {
	birth := clock.NewDate(2002+i%7, 1, 1).AddDays((i / 7) % 365)
	number, err := idnumber.GB11643{}.Make("130102", birth, 2*(i/2555)+1)
	if err != nil {
		panic(err) // the arithmetic above never leaves the range
	}
	graduated := int64(2026)
	return people.Particulars{IDNo: number, Name: "测试" + string(rune('甲'+i%10)), BirthDate: birth, Sex: people.Male, Education: "bachelor", Graduation: &graduated,
		Phone: fmt.Sprintf("199%08d", i)}
}

func peopleCSV(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id_no,name,birth_date,sex,unit,education,graduation_year,student,phone\n")
	for i := range n {
		p := particulars(i)
		fmt.Fprintf(&b, "%s,%s,%s,%s,130102001,%s,%d,false,%s\n", p.IDNo, p.Name, p.BirthDate, p.Sex, p.Education, *p.Graduation, p.Phone)
	}
	return b.Bytes()
}

// importPeople is P2: importing people, each row an act with a leaf, doubles
// checked, against a raw prepared batch insert of the same columns and indexes.
func importPeople(ctx context.Context, dir string) ([]Result, error) {
	a, err := small(ctx, filepath.Join(dir, "p2"), nil)
	if err != nil {
		return nil, err
	}
	defer a.Close()
	actor, err := registrar(ctx, a)
	if err != nil {
		return nil, err
	}
	file := peopleCSV(rows)
	var summary transfer.Summary
	ours, err := timed(func() (err error) {
		summary, err = transfer.Import(ctx, a.Road, a.Shelf.Get("person"), actor, role.Registration, bytes.NewReader(file), transfer.Options{Name: "people.csv"})
		return err
	})
	if err != nil {
		return nil, err
	}
	if summary.Done != rows {
		return nil, fmt.Errorf("%d of %d rows were imported", summary.Done, rows)
	}
	limit, err := rawInsert(ctx, a, filepath.Join(dir, "p2raw.db"))
	if err != nil {
		return nil, err
	}
	return []Result{{"P2", "import people, rows/s against raw batch insert", rows / ours, rows / limit, "rows/s", limit / ours, ">= 0.4"}}, nil
}

// rawInsert copies the imported rows into an empty table with the same columns
// and indexes by a prepared statement, 1,000 rows a commit.
func rawInsert(ctx context.Context, a *app.App, path string) (float64, error) {
	source := a.Store.Admin()
	out, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-65536)")
	if err != nil {
		return 0, err
	}
	defer out.Close()
	out.SetMaxOpenConns(1)
	schema, err := source.QueryContext(ctx, "SELECT sql FROM sqlite_schema WHERE tbl_name = 'person' AND sql IS NOT NULL ORDER BY type DESC")
	if err != nil {
		return 0, err
	}
	var statements []string
	for schema.Next() {
		var s string
		if err := schema.Scan(&s); err != nil {
			return 0, err
		}
		statements = append(statements, s)
	}
	if err := schema.Close(); err != nil {
		return 0, err
	}
	for _, s := range statements {
		if _, err := out.ExecContext(ctx, s); err != nil {
			return 0, err
		}
	}
	columns := people.Persons.Columns()
	all, err := values(ctx, source, "SELECT "+strings.Join(columns, ", ")+" FROM person", len(columns))
	if err != nil {
		return 0, err
	}
	return timed(func() error { return insertAll(ctx, out, columns, all) })
}

func values(ctx context.Context, db *sql.DB, query string, n int) (all [][]any, err error) {
	list, err := db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer list.Close()
	for list.Next() {
		row, targets := make([]any, n), make([]any, n)
		for i := range row {
			targets[i] = &row[i]
		}
		if err := list.Scan(targets...); err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, list.Err()
}

func insertAll(ctx context.Context, out *sql.DB, columns []string, all [][]any) error {
	marks := strings.TrimSuffix(strings.Repeat("?,", len(columns)), ",")
	for start := 0; start < len(all); start += 1000 {
		tx, err := out.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, "INSERT INTO person ("+strings.Join(columns, ", ")+") VALUES ("+marks+")")
		if err != nil {
			return err
		}
		for _, row := range all[start:min(start+1000, len(all))] {
			if _, err := insert.ExecContext(ctx, row...); err != nil {
				return err
			}
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// traced is one statement that the road has executed.
type traced struct {
	query string
	args  []any
}

// bulkActs is P3: acts in process, against the bare execution of exactly the
// statements that they amounted to, on a copy of the same database.
func bulkActs(ctx context.Context, dir string) ([]Result, error) {
	var log []traced
	recording := false
	a, err := small(ctx, filepath.Join(dir, "p3"), func(query string, args []any) {
		if recording {
			log = append(log, traced{query, args})
		}
	})
	if err != nil {
		return nil, err
	}
	defer a.Close()
	actor, err := registrar(ctx, a)
	if err != nil {
		return nil, err
	}
	ids, err := recorded(ctx, a, actor)
	if err != nil {
		return nil, err
	}
	copied := filepath.Join(dir, "p3copy.db")
	if _, err := a.Store.Admin().ExecContext(ctx, "VACUUM INTO ?", copied); err != nil {
		return nil, err
	}
	var requests []act.Request
	for i, id := range ids {
		requests = append(requests, act.Request{Kind: "registration.due", Actor: actor, Purpose: role.Registration, Key: fmt.Sprint("due", i),
			Body: &people.DueBody{Person: id.Subject, County: id.County, Unit: "130102001", Year: 2026}})
	}
	recording = true
	ours, err := timed(func() error { _, err := doAll(ctx, a, requests); return err })
	recording = false
	if err != nil {
		return nil, err
	}
	limit, err := replay(ctx, copied, log)
	if err != nil {
		return nil, err
	}
	n := float64(len(requests))
	return []Result{{"P3", fmt.Sprintf("bulk acts in process, acts/s against their %.1f statements", float64(len(log))/n), n / ours, n / limit, "acts/s", limit / ours, ">= 0.5"}}, nil
}

func recorded(ctx context.Context, a *app.App, actor access.Actor) ([]act.Answer, error) {
	var requests []act.Request
	for i := range rows {
		requests = append(requests, act.Request{Kind: "person.record", Actor: actor, Purpose: role.Registration, Key: fmt.Sprint("p", i),
			Body: &people.Recording{Unit: "130102001", Particulars: particulars(i)}})
	}
	return doAll(ctx, a, requests)
}

func doAll(ctx context.Context, a *app.App, requests []act.Request) ([]act.Answer, error) {
	out := make([]act.Answer, 0, len(requests))
	for start := 0; start < len(requests); start += 1000 {
		results, err := a.Road.Batch(ctx, requests[start:min(start+1000, len(requests))])
		if err != nil {
			return nil, err
		}
		for _, r := range results {
			if r.Err != nil {
				return nil, r.Err
			}
			out = append(out, r.Answer)
		}
	}
	return out, nil
}

// replay executes the statements again through prepared statements, as many a
// commit as the acts had.
func replay(ctx context.Context, path string, log []traced) (float64, error) {
	out, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=cache_size(-65536)")
	if err != nil {
		return 0, err
	}
	defer out.Close()
	out.SetMaxOpenConns(1)
	conn, err := out.Conn(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	prepared := map[string]*sql.Stmt{}
	commits := rows / 1000
	return timed(func() error {
		for i := range commits {
			if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
				return err
			}
			for _, t := range log[i*len(log)/commits : (i+1)*len(log)/commits] {
				if err := execute(ctx, conn, prepared, t); err != nil {
					return err
				}
			}
			if _, err := conn.ExecContext(ctx, "COMMIT"); err != nil {
				return err
			}
		}
		return nil
	})
}

func execute(ctx context.Context, conn *sql.Conn, prepared map[string]*sql.Stmt, t traced) error {
	stmt := prepared[t.query]
	if stmt == nil {
		var err error
		if stmt, err = conn.PrepareContext(ctx, t.query); err != nil {
			return err
		}
		prepared[t.query] = stmt
	}
	if !strings.HasPrefix(t.query, "SELECT") && !strings.Contains(t.query, "RETURNING") {
		_, err := stmt.ExecContext(ctx, t.args...)
		return err
	}
	list, err := stmt.QueryContext(ctx, t.args...)
	if err != nil {
		return err
	}
	defer list.Close()
	for list.Next() { // the rows are fetched and thrown away
	}
	return list.Err()
}
