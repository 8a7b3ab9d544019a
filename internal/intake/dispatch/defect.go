package dispatch

import (
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
)

// Defect is something that a review of the files found missing or wrong: before the
// departure by the unit's officers, afterwards by the training unit.
type Defect struct {
	record.Base
	Case      ident.ID      `f:"application,required,filter,ref=application" zh:"应征" en:"Application"`
	Transport ident.ID      `f:"transport,filter,ref=transport" zh:"起运批次" en:"Transport"`
	Cycle     ident.ID      `f:"cycle,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Training  bool          `f:"training,filter" zh:"训练单位提出" en:"Asked by the training unit"`
	What      string        `f:"what,long,max=500" zh:"档案问题(不写体检、考核内容)" en:"What is missing or wrong (nothing of examination or vetting)"`
	Found     clock.Date    `f:"found_on" zh:"提出日" en:"Found on"`
	DueBy     clock.Date    `f:"due_by,sort,due" zh:"应于此日前补正" en:"To be mended by"`
	MendedAt  clock.Instant `f:"mended_at" zh:"补正时刻" en:"Mended at"`
	Late      bool          `f:"late,filter" zh:"逾期补正" en:"Mended late"`
	Belated   bool          `f:"found_late,filter" zh:"提出时已过期限" en:"Found after its limit"`
	Answer    string        `f:"answer,long,max=500" zh:"补正情况" en:"How it was mended"`
}

// States of a defect.
const (
	DefectOpen   = "open"
	DefectMended = "mended"
)

// Defects is the register of defects of files.
var Defects = record.NewTable[Defect]("file_defect", i18n.T("档案问题", "Defect of a file"),
	record.State{Name: DefectOpen, Label: i18n.T("待补正", "open")}, record.State{Name: DefectMended, Label: i18n.T("已补正", "mended"), End: true}, act.VoidState)

// Finding is the body of noting a defect.
type Finding struct {
	Case ident.ID  `f:"application,required,ref=application" zh:"应征" en:"Application"`
	Home unit.Code `f:"application_home,required" zh:"属地" en:"Home of the application"`
	What string    `f:"what,required,long,max=500" zh:"档案问题(不写体检、考核内容)" en:"What is missing or wrong (nothing of examination or vetting)"`
}

// Mending is the body of mending a defect.
type Mending struct {
	Answer string `f:"answer,required,long,max=500" zh:"补正情况" en:"How it was mended"`
}

func declareDefects(h *house.House) {
	act.Declare(h.Book, act.Spec[Defect, *Defect, Finding]{
		Name: "file_defect.find", Title: i18n.T("提出档案问题", "Note a defect of a file"), Table: Defects, New: true, To: []string{DefectOpen}, By: receiver(),
		Basis: "conscription-regulation 43", Unit: func(*act.Work, *Finding) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, d *Defect, b *Finding) error { return find(w, h, d, b) }})
	act.Declare(h.Book, act.Spec[Defect, *Defect, Mending]{
		Name: "file_defect.mend", Title: i18n.T("补正档案", "Mend the file"), Table: Defects, From: []string{DefectOpen}, To: []string{DefectMended}, By: officer(),
		NotBy: []string{"file_defect.find"}, Basis: "conscription-regulation 43", Do: func(w *act.Work, d *Defect, b *Mending) error {
			d.State, d.MendedAt, d.Answer, d.Late = DefectMended, w.Now, b.Answer, w.Today() > d.DueBy && !d.Belated
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Defects, Floor: "intake", Columns: []string{"application", "transport", "what", "found_on", "due_by", "state"},
		Read: append(append(officer(), receiver()...), role.Grant(role.Inspector, role.Integrity), role.Grant(role.Assessor, role.Assessment))})
}

// find notes a defect. Its limit is that of the departure, or of the answer to the
// training unit.
func find(w *act.Work, h *house.House, d *Defect, b *Finding) error {
	c, err := act.Load[cases.Case](w, cases.Table, b.Home, b.Case)
	if err != nil {
		return err
	}
	t, err := aboard(w, c)
	if err != nil {
		return err
	}
	d.County, d.Unit, d.Place, d.State = c.County, c.Unit, c.Place, DefectOpen
	d.Case, d.Transport, d.Cycle, d.What, d.Found, d.Training = c.ID, t.ID, t.Cycle, b.What, w.Today(), t.Departed != 0
	k := clocks.Of(w, h)
	if err := d.setClock(k, t); err != nil {
		return err
	}
	d.Belated = d.Found > d.DueBy // whoever mends it had no day left
	clocks.Remind(w, h, Defects, d.County, d.ID, d.DueBy)
	return nil
}

func (d *Defect) setClock(k *clocks.Reading, t *Transport) (err error) {
	if d.Training {
		d.DueBy, err = k.Due(d.Place, t.Law, "file_reply", d.Found)
		return err
	}
	at, err := k.DueAt(d.Place, t.Law, "file_defects", t.DepartsAt)
	d.DueBy = k.Day(at)
	return err
}

// DefectClock is how the clock of a defect is set again.
func DefectClock() clocks.Running {
	return clocks.For(Defects, func(d *Defect) *clock.Date { return &d.DueBy }, func(k *clocks.Reading, d *Defect) error {
		t, err := clocks.Load[Transport](k, Transports, d.County, d.Transport)
		if err != nil {
			return err
		}
		return d.setClock(k, t)
	})
}

// filesInOrder refuses a departure whose files were not reviewed in time, or have
// defects, or were mended too late: before the hour that was planned, or before now
// where it leaves earlier in the day.
func filesInOrder(w *act.Work, h *house.House, t *Transport) error {
	leaves := *t
	if w.Today() == t.DepartsAt.Date(h.Pack.Zone()) {
		leaves.DepartsAt = min(t.DepartsAt, w.Now)
	}
	limit, needed, err := leaves.limit(w, h, stepReview)
	if err != nil || !needed {
		return err
	}
	if t.Reviewed == 0 || t.Reviewed > limit {
		return tooLate(limit, h)
	}
	list, err := act.List[Defect](w, Defects, "county = $1 AND transport = $2", string(t.County), string(t.ID))
	if err != nil {
		return err
	}
	mend, err := clocks.Of(w, h).DueAt(t.Place, t.Law, "file_defects", leaves.DepartsAt)
	for _, d := range list {
		switch {
		case err != nil:
			return err
		case d.State == DefectOpen:
			return fault.New(fault.Conflict, "transport.defects", "仍有档案问题未补正。", "A file still has a defect.")
		case d.MendedAt > mend:
			return tooLate(mend, h)
		}
	}
	return err
}
