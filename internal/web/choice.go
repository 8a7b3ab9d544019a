package web

import (
	"archive/zip"
	"bytes"
	"net/http"
	"slices"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/selection"
)

// choiceFiles sends the files with which a list is re-computed offline, in one
// archive: to those who may see the list, and to everybody who is on it.
func (s *server) choiceFiles(q *request) error {
	county, id := unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id"))
	if err := q.mayRecompute(id); err != nil {
		return err
	}
	r := &selection.Ranking{}
	var list []*cases.Case
	err := s.read(q.Context(), func(tx *db.Tx) (err error) {
		if err := selection.Rankings.Load(tx, county, id, r, false); err != nil {
			return err
		}
		list, err = record.All[cases.Case](tx, cases.Table, "county = $1 AND ranking = $2 ORDER BY rank", string(county), string(id))
		return err
	})
	if err != nil {
		return err
	}
	files, err := selection.Files(r, list)
	if err != nil {
		return err
	}
	archive, err := packed(files)
	if err != nil {
		return err
	}
	h := q.w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="choice-`+string(county)+`.zip"`)
	h.Set("Content-Length", strconv.Itoa(len(archive)))
	q.w.WriteHeader(http.StatusOK)
	_, err = q.w.Write(archive)
	return err
}

// mayRecompute lets officials in who may see cases, and citizens who are on the
// list.
func (q *request) mayRecompute(ranking ident.ID) error {
	if !q.citizen() {
		reg := q.s.App.Shelf.Get(cases.Table.Name)
		if reg.Look(q.actor, reg.Purpose(q.actor), "export").Visible() {
			return nil
		}
		return access.Denied()
	}
	own, err := q.ownRecords()
	if err != nil {
		return err
	}
	for _, o := range own {
		if c, ok := o.rec.(*cases.Case); ok && c.Ranking == ranking {
			return nil
		}
	}
	return access.Denied()
}

// packed puts files into one archive, in the order of their names.
func packed(files map[string][]byte) ([]byte, error) {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
