package people_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web/webtest"
)

// TestChildrenAreNotOnFile (SECURITY, D21): the day before the fourteenth birthday
// no file is made, on the day it is.
func TestChildrenAreNotOnFile(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	today := b.App.Today()
	for _, c := range []struct {
		day  clock.Date
		want bool
	}{{today.AddYears(-14).AddDays(1), false}, {today.AddYears(-14), true}} {
		number, err := idnumber.GB11643{}.Make(string(webtest.County), c.day, 1)
		if err != nil {
			t.Fatal(err)
		}
		_, err = b.Try(b.Actor(role.CountyRegistrar), role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: webtest.Village,
			Particulars: people.Particulars{IDNo: number, Name: "小朋友", BirthDate: c.day, Sex: people.Male}})
		if (err == nil) != c.want {
			t.Errorf("born %s: %v", c.day, err)
		}
		if !c.want && fault.As(err).Fields[0].Code != "birth.child" {
			t.Errorf("born %s: %v", c.day, err)
		}
	}
}

// TestACorrectionIsPlausible: nobody asks for a telephone that is none, or a number
// that does not check.
func TestACorrectionIsPlausible(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	p := born(b, "更正人", "2008-01-01", 501)
	number, err := idnumber.GB11643{}.Make(string(webtest.County), "2008-01-01", 501)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*people.Particulars){"": nil, "phone": func(p *people.Particulars) { p.Phone = "12" },
		"id_no": func(p *people.Particulars) { p.IDNo = p.IDNo[:17] + "?" }, "birth_date": func(p *people.Particulars) { p.BirthDate = "2999-01-01" }} {
		body := &people.Asking{Reason: "x", Particulars: people.Particulars{IDNo: number, Name: "更正人", BirthDate: "2008-01-01", Sex: people.Male, Phone: "13800000001"}}
		if change != nil {
			change(&body.Particulars)
		}
		_, err := b.Try(b.Self("更正人"), role.Own, "person.ask_correction", p, body)
		if (err == nil) != (name == "") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// TestAHelpersRegistrationIsRefusedAfterTheConclusion: who never said that it was
// right sends it back even then; who did, objects instead.
func TestAHelpersRegistrationIsRefusedAfterTheConclusion(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	clerk, registrar := b.Actor(role.Clerk), b.Actor(role.CountyRegistrar)
	for n, claims := range []bool{false, true} {
		name := []string{"不认", "已认"}[n]
		p := born(b, name, "2008-01-01", 601+2*n)
		r := tell(b, step{registrar, role.Registration, "registration.due", act.Answer{}, &people.DueBody{Person: p.Subject, County: p.County, Unit: webtest.Village, Year: 2026}, ""})
		tell(b, step{clerk, role.Registration, "registration.submit", r, &people.Form{Residence: "x"}, ""},
			step{registrar, role.Registration, "registration.conclude", r, &people.Concluding{Conclusion: people.MustServe}, ""})
		want := ""
		if claims {
			tell(b, step{b.Self(name), role.Own, "registration.claim", r, &people.Empty{}, ""})
			want = "registration.own"
		}
		tell(b, step{b.Self(name), role.Own, "registration.disown", r, &people.Verdict{Reason: "不是我"}, want})
	}
}
