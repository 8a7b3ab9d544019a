package sim

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/field"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/medical"
	"muster/internal/office/role"
	"muster/internal/people"
)

// weights say how often an act is tried that would end a sequence early, or that
// leads on; usual is what the others have, of most.
var weights = map[string]int{"person.close": 1, "application.withdraw": 10, "application.void_integrity": 4, "application.cancel": 4, "application.hold": 5, "case_hold.conceal": 3, "case_hold.disclose": 200,
	"application.reverse": 30, "person.reverse": 20, "application.reexamine": 400, "registration.call": 60, "vetting_round.sign_special": 900, "registration.reverse": 20, "exam_appointment.cancel": 8, "exam_appointment.miss": 500, "exam_appointment.rebook": 60, "application.pass_over": 10,
	"conflict.declare": 1, "exam_conflict.declare": 1, "deferral.ask": 4, "complaint.file": 5, "complaint.assign": 300, "complaint.answer": 300, "reserve_entry.open": 3, "roster_line.add": 3, "pool_entry.join": 3, "person.contact": 3, "person.guardian": 20,
	"person.ask_correction": 4, "registration.volunteer": 2, "registration.due": 100, "registration.conclude": 120, "registration.submit": 100,
	"proposal.refuse": 20, "application.prioritise": 6, "document.present": 400, "document.verify": 500, "application.precheck": 700, "application.preselect": 800, "application.summon": 900,
	"exam_appointment.admit": 900, "exam_section.sign": 900, "exam.conclude": 900, "application.apply": 500, "application.vet": 700, "vetting_check.answer": 900, "vetting_round.visit": 900,
	"vetting_session.record": 900, "vetting_round.seal_station": 900, "vetting_round.seal_office": 900, "application.conclude_vetting": 900, "case_hold.release": 100, "proposal.sign": 200}

const (
	usual = 20
	most  = 900
)

// attempt is one act that somebody tries on a lane.
func (c *chance) attempt(l *lane) act.Request {
	k, on := c.choose(l)
	grants := k.By
	if k.Name == "proposal.sign" {
		grants = c.signers(on)
	}
	who, purpose := c.actor(l, k, on, grants)
	if c.random.IntN(12) == 0 {
		who = c.wrong(who, l)
	}
	q := act.Request{Kind: k.Name, Actor: who, Purpose: purpose, Body: c.body(l, k, on)}
	if !k.New {
		q.County, q.Subject = on.county, on.id
	}
	return q
}

// choose mostly finds an act that the state of one of the records allows.
func (c *chance) choose(l *lane) (*act.Kind, rec) {
	for range 900 {
		k := c.kinds[c.random.IntN(len(c.kinds))]
		weight, ok := weights[k.Name]
		if !ok {
			weight = usual
		}
		if c.random.IntN(most) >= weight {
			continue
		}
		if !c.due(l, k) && c.random.IntN(150) > 0 {
			continue
		}
		if k.New {
			return k, rec{}
		}
		list := l.records[k.Table.Name]
		if len(list) == 0 {
			continue
		}
		on := list[c.random.IntN(len(list))]
		if k.MayStart(on.state) || c.random.IntN(80) == 0 {
			return k, on
		}
	}
	return c.app.Book.Kind("registration.due"), rec{}
}

// due says whether an act may make sense for somebody now.
func (c *chance) due(l *lane, k *act.Kind) bool {
	switch k.Name {
	case "registration.due":
		return len(l.records["registration"]) == 0 && l.particulars.Sex == people.Male
	case "application.apply":
		return !slices.ContainsFunc(l.records["application"], func(r rec) bool { return k.Table.StateLabel(r.state) != k.Table.StateLabel("withdrawn") })
	case "document.present":
		return len(l.records["application"]) > 0 && len(lacking(l, "presented", "verified")) > 0
	case "application.conclude_vetting":
		return !slices.ContainsFunc(l.records["vetting_check"], func(r rec) bool { return r.state == "asked" })
	case "exam.conclude":
		return !slices.ContainsFunc(l.records["exam_section"], func(r rec) bool { return r.state == "waiting" || r.state == "called" || r.state == "amending" })
	case "application.precheck":
		return len(lacking(l, "verified")) == 0
	case "application.ask_review", "application.reverse", "proposal.sign":
		return c.random.IntN(3) == 0
	case "vetting_session.record":
		return len(l.records["vetting_round"]) > 0
	case "exam_appointment.walk_in":
		return slices.ContainsFunc(l.records["application"], func(r rec) bool { return r.state == "preselected" })
	}
	return true
}

// signers are who may sign the act of a proposal: the acts of the gates that ask
// for it are signed by officers, inspectors and registrars.
func (c *chance) signers(rec) []access.Grant {
	return []access.Grant{role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Inspector, role.Integrity), role.Grant(role.CountyRegistrar, role.Registration)}
}

// pool is how many people of a county do everything, so that the same one often
// meets a case twice.
const pool = 9

func (c *chance) actor(l *lane, k *act.Kind, on rec, grants []access.Grant) (access.Actor, access.Purpose) {
	g := grants[c.random.IntN(len(grants))]
	purpose := role.Own
	if len(g.Purposes) > 0 {
		purpose = g.Purposes[c.random.IntN(len(g.Purposes))]
	}
	county := on.county
	if county == "" {
		county = l.county
	}
	switch {
	case g.Role == role.Citizen:
		return c.self(l.someone), purpose
	case g.Role == access.System:
		return c.app.System(), purpose
	}
	account, at := c.by(county, role.Examiner, 1+c.random.IntN(8)).Account, county
	if c.random.IntN(pool) == 0 || k.Table.Name == "exam_appointment" && c.random.IntN(8) > 0 { // who is at the desk examines nobody they met
		account = c.by(county, role.ChiefExaminer, 1).Account
	}
	if k.Name == "exam.conclude" && c.random.IntN(4) > 0 {
		account = c.by(county, role.ChiefExaminer, 2).Account
	}
	switch g.Relation {
	case access.Named:
		account = ident.ID(on.extra)
		if k.Name == "exam_conflict.declare" {
			account = c.by(county, role.Examiner, 1).Account
		}
	case access.Assigned:
		if on.extra != "" && k.Table.Name != "exam_section" {
			office, _, _ := strings.Cut(on.extra, "/")
			at = unit.Code(office)
		}
	}
	return c.in(account, g.Role, at), purpose
}

// in is an account acting in a role at an office.
func (c *chance) in(account ident.ID, r access.Role, at unit.Code) access.Actor {
	u, ok := c.app.Road.Tree().Get(at)
	if !ok {
		u, _ = c.app.Road.Tree().Get(c.root)
	}
	return access.Actor{Account: account, Role: r, Unit: u.Code, Home: u.Home, Ranges: c.app.Road.Tree().Scope(u.Code), Strength: access.Strong}
}

// body fills the fields of an act's body with what might be right.
func (c *chance) body(l *lane, k *act.Kind, on rec) any {
	return c.bodyOf(l, k, on, func(*field.Field) []string { return nil })
}

// bodyOf is body, where first may know better what a field could hold.
func (c *chance) bodyOf(l *lane, k *act.Kind, on rec, first func(f *field.Field) []string) any {
	body := k.NewBody()
	v := reflect.ValueOf(body).Elem()
	if e, ok := body.(*medical.Entry); ok {
		*e = *c.entryOf(l, on)
		return body
	}
	known := c.known(l, k, on)
	for _, f := range k.Body.Fields {
		texts := first(f)
		if len(texts) == 0 {
			texts = c.guess(l, known, f)
		}
		for _, text := range texts {
			_ = f.Parse(v, text) // what does not parse stays empty, which the road refuses
		}
	}
	if m, ok := body.(*medical.Correcting); ok {
		m.Entry = *c.entryOf(l, on)
	}
	return body
}

// entryOf is what a section finds, of which each third is no pass.
func (c *chance) entryOf(l *lane, on rec) *medical.Entry {
	section := "dental"
	for _, a := range l.records["exam_appointment"] {
		for _, s := range doctors {
			if c.key().Record(a.id, s) == on.id {
				section = s
			}
		}
	}
	result := []medical.Opinion{medical.Pass, medical.Pass, medical.Fail}[c.random.IntN(3)]
	return c.entry(l.someone, section, result)
}

// guess is a text for a field: by its name where the gates know it, otherwise by
// its kind.
func (c *chance) guess(l *lane, known map[string]string, f *field.Field) []string {
	if text, ok := known[f.Name]; ok {
		return []string{text}
	}
	switch {
	case f.Reasons != "":
		name := f.Reasons
		if name == "physical" && c.random.IntN(2) == 0 {
			name = "recheck"
		}
		list := c.app.Pack.On(c.today()).Reasons(name)
		code := list[c.random.IntN(len(list))].Code
		return []string{code[strings.LastIndex(code, ".")+1:]}
	case f.Kind == field.Choice:
		return []string{f.Options[c.random.IntN(len(f.Options))].Value}
	case f.Kind == field.Bool:
		return []string{fmt.Sprint(c.random.IntN(5) > 0)}
	case f.Kind == field.Date:
		return []string{string(c.today())}
	case f.Kind == field.Unit:
		return []string{string(l.county)}
	case f.Kind == field.Integer:
		return []string{fmt.Sprint(year)}
	case f.Kind == field.Text && (f.Required || c.random.IntN(2) == 0):
		return []string{"说明"}
	}
	return nil
}

// known are the values that fit somebody.
func (c *chance) known(l *lane, k *act.Kind, on rec) map[string]string {
	application, home := "", l.county
	if list := l.records["application"]; len(list) > 0 {
		a := list[len(list)-1]
		application, home = string(a.id), a.county
	}
	rounds := ""
	if list := l.records["vetting_round"]; len(list) > 0 {
		rounds = string(list[len(list)-1].id)
	}
	p, newest := l.particulars, l.last
	if n, ok := l.done[on.id]; ok && c.random.IntN(3) > 0 {
		newest = n
	}
	attendees := []string{loginOf(l.county, member{role.Examiner, 1}), loginOf(l.county, member{role.Examiner, 2}), loginOf(l.county, member{role.Examiner, 3})}
	return map[string]string{"cycle": string(c.cycle), "cycle_home": string(c.root), "county": string(l.county), "person": string(l.id), "application": application,
		"application_home": string(home), "applies_at": "household", "at": "", "unit": string(l.home.Code), "id_no": p.IDNo, "name": p.Name, "birth_date": string(p.BirthDate),
		"sex": string(p.Sex), "phone": p.Phone, "file": "", "rounds": rounds, "attendees": strings.Join(attendees[:2+c.random.IntN(2)], "|"), "seq": fmt.Sprint(newest),
		"digest": on.extra, "account": string(c.by(l.county, role.Examiner, 1+c.random.IntN(8)).Account), "visit_place": []string{"family", "school", "unit"}[c.random.IntN(3)],
		"post_type": c.postOr(k), "guardian_phone": p.Phone, "exam_session": string(c.sessionAt(on.county)), "exam_session_home": string(on.county), "unfit": "", "ground": "sole_breadwinner", "tell_by": string(c.today().AddDays(5)), "until": string(c.today().AddDays(100)), "rank": "soldier",
		"kind": c.documentOr(l, k), "office": c.officeOr(l, k), "outcome": c.outcomeOf(k), "counts_from": string(c.today().AddDays(-3)), "year": fmt.Sprint(c.yearOf(k))}
}

// yearOf is the year of an act: people are called to the verification of the next
// one, as they have just registered for this.
func (c *chance) yearOf(k *act.Kind) int {
	if k.Name == "registration.call" {
		return year + 1
	}
	return year
}

// postOr is a post for which the receiving unit signs, for every second vetting.
func (c *chance) postOr(k *act.Kind) string {
	if k.Name == "application.vet" && c.random.IntN(2) == 0 {
		return "submarine"
	}
	return ""
}

// sessionAt is one of the sessions of a county's station.
func (c *chance) sessionAt(county unit.Code) ident.ID {
	if list := c.sessions[county]; len(list) > 0 {
		return list[c.random.IntN(len(list))]
	}
	return ""
}

// documentOr is a paper that is still lacking, or the ground of a conflict.
func (c *chance) documentOr(l *lane, k *act.Kind) string {
	if k.Name == "document.present" {
		return append(lacking(l, "presented", "verified"), papers[c.random.IntN(len(papers))])[0]
	}
	return "kinship"
}

// officeOr is whom a complaint is passed to, sometimes the office that it is about. A conflict of interest with an
// office would keep somebody from every case there.
func (c *chance) officeOr(l *lane, k *act.Kind) string {
	switch {
	case k.Table.Name != "complaint":
		return ""
	case c.random.IntN(3) == 0:
		return string(l.county)
	}
	return string(c.root)
}

// lacking are the papers of which no document is in one of the states.
func lacking(l *lane, states ...string) (out []string) {
	for _, paper := range papers {
		if !slices.ContainsFunc(l.records["document"], func(r rec) bool { return strings.HasSuffix(r.extra, "/"+paper) && slices.Contains(states, r.state) }) {
			out = append(out, paper)
		}
	}
	return out
}

// papers are the documents that the pack asks for.
var papers = []string{"identity", "household", "education", "prelim_health"}

// outcomeOf mostly lets people pass, so that some come far.
func (c *chance) outcomeOf(k *act.Kind) string {
	outcomes := map[string][]string{"application.precheck": {"pass", "pass", "pass", "incomplete", "fail"}, "exam.conclude": {"pass", "pass", "fail", "recheck"},
		"application.conclude_vetting": {"passed", "passed", "not_passed"}, "complaint.answer": {"unfounded"}}[k.Name]
	if len(outcomes) == 0 {
		return ""
	}
	return outcomes[c.random.IntN(len(outcomes))]
}

// adverseKinds are the declared adverse acts, as a list for SQL.
func (c *chance) adverseKinds() string {
	var names []string
	for _, k := range c.app.Book.Kinds() {
		if k.Adverse {
			names = append(names, "'"+k.Name+"'")
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
