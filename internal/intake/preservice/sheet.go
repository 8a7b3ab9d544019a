package preservice

import (
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
)

// Day is who was there on one day: everybody but those named.
type Day struct {
	record.Base
	Course  ident.ID   `f:"course,required,filter,ref=preservice_course" zh:"役前教育" en:"Course"`
	Day     clock.Date `f:"day,required,sort" zh:"日期" en:"Day"`
	Absent  []string   `f:"absent" zh:"缺勤(学号)" en:"Absent (numbers)"`
	Excused []string   `f:"excused" zh:"请假、伤病(学号)" en:"Excused or injured (numbers)"`
}

// Days is the table of attendance.
var Days = record.NewTable[Day]("preservice_day", i18n.T("役前教育出勤", "Attendance"), record.State{Name: register.Active, Label: i18n.T("已登记", "recorded")}, act.VoidState)

// Attending is the body of recording the attendance of a day.
type Attending struct {
	Course  ident.ID   `f:"course,required,ref=preservice_course" zh:"役前教育" en:"Course"`
	Home    unit.Code  `f:"course_home,required" zh:"属地" en:"Home of the course"`
	Day     clock.Date `f:"day,required" zh:"日期" en:"Day"`
	Absent  []string   `f:"absent" zh:"缺勤(学号)" en:"Absent (numbers)"`
	Excused []string   `f:"excused" zh:"请假、伤病(学号)" en:"Excused or injured (numbers)"`
}

// Mending is the body of correcting the attendance of a day: by two people, for a
// reason.
type Mending struct {
	Absent  []string `f:"absent" zh:"缺勤(学号)" en:"Absent (numbers)"`
	Excused []string `f:"excused" zh:"请假、伤病(学号)" en:"Excused or injured (numbers)"`
	Remark  string   `f:"remark,required,long,max=500" zh:"更正理由" en:"Why it is corrected"`
}

// Sort is what a test is about.
type Sort string

// The sorts of tests.
const (
	Drill     Sort = "drill"
	Knowledge Sort = "knowledge"
)

// Options is the closed list of sorts.
func (Sort) Options() []field.Option {
	return []field.Option{{Value: string(Drill), Label: i18n.T("内务与训练", "barracks and drill")}, {Value: string(Knowledge), Label: i18n.T("应知应会", "knowledge")}}
}

// Test is one test with the marks of everybody who took it, in percent.
type Test struct {
	record.Base
	Course ident.ID   `f:"course,required,filter,ref=preservice_course" zh:"役前教育" en:"Course"`
	Sort   Sort       `f:"sort,required,filter" zh:"科目" en:"Subject"`
	Day    clock.Date `f:"day,required,sort" zh:"日期" en:"Day"`
	Marks  []string   `f:"marks" zh:"成绩(学号=百分制成绩)" en:"Marks (number=percent)"`
}

// Tests is the table of tests.
var Tests = record.NewTable[Test]("preservice_test", i18n.T("役前教育考核", "Test"), record.State{Name: register.Active, Label: i18n.T("已登记", "recorded")}, act.VoidState)

// Testing is the body of recording a test.
type Testing struct {
	Course ident.ID   `f:"course,required,ref=preservice_course" zh:"役前教育" en:"Course"`
	Home   unit.Code  `f:"course_home,required" zh:"属地" en:"Home of the course"`
	Sort   Sort       `f:"sort,required" zh:"科目" en:"Subject"`
	Day    clock.Date `f:"day,required" zh:"日期" en:"Day"`
	Marks  []string   `f:"marks,required" zh:"成绩(学号=百分制成绩,以 | 分隔)" en:"Marks (number=percent, separated by |)"`
}

func (r *room) declareSheets() {
	act.Declare(r.Book, act.Spec[Day, *Day, Attending]{
		Name: "preservice_day.record", Title: i18n.T("登记出勤", "Record the attendance of a day"), Table: Days, New: true, To: []string{register.Active}, By: officer(), Basis: basis,
		Unit: func(_ *act.Work, b *Attending) (unit.Code, error) { return b.Home, nil }, Do: attend})
	act.Declare(r.Book, act.Spec[Day, *Day, Mending]{
		Name: "preservice_day.correct", Title: i18n.T("更正出勤", "Correct the attendance"), Table: Days, From: []string{register.Active}, By: officer(), Sign: officer(), Cause: true, Basis: basis,
		Do: func(w *act.Work, d *Day, b *Mending) error {
			c, err := courseOf(w, d.County, d.Course)
			if err != nil {
				return err
			}
			d.Absent, d.Excused = b.Absent, b.Excused
			return numbered(c, b.Absent, b.Excused)
		}})
	act.Declare(r.Book, act.Spec[Test, *Test, Testing]{
		Name: "preservice_test.record", Title: i18n.T("登记考核成绩", "Record a test"), Table: Tests, New: true, To: []string{register.Active}, By: officer(), Basis: basis,
		Unit: func(_ *act.Work, b *Testing) (unit.Code, error) { return b.Home, nil }, Do: examine})
	r.Shelf.Add(r.Book, &register.Register{Table: Days, Floor: "intake", Columns: []string{"course", "day", "absent", "excused"}, Read: readers()})
	r.Shelf.Add(r.Book, &register.Register{Table: Tests, Floor: "intake", Columns: []string{"course", "sort", "day"}, Read: readers()})
}

// held refuses a day outside the course, or to come.
func held(w *act.Work, c *Course, day clock.Date) error {
	if day < c.From || day > c.Until || day > w.Today() {
		return fault.New(fault.Invalid, "preservice.day", "日期应在 {from} 至 {until} 之间,且已到。", "The day lies between {from} and {until}, and has come.", "from", c.From, "until", c.Until).
			OnField("day", "preservice.day", "请核对日期。", "Check the day.")
	}
	return nil
}

// numbered refuses numbers that nobody has, and a number in two lists.
func numbered(c *Course, lists ...[]string) error {
	seen := map[int64]bool{}
	for _, text := range slices.Concat(lists...) {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < 1 || n > c.Places || seen[n] {
			return fault.New(fault.Invalid, "preservice.number", "学号“{n}”不存在或重复。", "The number {n} is nobody's, or named twice.", "n", text).Because(err)
		}
		seen[n] = true
	}
	return nil
}

func attend(w *act.Work, d *Day, b *Attending) error {
	c, err := courseOf(w, b.Home, b.Course)
	if err != nil {
		return err
	}
	if err := held(w, c, b.Day); err != nil {
		return err
	}
	before, err := act.List[Day](w, Days, "county = $1 AND course = $2 AND day = $3 AND state <> 'void'", string(c.County), string(c.ID), string(b.Day))
	if err != nil {
		return err
	}
	if len(before) > 0 {
		return fault.New(fault.Conflict, "preservice.recorded", "{day} 的出勤已登记;如有错误请由两人更正。", "The attendance of {day} is recorded; two people may correct it.", "day", b.Day)
	}
	d.Course, d.Day, d.Absent, d.Excused, d.State = c.ID, b.Day, b.Absent, b.Excused, register.Active
	return numbered(c, b.Absent, b.Excused)
}

func examine(w *act.Work, t *Test, b *Testing) error {
	c, err := courseOf(w, b.Home, b.Course)
	if err != nil {
		return err
	}
	if err := held(w, c, b.Day); err != nil {
		return err
	}
	marks, err := marksOf(b.Marks)
	if err != nil {
		return err
	}
	for n := range marks {
		if n > c.Places {
			return fault.New(fault.Invalid, "preservice.number", "学号“{n}”不存在或重复。", "The number {n} is nobody's, or named twice.", "n", n)
		}
	}
	t.Course, t.Sort, t.Day, t.Marks, t.State = c.ID, b.Sort, b.Day, b.Marks, register.Active
	return nil
}

// percent is the highest mark of a test.
const percent = 100

// marksOf reads marks written as number=percent.
func marksOf(list []string) (map[int64]int64, error) {
	out := map[int64]int64{}
	for _, text := range list {
		number, mark, _ := strings.Cut(text, "=")
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		m, bad := strconv.ParseInt(strings.TrimSpace(mark), 10, 64)
		_, twice := out[n]
		if err != nil || bad != nil || n < 1 || m < 0 || m > percent || twice {
			return nil, fault.New(fault.Invalid, "preservice.mark", "“{text}”不是“学号=0 至 100 的成绩”,或学号重复。", "{text} is not a number with a mark from 0 to 100, or stands twice.", "text", text).
				OnField("marks", "preservice.mark", "请核对。", "Check it.")
		}
		out[n] = m
	}
	return out, nil
}
