package vetting

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// Session is one joint session: who sat in it, on which day, about whom.
type Session struct {
	record.Base
	Day       clock.Date `f:"day,required,sort" zh:"会议日" en:"Day"`
	Attendees []string   `f:"attendees" zh:"到会人员(账号)" en:"Attendees (accounts)"`
	Rounds    []string   `f:"rounds" zh:"审议的考核" en:"Vettings discussed"`
	Minutes   string     `f:"minutes,max=120" zh:"会议纪要编号" en:"Number of the minutes"`
}

// Sessions is the table of joint sessions.
var Sessions = record.NewTable[Session]("vetting_session", i18n.T("联审会议", "Joint session"),
	record.State{Name: register.Active, Label: i18n.T("已召开", "held"), End: true})

// Sitting is the body of recording a session.
type Sitting struct {
	Day       clock.Date `f:"day,required" zh:"会议日" en:"Day"`
	Attendees []string   `f:"attendees,required" zh:"到会人员(登录名,以 | 或空格分隔)" en:"Attendees (sign-in names, separated by | or spaces)"`
	Rounds    []string   `f:"rounds,required" zh:"审议的考核(编号)" en:"Vettings discussed (ids)"`
	Minutes   string     `f:"minutes,required,max=120" zh:"会议纪要编号" en:"Number of the minutes"`
}

func declareSessions(h *house.House) {
	act.Declare(h.Book, act.Spec[Session, *Session, Sitting]{
		Name: "vetting_session.record", Title: i18n.T("登记联审会议", "Record a joint session"), Table: Sessions, New: true, To: []string{register.Active},
		By: []access.Grant{chair}, Basis: "conscription-regulation 24", Do: func(w *act.Work, s *Session, b *Sitting) error { return sit(w, h, s, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Sessions, Floor: "intake", Columns: []string{"day", "unit", "attendees", "minutes"},
		Read: []access.Grant{chair, member, role.Grant(role.Inspector, role.Integrity)}})
}

// sit needs the quorum of the pack among open accounts, each counted once, and
// marks every vetting that was discussed.
func sit(w *act.Work, h *house.House, s *Session, b *Sitting) error {
	quorum, err := h.Pack.On(w.Today()).Int("vetting.quorum")
	if err != nil {
		return err
	}
	if b.Day > w.Today() {
		return fault.New(fault.Invalid, "session.future", "会议日还没到。", "That day has not come.").OnField("day", "session.future", "还没到。", "It has not come.")
	}
	if s.Attendees, err = attendees(w, b.Attendees); err != nil {
		return err
	}
	if int64(len(s.Attendees)) < quorum {
		return fault.New(fault.Conflict, "session.quorum", "到会 {have} 人,不足法定的 {quorum} 人。", "{have} attended; the quorum is {quorum}.", "have", len(s.Attendees), "quorum", quorum)
	}
	for _, id := range b.Rounds {
		r, err := act.Load[Round](w, Rounds, s.County, ident.ID(id))
		if err != nil {
			return err
		}
		if r.State != Open || !within(w, r.Place) {
			return record.Missing(Rounds.Title)
		}
		r.Session = s.ID
		w.Save(Rounds, r)
	}
	s.Day, s.Rounds, s.Minutes, s.State = b.Day, b.Rounds, b.Minutes, register.Active
	return nil
}

// attendees finds the accounts of those named, by sign-in name or, of the own
// county, by id.
func attendees(w *act.Work, names []string) (out []string, err error) {
	for _, name := range names {
		county, id, known, err := w.Claimed(staff.Accounts, "login", strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		if !known {
			county, id = w.Actor.Home, ident.ID(strings.TrimSpace(name))
		}
		found, err := act.List[staff.Account](w, staff.Accounts, "county = $1 AND id = $2 AND state = 'open'", string(county), string(id))
		if err != nil {
			return nil, err
		}
		if len(found) != 1 {
			return nil, fault.New(fault.Invalid, "session.attendee", "到会人员中有系统里没有的账号。", "One of those named has no account.").
				OnField("attendees", "session.attendee", "请核对登录名。", "Check the sign-in names.")
		}
		if id := string(found[0].ID); !sits(w, out, found[0].ID) {
			out = append(out, id)
		}
	}
	return out, nil
}

// sits says whether whoever holds an account is among those who attended, by
// whichever account of theirs.
func sits(w *act.Work, attended []string, account ident.ID) bool {
	return slices.ContainsFunc(attended, func(id string) bool { return w.Same(ident.ID(id), account) })
}

// within says whether a place lies in the scope of the actor.
func within(w *act.Work, place unit.Place) bool {
	return slices.ContainsFunc(w.Actor.Ranges, func(r unit.Range) bool { return r.Contains(place) })
}
