package staff_test

import (
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/cycle"
	"muster/internal/intake/integrity"
	"muster/internal/intake/signup"
	"muster/internal/intake/vetting"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func wants(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

// TestNumbered: the digest of a holder is the one under which the file of the number is
// claimed.
func TestNumbered(t *testing.T) {
	t.Parallel()
	if want := people.Persons.Name + ".id_no"; staff.Numbered != want {
		t.Errorf("%s, want %s", staff.Numbered, want)
	}
}

// TestWhoseAccountItIs: whoever issues an account says whose it is, by a number that the
// pack's scheme knows, and never of their own; only a digest is kept. What was issued
// without is listed until somebody else completes it; a wrong entry is corrected by a
// third.
func TestWhoseAccountItIs(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s db.Store) {
		b := webtest.NewOn(t, s)
		clerk, admin := b.Actor(role.PersonnelClerk), b.Actor(role.Administrator)
		number := b.NumberOf("1979-12-31", 7)
		for n := 8; !strings.HasSuffix(number, "X"); n++ { // which some write as a small letter
			number = b.NumberOf("1979-12-31", n)
		}
		open := func(login, number string) (act.Answer, error) {
			return b.Try(clerk, role.Office, "account.open", act.Answer{}, &staff.Opening{Unit: webtest.County, Login: login, Name: "某某", IDNo: number})
		}
		_, err := open("none", "")
		wants(t, "no number", err, "account.holder")
		_, err = open("wrong", number[:17]+"Y")
		wants(t, "a wrong number", err, "id.invalid")
		_, err = open("mine", b.Holder(clerk))
		wants(t, "an account of one's own", err, "account.own")
		first, err := open("first", number)
		if err != nil {
			t.Fatal(err)
		}
		second, err := open("second", strings.ToLower(number))
		if err != nil {
			t.Fatal(err)
		}
		if all := b.App.Road.Accounts(first.Subject); !slices.Contains(all, second.Subject) || len(all) != 2 {
			t.Errorf("the holder has %v", all)
		}
		for _, table := range []string{"fact WHERE body", "ledger_leaf WHERE payload", "account WHERE holder", "account WHERE name"} {
			var n int64
			if err := b.App.Store.Read(t.Context(), func(tx *db.Tx) error {
				_, err := tx.One("SELECT COUNT(*) FROM "+table+" LIKE $1", []any{"%" + number[:17] + "%"}, &n)
				return err
			}); err != nil || n != 0 {
				t.Errorf("%s holds the number %d times: %v", table, n, err)
			}
		}
		completes(t, b, clerk, admin)
	})
}

// completes is what follows for an account that the program opened for nobody known.
func completes(t *testing.T, b *webtest.Bench, clerk, admin access.Actor) {
	t.Helper()
	id, err := b.App.OpenAccount(t.Context(), "earlier", "早先", role.PersonnelClerk, webtest.County)
	if err != nil {
		t.Fatal(err)
	}
	account, _ := b.App.Directory.Account(id)
	old := act.Answer{County: account.County, Subject: id}
	missing := func() (out []ident.ID) {
		reg := b.App.Shelf.Get("account")
		page, err := b.App.Road.Page(t.Context(), reg.Look(clerk, role.Office, "list"), record.Query{Limit: 50, Filters: []record.Filter{{Field: "bound", Values: []string{"false"}}}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page.Records {
			out = append(out, r.Head().ID)
		}
		return out
	}
	if got := missing(); !slices.Equal(got, []ident.ID{id}) || b.App.Directory.Unbound() != 1 {
		t.Errorf("listed as of nobody known: %v, %d", got, b.App.Directory.Unbound())
	}
	self := staff.ActorIn(b.App.Road.Tree(), account, b.App.Directory.PostsOf(id, b.App.Today())[0], access.Strong)
	number := b.NumberOf("1978-04-04", 3)
	_, err = b.Try(self, role.Office, "account.bind", old, &staff.Holding{IDNo: number})
	wants(t, "bound by itself", err, "account.own")
	_, err = b.Try(clerk, role.Office, "account.bind", old, &staff.Holding{IDNo: b.Holder(clerk)})
	wants(t, "bound to oneself", err, "account.own")
	b.As(clerk, role.Office, "account.bind", old, &staff.Holding{IDNo: number})
	if got := missing(); len(got) != 0 || b.App.Directory.Unbound() != 0 {
		t.Errorf("still listed: %v", got)
	}
	_, err = b.Try(admin, role.Office, "account.bind", old, &staff.Holding{IDNo: number})
	wants(t, "bound twice", err, "account.bound")
	correction := &staff.Correcting{Holding: staff.Holding{IDNo: b.NumberOf("1978-04-04", 5)}, Reason: "输入有误"}
	_, err = b.Try(clerk, role.Office, "account.rebind", old, correction)
	wants(t, "corrected by who bound it", err, "access.duties")
	before := b.App.Directory.Holder(id)
	b.As(admin, role.Office, "account.rebind", old, correction)
	if now := b.App.Directory.Holder(id); now == before || len(b.App.Directory.Held(before)) != 0 || !slices.Equal(b.App.Directory.Held(now), []ident.ID{id}) {
		t.Error("the directory does not follow the correction")
	}
}

// TestTwoAccountsAreOnePerson: what asks for two people asks for two humans: the next
// step, the second signature, the appointment, the certificate, what is kept from
// somebody, the quorum. With another human's account each goes through.
func TestTwoAccountsAreOnePerson(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Cycle = b.Do(role.QuotaOfficer, role.Intake, "cycle.plan", act.Answer{}, &cycle.Dates{Name: "2026 年下半年", Year: 2026, Half: 2, SignUp: "2026-08-10", Approval: "2026-09-10"})
	sameApprover := b.Second(b.Actor(role.QuotaOfficer), "same.approver", role.QuotaApprover, webtest.Province)
	_, err := b.Try(sameApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})
	wants(t, "the next step", err, "access.duties")
	b.Do(role.QuotaApprover, role.Intake, "cycle.open", b.Cycle, &cycle.Empty{})

	city, second, _ := b.Inspectors()
	c := b.InState("甲", 41, cases.Applied, cases.ReachApplied)
	void := &integrity.Voiding{Reason: forged(b), Remark: "学历证书系伪造"}
	pending := b.As(city, role.Integrity, "application.void_integrity", webtest.On(c), void)
	same := b.Second(city, "same.inspector", role.Inspector, webtest.Province)
	_, err = b.Sign(same, role.Integrity, pending)
	wants(t, "the second signature", err, "access.second")
	if _, err = b.Sign(second, role.Integrity, pending); err != nil {
		t.Error("another inspector signs:", err)
	}

	clerk := b.Actor(role.PersonnelClerk)
	mine := b.Second(clerk, "same.personnel", role.Clerk, webtest.County)
	_, err = b.Try(clerk, role.Office, "post.appoint", act.Answer{}, &staff.Appointment{Account: mine.Account, Unit: webtest.County, Role: staff.RoleName(role.CountyOfficer), From: b.App.Today()})
	wants(t, "appointing the other account", err, "post.self")
	keptFromAll(t, b, city)
	quorum(t, b)
}

// forged is a reason code of the integrity gate.
func forged(b *webtest.Bench) string {
	for _, r := range b.App.Pack.On(b.App.Today()).Reasons("integrity") {
		return strings.TrimPrefix(r.Code, "integrity.")
	}
	return ""
}

// keptFromAll: a complaint that names somebody is kept from all their accounts.
func keptFromAll(t *testing.T, b *webtest.Bench, city access.Actor) {
	t.Helper()
	named, _ := b.App.Directory.Account(city.Account)
	me := b.Self("甲")
	a := b.As(me, role.Own, "complaint.file", act.Answer{}, &integrity.Complaining{Person: me.Person, County: webtest.County, Gate: "physical", Against: webtest.County, About: named.Name, Grounds: "插队"})
	elsewhere := b.Second(city, "same.city", role.Inspector, webtest.City)
	_, err := b.Try(elsewhere, role.Integrity, "complaint.assign", a, &integrity.Assigning{Office: webtest.City})
	wants(t, "assigned by the other account of whom it names", err, "record.unknown")
	page, err := b.App.Road.Page(t.Context(), b.App.Shelf.Get("complaint").Look(elsewhere, role.Integrity, "list"), record.Query{Limit: 50})
	if err != nil || len(page.Records) != 0 {
		t.Errorf("the other account of whom it names sees %d complaints: %v", len(page.Records), err)
	}
}

// quorum: somebody who sits in a session twice counts once.
func quorum(t *testing.T, b *webtest.Bench) {
	t.Helper()
	chair := b.Actor(role.VettingChair)
	logins := []string{webtest.Login(role.VettingChair)}
	for _, login := range []string{"twice.1", "twice.2", "twice.3", "twice.4", "twice.5", "twice.6"} {
		b.Second(chair, login, role.VettingMember, webtest.County)
		logins = append(logins, login)
	}
	_, err := b.Try(chair, role.Vetting, "vetting_session.record", act.Answer{}, &vetting.Sitting{Day: b.App.Today(), Attendees: logins, Rounds: []string{"x"}, Minutes: "1"})
	wants(t, "a quorum of one", err, "session.quorum")
}

// TestTheOwnCaseIsClosed: a member of the staff who applies decides nothing of the own
// case, in no account; in the citizen's they act as before.
func TestTheOwnCaseIsClosed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, s db.Store) {
		b := webtest.NewOn(t, s)
		c := b.InState("甲", 41, cases.Prechecked, cases.ReachApplied)
		for login, at := range map[string]unit.Code{"own.county": webtest.County, "own.township": webtest.Township} {
			own := b.Held(b.Number(41), login, role.CountyOfficer, at)
			_, err := b.Try(own, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "x"})
			if fault.Coded(err, "record.unknown") { // out of the office's scope anyway
				t.Fatal(login, err)
			}
			wants(t, login, err, "access.own_case")
		}
		b.Do(role.CountyOfficer, role.Intake, "application.pass_over", webtest.On(c), &signup.PassingOver{Remark: "暂缓"})
		if _, err := b.Try(b.Self("甲"), role.Own, "application.withdraw", webtest.On(c), &signup.Leaving{Reason: "study"}); err != nil {
			t.Error("the citizen is kept from the own case:", err)
		}
	})
}
