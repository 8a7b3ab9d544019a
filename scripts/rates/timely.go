package main

import (
	"slices"
	"strings"
)

// files are the registers from which the timeliness is counted, as they were exported.
type files struct{ transports, defects, returns, reviews []row }

// timely counts what a county answers for that is done or over its day, and of it what was
// in time, on a day, by definition rates/6: the hand-over and the sending of files of a
// transport, unless the unit's officers came late; defects and return letters that left it a
// day; reviews that it decided itself.
func timely(county, intake, day string, f files) (inTime, all int64) {
	over := func(r row) bool { return r["due_by"] != "" && r["due_by"] < day }
	add := func(list []row, matter func(r row) (counts, late bool)) {
		for _, r := range list {
			if r["cycle"] != intake || !strings.HasPrefix(r["unit"], county) {
				continue
			}
			if counts, late := matter(r); counts {
				all++
				if !late {
					inTime++
				}
			}
		}
	}
	add(f.transports, func(r row) (bool, bool) {
		steps := strings.Split(r["late"], "|")
		late := slices.Contains(steps, "files") || slices.Contains(steps, "handover") && !slices.Contains(steps, "officers")
		if r["state"] == "done" {
			return true, late
		}
		late = late || r["next_by"] == "county" && over(r)
		return r["departed_at"] != "" && r["state"] != "void" && late, late
	})
	add(f.defects, func(r row) (bool, bool) {
		late := r["state"] == "open" && r["found_late"] != "true" && over(r)
		return r["state"] == "mended" || late, late || r["late"] == "true"
	})
	add(f.returns, func(r row) (bool, bool) {
		late := (r["state"] == "notified" || r["state"] == "appraised") && r["noted_late"] != "true" && over(r)
		return r["state"] == "accepted" || r["state"] == "back" || late, late || r["accepted_late"] == "true"
	})
	add(f.reviews, func(r row) (bool, bool) {
		return r["state"] == "decided" && r["office"] == county, r["late"] == "true"
	})
	return inTime, all
}
