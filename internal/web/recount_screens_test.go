package web_test

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/clock"
)

// came says whether a case came to a point of the funnel, counted from 0.
func came(r map[string]string, point int) bool {
	reach, err := strconv.Atoi(r["reach"][:2])
	return err == nil && reach > point
}

// progress compares the tiles of the counties and the lines of the groups.
func (y *year) progress(all rows) {
	reader := y.as("1301.inspector.1")
	page := reader.get("/insight/funnel?by=education&from=1&to=4&cycle="+y.cycle).want(y.t, 200).Body
	tiles := below(page, "map")
	if len(tiles) < 10 {
		y.t.Fatalf("%d tiles", len(tiles))
	}
	for _, line := range tiles {
		in := func(point int) int {
			return all.count(func(r map[string]string) bool { return y.name[y.county[r["unit"]]] == line[0] && came(r, point) })
		}
		y.is(line[0]+" preselected", line[1], in(1), false)
		y.is(line[0]+" qualified", line[2], in(4), false)
	}
	words := map[string]string{"高中": "senior_high", "中职": "vocational", "大专": "junior_college", "本科": "bachelor", "硕士": "master", "博士": "doctor", "初中": "junior_middle", "全体": ""}
	lines := below(page, "groups")
	if len(lines) < 3 {
		y.t.Fatalf("%d groups", len(lines))
	}
	for _, line := range lines {
		for point := range 10 {
			shown, _, _ := strings.Cut(line[1+point], " ")
			y.is(line[0]+" "+strconv.Itoa(point), shown, all.count(func(r map[string]string) bool {
				return (words[line[0]] == "" || r["education"] == words[line[0]]) && came(r, point)
			}), false)
		}
	}
}

// whatIf compares what was and what would be without the seats of the largest county.
func (y *year) whatIf(all, rankings rows) {
	chosen := map[string]int{}
	for _, r := range rankings {
		chosen[r["id"]], _ = strconv.Atoi(r["chosen"])
	}
	selected := func(r map[string]string) bool {
		rank, _ := strconv.Atoi(r["rank"])
		return r["ranking"] != "" && rank <= chosen[r["ranking"]]
	}
	largest, most := "", 0
	for code := range y.name {
		if n := all.count(func(r map[string]string) bool { return len(code) == 6 && y.county[r["unit"]] == code && selected(r) }); n > most {
			largest, most = code, n
		}
	}
	page := y.as("1301.leader.1").get("/insight/whatif?ask=1&cycle="+y.cycle+"&quota."+largest+"=0").want(y.t, 200).Body
	groups := map[string]func(map[string]string) bool{"合计": func(map[string]string) bool { return true }, "男": is("sex", "male"), "女": is("sex", "female"),
		"高中": is("education", "senior_high"), "大专": is("education", "junior_college"), "本科": is("education", "bachelor"), "硕士": is("education", "master"), "中职": is("education", "vocational")}
	for code, name := range y.name {
		if len(code) == 6 {
			groups[name] = func(r map[string]string) bool { return y.county[r["unit"]] == code }
		}
	}
	figures := 0
	for _, line := range append(below(page, "answer"), below(page, "few")...) {
		in := groups[line[0]]
		if in == nil || len(line) != 6 {
			continue
		}
		was := all.count(func(r map[string]string) bool { return in(r) && selected(r) })
		lost := all.count(func(r map[string]string) bool { return in(r) && selected(r) && y.county[r["unit"]] == largest })
		for i, want := range []int{was, was - lost, 0, lost, 0} {
			if y.is("what-if "+line[0]+" "+strconv.Itoa(i), line[i+1], want, true) {
				figures++
			}
		}
	}
	if figures < 20 {
		y.t.Errorf("%d figures of the what-if are shown", figures)
	}
}

func is(column, value string) func(map[string]string) bool {
	return func(r map[string]string) bool { return r[column] == value }
}

// forecast compares seats and the gates of each county: passed, lost and waiting.
func (y *year) forecast(all, seats rows) {
	reader := y.as("1301.leader.1")
	open := map[string]int{}
	for _, q := range seats {
		n, _ := strconv.Atoi(q["seats"])
		on, _ := strconv.Atoi(q["passed_on"])
		if q["cycle"] == y.cycle && q["state"] == "issued" {
			open[q["unit"]] = n - on
		}
	}
	gone := []string{"not_eligible", "physical_fail", "vetting_fail", "withdrawn", "cancelled", "returned"}
	last := []int{2, 4, 5, 6, 8} // the point of the funnel, counted from 1, that shows a gate was passed
	figures := 0
	for _, line := range below(reader.get("/insight/forecast?cycle="+y.cycle).want(y.t, 200).Body, "forecast") {
		code := ""
		for c, name := range y.name {
			if len(c) == 6 && name == line[0] {
				code = c
			}
		}
		y.is(line[0]+" seats", line[1], open[code], false)
		for gate, row := range below(reader.get("/insight/forecast?unit="+code+"&cycle="+y.cycle).want(y.t, 200).Body, "gates") {
			at := func(r map[string]string) (passed, ended, waits bool) {
				reach, _ := strconv.Atoi(r["reach"][:2])
				ended = slices.Contains(gone, r["state"])
				passed = reach >= last[gate] && !(gate == 4 && ended)
				here := !passed && (gate == 0 || reach >= last[gate-1])
				return passed, here && ended, here && !ended
			}
			for i, want := range []int{
				all.count(func(r map[string]string) bool { _, _, w := at(r); return y.county[r["unit"]] == code && w }),
				all.count(func(r map[string]string) bool { p, _, _ := at(r); return y.county[r["unit"]] == code && p }),
				all.count(func(r map[string]string) bool { _, e, _ := at(r); return y.county[r["unit"]] == code && e })} {
				if y.is(line[0]+" "+row[0]+" "+strconv.Itoa(i), row[i+1], want, true) {
					figures++
				}
			}
		}
	}
	y.officersGates()
	if figures < 30 {
		y.t.Errorf("%d figures of the forecast are shown", figures)
	}
}

// officersGates: whoever may open the cases sees every count of who is at which gate.
func (y *year) officersGates() {
	officers := 0
	for code := range y.name {
		officer := open(y.t, y.base)
		if len(code) != 6 || officer.post("/signin", url.Values{"login": {code + ".county_officer.1"}, "password": {"muster-demo-2026"}}).Status != 303 {
			continue
		}
		for _, row := range below(officer.get("/insight/forecast?cycle="+y.cycle).want(y.t, 200).Body, "gates") {
			if officers++; slices.Contains(row, "·") {
				y.t.Errorf("the officer of %s is not shown who is at which gate: %v", code, row)
			}
		}
	}
	if officers == 0 {
		y.t.Error("no officer of a county saw its gates")
	}
}

// radar compares the conclusions of each station, its funnel and its samples, and the
// identities checked.
func (y *year) radar(all, exams, samples rows) {
	page := y.as("1301.inspector.1").get("/insight/radar?cycle="+y.cycle).want(y.t, 200).Body
	first := func(r map[string]string) bool {
		return r["cycle"] == y.cycle && r["exam_on"] == "2026-08-18" && r["state"] == "concluded" && r["outcome"] != "recheck"
	}
	in := func(r map[string]string, name string) bool { return y.name[r["station"]] == name }
	if want := strconv.Itoa(exams.count(first)) + " 次体检"; !strings.Contains(text(page), want) {
		y.t.Errorf("the radar does not say %s: %s", want, squeeze(text(page))[:900])
	}
	for id, columns := range map[string]int{"steps": 1, "stations": 2, "identity": 2, "samples": 4} {
		lines := append(below(page, id), below(page, id+"-more")...)
		if len(lines) == 0 {
			y.t.Fatalf("no table %s", id)
		}
		for _, line := range lines {
			var want []int
			switch id {
			case "steps":
				want = []int{exams.count(func(r map[string]string) bool { return in(r, line[0]) && first(r) })}
			case "stations": // of kinds that others have too
				if n := exams.count(func(r map[string]string) bool { return in(r, line[0]) && first(r) }); line[1] != strconv.Itoa(n) {
					continue
				}
				want = []int{exams.count(func(r map[string]string) bool { return in(r, line[0]) && first(r) }), exams.count(func(r map[string]string) bool { return in(r, line[0]) && first(r) && r["outcome"] == "pass" })}
			case "identity":
				want = []int{all.count(func(r map[string]string) bool {
					return y.name[y.county[r["unit"]]] == line[0] && r["identity"] == "confirmed"
				}), 0}
			case "samples":
				want = make([]int, 4)
				for _, s := range samples {
					for i, column := range []string{"drawn", "compared", "differ", "failed"} {
						if n, _ := strconv.Atoi(s[column]); in(s, line[0]) && s["cycle"] == y.cycle {
							want[i] += n
						}
					}
				}
			}
			for i := range columns {
				y.is(id+" "+line[0], line[i+1], want[i], false)
			}
		}
	}
}

// cohort compares the outcomes of everybody on file with asking for each.
func (y *year) cohort(persons rows) {
	persons = slices.DeleteFunc(persons, func(p map[string]string) bool { return p["birth_year"] < "1999" || p["birth_year"] > "2010" })
	page := y.as("1301.leader.1").get("/insight/cohort?before=2025-11-01&after=2026-11-01").want(y.t, 200).Body
	shown := text(page)
	if want := "共 " + number(len(persons)) + " 人,1999 年至 2010 年出生"; !strings.Contains(squeeze(shown), want) {
		y.t.Errorf("the cohort is not %s", want)
	}
	for _, day := range []clock.Date{"2025-11-01", "2026-11-01"} {
		counts := map[string]int{}
		for _, p := range persons {
			facts := map[string]any{"birth_date": p["birth_date"], "sex": p["sex"], "student": p["student"] == "true"}
			if p["education"] != "" {
				facts["education"] = p["education"]
			}
			if n, err := strconv.ParseInt(p["graduation_year"], 10, 64); err == nil && n > 0 {
				facts["graduation_year"] = n
			}
			a, err := y.app.Pack.On(day).Explain("eligibility", facts)
			if err != nil {
				y.t.Fatal(err)
			}
			counts[a.Outcome]++
		}
		_, side, found := strings.Cut(squeeze(shown), " "+string(day)+" ")
		if !found {
			y.t.Fatalf("the page has no %s", day)
		}
		for outcome, words := range map[string]string{"eligible": "符合基本条件", "not_eligible": "不符合条件", "unknown": "尚不能确定"} {
			if n := counts[outcome]; n >= 5 && !strings.Contains(side[:min(len(side), 200)], words+" "+number(n)) {
				y.t.Errorf("%s: %d are %s; the page says %s", day, n, outcome, side[:min(len(side), 200)])
			}
		}
	}
}

func number(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return number(n/1000) + "," + strconv.Itoa(n)[len(strconv.Itoa(n))-3:]
}
