package people

import (
	"reflect"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// reconcile says what a row finds in the register. A row that says the same as
// an earlier one of its roster is that one. Where a number stands in two rows that
// differ, both are conflicting: the order of a file says nothing of who is right.
func reconcile(w *act.Work, l *RosterLine, b *RosterRow) error {
	if l.Roster = b.Roster; l.Roster == "" {
		l.Roster = strconv.Itoa(w.Today().Year())
	}
	l.Particulars = b.Particulars
	earlier, err := act.Take[RosterLine](w, RosterLines, "county = $1 AND roster = $2 AND id_no = $3 AND state <> 'void'", string(l.County), l.Roster, b.IDNo)
	if err != nil {
		return err
	}
	for _, e := range earlier {
		if e.Unit == b.Unit && e.Particulars.equal(b.Particulars) {
			return w.Instead(RosterLines, e.County, e.ID, func(record.Record) error { return nil })
		}
	}
	if err := l.find(w, b.Unit); err != nil {
		return err
	}
	if len(earlier) > 0 {
		l.twice()
	}
	for _, e := range earlier {
		if e.State != LineSettled && !strings.HasPrefix(e.Differs, twiceInRoster) {
			e.twice()
			w.Save(RosterLines, e)
		}
	}
	return nil
}

const twiceInRoster = "twice_in_roster"

func (l *RosterLine) twice() {
	l.State, l.Differs = LineConflicting, joined(twiceInRoster, l.Differs)
}

// find compares the line with the file of the same number.
func (l *RosterLine) find(w *act.Work, at unit.Code) error {
	county, id, taken, err := w.Claimed(Persons, "id_no", l.IDNo)
	if err != nil {
		return err
	}
	if !taken {
		return l.like(w)
	}
	files, err := act.List[Person](w, Persons, "county = $1 AND id = $2", string(county), string(id))
	if err != nil || len(files) == 0 {
		return err
	}
	p := files[0]
	l.Person, l.PersonHome = p.ID, p.County
	l.Differs = strings.Join(l.Particulars.disagree(p.Particulars), ",")
	elsewhere := at != p.Unit && !within(w.Tree, at, p.Unit)
	switch {
	case p.State != Living:
		l.State, l.Differs = LineConflicting, joined("file_closed", l.Differs)
	case l.Differs != "" && elsewhere:
		l.State, l.Differs = LineConflicting, joined("unit", l.Differs)
	case l.Differs != "":
		l.State = LineConflicting
	case elsewhere:
		l.State, l.Differs = LineMoved, "unit"
	default:
		l.State = LineMatched
	}
	return nil
}

// like is the case of a number that nobody has: new, or, where somebody of the
// same name and day of birth is on file in the county, perhaps a wrong number.
func (l *RosterLine) like(w *act.Work) error {
	l.State = LineNew
	same, err := act.List[Person](w, Persons, "county = $1 AND name = $2 AND birth_date = $3 AND state = $4 ORDER BY id",
		string(l.County), l.Name, string(l.BirthDate), Living)
	if err != nil || len(same) == 0 {
		return err
	}
	l.State, l.Differs, l.Person, l.PersonHome = LineConflicting, "id_no", same[0].ID, same[0].County
	return nil
}

// within says whether a unit is in the subtree of another: a roster that knows
// only the county does not disagree with a file that knows the village.
func within(tree *unit.Tree, outer, inner unit.Code) bool {
	at, ok := tree.Get(inner)
	if !ok {
		return false
	}
	for _, r := range tree.Scope(outer) {
		if r.Contains(at.Place) {
			return true
		}
	}
	return false
}

// disagree names the particulars that both sides know and that are not the same.
// What the roster leaves out is not a disagreement.
func (p Particulars) disagree(file Particulars) (names []string) {
	a, b := reflect.ValueOf(&p).Elem(), reflect.ValueOf(&file).Elem()
	for _, f := range particularFields.Fields {
		said := f.Format(a)
		if said == "" || (f.Kind == field.Bool && f.Value(a).IsZero()) {
			continue
		}
		if said != f.Format(b) {
			names = append(names, f.Name)
		}
	}
	return names
}

// otherDisagreements are what Differs says beside the names of particulars.
var otherDisagreements = map[string]i18n.Text{"unit": i18n.T("单位", "unit"), twiceInRoster: i18n.T("名册内重复且不一致", "twice in the roster, differently"),
	"file_closed": i18n.T("档案已注销", "the file is closed")}

// Disagreements puts into words what disagrees.
func (l *RosterLine) Disagreements() (out []i18n.Text) {
	for name := range strings.SplitSeq(l.Differs, ",") {
		if f := particularFields.Get(name); f != nil {
			out = append(out, f.Label)
		} else if text, ok := otherDisagreements[name]; ok {
			out = append(out, text)
		}
	}
	return out
}

// completed is the particulars of a file with what the roster says put in; what
// it leaves out stays.
func (p Particulars) completed(file Particulars) Particulars {
	for _, name := range p.disagree(file) {
		f := particularFields.Get(name)
		f.Value(reflect.ValueOf(&file).Elem()).Set(f.Value(reflect.ValueOf(&p).Elem()))
	}
	return file
}

func joined(first, rest string) string {
	if rest == "" {
		return first
	}
	return first + "," + rest
}
