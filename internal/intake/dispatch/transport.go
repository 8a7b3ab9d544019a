package dispatch

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
)

// Mode is how recruits come to their unit (conscription-regulation 35).
type Mode string

// The modes.
const (
	Escorted  Mode = "escorted"   // taken there by the county
	OwnTravel Mode = "own_travel" // report there by themselves
	Collected Mode = "collected"  // led by the unit's officers
)

// Options is the closed list of modes.
func (Mode) Options() []field.Option {
	return []field.Option{{Value: string(Escorted), Label: i18n.T("送兵", "escorted by the county")}, {Value: string(OwnTravel), Label: i18n.T("自行报到", "own travel")},
		{Value: string(Collected), Label: i18n.T("领兵(接兵)", "collected by the unit")}}
}

// Transport is one batch that leaves together.
type Transport struct {
	record.Base
	Cycle     ident.ID      `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Law       clock.Date    `f:"law,hidden" zh:"适用政策日期" en:"Law of the day"`
	Name      string        `f:"name,search,max=60" zh:"批次名称" en:"Name"`
	Mode      Mode          `f:"mode,filter" zh:"交接方式" en:"Mode"`
	Meeting   string        `f:"meeting_point,max=120" zh:"集合地点" en:"Meeting point"`
	Escorts   []string      `f:"escorts" zh:"护送人员" en:"Escorts"`
	DepartsAt clock.Instant `f:"departs_at,sort" zh:"起运时刻" en:"Departs at"`
	Officers  clock.Date    `f:"officers_on" zh:"领兵干部到达日" en:"Officers arrived on"`
	Early     bool          `f:"officers_early,filter" zh:"领兵干部到达过早" en:"Officers came before their earliest day"`
	Reviewed  clock.Instant `f:"reviewed_at" zh:"档案审查时刻" en:"Files reviewed at"`
	Size      int64         `f:"size" zh:"名单人数" en:"On the list"`
	Handed    int64         `f:"handed" zh:"已交接人数" en:"Handed over"`
	HandedAt  clock.Instant `f:"handed_at" zh:"最后一人交接时刻" en:"Last handed over at"`
	Departed  clock.Instant `f:"departed_at,filter" zh:"实际起运" en:"Departed at"`
	Arrived   clock.Instant `f:"arrived_at" zh:"到达时刻" en:"Arrived at"`
	FilesSent clock.Date    `f:"files_sent_on" zh:"档案寄出日" en:"Files sent on"`
	Checked   clock.Date    `f:"files_checked_on" zh:"训练单位审查日" en:"Files checked by the training unit on"`
	DueBy     clock.Date    `f:"due_by,sort,due" zh:"下一期限" en:"Next limit"`
	NextBy    string        `f:"next_by,filter,max=20" zh:"下一环节责任方" en:"Who answers for the next step"` // county or unit
	Late      []string      `f:"late,filter" zh:"逾期环节" en:"Steps taken late"`
	Ours      bool          `f:"county_late,filter" zh:"县级责任的逾期" en:"The county took a step late"`
	Root      string        `f:"root" zh:"名单指纹" en:"Root of the list"`
}

// States of a transport.
const (
	Planned  = "planned"
	Ready    = "ready" // its list is approved
	Departed = "departed"
	Arrived  = "arrived"
	Done     = "done"
)

// Transports is the table of transports.
var Transports = record.NewTable[Transport]("transport", i18n.T("起运批次", "Transport"),
	record.State{Name: Planned, Label: i18n.T("计划中", "planned")}, record.State{Name: Ready, Label: i18n.T("名单已审定", "list approved")},
	record.State{Name: Departed, Label: i18n.T("已起运", "departed")}, record.State{Name: Arrived, Label: i18n.T("已到达", "arrived")},
	record.State{Name: Done, Label: i18n.T("交接完毕", "done"), End: true}, act.VoidState)

// Clock is how the clock of a transport is set again.
func Clock() clocks.Running {
	return clocks.For(Transports, func(t *Transport) *clock.Date { return &t.DueBy }, func(k *clocks.Reading, t *Transport) error { return t.setClock(k) })
}

// The steps of a transport that have a limit.
const (
	stepOfficers = "officers"
	stepReview   = "review"
	stepHandover = "handover"
	stepFiles    = "files"
	stepCheck    = "check"
)

// byCounty is who answers for a step that is the county's; the others are the unit's.
const byCounty = "county"

// Step is one step of a transport with its limit.
type Step struct {
	Code  string
	Label i18n.Text
	Name  string        // of the deadline in the pack
	By    string        // who answers for it: the county, or the military unit
	From  clock.Instant // from when it may be taken; 0 where that is any time
	Until clock.Instant // 0 where the event it counts from has not been
	Done  clock.Instant // 0 where it was not taken
}

// Steps lists the steps of the transport's mode with their limits, in order.
func (t *Transport) Steps(k *clocks.Reading, view *policy.View) ([]Step, error) {
	var out []Step
	for _, row := range view.Table("transport_step") {
		if row.Text("mode") != string(t.Mode) {
			continue
		}
		s := Step{Code: row.Text("step"), Label: i18n.T(row.Text("zh"), row.Text("en")), Name: row.Text("deadline"), By: row.Text("by")}
		event := t.DepartsAt
		if row.Text("event") == "arrival" {
			event = t.Arrived
		}
		var err error
		if event != 0 {
			s.Until, err = k.DueAt(t.Place, t.Law, s.Name, event)
		}
		if earliest := row.Text("earliest"); earliest != "" && event != 0 && err == nil {
			var day clock.Date
			day, err = k.Due(t.Place, t.Law, earliest, k.Day(event))
			s.From = k.Start(day)
		}
		if err != nil {
			return nil, err
		}
		s.Done = t.done(k, s.Code)
		out = append(out, s)
	}
	return out, nil
}

// done is when a step was taken, 0 where it was not.
func (t *Transport) done(k *clocks.Reading, step string) clock.Instant {
	day := map[string]clock.Date{stepOfficers: t.Officers, stepFiles: t.FilesSent, stepCheck: t.Checked}[step]
	switch {
	case step == stepReview:
		return t.Reviewed
	case step == stepHandover && t.Size > 0 && t.Handed == t.Size:
		if t.HandedAt != 0 {
			return t.HandedAt
		}
		return max(t.Departed, t.Arrived, 1)
	case day != "":
		return k.Start(day)
	}
	return 0
}

// setClock points the clock at the next limit, and ends the transport where none
// is left.
func (t *Transport) setClock(k *clocks.Reading) error {
	steps, err := t.Steps(k, k.View(t.Law))
	if err != nil {
		return err
	}
	t.DueBy, t.NextBy = "", ""
	open := false
	for _, s := range steps {
		if s.Done != 0 {
			continue
		}
		open = true
		if s.Until == 0 {
			continue
		}
		if day := k.Day(s.Until); t.DueBy == "" || day < t.DueBy || day == t.DueBy && s.By == byCounty {
			t.DueBy, t.NextBy = day, s.By
		}
	}
	there := t.Mode != Collected || t.Arrived != 0 // the days of those who were handed over before they left count from there
	if !open && there && t.Size > 0 && t.Handed == t.Size && t.Departed != 0 {
		t.State, t.DueBy, t.NextBy = Done, "", ""
	}
	return nil
}

// took notes a step as late where its limit has passed, and sets the clock.
func (t *Transport) took(w *act.Work, h *house.House, step string) error {
	k := clocks.Of(w, h)
	steps, err := t.Steps(k, k.View(t.Law))
	if err != nil {
		return err
	}
	for _, s := range steps {
		at := w.Now
		if step == stepOfficers {
			at = s.Done // noted afterwards, by its day
			t.Early = s.Code == step && at < s.From || s.Code != step && t.Early
		}
		if s.Code == step && s.Until != 0 && at > s.Until && !slices.Contains(t.Late, step) {
			t.Late = append(t.Late, step)
			t.Ours = t.Ours || s.By == byCounty && !slices.Contains(t.Late, stepOfficers) // nobody hands over to officers who came late
		}
	}
	before := t.DueBy
	if err := t.setClock(k); err != nil {
		return err
	}
	if t.DueBy != before {
		clocks.Remind(w, h, Transports, t.County, t.ID, t.DueBy)
	}
	return nil
}

// limit is the limit of a step; ok is false where the mode has none.
func (t *Transport) limit(w *act.Work, h *house.House, step string) (at clock.Instant, ok bool, err error) {
	k := clocks.Of(w, h)
	steps, err := t.Steps(k, k.View(t.Law))
	for _, s := range steps {
		if s.Code == step {
			return s.Until, true, err
		}
	}
	return 0, false, err
}

const onList = `SELECT id, person, name, sex, education, cycle, ranking, rank, approved_on FROM application
	WHERE county = $1 AND batch = $2 AND state IN ('approved', 'dispatched', 'handed_over') ORDER BY id`

// rootOf is the hash over the entries of a transport's list as they are stored,
// and their number.
func rootOf(w *act.Work, county unit.Code, id ident.ID) (root string, n int64, err error) {
	sum := sha256.New()
	fmt.Fprintf(sum, "muster/transport/v1\n%s\n", id)
	err = w.Each(onList, []any{string(county), string(id)}, func(rows *sql.Rows) error {
		var entry [9]string
		var to [9]any
		for i := range entry {
			to[i] = &entry[i]
		}
		n++
		err := rows.Scan(to[:]...)
		fmt.Fprintf(sum, "%q\n", entry)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil)), n, err
}

// approved refuses a list that is not the one that was approved.
func (t *Transport) approved(w *act.Work) error {
	root, _, err := rootOf(w, t.County, t.ID)
	if err == nil && (t.Root == "" || root != t.Root) {
		err = fault.New(fault.Conflict, "transport.changed", "名单与审定的不一致:如有人依法增减,请重新审定名单;否则请运行 muster verify log。",
			"The list is not the one that was approved: approve it again if somebody was rightly added or left, else run muster verify log.")
	}
	return err
}

// aboard loads the transport of a case.
func aboard(w *act.Work, c *cases.Case) (*Transport, error) {
	if c.Batch == "" {
		return nil, fault.New(fault.Conflict, "transport.none", "尚未编入起运批次。", "Not on a transport yet.")
	}
	return act.Load[Transport](w, Transports, c.County, c.Batch)
}
