package app

import (
	"context"
	"database/sql"
	"fmt"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/house"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/duplicates"
)

// Batched is what came of many acts.
type Batched struct {
	Found    int `json:"found"` // to be done
	Done     int `json:"done"`
	Repeated int `json:"repeated"` // done before
	Failed   int `json:"failed"`
}

// batchActs is how many acts share one commit.
const batchActs = 500

// batch does acts in commits of batchActs; wrong is told each that failed.
func (a *App) batch(ctx context.Context, requests []act.Request, dry bool, wrong func(act.Request, error)) (b Batched, err error) {
	b.Found = len(requests)
	if dry {
		return b, nil
	}
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

const dueQuery = `SELECT p.county, p.id, p.unit FROM person p WHERE %s AND p.state = $1 AND p.sex = $2 AND p.birth_year >= $3 AND p.birth_year <= $4
	AND NOT EXISTS (SELECT 1 FROM registration r WHERE r.county = p.county AND r.person = p.id AND r.state NOT IN ('void', 'cancelled'))
	ORDER BY p.county, p.id`

// DueList puts everybody in the actor's scope who is due to register in a year,
// and is on no list yet, on the list: one act a person. A person is due by the
// law of the year (package people), never by being missing somewhere.
func (a *App) DueList(ctx context.Context, actor access.Actor, year int64, dry bool, wrong func(act.Request, error)) (Batched, error) {
	first, last, err := people.DueYears(&house.House{Pack: a.Pack}, year)
	if err != nil {
		return Batched{}, err
	}
	args := access.Args{Values: []any{people.Living, string(people.Male), first, last}}
	scope := access.Predicate(a.Book.Kind("registration.due").By, actor, role.Registration, &args)
	var requests []act.Request
	err = a.Store.Read(ctx, func(tx *db.Tx) error {
		requests = nil
		return tx.Each(fmt.Sprintf(dueQuery, scope), args.Values, func(rows *sql.Rows) error {
			b := &people.DueBody{Year: year}
			err := rows.Scan((*string)(&b.County), (*string)(&b.Person), (*string)(&b.Unit))
			requests = append(requests, act.Request{Kind: "registration.due", Body: b, Actor: actor, Purpose: role.Registration,
				Key: fmt.Sprintf("due-%d-%s", year, b.Person)})
			return err
		})
	})
	if err != nil {
		return Batched{}, err
	}
	return a.batch(ctx, requests, dry, wrong)
}

const filesQuery = `SELECT id, id_no, name, birth_date, sex, phone, county, unit FROM person WHERE %s AND state = $1 ORDER BY id`

// FindDuplicates proposes pairs of files in the actor's scope that may be one
// person's, each once, for a human to decide. It merges nothing.
func (a *App) FindDuplicates(ctx context.Context, actor access.Actor, dry bool, wrong func(act.Request, error)) (Batched, error) {
	args := access.Args{Values: []any{people.Living}}
	scope := access.Predicate(a.Book.Kind("duplicate.propose").By, actor, role.Registration, &args)
	var files []duplicates.File
	homes := map[string]unit.Code{}
	err := a.Store.Read(ctx, func(tx *db.Tx) error {
		files = nil
		return tx.Each(fmt.Sprintf(filesQuery, scope), args.Values, func(rows *sql.Rows) error {
			var f duplicates.File
			var county, at string
			err := rows.Scan(&f.ID, &f.IDNo, &f.Name, &f.BirthDate, &f.Sex, &f.Phone, &county, &at)
			files, homes[f.ID] = append(files, f), unit.Code(at)
			return err
		})
	})
	if err != nil {
		return Batched{}, err
	}
	var requests []act.Request
	for _, p := range duplicates.Find(files) {
		requests = append(requests, act.Request{Kind: "duplicate.propose", Actor: actor, Purpose: role.Registration, Key: "duplicate-" + p.A + "-" + p.B,
			Body: &people.Suggestion{Unit: homes[p.A], Person: ident.ID(p.A), Other: ident.ID(p.B), Score: p.Score}})
	}
	return a.batch(ctx, requests, dry, wrong)
}
