package sim

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/appeals"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/medical"
	"muster/internal/intake/medical/blind"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/office/training"
	"muster/internal/people"
)

// oneCity is the province with one of its cities.
func oneCity() (io.Reader, error) {
	all, err := Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, "1303") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

// attempt is something that the law forbids, and the code of its refusal.
type attempt struct {
	name string
	code string
	q    act.Request
}

// TestTheLawRefuses tries, after a season, what must not be possible, each act
// by somebody whose role may do it in general.
func TestTheLawRefuses(t *testing.T) {
	t.Parallel()
	s, err := Run(t.Context(), Options{Dir: t.TempDir(), People: 1200, Seed: 3, Units: oneCity})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	for _, a := range s.attempts(t) {
		_, err := s.app.Road.Do(t.Context(), a.q)
		if err == nil {
			t.Errorf("%s: it was done", a.name)
			continue
		}
		f := fault.As(err)
		if f.Code != a.code {
			t.Errorf("%s: refused as %s (%s), want %s", a.name, f.Code, f.Text.EN, a.code)
		}
		if !f.Text.Complete() {
			t.Errorf("%s: the refusal lacks a language", a.name)
		}
	}
}

// in finds somebody whose application is in a state.
func (s *Season) in(t *testing.T, state string) *someone {
	t.Helper()
	list, err := s.inState(state)
	if err != nil || len(list) == 0 {
		t.Fatalf("nobody is %s: %v", state, err)
	}
	return list[0]
}

func (s *Season) on(p *someone, kind string, who access.Actor, purpose access.Purpose, body any) act.Request {
	return act.Request{Kind: kind, County: p.county, Subject: p.application, Actor: who, Purpose: purpose, Body: body}
}

func (s *Season) attempts(t *testing.T) []attempt {
	applied, failed := s.in(t, cases.Applied), s.in(t, cases.PhysicalFail)
	reserve, served, admitted := s.in(t, cases.Reserve), s.in(t, cases.HandedOver), s.in(t, cases.Examined)
	officer := func(p *someone, n int) access.Actor { return s.by(p.county, role.CountyOfficer, n) }
	if _, err := s.expected("2026-12-04", "first"); err != nil {
		t.Fatal(err)
	}
	if err := s.attended(); err != nil {
		t.Fatal(err)
	}
	uncertified := s.newcomer(t, role.Examiner, admitted.county)
	stranger := s.newcomer(t, role.CountyOfficer, s.elsewhere(applied.county))
	doctor := s.by(admitted.county, role.Examiner, 2)
	exam := func(who access.Actor, section string, values ...string) act.Request {
		return act.Request{Kind: "exam_section.sign", County: admitted.county, Subject: s.key().Record(admitted.visit.id, section), Actor: who, Purpose: role.Medical,
			Body: &medical.Entry{Values: values, Opinion: medical.Pass}}
	}
	fresh := s.unsigned(t)
	return []attempt{
		{"applying after sign-up has closed or twice", "cycle.not_open", act.Request{Kind: "application.apply", Actor: s.self(served), Purpose: role.Own,
			Body: &signup.Applying{Cycle: "00000000000000000000000000", CycleHome: s.root, County: served.file, Person: served.id}}},
		{"applying in another's name", "access.denied", act.Request{Kind: "application.apply", Actor: s.self(applied), Purpose: role.Own,
			Body: &signup.Applying{Cycle: s.following, CycleHome: s.root, County: applied.file, Person: s.otherIn(applied).id}}},
		{"failing the preliminary check without words", "reason.required", s.on(applied, "application.precheck", officer(applied, 1), role.Intake, &signup.Checking{Outcome: "fail", Reason: "precheck_health"})},
		{"failing it for an unknown reason", "reason.unknown", s.on(applied, "application.precheck", officer(applied, 1), role.Intake, &signup.Checking{Outcome: "fail", Reason: "dislike", Remark: "x"})},
		{"an officer of another county", "record.unknown", s.on(applied, "application.precheck", stranger, role.Intake, &signup.Checking{Outcome: "pass"})},
		{"the wrong purpose", "access.denied", s.on(applied, "application.precheck", officer(applied, 1), role.Medical, &signup.Checking{Outcome: "pass"})},
		{"skipping a gate", "act.state", s.on(applied, "application.vet", officer(applied, 1), role.Intake, &vetting.Opening{})},
		{"examining without a certificate", "course.needed", exam(uncertified, "surgery", "x=1")},
		{"examining in another doctor's section", "record.unknown", exam(doctor, "eyes", "vision_left=5.0")},
		{"leaving something unexamined", "exam.ask", s.incomplete(fresh)},
		{"failing somebody for one blood figure", "exam.no_ground", s.oneFigure(fresh)},
		{"summoning to a day without a session", "exam.no_session", s.on(s.in(t, cases.Preselected), "application.summon", officer(s.in(t, cases.Preselected), 1), role.Intake, &medical.Summons{Station: s.in(t, cases.Preselected).county, On: "2027-01-31"})},
		{"concluding before examining", "exam.unsigned", act.Request{Kind: "exam.conclude", County: admitted.county, Subject: s.key().Record(admitted.visit.id, blind.Chief), Actor: s.by(admitted.county, role.ChiefExaminer, 1), Purpose: role.Medical, Body: &medical.Conclusion{Outcome: "pass"}}},
		{"approving out of the reserve", "act.state", s.on(reserve, "application.approve", s.by(reserve.county, role.Approver, 1), role.Selection, &selection.Words{})},
		{"filling where nothing is vacant or cleared twice", "act.state", act.Request{Kind: "ranking.publish", County: reserve.county, Subject: s.rankings[reserve.county], Actor: s.by(reserve.county, role.Approver, 2), Purpose: role.Selection, Body: &selection.Words{}}},
		{"freezing a second list", "ranking.frozen", act.Request{Kind: "ranking.freeze", Actor: s.by(reserve.county, role.Selector, 1), Purpose: role.Selection, Body: &selection.Freezing{Cycle: s.cycle, Unit: reserve.county}}},
		{"returning after the window", "return.late", act.Request{Kind: "recruit_return.open", Actor: s.by(served.county, role.Receiver, 1), Purpose: role.Dispatch,
			Body: &dispatch.Opening{Case: served.application, Home: served.county, Route: "body", Level: dispatch.Brigade, Proof: "1", Letter: "1", LetterOn: s.today(), Remark: "x"}}},
		{"withdrawing after approval", "act.state", s.on(served, "application.withdraw", s.self(served), role.Own, leaving())},
		{"issuing seats twice", "quota.issued", act.Request{Kind: "quota.issue", Actor: s.by(s.root, role.QuotaOfficer, 1), Purpose: role.Intake, Body: &quota.Issue{Cycle: s.cycle, Seats: 1}}},
		{"registering whom the law does not make due", "registration.not_due", act.Request{Kind: "registration.due", Actor: s.by(s.woman().county, role.CountyRegistrar, 1), Purpose: role.Registration,
			Body: &people.DueBody{Person: s.woman().id, County: s.woman().county, Unit: s.woman().home.Code, Year: year}}},
		{"a citizen's number that does not check", "id.invalid", act.Request{Kind: "person.record", Actor: s.by(applied.county, role.CountyRegistrar, 1), Purpose: role.Registration, Body: s.misnumbered(applied)}},
		{"appointing oneself", "post.self", act.Request{Kind: "post.appoint", Actor: s.personnel, Purpose: role.Office,
			Body: &staff.Appointment{Account: s.personnel.Account, Unit: s.root, Role: staff.RoleName(role.Approver), From: s.today()}}},
		{"certifying with too low a mark", "course.mark", act.Request{Kind: "course.add", Actor: s.personnel, Purpose: role.Office,
			Body: &training.Attendance{Account: uncertified.Account, Unit: admitted.county, Course: "x", Subject: "examiner", Hours: 8, Mark: 10, ValidFrom: s.today(), ValidUntil: s.today().AddYears(1)}}},
		{"asking for a review of another's result", "record.unknown", s.on(failed, "application.ask_review", s.self(applied), role.Own, &appeals.Asking{Grounds: "x"})},
	}
}

// attended finds the newest appointment of everybody who is being examined.
func (s *Season) attended() error {
	byCase := s.byApplication()
	return s.find("SELECT county, id, application FROM exam_appointment WHERE state = 'attended' ORDER BY id", func(county, id, application string) {
		if p := byCase[ident.ID(application)]; p != nil {
			p.visit = visit{ident.ID(id), unit.Code(county)}
		}
	})
}

// unsigned is somebody who has been admitted and whose laboratory and dental
// sections have not signed.
func (s *Season) unsigned(t *testing.T) *someone {
	t.Helper()
	for _, p := range s.people {
		n := 0
		err := s.find("SELECT id, number, state FROM exam_section WHERE state = 'waiting' AND id IN ($1, $2)", func(_, _, _ string) { n++ },
			string(s.key().Record(p.visit.id, "laboratory")), string(s.key().Record(p.visit.id, "dental")))
		if err != nil {
			t.Fatal(err)
		}
		if n == 2 && p.particulars.Sex == people.Male {
			return p
		}
	}
	t.Fatal("everybody has been in the laboratory")
	return nil
}

func (s *Season) incomplete(p *someone) act.Request {
	q := s.section(p, slices.Index(doctors, "dental"), medical.Pass).request
	q.Body = &medical.Entry{Values: []string{"bad_teeth_apart=1"}, Opinion: medical.Pass}
	return q
}

func (s *Season) oneFigure(p *someone) act.Request {
	q := s.section(p, slices.Index(doctors, "laboratory"), medical.Pass).request
	e := *q.Body.(*medical.Entry)
	e.Values = append(slices.DeleteFunc(slices.Clone(e.Values), func(v string) bool { return strings.HasPrefix(v, "alt=") }), "alt=55")
	e.Opinion, e.Remark = medical.Fail, "ALT 55"
	q.Body = &e
	return q
}

// newcomer is somebody new in a role, without any certificate.
func (s *Season) newcomer(t *testing.T, r access.Role, at unit.Code) access.Actor {
	t.Helper()
	id, err := s.app.OpenAccount(t.Context(), "new."+string(r)+"."+string(at), "新人", r, at)
	if err != nil {
		t.Fatal(err)
	}
	return s.actorOf(id)
}

func (s *Season) elsewhere(county unit.Code) unit.Code {
	for _, c := range s.counties {
		if c != county {
			return c
		}
	}
	return ""
}

func (s *Season) otherIn(p *someone) *someone {
	for _, other := range s.people {
		if other != p && other.county == p.county {
			return other
		}
	}
	return nil
}

func (s *Season) woman() *someone {
	for _, p := range s.people {
		if p.particulars.Sex == people.Female {
			return p
		}
	}
	return nil
}

func (s *Season) misnumbered(p *someone) *people.Recording {
	b := &people.Recording{Unit: p.home.Code, Particulars: p.particulars}
	b.IDNo = b.IDNo[:16] + string('0'+(b.IDNo[16]-'0'+2)%10) + b.IDNo[17:]
	return b
}

// TestReviewIsCarriedOut: a failed examination is set aside by somebody who has
// not touched the case, the gate is open again and done again; the
// place was kept.
func TestReviewIsCarriedOut(t *testing.T) {
	t.Parallel()
	s, err := Run(t.Context(), Options{Dir: t.TempDir(), People: 1200, Seed: 6, Units: oneCity})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	for want, query := range map[string]string{
		"recheck":  `SELECT COUNT(*) FROM review r JOIN application a ON a.county = r.county AND a.id = r.about_id WHERE r.outcome = 'repeat' AND r.against = 'physical_fail' AND r.restored = 'recheck' AND a.state NOT IN ('recheck', 'summoned')`,
		"proposed": `SELECT COUNT(*) FROM review r JOIN application a ON a.county = r.county AND a.id = r.about_id WHERE r.outcome = 'repeat' AND r.against = 'cancelled' AND r.restored = 'proposed' AND a.state IN ('approved', 'dispatched', 'handed_over', 'returned')`,
	} {
		var n int64
		err := s.app.Store.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.One(query, nil, &n); return err })
		if err != nil || n == 0 {
			t.Errorf("no review was carried out to %s: %v", want, err)
		}
	}
}
