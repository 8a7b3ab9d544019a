package integrity

import (
	"database/sql"
	"encoding/hex"
	"slices"

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
	"muster/internal/people"
)

// Conflict is the interest that somebody of the staff has in a person or in a
// unit, as they declared it.
type Conflict struct {
	record.Base
	Account ident.ID   `f:"account,required,filter,ref=account" zh:"申报人" en:"Declared by"`
	Kind    string     `f:"kind,required,filter,max=60,reasons=conflict" zh:"关系" en:"Relation"`
	Person  ident.ID   `f:"person,filter,ref=person" zh:"涉及的人" en:"Person concerned"`
	Office  unit.Code  `f:"office,filter" zh:"涉及的单位" en:"Unit concerned"`
	Remark  string     `f:"remark,long,max=500" zh:"说明" en:"In words"`
	From    clock.Date `f:"declared_on,sort" zh:"申报日" en:"Declared on"`
	Ending  string     `f:"ending,long,max=500" zh:"解除理由" en:"Why it ended"`
	Mine    []string   `f:"mine,hidden" zh:"可见人" en:"Visible to"`
}

// Conflicts is the table of declared interests.
var Conflicts = record.NewTable[Conflict]("conflict", i18n.T("利益冲突申报", "Conflict of interest"), register.PlainStates()...)

// Declaring is the body of declaring an interest: in a person, by id or citizen
// number, or in a unit and everything below it.
type Declaring struct {
	Kind   string    `f:"kind,required,max=60,reasons=conflict" zh:"关系" en:"Relation"`
	Person ident.ID  `f:"person,ref=person" zh:"涉及的人(档案编号)" en:"Person concerned (id of the file)"`
	IDNo   string    `f:"id_no,secret,class=I2,max=30,code" zh:"或其公民身份号码" en:"or their citizen number"`
	Office unit.Code `f:"office" zh:"或涉及的单位" en:"or the unit concerned"`
	Remark string    `f:"remark,long,max=500" zh:"说明" en:"In words"`
}

func declareConflicts(h *house.House) {
	var all, own []access.Grant
	for _, r := range role.Options() {
		all = append(all, role.Grant(r, role.Integrity))
		own = append(own, access.Grant{Role: r, Relation: access.Listed, Field: "mine", Purposes: []access.Purpose{role.Integrity}})
	}
	act.Declare(h.Book, act.Spec[Conflict, *Conflict, Declaring]{
		Name: "conflict.declare", Title: i18n.T("申报利益冲突", "Declare a conflict of interest"), Table: Conflicts, New: true,
		To: []string{register.Active}, By: all, Do: func(w *act.Work, c *Conflict, b *Declaring) error { return declareConflict(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[Conflict, *Conflict, register.Ending]{
		Name: "conflict.end", Title: i18n.T("解除利益冲突", "End the conflict"), Table: Conflicts, From: []string{register.Active}, To: []string{register.Ended},
		By: inspector(), NotBy: []string{"conflict.declare"}, Do: func(_ *act.Work, c *Conflict, b *register.Ending) error {
			c.State, c.Ending = register.Ended, b.Reason
			return nil
		}})
	h.Book.Guard(recuse)
	h.Shelf.Add(h.Book, &register.Register{Table: Conflicts, Floor: "intake", Columns: []string{"account", "kind", "person", "office", "declared_on", "state"},
		Read: append(inspector(), own...)})
}

// stationRoles see numbers or appointments only: that a citizen number is on file, and
// under which id, is not for them (SECURITY, T02). They declare persons by
// exam_conflict.declare, which tells nothing.
var stationRoles = []access.Role{role.Examiner, role.ChiefExaminer, role.Desk}

func declareConflict(w *act.Work, h *house.House, c *Conflict, b *Declaring) error {
	if _, ok := h.Pack.On(w.Today()).Reason("conflict." + b.Kind); !ok {
		return fault.New(fault.Invalid, "reason.unknown", "该关系不在清单中。", "That relation is not in the list.").
			OnField("kind", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	if (b.IDNo != "" || b.Person != "") && slices.Contains(stationRoles, w.Actor.Role) {
		return fault.New(fault.Conflict, "conflict.station", "体检站人员须回避的人,请用“申报回避”填写;系统不告知此人是否在册。",
			"At a station, declare a person whom you must not meet by the station's own form: nobody is told whether that person is known here.")
	}
	person := b.Person
	if b.IDNo != "" {
		_, id, found, err := people.Numbered(w, h, b.IDNo)
		if err != nil {
			return err
		}
		if !found {
			return record.Missing(people.Persons.Title)
		}
		person = id
	}
	if person == "" && b.Office == "" {
		return fault.New(fault.Invalid, "conflict.empty", "请指明涉及的人或单位。", "Name the person or the unit concerned.").
			OnField("person", "conflict.empty", "人或单位须填一项。", "A person or a unit is needed.")
	}
	if _, ok := w.Tree.Get(b.Office); b.Office != "" && !ok {
		return act.UnknownUnit(b.Office)
	}
	c.Account, c.Kind, c.Person, c.Office, c.Remark = w.Actor.Account, b.Kind, person, b.Office, b.Remark
	c.From, c.State, c.Mine = w.Today(), register.Active, []string{w.Actor.Name()}
	return nil
}

// about names the person a record is about, "" where it is about nobody.
func about(w *act.Work, s record.Record) ident.ID {
	t := w.Kind.Table
	if !t.Personal && t.Schema.Get("subject") == nil || t == act.Proposals {
		return ""
	}
	if t == people.Persons {
		return s.Head().ID
	}
	view := act.ViewOf(t, s)
	if id := view.Value("person"); id != "" {
		return ident.ID(id)
	}
	return ident.ID(view.Value("subject"))
}

// recuse is the guard of every act: somebody of the staff does nothing to, and
// signs nothing about, a person in whom, or in whose unit, they declared an
// interest, nor themselves.
func recuse(w *act.Work, s record.Record, who access.Actor) error {
	if who.Role == access.System || who.Role == role.Citizen || w.Kind.Table == Conflicts {
		return nil
	}
	person := about(w, s)
	if person == "" {
		return nil
	}
	list, err := InterestsOf(w, who.Account)
	if err != nil || !list.In(w.Tree, person, s.Head().Place) {
		return err
	}
	if list.own(person) {
		return fault.New(fault.Denied, "access.own_case", "此事涉及您本人,无论用哪个账号都不能由您办理。", "This is about yourself: somebody else acts, whichever account you use.")
	}
	return fault.New(fault.Denied, "access.recused", "您已申报与此人或其单位有利益冲突,应当回避,由他人办理。",
		"You declared an interest in this person or their unit, so somebody else must act.")
}

// Conflicted says whether whoever holds an account has declared an interest in a
// person or in a unit to whose subtree a place belongs, or is that person.
func Conflicted(w *act.Work, account, person ident.ID, place unit.Place) (found bool, err error) {
	list, err := InterestsOf(w, account)
	return err == nil && list.In(w.Tree, person, place), err
}

// Interests are what one human declared, each a person or a unit, and the own file.
type Interests []interest

type interest struct {
	person ident.ID
	office unit.Code
	self   bool
}

// ownFile adds the file of the account's holder, where there is one.
const ownFile = ` UNION ALL SELECT id, '', 1 FROM claim WHERE kind = '` + staff.Numbered + `' AND digest = `

// InterestsOf reads what whoever holds an account declared, by whichever account of
// theirs, and has not ended; to it belongs the file that is about themselves.
func InterestsOf(w *act.Work, account ident.ID) (list Interests, err error) {
	args := &access.Args{}
	query := "SELECT person, office, 0 FROM conflict WHERE account IN (" + w.OneOf(account, args) + ") AND state = 'active'"
	if digest, err := hex.DecodeString(w.Holder(account)); err == nil && len(digest) > 0 {
		query += ownFile + args.Add(digest)
	}
	err = w.Each(query, args.Values, func(rows *sql.Rows) error {
		var i interest
		err := rows.Scan((*string)(&i.person), (*string)(&i.office), &i.self)
		list = append(list, i)
		return err
	})
	return list, err
}

// own says whether a person is the holder themselves.
func (list Interests) own(person ident.ID) bool {
	return slices.ContainsFunc(list, func(i interest) bool { return i.self && i.person == person })
}

// In says whether one of the interests is in a person, or in a unit to whose
// subtree a place belongs.
func (list Interests) In(tree *unit.Tree, person ident.ID, place unit.Place) bool {
	for _, i := range list {
		if u, ok := tree.Get(i.office); i.person != "" && i.person == person || ok && u.Place.Contains(place) {
			return true
		}
	}
	return false
}

const declared = `SELECT account, person, office FROM conflict WHERE state = 'active' AND (person = $1 OR office <> '') ORDER BY id`

// Interested lists the accounts that declared an interest in a person, or in a unit
// to whose subtree a place belongs, and have not ended it. Blind work asks it before
// it gives somebody a number: the guard of the acts cannot see whom a number means.
func Interested(w *act.Work, person ident.ID, place unit.Place) (accounts []ident.ID, err error) {
	err = w.Each(declared, []any{string(person)}, func(rows *sql.Rows) error {
		var account ident.ID
		var i interest
		err := rows.Scan((*string)(&account), (*string)(&i.person), (*string)(&i.office))
		if (Interests{i}).In(w.Tree, person, place) {
			accounts = append(accounts, account)
		}
		return err
	})
	return accounts, err
}
