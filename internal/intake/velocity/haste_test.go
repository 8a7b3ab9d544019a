package velocity_test

import (
	"testing"
	"time"

	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/intake/cases"
	"muster/internal/intake/velocity"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestHaste (SECURITY, D2): an adverse result within twenty seconds of opening the
// file goes to the queue of the supervisors above, at twenty seconds it does not; the
// result stands; whoever is of the office does not look at their own haste; nothing
// is concluded from a file that was never opened here.
func TestHaste(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		city, _, inside := b.Inspectors()
		do, who := line(b, "exam.unfit"), b.Actor(role.CountyOfficer)
		reg := b.App.Shelf.Get(cases.Table.Name)
		open := func() {
			if _, err := b.App.Road.One(t.Context(), reg.Look(who, role.Intake, "view"), b.Cases["甲"].County, b.Cases["甲"].Subject); err != nil {
				t.Fatal(err)
			}
		}
		list := func() []*velocity.Haste {
			return webtest.At[velocity.Haste](b, velocity.Hastes, "1 = 1 ORDER BY at, id")
		}
		result := func(after time.Duration, opened, unfit bool) {
			if opened {
				open()
			}
			b.Clock.Advance(after)
			if err := do(who, unfit); err != nil {
				t.Fatal(err)
			}
			b.Clock.Advance(2 * time.Hour) // opened before that is opened long ago
		}
		result(time.Second, false, true)
		result(20*time.Second, true, true)
		result(19*time.Second, true, false) // no adverse result
		if n := len(list()); n != 0 {
			t.Fatalf("%d hasty results of none", n)
		}
		result(19*time.Second, true, true)
		got := list()
		if len(got) != 1 || got[0].Seconds != 19 || got[0].Account != who.Account || got[0].State != velocity.Open {
			t.Fatalf("%+v", got)
		}
		if c := webtest.At[cases.Case](b, cases.Table, "1 = 1")[0]; c.Remark != "unfit" {
			t.Error("the result did not stand")
		}
		found := &velocity.Looking{Remark: "有原始数据,结论有据"}
		if _, err := b.Try(inside, role.Integrity, "velocity_haste.look", webtest.On(got[0]), found); !fault.Coded(err, "velocity.outside") {
			t.Errorf("looked at from inside: %v", err)
		}
		b.As(city, role.Integrity, "velocity_haste.look", webtest.On(got[0]), found)
		if s := list()[0].State; s != velocity.Looked {
			t.Errorf("after the look: %s", s)
		}
	})
}
