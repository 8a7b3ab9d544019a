package appeals_test

import (
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/intake/appeals"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// TestADeferralThatWasEndedIsContested: an office that ends a deferral tells until when a
// review may be asked for; set aside, the deferral is in force again. Who ended it by their
// own word has nothing to contest.
func TestADeferralThatWasEndedIsContested(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	at, _ := d.App.Road.Tree().Get(webtest.Village)
	granted := func(name string, sequence int) *people.Deferral {
		d.Person(name, sequence, webtest.Village)
		x := &people.Deferral{Person: d.People[name].Subject, Name: name, Ground: "sole_breadwinner", Words: "x", Until: "2027-01-01"}
		x.Base = record.Base{County: webtest.County, ID: ident.New(d.Clock.Now(), ident.Secure), Rev: 1, Unit: webtest.Village, Place: at.Place, State: people.DeferralGranted}
		d.Put(people.Deferrals, x)
		return x
	}
	ask := func(x *people.Deferral) error {
		_, err := d.Try(d.Self(x.Name), role.Own, "deferral.ask_review", webtest.On(x), &appeals.Asking{Grounds: "事由仍在"})
		return err
	}
	ended, own := granted("甲", 41), granted("乙", 43)
	d.Do(role.CountyOfficer, role.Intake, "deferral.end", webtest.On(ended), &people.Verdict{Reason: "已有人供养"})
	d.As(d.Self("乙"), role.Own, "deferral.end", webtest.On(own), &people.Verdict{Reason: "愿意应征"})
	if err := ask(own); !fault.Coded(err, "review.nothing") {
		t.Errorf("contesting one's own word: %v", err)
	}
	if err := ask(ended); err != nil {
		t.Fatal(err)
	}
	d.decide(appeals.Repeat)
	if x := webtest.At[people.Deferral](d.Bench, people.Deferrals, "name = '甲'")[0]; x.State != people.DeferralGranted || x.DueBy != "2027-01-01" || x.ObjectBy != "" {
		t.Errorf("set aside: %s, due by %s, to be contested until %q", x.State, x.DueBy, x.ObjectBy)
	}
}
