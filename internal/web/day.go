package web

import (
	"muster/internal/frame/access"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/office/role"
)

// dayData is the page on which a county office ends its day.
type dayData struct {
	Day     clock.Date
	Reached []fact
	Report  *integrity.ZeroReport
	Figures *integrity.Figures
	Keys    [2]string
	Recent  []linkTo
}

// dayPage shows what the office reports and closes today.
func (s *server) dayPage(q *request) error {
	if q.actor.Role != role.CountyOfficer {
		return access.Denied()
	}
	d := dayData{Day: s.App.Today(), Keys: [2]string{newKey(), newKey()}, Recent: []linkTo{{"/r/zero_report", integrity.ZeroReports.Title}, {"/r/daily_figures", integrity.FiguresTable.Title}}}
	f, err := cases.FunnelOf(s.App.Cube, q.actor.Unit, "")
	if err != nil {
		return err
	}
	for _, p := range cases.Reach("").Options() {
		d.Reached = append(d.Reached, fact{p.Label, value{Text: number(f.Reach[cases.Reach(p.Value)])}})
	}
	err = s.read(q.Context(), func(tx *db.Tx) error {
		args := []any{string(q.actor.Home), string(q.actor.Unit), string(d.Day)}
		filed, err := record.All[integrity.ZeroReport](tx, integrity.ZeroReports, "county = $1 AND unit = $2 AND day = $3 AND state <> 'void'", args...)
		if len(filed) > 0 {
			d.Report = filed[0]
		}
		if err != nil {
			return err
		}
		closed, err := record.All[integrity.Figures](tx, integrity.FiguresTable, "county = $1 AND unit = $2 AND day = $3", args...)
		if len(closed) > 0 {
			d.Figures = closed[0]
		}
		return err
	})
	if err != nil {
		return err
	}
	p := q.page(i18n.T("今日收尾", "End of the day"))
	if p.Notice, err = q.done(); err != nil {
		return err
	}
	return q.show(dayPage(p, d))
}
