package app

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/duplicates"
)

// Bulk is work that is one act for each of many records which the program looks
// up: somebody decides that it is done, the program only finds whom it concerns.
type Bulk struct {
	Name  string
	Title i18n.Text
	Words i18n.Text // what it does, for the page
	Kind  string    // the act that it does many times
	Asks  i18n.Text // what its word means: a year, the name of a roster; zero where it needs none
	// Word proposes the word on a day.
	Word    func(day clock.Date) string
	collect func(ctx context.Context, a *App, actor access.Actor, word string) ([]act.Request, error)
}

func yearOf(day clock.Date) string { return strconv.Itoa(day.Year()) }

// Bulks lists the bulk work of the product.
func Bulks() []Bulk {
	year := i18n.T("年度", "Year")
	return []Bulk{
		{Name: "due", Title: i18n.T("生成应登记名单", "Make the due list"), Kind: "registration.due", Asks: year, Word: yearOf, collect: dueList,
			Words: i18n.T("把当年依法应登记、尚无登记的人员逐人列入名单。", "Puts everybody whom the law makes due in the year, and who has no registration, on the list.")},
		{Name: "missing", Title: i18n.T("查找名册所缺人员", "Find whom a roster lacks"), Kind: "roster_line.miss", Asks: i18n.T("花名册", "Roster"), Word: yearOf, collect: lacking,
			Words: i18n.T("名册已到的县(市、区)中,档案在册、应登记而名册没有的人员,逐人列出供核实;不改变任何人的状态。",
				"In the counties whose roster has arrived: those on file and due whom it lacks, one line each, for somebody to look into. Nobody's status changes.")},
		{Name: "verification", Title: i18n.T("通知年度核验", "Call to the yearly verification"), Kind: "registration.call", Asks: year, Word: yearOf, collect: verification,
			Words: i18n.T("通知此前已登记、仍在核验年龄内、本年度尚未核验的人员。", "Calls those who registered earlier, are within the age of verification and have not been verified for the year.")},
		{Name: "duplicates", Title: i18n.T("查找疑似重复档案", "Find files that may be one person's"), Kind: "duplicate.propose", Word: func(clock.Date) string { return "" }, collect: findDuplicates,
			Words: i18n.T("提出可能属于同一人的档案,由人判断;不合并任何档案。", "Proposes files that may be one person's, for somebody to decide. It merges nothing.")},
	}
}

// BulkOf finds a bulk work by name.
func BulkOf(name string) (Bulk, bool) {
	for _, b := range Bulks() {
		if b.Name == name {
			return b, true
		}
	}
	return Bulk{}, false
}

// Batched is what came of many acts.
type Batched struct {
	Found    int `json:"found"` // to be done
	Done     int `json:"done"`
	Repeated int `json:"repeated"` // done before
	Failed   int `json:"failed"`
}

// batchActs is how many acts share one commit.
const batchActs = 500

// DoBulk does a bulk work in the actor's scope; a dry run only counts. wrong is
// told each act that failed.
func (a *App) DoBulk(ctx context.Context, name string, actor access.Actor, word string, dry bool, wrong func(act.Request, error)) (Batched, error) {
	bulk, ok := BulkOf(name)
	if !ok {
		return Batched{}, fault.New(fault.Unknown, "bulk.unknown", "没有“{name}”这种批量事项。", "There is no bulk work {name}.", "name", name)
	}
	if !access.AnyRole(a.Book.Kind(bulk.Kind).By, actor, role.Registration) {
		return Batched{}, access.Denied()
	}
	requests, err := bulk.collect(ctx, a, actor, word)
	if err != nil || dry {
		return Batched{Found: len(requests)}, err
	}
	return a.DoAll(ctx, requests, wrong)
}

// DoAll does acts in commits of batchActs; wrong is told each that failed.
func (a *App) DoAll(ctx context.Context, requests []act.Request, wrong func(act.Request, error)) (b Batched, err error) {
	b.Found = len(requests)
	for start := 0; start < len(requests); start += batchActs {
		part := requests[start:min(start+batchActs, len(requests))]
		results, err := a.Road.Batch(ctx, part)
		if err != nil {
			return b, err
		}
		for i, r := range results {
			switch {
			case r.Err != nil:
				b.Failed++
				wrong(part[i], r.Err)
			case r.Answer.Again:
				b.Repeated++
			default:
				b.Done++
			}
		}
	}
	return b, nil
}

// found reads the rows of a query in the actor's scope for an act. %s in the
// query is the condition of access.
func (a *App) found(ctx context.Context, query, kind string, actor access.Actor, values []any, row func(*sql.Rows) error) error {
	args := access.Args{Values: values}
	scope := access.Predicate(a.Book.Kind(kind).By, actor, role.Registration, &args)
	return a.Store.Read(ctx, func(tx *db.Tx) error { return tx.Each(fmt.Sprintf(query, scope), args.Values, row) })
}

func parseYear(word string) (int64, error) {
	year, err := strconv.ParseInt(word, 10, 64)
	if err != nil || year < 1950 || year > 2100 {
		return 0, fault.New(fault.Invalid, "year.malformed", "“{word}”不是年度;请写四位数字。", "{word} is not a year; write four digits.", "word", word)
	}
	return year, nil
}

const dueQuery = `SELECT p.county, p.id, p.unit FROM person p WHERE %s AND p.state = $1 AND p.sex = $2 AND p.birth_year >= $3 AND p.birth_year <= $4
	AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.county = p.county AND r.person = p.id AND r.state NOT IN ('void', 'cancelled'))
	ORDER BY p.county, p.id`

// dueList finds who is due to register in a year and is on no list yet. A person
// is due by the law of the year (package people), never by being missing
// somewhere.
func dueList(ctx context.Context, a *App, actor access.Actor, word string) (requests []act.Request, err error) {
	year, err := parseYear(word)
	if err != nil {
		return nil, err
	}
	first, last, err := people.DueYears(&house.House{Pack: a.Pack}, year)
	if err != nil {
		return nil, err
	}
	err = a.found(ctx, dueQuery, "registration.due", actor, []any{people.Living, string(people.Male), first, last}, func(rows *sql.Rows) error {
		b := &people.DueBody{Year: year}
		err := rows.Scan((*string)(&b.County), (*string)(&b.Person), (*string)(&b.Unit))
		requests = append(requests, act.Request{Kind: "registration.due", Body: b, Actor: actor, Purpose: role.Registration,
			Key: fmt.Sprintf("due-%d-%s", year, b.Person)})
		return err
	})
	return requests, err
}

const missingQuery = `SELECT p.county, p.id, p.unit FROM person p WHERE %s AND p.state = $1 AND p.sex = $2 AND p.birth_year >= $3 AND p.birth_year <= $4
	AND EXISTS (SELECT 1 FROM roster_line a WHERE a.county = p.county AND a.roster = $5 AND a.state <> 'void')
	AND NOT EXISTS (SELECT 1 FROM roster_line l WHERE l.county = p.county AND l.roster = $5 AND l.id_no = p.id_no AND l.state <> 'void')
	ORDER BY p.county, p.id`

// lacking finds who is on file and of an age to be in a roster, and is not in it.
func lacking(ctx context.Context, a *App, actor access.Actor, roster string) (requests []act.Request, err error) {
	first, last, err := people.DueYears(&house.House{Pack: a.Pack}, int64(a.Today().Year()))
	if err != nil {
		return nil, err
	}
	err = a.found(ctx, missingQuery, "roster_line.miss", actor, []any{people.Living, string(people.Male), first, last, roster}, func(rows *sql.Rows) error {
		b := &people.Absence{Roster: roster}
		err := rows.Scan((*string)(&b.County), (*string)(&b.Person), (*string)(&b.Unit))
		requests = append(requests, act.Request{Kind: "roster_line.miss", Body: b, Actor: actor, Purpose: role.Registration,
			Key: fmt.Sprintf("missing-%s-%s", roster, b.Person)})
		return err
	})
	return requests, err
}

const verificationQuery = `SELECT county, id FROM registration WHERE %s AND state IN ($1, $2, $3) AND verified_for < $4 AND verify_for <> $4 AND EXISTS
	(SELECT 1 FROM person p WHERE p.county = registration.county AND p.id = registration.person AND p.birth_year >= $5) ORDER BY county, id`

// verification finds whose registration is to be verified for a year.
func verification(ctx context.Context, a *App, actor access.Actor, word string) (requests []act.Request, err error) {
	year, err := parseYear(word)
	if err != nil {
		return nil, err
	}
	first, _, err := people.DueYears(&house.House{Pack: a.Pack}, year)
	if err != nil {
		return nil, err
	}
	values := []any{people.MustServe, people.Exempt, people.Barred, year, first}
	err = a.found(ctx, verificationQuery, "registration.call", actor, values, func(rows *sql.Rows) error {
		q := act.Request{Kind: "registration.call", Body: &people.Calling{Year: year}, Actor: actor, Purpose: role.Registration}
		err := rows.Scan((*string)(&q.County), (*string)(&q.Subject))
		q.Key = fmt.Sprintf("verify-%d-%s", year, q.Subject)
		requests = append(requests, q)
		return err
	})
	return requests, err
}

const filesQuery = `SELECT id, id_no, name, birth_date, sex, phone, unit FROM person WHERE %s AND state = $1 ORDER BY id`

// findDuplicates finds pairs of files that may be one person's.
func findDuplicates(ctx context.Context, a *App, actor access.Actor, _ string) (requests []act.Request, err error) {
	var files []duplicates.File
	homes := map[string]unit.Code{}
	err = a.found(ctx, filesQuery, "duplicate.propose", actor, []any{people.Living}, func(rows *sql.Rows) error {
		var f duplicates.File
		var at string
		err := rows.Scan(&f.ID, &f.IDNo, &f.Name, &f.BirthDate, &f.Sex, &f.Phone, &at)
		files, homes[f.ID] = append(files, f), unit.Code(at)
		return err
	})
	for _, p := range duplicates.Find(files) {
		requests = append(requests, act.Request{Kind: "duplicate.propose", Actor: actor, Purpose: role.Registration, Key: "duplicate-" + p.A + "-" + p.B,
			Body: &people.Suggestion{Unit: homes[p.A], Person: ident.ID(p.A), Other: ident.ID(p.B), Score: p.Score}})
	}
	return requests, err
}
