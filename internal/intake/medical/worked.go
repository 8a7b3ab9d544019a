package medical

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// The records of the sections do not say to which application they belong. Under the
// key the program can ask nevertheless who worked on them, so that whoever measured
// somebody does not decide their review. The answer is yes or no: neither the number
// nor the section is told, to anybody.

// partsBehind finds the sections of every examination of an application, of all
// stations and kinds.
func (r *room) partsBehind(w *act.Work, _ unit.Code, application ident.ID) (*record.Table, []record.Base, error) {
	booked, err := act.List[Appointment](w, Appointments, "application = $1", string(application))
	var out []record.Base
	for _, a := range booked {
		for _, id := range PartIDs(r.Pack, r.key, &Exam{Candidate: a.ID}) {
			out = append(out, record.Base{County: a.County, ID: id})
		}
	}
	return Parts, out, err
}

// readingsBehind finds what devices delivered for those sections.
func (r *room) readingsBehind(w *act.Work, home unit.Code, application ident.ID) (*record.Table, []record.Base, error) {
	_, parts, err := r.partsBehind(w, home, application)
	if err != nil || len(parts) == 0 {
		return Readings, nil, err
	}
	args := &access.Args{}
	at, of := "county IN (''", ") AND part IN (''"
	for _, p := range parts {
		at, of = at+", "+args.Add(string(p.County)), of+", "+args.Add(string(p.ID))
	}
	list, err := act.List[Reading](w, Readings, at+of+")", args.Values...)
	var out []record.Base
	for _, x := range list {
		out = append(out, x.Base)
	}
	return Readings, out, err
}
