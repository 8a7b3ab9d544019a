package assessment

import (
	"slices"
	"strconv"

	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/intake/cases"
)

// Count is one number of an assessment with the records that it counts: those of
// the county in a table that match all filters. Where Sum is set it is a sum over
// them; where they lie in several registers Parts are the records in each, whose
// numbers are -1 where only their sum was kept.
type Count struct {
	Label i18n.Text
	N     int64
	Table string
	Where []record.Filter
	Sum   bool
	Parts []Count
	// Anywhere says that the records are not those of the county: who complains about it
	// may live elsewhere.
	Anywhere bool
	Overdue  bool // of those records only the ones over their day
}

// Measure is one rate: its numerator over its denominator, and in words what is
// counted. Five says that it is one of the five rates by which offices are compared.
type Measure struct {
	Code  string
	Label i18n.Text
	Rate  int64 // hundredths of a percent; -1 where the denominator is 0
	Five  bool
	N, D  Count
}

// Measures are the rates of an assessment, the five first.
func (a *Assessment) Measures() []Measure {
	c := a.counts()
	five := func(code string, label i18n.Text, rate int64, n, d string) Measure {
		return Measure{Code: code, Label: label, Rate: rate, Five: true, N: c[n], D: c[d]}
	}
	other := func(code string, label i18n.Text, rate int64, n, d string) Measure {
		return Measure{Code: code, Label: label, Rate: rate, N: c[n], D: c[d]}
	}
	return []Measure{
		five("sign_up", i18n.T("报名率", "Sign-up"), a.SignUp, "applied", "seats"),
		five("attendance", i18n.T("上站率", "Attendance"), a.Attendance, "examined", "summoned"),
		five("pass", i18n.T("合格率", "Pass"), a.PassRate, "passed", "examined"),
		five("selection", i18n.T("择优率", "Choice"), a.Selection, "qualified", "seats"),
		five("return", i18n.T("退兵率", "Returns"), a.ReturnRate, "returned", "handed_over"),
		other("filled", i18n.T("完成率", "Seats filled"), a.Filled, "approved", "seats"),
		other("double_pass", i18n.T("双合格率", "Double pass"), a.DoublePass, "qualified", "examined"),
		other("graduates", i18n.T("大学毕业生占比", "Graduate share"), a.GradShare, "graduates", "handed_over"),
		other("responsible", i18n.T("责任退兵率", "Returns by our error"), a.Fault, "responsible", "handed_over"),
		other("registration", i18n.T("登记率", "Registration"), a.Registering, "registered", "due"),
		other("timeliness", i18n.T("按期办结率", "Timeliness"), a.Timeliness, "on_time", "cases"),
		other("complaints", i18n.T("查实投诉率", "Substantiated complaints"), a.Complaining, "complaints", "applied"),
	}
}

// is is a filter of a field by its values; but is one by the values it must not have.
func is(field string, values ...string) record.Filter {
	return record.Filter{Field: field, Values: values}
}

func but(field string, values ...string) record.Filter {
	f := record.Filter{Field: field}
	for _, v := range values {
		f.Values = append(f.Values, record.Not+v)
	}
	return f
}

// reached are the points of the funnel from one on.
func reached(from cases.Reach) record.Filter {
	f := record.Filter{Field: "reach"}
	for _, o := range from.Options() {
		if o.Value >= string(from) {
			f.Values = append(f.Values, o.Value)
		}
	}
	return f
}

// counts are the numbers of an assessment by their names.
func (a *Assessment) counts() map[string]Count {
	cycle, valid := is("cycle", string(a.Cycle)), but("state", "void")
	people := func(label i18n.Text, n int64, more ...record.Filter) Count {
		return Count{Label: label, N: n, Table: cases.Table.Name, Where: append([]record.Filter{cycle, valid}, more...)}
	}
	handed := but("handed_at", "")
	year, listed := is("year", strconv.FormatInt(a.Year, 10)), but("state", "void", "cancelled")
	reviews, decided := i18n.T("本单位决定的复核", "reviews that this office decided"), []record.Filter{cycle, is("state", "decided"), is("office", string(a.Unit))}
	return map[string]Count{
		"seats":       {Label: i18n.T("下达的名额", "seats issued"), N: a.Seats, Table: "quota", Where: []record.Filter{cycle, is("state", "issued"), is("unit", string(a.Unit))}, Sum: true},
		"applied":     people(i18n.T("报名人数", "applied"), a.Applied),
		"summoned":    people(i18n.T("通知体检人数", "called to the examination"), a.Summoned, but("exam_on", "")),
		"examined":    people(i18n.T("上站人数", "examined"), a.Examined, reached(cases.ReachExamined)),
		"passed":      people(i18n.T("体检合格人数", "passed the physical"), a.Passed, reached(cases.ReachPhysical), but("state", cases.PhysicalFail)),
		"qualified":   people(i18n.T("双合格人数", "doubly qualified"), a.Qualified, reached(cases.ReachQualified), but("state", cases.PhysicalFail, cases.VettingFail)),
		"approved":    people(i18n.T("批准人数", "approved"), a.Approved, but("approved_on", "")),
		"handed_over": people(i18n.T("交接人数", "handed over"), a.HandedOver, handed),
		"graduates":   people(i18n.T("交接的大专以上人数", "graduates handed over"), a.Graduates, handed, is("education", "junior_college", "bachelor", "master", "doctor")),
		"returned":    {Label: i18n.T("退回人数", "returned"), N: a.Returned, Table: cases.Table.Name, Where: []record.Filter{cycle, is("state", cases.Returned)}},
		"responsible": {Label: i18n.T("责任退兵人数", "returned by our error"), N: a.Responsible, Table: "recruit_return", Where: []record.Filter{cycle, is("state", "accepted", "back"), is("responsible", "true")}},
		"due":         {Label: i18n.T("应登记人数", "due to register"), N: a.Due, Table: "registration", Where: []record.Filter{year, listed}},
		"registered":  {Label: i18n.T("已登记人数", "registered"), N: a.Registered, Table: "registration", Where: []record.Filter{year, but("state", "void", "cancelled", "due", "draft"), but("submitted", "")}},
		"cases": {Label: i18n.T("本单位负责的有期限事项", "matters with a limit that this office answers for"), N: a.Cases, Parts: append([]Count{
			{Label: reviews, N: -1, Table: "review", Where: decided}}, ended(cycle)...)},
		"on_time":    {Label: i18n.T("按期办结", "done in time"), N: a.OnTime, Parts: append([]Count{{Label: reviews, N: -1, Table: "review", Where: append(decided[:3:3], is("late", "false"))}}, inTime(cycle)...)},
		"complaints": {Label: i18n.T("查实的投诉", "substantiated complaints"), N: a.Complaints, Table: "complaint", Anywhere: true, Where: []record.Filter{cycle, is("blamed", string(a.Unit)), is("outcome", "founded", "partly")}},
	}
}

// timed are the matters of a dispatch that have a limit: when they are done, in time and
// over their day. Of their numbers an assessment keeps the sums.
var timed = []struct {
	table      string
	label      i18n.Text
	over       i18n.Text
	done, kept []record.Filter
	open       []record.Filter
	late       []record.Filter // of those that are not done but have been late, nil: none
}{
	{"transport", i18n.T("起运批次", "transports"), i18n.T("本单位环节逾期未办的起运批次", "transports with a step of this office over its day"),
		[]record.Filter{is("state", "done")}, []record.Filter{is("county_late", "false")}, []record.Filter{but("departed_at", ""), but("state", "void"), is("county_late", "false"), is("next_by", "county")},
		[]record.Filter{but("departed_at", ""), but("state", "void", "done"), is("county_late", "true")}},
	{"file_defect", i18n.T("档案问题", "defects of files"), i18n.T("逾期未补正的档案问题", "defects over their day"),
		[]record.Filter{is("state", "mended")}, []record.Filter{is("late", "false")}, []record.Filter{is("state", "open"), is("found_late", "false")}, nil},
	{"recruit_return", i18n.T("接收的退兵", "returns accepted"), i18n.T("逾期未接收的退兵", "returns over their day"),
		[]record.Filter{is("state", "accepted", "back")}, []record.Filter{is("accepted_late", "false")}, []record.Filter{is("state", "notified", "appraised"), is("noted_late", "false")}, nil},
}

// ended are the matters of a dispatch that are done or over their day, inTime those that
// were done in time.
func ended(cycle record.Filter) (out []Count) {
	for _, m := range timed {
		out = append(out, Count{Label: m.label, N: -1, Table: m.table, Where: append([]record.Filter{cycle}, m.done...)},
			Count{Label: m.over, N: -1, Table: m.table, Where: append([]record.Filter{cycle}, m.open...), Overdue: true})
		if m.late != nil {
			out = append(out, Count{Label: m.label.And(i18n.T("(未办结,已逾期)", " (not done, late already)")), N: -1, Table: m.table, Where: append([]record.Filter{cycle}, m.late...)})
		}
	}
	return out
}

func inTime(cycle record.Filter) (out []Count) {
	for _, m := range timed {
		out = append(out, Count{Label: m.label, N: -1, Table: m.table, Where: slices.Concat([]record.Filter{cycle}, m.done, m.kept)})
	}
	return out
}
