package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// PoolEntry is somebody who agreed to be told of coming intakes. Consent is
// given by the person alone, for a time, and taken back at any moment; nobody is
// in the pool without it, and being in it gives and takes nothing else.
type PoolEntry struct {
	record.Base
	Person  ident.ID   `f:"person,required,filter,ref=person" zh:"人员" en:"Person"`
	Name    string     `f:"name,search,class=I1,max=60" zh:"姓名" en:"Name"`
	Agreed  clock.Date `f:"agreed_on" zh:"同意日" en:"Consent given on"`
	Until   clock.Date `f:"until,sort" zh:"同意有效至" en:"Consent until"`
	Skills  string     `f:"skills,long,max=300" zh:"专业特长" en:"Skills"`
	Wish    string     `f:"wish,max=120" zh:"意向" en:"Wish"`
	Invited clock.Date `f:"invited_on,sort" zh:"最近邀请日" en:"Last invited on"`
}

// States of an entry of the pool.
const (
	InPool   = "in_pool"
	LeftPool = "left"
)

// Pool is the table of the candidate pool.
var Pool = personal(record.NewTable[PoolEntry]("pool_entry", i18n.T("预征储备(本人同意)", "Candidate pool (by consent)"),
	record.State{Name: InPool, Label: i18n.T("在库", "in the pool")},
	record.State{Name: LeftPool, Label: i18n.T("已退出", "left"), End: true}, act.VoidState))

// Consent is the body of joining the pool.
type Consent struct {
	OfPerson
	Agree  bool   `f:"agree,required" zh:"我同意在征集之间保留我的应征意向并收到征集邀请" en:"I agree that my wish is kept between intakes and that I am invited"`
	Skills string `f:"skills,long,max=300" zh:"专业特长(可不填)" en:"Skills (optional)"`
	Wish   string `f:"wish,max=120" zh:"意向(可不填)" en:"Wish (optional)"`
}

func declarePool(h *house.House) {
	self := []access.Grant{role.Self()}
	officer := []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Clerk, role.Intake)}
	act.Declare(h.Book, act.Spec[PoolEntry, *PoolEntry, Consent]{
		Name: "pool_entry.join", Title: i18n.T("同意加入预征储备", "Join the candidate pool"), Table: Pool, New: true, To: []string{InPool}, By: self,
		Basis: "privacy-law 13", Unit: func(*act.Work, *Consent) (unit.Code, error) { return "", nil },
		Do: func(w *act.Work, e *PoolEntry, b *Consent) error { return join(w, h, e, b) }})
	act.Declare(h.Book, act.Spec[PoolEntry, *PoolEntry, Empty]{
		Name: "pool_entry.leave", Title: i18n.T("撤回同意,退出储备", "Take back the consent and leave"), Table: Pool, From: []string{InPool}, To: []string{LeftPool}, By: self,
		Basis: "privacy-law 15", Do: func(_ *act.Work, e *PoolEntry, _ *Empty) error {
			e.leave()
			return nil
		}})
	act.Declare(h.Book, act.Spec[PoolEntry, *PoolEntry, Empty]{
		Name: "pool_entry.invite", Title: i18n.T("邀请报名", "Invite to apply"), Table: Pool, From: []string{InPool}, By: officer,
		Do: func(w *act.Work, e *PoolEntry, _ *Empty) error { return invite(w, e) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Pool, Floor: "people", Read: append(self, officer...), Columns: []string{"name", "until", "wish", "invited_on", "unit", "state"}})
}

func join(w *act.Work, h *house.House, e *PoolEntry, b *Consent) error {
	if !b.Agree {
		return fault.New(fault.Invalid, "pool.consent", "没有本人同意,不能加入储备。", "Nobody is in the pool without consent.").
			OnField("agree", "field.required", "请勾选同意,或不加入。", "Tick it to agree, or do not join.")
	}
	p, err := LivingOf(w, b.County, b.Person)
	if err != nil {
		return err
	}
	if err := renew(w, p); err != nil {
		return err
	}
	years, err := h.Pack.On(w.Today()).Int("pool.consent_years")
	if err != nil {
		return err
	}
	e.County, e.Unit, e.Place, e.State = p.County, p.Unit, p.Place, InPool
	e.Person, e.Name, e.Skills, e.Wish = p.ID, p.Name, b.Skills, b.Wish
	e.Agreed, e.Until = w.Today(), w.Today().AddYears(int(years))
	return nil
}

// renew lets somebody join whose earlier consent has ended, and ends the entry that
// rested on it; who is in the pool by a consent that runs need not join.
func renew(w *act.Work, p *Person) error {
	known, err := act.Take[PoolEntry](w, Pool, "county = $1 AND person = $2 AND state = $3", string(p.County), string(p.ID), InPool)
	for _, e := range known {
		if w.Today() <= e.Until {
			return fault.New(fault.Conflict, "pool.already", "您已在储备中。", "You are in the pool already.")
		}
		e.leave()
		w.Save(Pool, e)
	}
	return err
}

// leave ends an entry; what was told with the consent goes with it.
func (e *PoolEntry) leave() { e.State, e.Skills, e.Wish = LeftPool, "", "" }

// invite tells somebody whose consent still runs that they can apply.
func invite(w *act.Work, e *PoolEntry) error {
	if w.Today() > e.Until {
		return fault.New(fault.Conflict, "pool.expired", "本人同意已于 {day} 到期,不能再邀请;本人可重新加入。", "The consent ended on {day}; the person may join again.", "day", e.Until)
	}
	p, err := LivingOf(w, e.County, e.Person)
	if err != nil {
		return err
	}
	e.Invited = w.Today()
	w.Notify(Tell(p, outbox.SMS, i18n.T("征集邀请", "You can apply"), i18n.T("新一批征集已开始报名,欢迎在本人页面报名;不再有意向的可随时退出储备。",
		"A new intake takes applications; apply on your page. If you no longer wish it, leave the pool at any time.")))
	return nil
}
