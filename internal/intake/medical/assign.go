package medical

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/draws"
	"muster/internal/intake/integrity"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/people"
)

// Declaring is the body by which somebody who examines declares a person whom they
// must not meet. Whether that person is known here at all is not told them.
type Declaring struct {
	IDNo   string `f:"id_no,required,secret,code,max=30" zh:"须回避者的公民身份号码" en:"Citizen number of the person to avoid"`
	Reason string `f:"reason,required,max=200" zh:"关系或事由" en:"Relation or reason"`
}

// Conflict is a declared conflict of interest. Those who declared cannot read it,
// so that they learn nothing from it.
type Conflict struct {
	record.Base
	Account ident.ID   `f:"account,filter,ref=account" zh:"申报人" en:"Declared by"`
	Station unit.Code  `f:"station,filter" zh:"单位" en:"Office"`
	Digest  string     `f:"digest,hidden" zh:"证件摘要" en:"Digest of the number"`
	Person  ident.ID   `f:"person,ref=person" zh:"须回避者" en:"Person to avoid"`
	Reason  string     `f:"reason,class=I2,max=200" zh:"关系或事由" en:"Relation or reason"`
	On      clock.Date `f:"declared_on,sort" zh:"申报日期" en:"Declared on"`
}

// Conflicts is the table of declared conflicts.
var Conflicts = record.NewTable[Conflict]("exam_conflict", i18n.T("体检回避申报", "Declared conflict of interest"), register.PlainStates()...)

// Drawing is the body of freezing the lists of the draw of a section on a day.
type Drawing struct {
	Station   unit.Code  `f:"station,required" zh:"体检站" en:"Station"`
	On        clock.Date `f:"exam_on,required" zh:"体检日期" en:"Day"`
	Section   string     `f:"section,required,max=40" zh:"科室代码" en:"Section"`
	Reason    string     `f:"reason,required,long" zh:"事由" en:"Reason"`
	Witnessed string     `f:"witnessed,required,min=20,max=200" zh:"当众确定的替代值(如掷 20 次骰子)" en:"Value fixed before witnesses (such as 20 dice)"`
	Source    string     `f:"source,required,min=4,max=200" zh:"公开数的来源(如某日某期开奖号码)" en:"Source of the public value (such as the lottery of a day to come)"`
	Citizens  []string   `f:"representatives" zh:"出值的公民代表(账号,以 | 分隔)" en:"Citizens who contribute (accounts, separated by |)"`
}

func (r *room) declareConflicts() {
	own := func(x access.Role) access.Grant {
		return access.Grant{Role: x, Relation: access.Named, Field: "account", Purposes: []access.Purpose{role.Medical}}
	}
	act.Declare(r.Book, act.Spec[Conflict, *Conflict, Declaring]{
		Name: "exam_conflict.declare", Title: i18n.T("申报回避", "Declare somebody whom I must not meet"), Table: Conflicts, New: true, To: []string{register.Active},
		By: []access.Grant{own(role.Examiner), own(role.ChiefExaminer), own(role.Desk)}, Basis: "house-rule", Do: r.declareConflict})
	r.Shelf.Add(r.Book, &register.Register{Table: Conflicts, Floor: "intake", Columns: []string{"account", "person", "reason", "declared_on"},
		Read: []access.Grant{inspector}}) // not the desk: it would tell which numbers are on file
	act.Declare(r.Book, act.Spec[draws.Draw, *draws.Draw, Drawing]{
		Name: "draw.freeze_section", Title: i18n.T("封存科室抽签名单", "Freeze the draw of a section"), Table: draws.Table, New: true, To: []string{draws.Frozen},
		By: []access.Grant{officer}, Basis: "conscription-regulation 18", Unit: func(_ *act.Work, b *Drawing) (unit.Code, error) { return b.Station, nil },
		Do: r.freezeDraw})
}

func (r *room) declareConflict(w *act.Work, c *Conflict, b *Declaring) error {
	_, person, _, err := people.Numbered(w, r.House, b.IDNo)
	if err != nil {
		return err
	}
	c.Account, c.Station, c.Person, c.Reason, c.On, c.State = w.Actor.Account, w.Actor.Unit, person, b.Reason, w.Today(), register.Active
	number, err := people.Canonical(r.House, b.IDNo)
	c.Digest = r.key.Digest(number)
	return err
}

// avoiding lists who has declared that they must not meet a candidate: at the station,
// or among the interests of all staff in a person or in the unit they are of.
func (r *room) avoiding(w *act.Work, a *Appointment) ([]ident.ID, error) {
	home, err := a.fileHome(w)
	if err != nil {
		return nil, err
	}
	p, err := people.PersonOf(w, home, a.Person)
	if err != nil {
		return nil, err
	}
	number, err := people.Canonical(r.House, p.IDNo)
	if err != nil {
		return nil, err
	}
	list, err := act.List[Conflict](w, Conflicts, "digest = $1 AND state = 'active'", r.key.Digest(number))
	if err != nil {
		return nil, err
	}
	out, err := integrity.Interested(w, a.Person, p.Place)
	for _, c := range list {
		out = append(out, c.Account)
	}
	return append(out, w.Held(hex.EncodeToString(w.ClaimDigest(staff.Numbered, number)))...), err // nobody examines themselves
}

// DrawName is how the draws of a section of a station on a day are named; a draw
// that is repeated adds to it.
func DrawName(station unit.Code, on clock.Date, section string) string {
	return drawsOn(station, on) + section
}

func drawsOn(station unit.Code, on clock.Date) string {
	return string(station) + "." + string(on) + "."
}

// Withheld says whether a file of a draw is published only after its day: the
// conflicts would tell a doctor which number belongs to whom.
func Withheld(d *draws.Draw, file string, today clock.Date) bool {
	rest, ok := strings.CutPrefix(d.Name, string(d.Station)+".")
	if !ok || file != "conflicts.csv" || len(rest) < len("2006-01-02") {
		return false
	}
	on, err := clock.ParseDate(rest[:len("2006-01-02")])
	return err == nil && today <= on
}

// freezeDraw makes the lists of a draw from the records: the section's numbers of
// everybody who has a place, in the order of the numbers; the doctors on duty; who
// must not meet whom. Nobody types or sees a name.
func (r *room) freezeDraw(w *act.Work, d *draws.Draw, b *Drawing) error {
	at, ok := w.Tree.Get(b.Station)
	if !ok {
		return act.UnknownUnit(b.Station)
	}
	if err := r.isSection(b.Section); err != nil {
		return err
	}
	duty, err := onDuty(w, at, b.On)
	if err != nil {
		return err
	}
	expected, err := act.List[Appointment](w, Appointments, "county = $1 AND station = $2 AND exam_on = $3 AND state = 'booked'", string(at.Home), string(at.Code), string(b.On))
	if err != nil {
		return err
	}
	doctors := duty[b.Section]
	if len(doctors) == 0 || len(expected) == 0 {
		return conflict("exam.draw_empty", "该科室当日没有值守医生或没有预约。", "Nobody is on duty in this section on that day, or nobody is expected.")
	}
	lists := &draws.Lists{Name: DrawName(b.Station, b.On, b.Section), Station: b.Station, Reason: b.Reason, Witnessed: b.Witnessed,
		Source: b.Source, Citizens: b.Citizens}
	each := (len(expected) + len(doctors) - 1) / len(doctors)
	for _, doctor := range doctors {
		lists.Examiners = append(lists.Examiners, string(doctor)+"="+strconv.Itoa(each+1))
	}
	for _, a := range expected {
		number := r.key.Number(a.ID, b.Section, 0)
		lists.Candidates = append(lists.Candidates, number)
		avoid, err := r.avoiding(w, a)
		if err != nil {
			return err
		}
		for _, doctor := range doctors {
			if w.Among(avoid, doctor) {
				lists.Conflicts = append(lists.Conflicts, number+"="+string(doctor))
			}
		}
	}
	slices.Sort(lists.Candidates)
	slices.Sort(lists.Conflicts)
	lists.Conflicts = slices.Compact(lists.Conflicts)
	return draws.Freeze(w, d, lists)
}

// assigner gives the examiner of each section of a candidate: whom a draw gave,
// otherwise whom a keyed hash of the candidate points to among those on duty. Left
// out are declared conflicts, who admitted, and who examined the person before. ""
// where nobody is left: two people assign somebody then (reassign).
func (r *room) assigner(w *act.Work, a *Appointment) (func(section, number string) ident.ID, error) {
	at, ok := w.Tree.Get(a.Station)
	if !ok {
		return nil, act.UnknownUnit(a.Station)
	}
	duty, err := onDuty(w, at, w.Today())
	if err != nil {
		return nil, err
	}
	drawn, err := draws.Drawn(w, a.Station, drawsOn(a.Station, w.Today()))
	if err != nil {
		return nil, err
	}
	barred, err := r.avoiding(w, a)
	if err != nil {
		return nil, err
	}
	before, err := r.before(w, a)
	if err != nil {
		return nil, err
	}
	barred = append(append(barred, before...), w.Actor.Account)
	return func(section, number string) ident.ID {
		if examiner := drawn[number]; examiner != "" && !w.Among(barred, examiner) {
			return examiner
		}
		free := slices.DeleteFunc(slices.Clone(duty[section]), func(x ident.ID) bool { return w.Among(barred, x) })
		if len(free) == 0 {
			return ""
		}
		return slices.MinFunc(free, func(x, y ident.ID) int {
			return strings.Compare(r.key.Order(number, string(x)), r.key.Order(number, string(y)))
		})
	}, nil
}

// before lists who had a part in earlier examinations of the same application.
func (r *room) before(w *act.Work, a *Appointment) (out []ident.ID, err error) {
	if a.Kind == First {
		return nil, nil
	}
	earlier, err := act.List[Exam](w, Exams, "application = $1", string(a.Case))
	for _, e := range earlier {
		parts, err := r.partsOf(w, e)
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			out = append(out, p.Examiner)
		}
		out = append(out, e.Chief)
	}
	return out, err
}
