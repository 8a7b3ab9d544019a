package quota_test

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/quota"
	"muster/internal/intake/quota/apportion"
)

func wants(t *testing.T, err error, code string) {
	t.Helper()
	if !fault.Coded(err, code) {
		t.Errorf("wanted %s, got %v", code, err)
	}
}

func (b *bench) issued(seats int64) *bench {
	b.t.Helper()
	b.signed("quota.issue", act.Answer{}, &quota.Issue{Cycle: b.cycle, Seats: seats})
	return b
}

func (b *bench) divisions() (out []*quota.Divided) {
	b.t.Helper()
	b.must(b.Store.Read(b.t.Context(), func(tx *db.Tx) (err error) {
		out, err = record.All[quota.Divided](tx, quota.Divisions, "1 = 1 ORDER BY id")
		return err
	}))
	return out
}

func seatsOf(list map[unit.Code]*quota.Quota) map[unit.Code]int64 {
	out := map[unit.Code]int64{}
	for code, q := range list {
		out[code] = q.Seats
	}
	return out
}

// TestDivideByHand: one level, with bounds; what is kept recomputes.
func TestDivideByHand(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(100)
	b.signed("quota.divide", b.of(province), &quota.Division{Weights: []string{"1301=6", "1302=3", "1303=1"}, Bounds: []string{"1303=15..", "1301=..50"}, Method: "largest-remainder"})
	got := seatsOf(b.quotas())
	if got["1301"] != 50 || got["1302"] != 35 || got["1303"] != 15 {
		t.Fatalf("divided as %v", got)
	}
	d := b.divisions()[0]
	if want := hash("unit,parent,seats\n13,,100\n1301,13,50\n1302,13,35\n1303,13,15\n"); d.Result != want || !slices.Equal(d.Bounds, []string{"1303=15..", "1301=..50"}) {
		t.Errorf("the division keeps %+v", d)
	}
	b.sound()
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// TestDivideWhole: down to the counties at once; the file of the bases that is
// published gives the same by package apportion.
func TestDivideWhole(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(97)
	var weights []string
	for i, code := range []string{"1301", "1302", "1303", "13011", "13012", "13013", "13014", "13021", "13022", "13023", "13031", "13032"} {
		weights = append(weights, code+"="+[]string{"5", "3.5", "1.5", "0.25", "0", "7", "1"}[i%7])
	}
	b.signed("quota.divide", b.of(province), &quota.Division{Weights: weights, Whole: true, Bounds: []string{"13011=3..3"}})
	got, d := seatsOf(b.quotas()), b.divisions()[0]
	if got["13011"] != 3 || got["1301"]+got["1302"]+got["1303"] != 97 {
		t.Errorf("divided as %v", got)
	}
	if q := b.quotas()["1301"]; q.PassedOn != q.Seats || q.Parent != province {
		t.Errorf("the city keeps %+v", q)
	}
	units, err := d.Units(b.Road.Tree())
	b.must(err)
	again, err := apportion.Divide(units, d.Seats, apportion.Webster)
	b.must(err)
	for i, u := range units {
		if got[unit.Code(u.Code)] != again[i] {
			t.Errorf("%s got %d seats, computed again %d", u.Code, got[unit.Code(u.Code)], again[i])
		}
	}
	if file := string(d.BasesFile(units)); !strings.HasPrefix(file, "unit,parent,weight,min,max\n13,,0,,\n1301,13,5,,\n") || !strings.Contains(file, "\n13011,1301,0.25,3,3\n") {
		t.Errorf("the file of the bases is\n%s", file)
	}
	b.sound()
}

func TestDivideRefuses(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t)).issued(10)
	for _, x := range []struct {
		code string
		body quota.Division
	}{
		{"quota.source", quota.Division{}},
		{"quota.source", quota.Division{Basis: "x", Weights: []string{"1301=1"}}},
		{"quota.basis", quota.Division{Basis: "x"}},
		{"quota.weight", quota.Division{Weights: []string{"13011=1"}}},
		{"quota.weight", quota.Division{Weights: []string{"13=1"}}},
		{"quota.weight", quota.Division{Weights: []string{"1301"}}},
		{"apportion.weight", quota.Division{Weights: []string{"1301=-1"}}},
		{"quota.bound", quota.Division{Weights: []string{"1301=1"}, Bounds: []string{"1301=3"}}},
		{"quota.bound", quota.Division{Weights: []string{"1301=1"}, Bounds: []string{"1399=1..2"}}},
		{"quota.bound", quota.Division{Weights: []string{"1301=1"}, Bounds: []string{"1301=a..2"}}},
		{"apportion.min", quota.Division{Weights: []string{"1301=1"}, Bounds: []string{"1301=11.."}}},
		{"apportion.crossed", quota.Division{Weights: []string{"1301=1"}, Bounds: []string{"1301=3..2"}}},
		{"apportion.weightless", quota.Division{Weights: []string{"1301=0"}}},
	} {
		_, err := b.try("quota.divide", b.of(province), b.officer, &x.body)
		wants(t, err, x.code)
	}
	b.signed("quota.divide", b.of(province), &quota.Division{Weights: []string{"1301=1"}})
	b.signed("quota.supplement", b.of(province), &quota.Supplement{Seats: 5, Reason: "追加"})
	_, err := b.try("quota.divide", b.of(province), b.officer, &quota.Division{Weights: []string{"1301=1"}})
	wants(t, err, "quota.issued") // issued once; later changes are amendments
	_, err = b.try("quota.give_up", b.of(province), b.officer, &quota.Surrender{Seats: 1, Reason: "r"})
	wants(t, err, "quota.top")
	b.sound()
}
