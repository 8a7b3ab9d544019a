package trend_test

import (
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db/dbtest"
	"muster/internal/insight/trend"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestAnOfficeFoundedMeanwhile: a question that began before an office was founded, and
// is answered after it, leaves nothing behind that the next question stumbles over.
func TestAnOfficeFoundedMeanwhile(t *testing.T) {
	t.Parallel()
	b := webtest.New(t)
	b.Years()
	hidden := &trend.Hidden{}
	ask := func(s trend.Source, q trend.Question) *trend.Figures {
		intakes, err := trend.Intakes(t.Context(), b.App.Store)
		if err != nil {
			t.Fatal(err)
		}
		q.From, q.To = trend.FirstPoint, trend.Goal
		f, err := s.Ask(q, intakes)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	source := func() trend.Source {
		return trend.Source{Cube: b.App.Cube, Tree: b.App.Road.Tree(), Law: b.App.Pack.On(b.App.Today()), Now: clock.InstantOf(b.App.Clock.Now()), Hidden: hidden}
	}
	before := source()
	ask(before, trend.Question{Unit: webtest.County})
	const founded = "130102999"
	b.As(b.Actor(role.Administrator), role.Office, "unit.found", act.Answer{}, &offices.Founding{Code: founded, Parent: webtest.County, Kind: "township", Name: "新设镇", From: "2020-01-01"})
	ask(before, trend.Question{Unit: webtest.County}) // the tree of before, the counts of after
	if f := ask(source(), trend.Question{Unit: founded}); f.Funnel.At[0].N != 0 || f.Funnel.At[0].Hidden {
		t.Errorf("the new office has %+v applicants", f.Funnel.At[0])
	}
	for _, tile := range ask(source(), trend.Question{Unit: webtest.County}).Tiles {
		if tile.Unit == founded {
			return
		}
	}
	t.Error("the new office is not among those of its county")
}
