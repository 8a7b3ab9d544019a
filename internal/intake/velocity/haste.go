package velocity

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
)

// Haste is an adverse result that somebody reached within seconds of opening the
// file for the first time. It stops nobody and changes nothing about the case: a
// supervisor from outside the office looks at the file (SECURITY, D2). A result of
// somebody who never opened the file in this program says nothing about time, and
// makes no record.
type Haste struct {
	record.Base
	Account ident.ID      `f:"account,required,filter,ref=account" zh:"办理人" en:"By"`
	Rule    string        `f:"rule,required,filter,max=60" zh:"项目" en:"Rule"`
	Act     string        `f:"act,required,max=60" zh:"事项" en:"Act"`
	Subject string        `f:"subject,required,max=80" zh:"所涉记录" en:"Record"`
	Seconds int64         `f:"seconds,sort" zh:"阅卷时长(秒)" en:"Seconds on the file"`
	At      clock.Instant `f:"at,sort" zh:"时刻" en:"At"`
	Remark  string        `f:"remark,long,max=1000" zh:"核查结果" en:"What was found"`
}

// Looked is the state of a hasty result at which a supervisor has looked.
const Looked = "looked"

// Hastes is the queue of supervisors.
var Hastes = record.NewTable[Haste]("velocity_haste", i18n.T("阅卷过快的不利结论", "Adverse results reached in haste"),
	record.State{Name: Open, Label: i18n.T("待核查", "to be looked at")}, record.State{Name: Looked, Label: i18n.T("已核查", "looked at"), End: true})

// Looking is the body of what a supervisor found.
type Looking struct {
	Remark string `f:"remark,required,long,max=1000" zh:"核查结果(该件结论是否有据)" en:"What was found (whether the result is well founded)"`
}

func declareHaste(h *house.House, inspector []access.Grant) {
	act.Declare(h.Book, act.Spec[Haste, *Haste, Looking]{
		Name: "velocity_haste.look", Title: i18n.T("核查过快结论", "Look at a hasty result"), Table: Hastes, From: []string{Open}, To: []string{Looked}, By: inspector, Basis: "house-rule",
		Do: func(w *act.Work, s *Haste, b *Looking) error {
			if w.Actor.Unit == s.Unit || w.Same(w.Actor.Account, s.Account) {
				return inside()
			}
			s.State, s.Remark = Looked, b.Remark
			return nil
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: Hastes, Floor: "intake", Columns: []string{"account", "unit", "act", "seconds", "at", "state"}, Read: inspector})
}

// firstOpened is when an account first opened a record within the last hour.
const firstOpened = `SELECT COALESCE(MIN(l.at), 0) FROM ledger_seen s JOIN ledger_leaf l ON l.log = s.log AND l.seq = s.seq
	WHERE s.county = $1 AND s.subject = $2 AND l.actor = $3 AND l.at >= $4`

// hasty keeps a record of a counted result that came too soon after its file was
// opened.
func (l limit) hasty(w *act.Work, s record.Record) error {
	least, err := l.house.Pack.On(w.Today()).Int("velocity.least_seconds")
	if err != nil {
		return err
	}
	head, opened := s.Head(), int64(0)
	subject := act.Subject(w.Kind.Table, head.ID)
	if _, err := w.Query(firstOpened, []any{string(head.County), subject, string(w.Actor.Account), int64(clock.InstantOf(w.Time().Add(-hour)))}, &opened); err != nil || opened == 0 {
		return err
	}
	seconds := int64(w.Time().Sub(clock.Instant(opened).Time()).Seconds())
	if seconds >= least {
		return nil
	}
	return w.Found(Hastes, &Haste{Base: record.Base{State: Open}, Account: w.Actor.Account, Rule: l.rule, Act: w.Kind.Name, Subject: subject, Seconds: seconds, At: w.Now}, w.Actor.Unit)
}
