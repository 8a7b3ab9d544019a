package act

import (
	"reflect"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ledger"
	"muster/internal/frame/record"
)

// Void is the state of a record whose founding act was reversed. Tables whose
// records can be founded by mistake declare it as an end state.
const Void = record.Void

// VoidState declares the state Void.
var VoidState = record.State{Name: Void, Label: i18n.T("已撤销", "void"), End: true}

// Reversal is the body of reversing an act.
type Reversal struct {
	Seq    *int64 `f:"seq,required,min=0" zh:"被撤销事项的流水号" en:"Number of the act to reverse"`
	Reason string `f:"reason,required,long" zh:"理由" en:"Reason"`
}

// DeclareReversal declares "<table>.reverse": a wrong act is not edited away but
// reversed by an act that names it. Every record that the wrong act wrote goes
// back to what it was before, provided that nothing was built on it since; what
// was, must be reversed first. The wrong act, its reversal and both states stay
// in the history.
func DeclareReversal[R any, P record.Of[R]](b *Book, t *record.Table, by, sign []access.Grant) *Kind {
	return Declare(b, Spec[R, P, Reversal]{
		Name: t.Name + ".reverse", Title: i18n.T("撤销办错的事项", "Reverse an act"), Table: t, From: stateNames(t), By: by, Sign: sign,
		Do: func(w *Work, s P, body *Reversal) error { return reverse(w, s, body) },
	})
}

func stateNames(t *record.Table) (names []string) {
	for _, s := range t.States {
		if s.Name != Void {
			names = append(names, s.Name)
		}
	}
	return names
}

func reverse(w *Work, s record.Record, body *Reversal) error {
	wrong, found, err := ledger.At(w.tx, s.Head().County, *body.Seq)
	if err != nil {
		return err
	}
	if !found || wrong.Subject != Subject(w.Kind.Table, s.Head().ID) || len(wrong.Leaf.Writes) == 0 {
		return refuse("reverse.unknown", i18n.T("该流水号不是这条记录上的一项变更。", "That number is not a change of this record."))
	}
	if err := w.mayReverse(wrong); err != nil {
		return err
	}
	for _, write := range wrong.Leaf.Writes {
		t := w.road.Book.Table(write.Table)
		r := s
		if write.ID != s.Head().ID || write.Table != w.Kind.Table.Name {
			r = t.New()
			if err := w.load(t, s.Head().County, write.ID, r); err != nil {
				return err
			}
		}
		if r.Head().Rev != write.Rev {
			return refuse("reverse.built_on", i18n.T("其后已有别的事项(版本 {rev});请先撤销后来的事项。",
				"Later acts rest on it (revision {rev}); reverse those first.").With("rev", r.Head().Rev))
		}
		if err := w.back(t, r); err != nil {
			return err
		}
		w.Save(t, r)
	}
	return nil
}

// mayReverse keeps two things from being taken back: what a person did in their
// own matters, such as an objection or a withdrawal, by anybody else; and a
// reversal, which would decide something against somebody a second time without
// the act that decides it.
func (w *Work) mayReverse(wrong ledger.Found) error {
	switch {
	case wrong.Kind == w.Kind.Name:
		return refuse("reverse.again", i18n.T("撤销本身不能再撤销;请重新办理原事项。", "A reversal is not reversed; do the act anew."))
	case w.road.Book.ownMatter(wrong.Kind, access.Role(wrong.Leaf.Role)):
		return refuse("reverse.own", i18n.T("本人办理的事项不能由机关撤销。", "What a person did in their own matters is not reversed by an office."))
	}
	return nil
}

// ownMatter says whether a role may do a kind of act only on what is about the
// actor.
func (b *Book) ownMatter(kind string, r access.Role) bool {
	k := b.kinds[kind]
	return k != nil && slices.ContainsFunc(k.By, func(g access.Grant) bool { return g.Role == r && g.Relation == access.Self })
}

// back puts a record into the state of its previous revision.
func (w *Work) back(t *record.Table, r record.Record) error {
	h := *r.Head()
	if h.Rev == 1 {
		if t.StateLabel(Void) == i18n.Same(Void) {
			return refuse("reverse.first", i18n.T("这条记录的设立不能撤销。", "The founding of this record cannot be reversed."))
		}
		r.Head().State = Void
		return nil
	}
	body, found, err := ledger.FactAt(w.tx, h.County, t.Name, h.ID, h.Rev-1)
	if err != nil || !found || len(body) == 0 {
		return refuse("reverse.erased", i18n.T("此前的内容已依法清除,不能恢复。", "What was there before has been erased and cannot be restored.")).Because(err)
	}
	before := t.New()
	if err := t.Schema.Restore(body, before); err != nil {
		return err
	}
	before.Head().Rev = h.Rev
	reflect.ValueOf(r).Elem().Set(reflect.ValueOf(before).Elem())
	return nil
}
