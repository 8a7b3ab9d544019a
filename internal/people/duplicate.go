package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Duplicate is two files that may be one person's, for a human to decide. The
// program never merges.
type Duplicate struct {
	record.Base
	Person ident.ID `f:"person,required,filter,ref=person" zh:"档案甲" en:"First file"`
	Other  ident.ID `f:"other,required,filter,ref=person" zh:"档案乙" en:"Second file"`
	Score  int64    `f:"score,sort" zh:"相似度" en:"Likeness"`
	Reason string   `f:"reason,long" zh:"理由" en:"Reason"`
}

// Suggestion is the body of proposing a pair.
type Suggestion struct {
	Unit   unit.Code `f:"unit,required" zh:"单位代码" en:"Unit code"`
	Person ident.ID  `f:"person,required" zh:"档案甲" en:"First file"`
	Other  ident.ID  `f:"other,required" zh:"档案乙" en:"Second file"`
	Score  int64     `f:"score,min=0,max=100" zh:"相似度" en:"Likeness"`
}

// Duplicates is the table of proposed pairs.
var Duplicates = record.NewTable[Duplicate]("duplicate", i18n.T("疑似重复档案", "Possible duplicate"),
	record.State{Name: "proposed", Label: i18n.T("待判断", "to be decided")},
	record.State{Name: "same", Label: i18n.T("确为同一人", "one person"), End: true},
	record.State{Name: "different", Label: i18n.T("并非同一人", "two people"), End: true})

func declareDuplicates(h *house.House) {
	deciders := []access.Grant{role.Grant(role.CountyRegistrar, role.Registration)}
	act.Declare(h.Book, act.Spec[Duplicate, *Duplicate, Suggestion]{
		Name: "duplicate.propose", Title: i18n.T("提出疑似重复", "Propose a duplicate"), Table: Duplicates, New: true, To: []string{"proposed"},
		By:   append([]access.Grant{{Role: access.System, Relation: access.Anybody}}, deciders...),
		Unit: func(_ *act.Work, s *Suggestion) (unit.Code, error) { return s.Unit, nil },
		Do: func(w *act.Work, d *Duplicate, s *Suggestion) error {
			d.Person, d.Other, d.Score, d.State = s.Person, s.Other, s.Score, "proposed"
			return nil
		}})
	for state, title := range map[string]i18n.Text{"same": i18n.T("认定为同一人", "They are one person"), "different": i18n.T("认定为不同的人", "They are two people")} {
		act.Declare(h.Book, act.Spec[Duplicate, *Duplicate, Verdict]{
			Name: "duplicate." + state, Title: title, Table: Duplicates, From: []string{"proposed"}, To: []string{state}, By: deciders,
			Do: func(_ *act.Work, d *Duplicate, v *Verdict) error { d.State, d.Reason = state, v.Reason; return nil }})
	}
	h.Shelf.Add(h.Book, &register.Register{Table: Duplicates, Floor: "people", Read: deciders, Columns: []string{"person", "other", "score", "unit", "state"}})
}
