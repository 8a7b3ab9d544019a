// Package vetting is the third gate: the process of political assessment and its
// conclusion, never a criterion.
//
// One county officer opens a round. Each department that the policy pack asks
// sees its one question with the identity it needs for it, and answers with a
// reference to its evidence. Two people visit and report. A joint session is held
// with a quorum. The police station and the county office seal, two people of two
// offices. A chair who did none of this concludes, with a reason of a closed list.
// For posts that the pack names the receiving unit signs, without which nobody
// approves. What is missing makes a round incomplete, never failed.
//
// What departments and visitors found is sealed in the vault (V2), whom visitors
// met apart from it (V3). There is no field for religion, ethnicity or a family's
// politics, and no free text beyond the sealed reports. Whoever holds these tables
// learns which department was asked and whether it answered, who visited when,
// who sat in a session; not what was found.
package vetting

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
)

// Finding is the vault class of what a department or a visitor found.
type Finding struct{}

// VaultClass is V2: findings of vetting.
func (Finding) VaultClass() string { return "V2" }

// Informant is the vault class of whom a visitor met.
type Informant struct{}

// VaultClass is V3: the identity of informants.
func (Informant) VaultClass() string { return "V3" }

var (
	officer  = role.Grant(role.CountyOfficer, role.Intake)
	member   = role.Grant(role.VettingMember, role.Vetting)
	chair    = role.Grant(role.VettingChair, role.Vetting)
	reviewer = access.Grant{Role: role.Reviewer, Relation: access.Assigned, Field: "office", Purposes: []access.Purpose{role.Vetting}}
	police   = access.Grant{Role: role.Reviewer, Relation: access.Assigned, Field: "station", Purposes: []access.Purpose{role.Vetting}}
	receiver = role.Grant(role.Receiver, role.Dispatch)
)

// Declare declares the registers and acts of the gate.
func Declare(h *house.House) {
	declareDepartments(h)
	declareChecks(h)
	declareRounds(h)
	declareVisits(h)
	declareSessions(h)
	declareSeals(h)
	declareConclusion(h)
	h.Book.Follow("application.withdraw", left)
}

// questions is the pack's table of what is asked of whom.
const questions = "vetting_questions"

// Question is one question of the pack to one department.
type Question struct {
	Code   string
	Text   i18n.Text
	Number bool // the department needs the citizen number to answer
	Seals  bool // the department puts the seal of the police station
}

// Questions lists the questions in force, in the order of the pack.
func Questions(view *policy.View) (out []Question) {
	for _, row := range view.Table(questions) {
		out = append(out, questionOf(row))
	}
	return out
}

// QuestionOf finds a question by its code; ok is false for an unknown one.
func QuestionOf(view *policy.View, code string) (q Question, ok bool) {
	row, ok := view.Row(questions, code)
	return questionOf(row), ok
}

func questionOf(row policy.Row) Question {
	number, seals := row.Text("needs") == "number", row.Text("seal") == "station"
	return Question{Code: row.Text("code"), Text: i18n.T(row.Text("zh"), row.Text("en")), Number: number, Seals: seals}
}

// Serving says which department of a county answers which question.
type Serving struct {
	Question string    `f:"question,required,filter,max=60" zh:"问题代码" en:"Question (code)"`
	Office   unit.Code `f:"office,required,filter" zh:"答复部门" en:"Department that answers"`
}

func declareDepartments(h *house.House) {
	keep := []access.Grant{officer, role.Grant(role.Administrator, role.Office)}
	register.Declare(h.Book, h.Shelf, register.Plain[Department, *Department, Serving]{
		Table: Departments, Floor: "intake", Columns: []string{"question", "office", "unit", "state"},
		Read: append([]access.Grant{chair, role.Grant(role.Inspector, role.Integrity)}, keep...), Keep: keep,
		Content: func(d *Department) *Serving { return &d.Serving },
		Check:   func(w *act.Work, d *Department) error { return single(w, h, d) }})
}

// single keeps one department a question in a county.
func single(w *act.Work, h *house.House, d *Department) error {
	if _, ok := QuestionOf(h.Pack.On(w.Today()), d.Question); !ok {
		return fault.New(fault.Invalid, "vetting.question", "政策包没有这个问题。", "The policy pack has no such question.").
			OnField("question", "vetting.question", "没有这个问题。", "There is no such question.")
	}
	at, ok := w.Tree.Get(d.Office)
	if !ok {
		return act.UnknownUnit(d.Office)
	}
	d.County, d.Unit, d.Place = at.Home, at.Home, at.Place
	if home, ok := w.Tree.Get(at.Home); ok {
		d.Place = home.Place
	}
	same, err := act.List[Department](w, Departments, "county = $1 AND question = $2 AND state = 'active' AND id <> $3", string(d.County), d.Question, string(d.ID))
	if err == nil && len(same) > 0 {
		err = fault.New(fault.Conflict, "vetting.doubled", "本县此问题已有答复部门。", "Another department of this county answers this question already.")
	}
	return err
}
