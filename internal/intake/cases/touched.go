package cases

import (
	"database/sql"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/house"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// KindsBut names all kinds of act but those on some tables.
func KindsBut(h *house.House, but ...*record.Table) (out []string) {
	for _, k := range h.Book.Kinds() {
		if !slices.Contains(but, k.Table) {
			out = append(out, k.Name)
		}
	}
	return out
}

// Touched says whether an account wrote one of the records that belong to an
// application, in whatever role: an examination, a day of the education, an item of
// the score, a return and its appraisal. Records of the tables but, and acts on them, do
// not count: deciding is no part in what is decided on. What a section of an
// examination wrote stands under its blind number: its room finds it under the key, and
// only that it was somebody's work is told.
func Touched(w *act.Work, h *house.House, county unit.Code, application, account ident.ID, but ...*record.Table) (did bool, err error) {
	homes := []unit.Code{county}
	err = w.Each(stations, []any{string(application), string(county)}, func(rows *sql.Rows) error {
		var home unit.Code
		err := rows.Scan((*string)(&home))
		homes = append(homes, home)
		return err
	})
	kinds := KindsBut(h, but...)
	for _, t := range h.Book.Tables() {
		if t.Schema.Get("application") == nil || slices.Contains(but, t) {
			continue
		}
		for _, home := range homes {
			if err == nil && !did {
				did, err = touched(w, t, home, application, account, kinds)
			}
		}
	}
	for _, trace := range h.Book.Traces() {
		if err != nil || did {
			break
		}
		did, err = traced(w, trace, county, application, account, kinds)
	}
	return did, err
}

// traced says whether an account wrote one of the records that only their own room can
// join to an application.
func traced(w *act.Work, trace act.Trace, county unit.Code, application, account ident.ID, kinds []string) (did bool, err error) {
	t, list, err := trace(w, county, application)
	for _, h := range list {
		if err == nil && !did {
			did, err = w.DidOn(t, h.County, h.ID, account, kinds...)
		}
	}
	return did, err
}

// stations keep what they find at home: the counties beside that of the case.
const stations = `SELECT DISTINCT county FROM exam_appointment WHERE application = $1 AND county <> $2`

// touched says whether an account wrote a record of one county that belongs to an
// application.
func touched(w *act.Work, t *record.Table, county unit.Code, application, account ident.ID, kinds []string) (did bool, err error) {
	var list []*record.Base
	err = w.Each(t.Select()+" WHERE county = $1 AND application = $2", []any{string(county), string(application)}, func(rows *sql.Rows) error {
		rec := t.New()
		list = append(list, rec.Head())
		return rows.Scan(t.Targets(rec)...)
	})
	for _, h := range list {
		if err == nil && !did {
			did, err = w.DidOn(t, h.County, h.ID, account, kinds...)
		}
	}
	return did, err
}
