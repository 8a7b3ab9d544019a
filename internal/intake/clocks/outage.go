package clocks

import (
	"slices"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Outage is a time in which people of a part of the country could not act.
type Outage struct {
	record.Base
	Area   unit.Code     `f:"area,filter" zh:"受影响单位" en:"Units affected"`
	From   clock.Instant `f:"from_at,sort" zh:"起" en:"From"`
	Until  clock.Instant `f:"until_at,sort" zh:"止" en:"Until"`
	What   string        `f:"what,long,max=500" zh:"情况" en:"What failed"`
	Moved  int64         `f:"moved" zh:"顺延的期限(项)" en:"Clocks extended"`
	Source string        `f:"source,max=120" zh:"依据" en:"Evidence"`
}

// Outages is the register of outages.
var Outages = record.NewTable[Outage]("outage", i18n.T("系统中断", "Outage"), register.PlainStates()...)

// Stretch is the body of recording an outage. Hours are those of the installation.
type Stretch struct {
	Area      unit.Code  `f:"area,required" zh:"受影响单位代码" en:"Unit affected, with all below it"`
	From      clock.Date `f:"from_day,required" zh:"起始日" en:"First day"`
	FromTime  string     `f:"from_time,required,max=5" zh:"起始时刻(如 08:30)" en:"From (such as 08:30)"`
	Until     clock.Date `f:"until_day,required" zh:"结束日" en:"Last day"`
	UntilTime string     `f:"until_time,required,max=5" zh:"结束时刻" en:"Until"`
	What      string     `f:"what,required,long,max=500" zh:"什么不能用" en:"What failed"`
	Source    string     `f:"source,required,max=120" zh:"依据(运维记录编号等)" en:"Evidence (number of the operator's log)"`
}

// Declare declares the register of outages and what runs by clocks. It comes after
// every room: a table with a clock that no outage would extend panics while the
// program starts.
func Declare(h *house.House, running ...Running) {
	for _, t := range h.Book.Tables() {
		if t.Due() != nil && !slices.ContainsFunc(running, func(r Running) bool { return r.table == t }) {
			panic("no outage extends the clock of table " + t.Name)
		}
	}
	keep := []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Administrator, role.Office)}
	act.Declare(h.Book, act.Spec[Outage, *Outage, Stretch]{
		Name: "outage.record", Title: i18n.T("登记系统中断并顺延期限", "Record an outage and extend the time limits"), Table: Outages, New: true, To: []string{register.Active},
		By: keep, Sign: []access.Grant{role.Grant(role.Inspector, role.Integrity), role.Grant(role.Auditor, role.Audit)}, Cause: true, Basis: "house-rule",
		Unit: func(_ *act.Work, b *Stretch) (unit.Code, error) { return b.Area, nil },
		Do:   func(w *act.Work, o *Outage, b *Stretch) error { return recordOutage(w, h, running, o, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Outages, Floor: "office", Columns: []string{"area", "from_at", "until_at", "what", "moved", "state"},
		Read: append(keep, role.Grant(role.Inspector, role.Integrity), role.Grant(role.Auditor, role.Audit), role.Grant(role.AppealsOfficer, role.Review),
			access.Grant{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}})})
}

// At is an hour of a day in a zone; the hour is written "08:30".
func At(day clock.Date, hour string, zone *time.Location, fieldName string) (clock.Instant, error) {
	t, err := time.ParseInLocation("2006-01-02 15:04", string(day)+" "+hour, zone)
	if err != nil {
		return 0, fault.New(fault.Invalid, "field.time", "时刻应写作 08:30。", "Write the hour as 08:30.").OnField(fieldName, "field.time", "应写作 08:30。", "Write it as 08:30.")
	}
	return clock.InstantOf(t), nil
}

func recordOutage(w *act.Work, h *house.House, running []Running, o *Outage, b *Stretch) (err error) {
	if o.From, err = At(b.From, b.FromTime, h.Pack.Zone(), "from_time"); err != nil {
		return err
	}
	if o.Until, err = At(b.Until, b.UntilTime, h.Pack.Zone(), "until_time"); err != nil {
		return err
	}
	if o.Until <= o.From || o.From > w.Now {
		return fault.New(fault.Invalid, "outage.span", "起止时间不对:须先起后止,且已经开始。", "It must end after it begins, and have begun.").
			OnField("until_time", "outage.span", "起止时间不对。", "It must end after it begins.")
	}
	o.Area, o.What, o.Source, o.State = b.Area, b.What, b.Source, register.Active
	r := &Reading{w: w, h: h, extra: []*Outage{o}}
	for _, run := range running {
		n, err := run.extend(r, o)
		if err != nil {
			return err
		}
		o.Moved += n
	}
	return nil
}

// touches says whether the outage took something from a day at a place.
func (o *Outage) touches(tree *unit.Tree, place unit.Place, day clock.Date, zone *time.Location) bool {
	return o.State == register.Active && o.From.Date(zone) <= day && day <= clock.InstantOf(o.Until.Time().Add(-time.Microsecond)).Date(zone) && o.covers(tree, place)
}

func (o *Outage) covers(tree *unit.Tree, place unit.Place) bool {
	for _, r := range tree.Scope(o.Area) {
		if r.Contains(place) {
			return true
		}
	}
	return false
}

// stretch is the outage as the pack counts it.
func (o *Outage) stretch() policy.Stretch {
	return policy.Stretch{From: o.From.Time(), To: o.Until.Time()}
}
