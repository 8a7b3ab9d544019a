package records

import (
	"testing"
	"time"

	"muster/internal/frame/clock"
	"muster/internal/frame/ident"
)

var noon = time.Date(2026, 8, 3, 4, 0, 0, 0, time.UTC)

func after(minutes ...int) (out []leaf) {
	for _, m := range minutes {
		out = append(out, leaf{log: "1", at: clock.InstantOf(noon.Add(time.Duration(m) * time.Minute)), kind: "exam.conclude", actor: "doctor"})
	}
	return out
}

// TestSpeed: the most within any hour, the last moment of which belongs to the next; as many
// as the limit are no alarm.
func TestSpeed(t *testing.T) {
	t.Parallel()
	for name, x := range map[string]struct {
		leaves    []leaf
		hour, gap int64
		alarm     bool
	}{
		"as many as the limit":              {after(0, 10, 20), 3, 600, false},
		"one more":                          {after(0, 10, 20, 30), 4, 600, true},
		"the fourth an hour later":          {after(0, 10, 20, 60), 3, 600, false},
		"the fourth a minute sooner":        {after(0, 10, 20, 59), 4, 600, true},
		"the busiest hour is not the first": {after(0, 100, 101, 102, 103), 4, 60, true},
		"one alone":                         {after(0), 1, 0, false},
		"recorded in another order":         {after(30, 0, 20, 10), 4, 600, true},
	} {
		list := append(x.leaves, leaf{log: "1", kind: "exam.conclude", actor: "another", at: clock.InstantOf(noon)}, leaf{log: "1", kind: "exam_appointment.admit", actor: "doctor", at: clock.InstantOf(noon)})
		found := false
		for _, s := range speeds(list, 3) {
			if s.Account != "doctor" {
				continue
			}
			found = true
			if s.Hour != x.hour || s.Gap != x.gap || s.Alarm != x.alarm || s.N != int64(len(x.leaves)) {
				t.Errorf("%s: %+v", name, s)
			}
		}
		if !found {
			t.Errorf("%s: nothing is said of the doctor", name)
		}
	}
}

// met are examinations of one section on one day: by desk and doctor.
func met(list map[[2]ident.ID]int) (out []*exam) {
	for pair, n := range list {
		for range n {
			out = append(out, &exam{station: "1", on: "2026-08-03", desk: pair[0], sections: []hand{{section: "eyes", doctor: pair[1], signed: true}}})
		}
	}
	return out
}

// TestPairs: who met more often than the lot makes likely is an alarm at the level shared
// among all pairs; where there is one doctor, there is nothing to compare.
func TestPairs(t *testing.T) {
	t.Parallel()
	if list := pairs(met(map[[2]ident.ID]int{{"d", "e"}: 30, {"d2", "e"}: 30}), nil, 0.01); len(list) != 0 {
		t.Errorf("one doctor examines everybody: %+v", list)
	}
	list := pairs(met(map[[2]ident.ID]int{{"d", "e"}: 20, {"d2", "f"}: 20}), nil, 0.01)
	for _, p := range list {
		often := p.A == "d" && p.B == "e" || p.A == "d2" && p.B == "f"
		if p.How != "desk" || p.Of != 20 || p.Expected != 10 || p.Alarm != often || p.Met != map[bool]int64{true: 20}[often] {
			t.Errorf("%+v", p)
		}
	}
	if len(list) != 4 || !list[0].Alarm || !list[1].Alarm {
		t.Errorf("%+v", list)
	}
	// Ten of ten by one doctor of two: 1 of 924 for one pair, and there are four.
	near := map[[2]ident.ID]int{{"d", "e"}: 6, {"d2", "f"}: 6}
	for alpha, want := range map[float64]bool{4.0/924 - 1e-6: false, 4.0/924 + 1e-6: true} {
		if p := pairs(met(near), nil, alpha)[0]; p.Alarm != want {
			t.Errorf("at %g: %+v", alpha, p)
		}
	}
	signed := pairs(nil, []leaf{{log: "1", kind: "correction.accept", actor: "a", signer: "b"}, {log: "1", kind: "correction.accept", actor: "c", signer: "d"}, {log: "1", kind: "correction.accept", actor: "a"}}, 0.01)
	if len(signed) != 4 || signed[0].How != "signed" || signed[0].Of != 1 {
		t.Errorf("%+v", signed)
	}
}

// TestSteps: a conclusion without admission or signature is an alarm by itself; hasty
// ones where they are more than the law of mistakes allows.
func TestSteps(t *testing.T) {
	t.Parallel()
	l := limits{alpha: 0.01, hasty: 0.02, minutes: 10}
	exams := func(n int, change func(e *exam)) (out []*exam) {
		for range n {
			e := &exam{station: "1", admitted: clock.InstantOf(noon), finished: clock.InstantOf(noon.Add(10 * time.Minute)), sections: []hand{{signed: true}, {signed: true}}}
			out = append(out, e)
		}
		change(out[0])
		return out
	}
	hasten := func(list []*exam, n int) []*exam {
		for _, e := range list[:n] {
			e.finished = clock.InstantOf(noon.Add(9 * time.Minute))
		}
		return list
	}
	for name, x := range map[string]struct {
		list []*exam
		want Steps
	}{
		"all in order":         {exams(20, func(*exam) {}), Steps{N: 20}},
		"one not admitted":     {exams(20, func(e *exam) { e.admitted = 0 }), Steps{N: 20, Unadmitted: 1, Alarm: true}},
		"one section unsigned": {exams(20, func(e *exam) { e.sections[1].signed = false }), Steps{N: 20, Unsigned: 1, Alarm: true}},
		"no section at all":    {exams(20, func(e *exam) { e.sections = nil }), Steps{N: 20, Unsigned: 1, Alarm: true}},
		"two hasty":            {hasten(exams(20, func(*exam) {}), 2), Steps{N: 20, Hasty: 2}},
		"four hasty":           {hasten(exams(20, func(*exam) {}), 4), Steps{N: 20, Hasty: 4, Alarm: true}},
	} {
		x.want.Station = "1"
		if got := steps(x.list, l); len(got) != 1 || got[0] != x.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
	two := append(hasten(exams(20, func(*exam) {}), 3), &exam{station: "2", admitted: clock.InstantOf(noon), finished: clock.InstantOf(noon.Add(time.Hour)), sections: []hand{{signed: true}}})
	if got := steps(two, limits{alpha: 0.01, hasty: 0.02, minutes: 10}); len(got) != 2 || got[0].Alarm {
		t.Errorf("three hasty of twenty are 0.7 %%, and two stations share 1 %%: %+v", got)
	}
}

// TestIdentity: the counties share the level.
func TestIdentity(t *testing.T) {
	t.Parallel()
	l := limits{alpha: 0.01, mistaken: 0.002}
	list := []Identity{{County: "1", N: 50, Doubted: 0}, {County: "2", N: 50, Doubted: 2}, {County: "3", N: 4, Doubted: 1}}
	alarmIdentity(list, l)
	if list[0].County != "2" || list[0].Alarm || list[1].Alarm || list[2].Alarm { // 0.45 % and 0.8 %, a third of 1 % each
		t.Errorf("%+v", list)
	}
	alone := []Identity{{County: "2", N: 50, Doubted: 2}}
	if alarmIdentity(alone, l); !alone[0].Alarm {
		t.Errorf("%+v", alone)
	}
}
