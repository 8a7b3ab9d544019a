// Package offices keeps the tree of units as dated records: founded, renamed,
// merged and dissolved by acts, imported as one act that is all or nothing.
//
// All units live in the log of the root unit. A unit keeps its code and its
// place for life; a dissolved unit stays, with the day it ended and who took
// over its work. Whoever holds these tables could give an office a larger
// subtree; the ledger's verification finds that.
package offices

import (
	"context"
	"database/sql"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Unit is one office of the tree. Base.Unit is its code, Base.Place its place,
// Base.County the root's code, in whose log all units live.
type Unit struct {
	record.Base
	Parent    unit.Code  `f:"parent,filter" zh:"上级" en:"Parent"`
	Kind      unit.Kind  `f:"kind,filter" zh:"类别" en:"Kind"`
	Name      string     `f:"name,required,search,max=120" zh:"名称" en:"Name"`
	Home      unit.Code  `f:"home" zh:"属地" en:"Home county"`
	ValidFrom clock.Date `f:"valid_from" zh:"设立日" en:"Valid from"`
	ValidTo   clock.Date `f:"valid_to" zh:"撤销日" en:"Valid to"`
	Successor unit.Code  `f:"successor" zh:"承接单位" en:"Successor"`
}

// States of a unit.
const (
	Standing  = "standing"
	Dissolved = "dissolved"
)

// Table is the table of units.
var Table = record.NewTable[Unit]("unit", i18n.T("单位", "Unit"),
	record.State{Name: Standing, Label: i18n.T("存续", "standing")},
	record.State{Name: Dissolved, Label: i18n.T("已撤销", "dissolved"), End: true},
	act.VoidState)

// Renaming is the body of renaming a unit.
type Renaming struct {
	Name string `f:"name,required,max=120" zh:"新名称" en:"New name"`
}

// Founding is the body of founding a unit.
type Founding struct {
	Code   unit.Code  `f:"code,required,max=20" zh:"代码" en:"Code"`
	Parent unit.Code  `f:"parent,required" zh:"上级代码" en:"Parent code"`
	Kind   string     `f:"kind,required,max=30" zh:"类别" en:"Kind"`
	Name   string     `f:"name,required,max=120" zh:"名称" en:"Name"`
	From   clock.Date `f:"valid_from" zh:"设立日" en:"Valid from"`
}

// Dissolution is the body of dissolving a unit.
type Dissolution struct {
	To        clock.Date `f:"valid_to,required" zh:"撤销日" en:"First day on which it no longer exists"`
	Successor unit.Code  `f:"successor,required" zh:"承接单位代码" en:"Code of the unit that takes over"`
}

// Declare declares the register of units and its acts. reload publishes the tree
// after a change is durable.
func Declare(b *act.Book, s *register.Shelf, reload func()) {
	keepers := []access.Grant{{Role: role.Administrator, Relation: access.Anybody, Purposes: []access.Purpose{role.Office}}}
	act.Declare(b, act.Spec[Unit, *Unit, Import]{
		Name: importName, Title: i18n.T("导入单位树", "Import the office tree"), Table: Table, New: true, To: []string{Standing},
		By:   append([]access.Grant{{Role: access.System, Relation: access.Anybody}}, keepers...),
		Unit: func(*act.Work, *Import) (unit.Code, error) { return "", nil }, // the tree itself says where
		Do:   func(w *act.Work, root *Unit, body *Import) error { return importTree(w, root, body, reload) }})
	act.Declare(b, act.Spec[Unit, *Unit, Founding]{
		Name: "unit.found", Title: i18n.T("新设单位", "Found a unit"), Table: Table, New: true, To: []string{Standing}, By: keepers,
		Unit: founder,
		Do:   func(w *act.Work, u *Unit, f *Founding) error { return found(w, u, f, reload) }})
	act.Declare(b, act.Spec[Unit, *Unit, Renaming]{
		Name: "unit.rename", Title: i18n.T("单位更名", "Rename the unit"), Table: Table, From: []string{Standing}, By: keepers,
		Do: func(w *act.Work, u *Unit, body *Renaming) error {
			u.Name = body.Name
			w.AfterCommit(reload)
			return nil
		}})
	act.Declare(b, act.Spec[Unit, *Unit, Dissolution]{
		Name: "unit.dissolve", Title: i18n.T("撤销或并入", "Dissolve or merge"), Table: Table, From: []string{Standing}, To: []string{Dissolved}, By: keepers,
		Do: func(w *act.Work, u *Unit, body *Dissolution) error { return dissolve(w, u, body, reload) }})
	s.Add(b, &register.Register{Table: Table, Floor: "office", Columns: []string{"unit", "name", "kind", "parent", "valid_from", "valid_to", "state"},
		Read: readers()})
}

func readers() []access.Grant {
	grants := []access.Grant{{Role: role.Citizen, Relation: access.Anybody, Purposes: []access.Purpose{role.Own}}}
	for _, r := range role.Options() {
		grants = append(grants, access.Grant{Role: r, Relation: access.Anybody, Purposes: []access.Purpose{role.Office}})
	}
	return grants
}

// founder says whose log keeps the founding of a unit: the root's, as for every
// unit, provided that the parent exists.
func founder(w *act.Work, f *Founding) (unit.Code, error) {
	if _, ok := w.Tree.Get(f.Parent); !ok {
		return "", act.UnknownUnit(f.Parent)
	}
	return w.Tree.Root().Code, nil
}

func found(w *act.Work, u *Unit, f *Founding, reload func()) error {
	if _, exists := w.Tree.Get(f.Code); exists {
		return doubled(f.Code)
	}
	parent, _ := w.Tree.Get(f.Parent)
	siblings := w.Tree.Children(f.Parent)
	if len(siblings) >= unit.MaxChildren {
		return fault.New(fault.Conflict, "unit.crowded", "上级“{code}”的下属单位已达上限。", "The parent {code} cannot take more units.", "code", f.Parent)
	}
	next := 0
	for _, s := range siblings {
		next = max(next, s.Place.Ordinal()+1)
	}
	u.County, u.Unit, u.Place, u.State = w.Tree.Root().Code, f.Code, parent.Place.Child(next), Standing
	u.Parent, u.Kind, u.Name, u.ValidFrom = f.Parent, unit.Kind(f.Kind), f.Name, f.From
	county := unit.Code("")
	if above := w.Tree.Ancestor(f.Parent, unit.County); above != nil {
		county = above.Code
	} else if u.Kind == unit.County {
		county = f.Code
	}
	u.Home = home(f.Code, county)
	w.AfterCommit(reload)
	return nil
}

func doubled(code unit.Code) error {
	return fault.New(fault.Conflict, "unit.doubled", "单位代码“{code}”已存在。", "There is a unit with the code {code} already.", "code", code).
		OnField("code", "unit.doubled", "单位代码“{code}”已存在。", "There is a unit with the code {code} already.", "code", code)
}

func dissolve(w *act.Work, u *Unit, body *Dissolution, reload func()) error {
	heir, ok := w.Tree.Get(body.Successor)
	if !ok || heir.Code == u.Unit || !heir.On(body.To) {
		return act.UnknownUnit(body.Successor)
	}
	u.ValidTo, u.Successor, u.State = body.To, body.Successor, Dissolved
	w.AfterCommit(reload)
	return nil
}

// Load reads the whole tree.
func Load(ctx context.Context, store db.Store) (*unit.Tree, error) {
	var units []*unit.Unit
	err := store.Read(ctx, func(tx *db.Tx) error {
		units = nil
		query := `SELECT unit, parent, kind, name, place, home, valid_from, valid_to, successor FROM unit WHERE state <> 'void'`
		return tx.Each(query, nil, func(rows *sql.Rows) error {
			u := new(unit.Unit)
			units = append(units, u)
			return rows.Scan((*string)(&u.Code), (*string)(&u.Parent), (*string)(&u.Kind), &u.Name, (*string)(&u.Place),
				(*string)(&u.Home), (*string)(&u.ValidFrom), (*string)(&u.ValidTo), (*string)(&u.Successor))
		})
	})
	return unit.NewTree(units), err
}
