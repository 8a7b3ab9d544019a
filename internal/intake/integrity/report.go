package integrity

import (
	"database/sql"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// ZeroReport is what a county office reports of one day: that there is nothing
// to report, or what happened.
type ZeroReport struct {
	record.Base
	Day       clock.Date `f:"day,required,filter,sort" zh:"日期" en:"Day"`
	Nothing   bool       `f:"zero,filter" zh:"零报告(无情况)" en:"Nothing to report"`
	Incidents string     `f:"incidents,long,max=2000" zh:"情况" en:"Incidents"`
	Late      int64      `f:"late_days" zh:"迟报天数" en:"Days late"`
}

// ZeroReports is the table of daily reports.
var ZeroReports = record.NewTable[ZeroReport]("zero_report", i18n.T("每日零报告", "Daily report"),
	record.State{Name: register.Active, Label: i18n.T("已报", "reported")}, act.VoidState)

// Reporting is the body of the daily report.
type Reporting struct {
	Day       clock.Date `f:"day,required" zh:"日期" en:"Day"`
	Nothing   bool       `f:"zero" zh:"零报告(无情况)" en:"Nothing to report"`
	Incidents string     `f:"incidents,long,max=2000" zh:"情况(不写姓名、号码)" en:"Incidents (no names, no numbers)"`
}

func declareReports(h *house.House) {
	office := []access.Grant{role.Grant(role.CountyOfficer, role.Intake)}
	act.Declare(h.Book, act.Spec[ZeroReport, *ZeroReport, Reporting]{
		Name: "zero_report.file", Title: i18n.T("每日零报告", "Report of the day"), Table: ZeroReports, New: true, To: []string{register.Active},
		By: office, Basis: "integrity-practice", Do: report})
	h.Shelf.Add(h.Book, &register.Register{Table: ZeroReports, Floor: "intake", Columns: []string{"unit", "day", "zero", "incidents", "late_days"},
		Read: append(inspector(), office[0], role.Grant(role.Supervisor, role.Integrity))})
}

// report takes either "nothing" or incidents, once a day. A late one is taken
// too and says how late it is.
func report(w *act.Work, r *ZeroReport, b *Reporting) error {
	if b.Nothing == (b.Incidents != "") {
		return fault.New(fault.Invalid, "report.either", "请勾选“零报告”,或写明情况,二者取其一。", "Either tick that there is nothing to report, or say what happened.").
			OnField("incidents", "report.either", "二者取其一。", "One of the two.")
	}
	if b.Day > w.Today() {
		return fault.New(fault.Invalid, "report.future", "不能预报以后的日期。", "A day to come cannot be reported.").OnField("day", "report.future", "还没到。", "It has not come.")
	}
	before, err := act.List[ZeroReport](w, ZeroReports, "county = $1 AND unit = $2 AND day = $3 AND state <> 'void'", string(r.County), string(r.Unit), string(b.Day))
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return fault.New(fault.Conflict, "report.doubled", "{day} 已经报过。", "{day} was reported already.", "day", b.Day)
	}
	r.Day, r.Nothing, r.Incidents, r.Late, r.State = b.Day, b.Nothing, b.Incidents, int64(b.Day.DaysUntil(w.Today())), register.Active
	return nil
}

// Reported is how one county stands with its report of one day.
type Reported struct {
	Unit      unit.Code
	Day       clock.Date
	Filed     bool
	Incidents string
}

const reportsSince = `SELECT unit, day, incidents FROM zero_report WHERE day >= $1 AND day <= $2 AND state <> 'void'`

// Missing lists, for the days from first to last, the counties below an office
// with whether they reported. A county that did not is shown as such; nothing
// follows from it by itself.
func Missing(tx *db.Tx, tree *unit.Tree, office unit.Code, first, last clock.Date) (out []Reported, err error) {
	filed := map[string]string{}
	err = tx.Each(reportsSince, []any{string(first), string(last)}, func(rows *sql.Rows) error {
		var at, day, incidents string
		err := rows.Scan(&at, &day, &incidents)
		filed[at+"/"+day] = "·" + incidents
		return err
	})
	tree.Walk(office, func(u *unit.Unit) bool {
		for day := first; u.Kind == unit.County && day <= last; day = day.AddDays(1) {
			text, ok := filed[string(u.Code)+"/"+string(day)]
			r := Reported{Unit: u.Code, Day: day, Filed: ok}
			if ok {
				r.Incidents = text[len("·"):]
			}
			out = append(out, r)
		}
		return true
	})
	return out, err
}
