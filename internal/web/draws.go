package web

import (
	"maps"
	"slices"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/draws"
	"muster/internal/intake/medical"
)

// drawLinks are the files of a draw.
func drawLinks(d *draws.Draw, today clock.Date) (out []linkTo) {
	for _, name := range slices.Sorted(maps.Keys(d.Files())) {
		if medical.Withheld(d, name, today) {
			continue
		}
		out = append(out, linkTo{"/draw/" + string(d.County) + "/" + string(d.ID) + "/" + name, i18n.T("下载 ", "Download ").And(i18n.Same(name))})
	}
	return out
}

// drawFile sends one file of a draw to anybody: draws are public, and their
// files hold numbers and no names. A folder with all of them is what "muster
// verify draw" computes again.
func (s *server) drawFile(q *request) error {
	d := &draws.Draw{}
	err := s.read(q.Context(), func(tx *db.Tx) error {
		return draws.Table.Load(tx, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")), d, false)
	})
	if err != nil {
		return err
	}
	name := q.PathValue("file")
	text, ok := d.Files()[name]
	if !ok || medical.Withheld(d, name, s.App.Today()) {
		return fault.New(fault.Unknown, "draw.file", "这次抽签没有这个文件;回避名单在体检日之后公开。", "This draw has no such file; the conflicts are published after the day of the examination.")
	}
	kind := "text/csv; charset=utf-8"
	if name == "record.json" {
		kind = "application/json"
	}
	_, err = (&attachment{q: q, name: name, kind: kind}).Write([]byte(text))
	return err
}
