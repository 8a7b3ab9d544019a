package web

import (
	"cmp"
	"slices"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/intake/dispatch"
)

// transportData is the page of a transport: the plan, its limits, who is on it and
// what is still lacking before it may leave.
type transportData struct {
	*dispatch.Transport
	Office  string
	Status  value
	Back    string
	Mode    i18n.Text
	Steps   []limitRow
	Lacking []i18n.Text
	Aboard  []passenger
	Hidden  bool // the people are not the reader's to see
	Defects []defectLine
	Acts    []linkTo
}

// limitRow is one step of a transport with its limit.
type limitRow struct {
	Label   i18n.Text
	By      i18n.Text // who answers for it
	Article i18n.Text
	Until   clock.Instant
	Done    clock.Instant
	Verdict i18n.Text
	Tone    string
}

// passenger is one person on a transport.
type passenger struct {
	Rank     int64
	Name     string
	Href     string
	Place    string
	Kit      string
	Identity value
	State    value
	Handed   clock.Instant
}

// defectLine is one defect of a file.
type defectLine struct {
	Open       bool
	Href, What string
	DueBy      clock.Date
	State      value
}

// opened reads a record of a register for a page of its own, leaving a leaf.
func (q *request) opened(t *record.Table) (record.Record, error) {
	reg := q.s.App.Shelf.Get(t.Name)
	return q.s.App.Road.One(q.Context(), reg.Look(q.actor, reg.Purpose(q.actor), "view"), unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")))
}

// clocked runs a reading of clocks.
func (q *request) clocked(read func(k *clocks.Reading) error) error {
	return q.s.App.Road.Ask(q.Context(), func(w *act.Work) error { return read(clocks.Of(w, &house.House{Pack: q.s.App.Pack})) })
}

// transportPage shows a transport with its people to those who may see both.
func (s *server) transportPage(q *request) error {
	found, err := q.opened(dispatch.Transports)
	if err != nil {
		return err
	}
	t := found.(*dispatch.Transport)
	d := transportData{Transport: t, Office: q.unitName(t.Unit), Back: recordPath(dispatch.Transports, t.County, t.ID), Mode: optionText(t.Mode.Options(), string(t.Mode)),
		Status: q.valueOf(dispatch.Transports, dispatch.Transports.Schema.Get("state"), t)}
	if err := q.steps(&d); err != nil {
		return err
	}
	if err := q.aboard(&d); err != nil {
		return err
	}
	if err := q.defects(&d); err != nil {
		return err
	}
	d.lacking()
	if d.Acts, err = q.available(dispatch.Transports, t); err != nil {
		return err
	}
	return q.show(transportPage(q.page(i18n.T("起运批次", "Transport")), d))
}

// steps reads the limits of a transport's mode.
func (q *request) steps(d *transportData) error {
	return q.clocked(func(k *clocks.Reading) error {
		view := k.View(d.Law)
		list, err := d.Transport.Steps(k, view)
		d.Steps = nil
		for _, s := range list {
			row := limitRow{Label: s.Label, By: words[s.By], Until: s.Until, Done: s.Done}
			if limit, err := view.Deadline(s.Name); err == nil {
				row.Article = limit.Article
			}
			row.Verdict, row.Tone = verdict(s, slices.Contains(d.Late, s.Code), clock.InstantOf(q.s.App.Clock.Now()))
			if s.From != 0 {
				row.Label = s.Label.And(i18n.T("(最早 {day})", " (not before {day})")).With("day", k.Day(s.From))
				if d.Early && row.Tone == "ok" {
					row.Verdict, row.Tone = i18n.T("已办,早于规定", "done, before its time"), "warn"
				}
			}
			d.Steps = append(d.Steps, row)
		}
		return err
	})
}

// verdict says how a step stands to its limit.
func verdict(s dispatch.Step, late bool, now clock.Instant) (i18n.Text, string) {
	switch {
	case s.Done != 0 && late:
		return i18n.T("已办,逾期", "done, late"), "warn"
	case s.Done != 0:
		return i18n.T("已按期办理", "done in time"), "ok"
	case s.Until == 0:
		return i18n.T("尚未起算", "not running yet"), "wait"
	case now > s.Until:
		return i18n.T("已逾期", "overdue"), "bad"
	}
	return i18n.T("待办", "to be done"), "wait"
}

// aboard reads who is on the transport, where the reader may see cases.
func (q *request) aboard(d *transportData) error {
	reg := q.s.App.Shelf.Get(cases.Table.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	if d.Hidden = !look.Visible(); d.Hidden {
		return nil
	}
	err := q.s.App.Road.Export(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "batch", Values: []string{string(d.ID)}}}, Sort: "rank"}, func(r record.Record) error {
		c := r.(*cases.Case)
		d.Aboard = append(d.Aboard, passenger{Rank: c.Rank, Name: c.Name, Href: handoverPath(c), Place: q.unitName(c.Unit), Kit: string(c.KitOn), Handed: c.HandedAt,
			Identity: identity(c.Identity, q.lang), State: q.valueOf(cases.Table, cases.Table.Schema.Get("state"), c)})
		return nil
	})
	slices.SortStableFunc(d.Aboard, func(a, b passenger) int { return cmp.Compare(a.Rank, b.Rank) })
	return err
}

// identity is how the check at the hand-over stands.
func identity(found string, lang i18n.Lang) value {
	switch found {
	case dispatch.Confirmed:
		return value{State: true, Tone: "ok", Text: i18n.T("已确认", "confirmed").In(lang)}
	case dispatch.Mismatch:
		return value{State: true, Tone: "bad", Text: i18n.T("不符,核查中", "differs; being looked into").In(lang)}
	}
	return value{State: true, Tone: "wait", Text: i18n.T("未核对", "not checked").In(lang)}
}

func (q *request) defects(d *transportData) error {
	reg := q.s.App.Shelf.Get(dispatch.Defects.Name)
	look := reg.Look(q.actor, reg.Purpose(q.actor), "list")
	if !look.Visible() {
		return nil
	}
	return q.s.App.Road.Export(q.Context(), look, record.Query{Filters: []record.Filter{{Field: "transport", Values: []string{string(d.ID)}}}}, func(r record.Record) error {
		f := r.(*dispatch.Defect)
		line := defectLine{Open: f.State == dispatch.DefectOpen, Href: recordPath(reg.Table, f.County, f.ID), What: f.What, DueBy: f.DueBy, State: q.valueOf(reg.Table, reg.Table.Schema.Get("state"), f)}
		if line.Open {
			line.State.Tone = "warn"
		}
		d.Defects = append(d.Defects, line)
		return nil
	})
}

// lacking says what still keeps the transport from leaving, as far as its reader
// can see it.
func (d *transportData) lacking() {
	if d.Departed != 0 {
		return
	}
	open, bare, unsure, waiting := 0, 0, 0, 0
	for _, f := range d.Defects {
		if f.Open {
			open++
		}
	}
	for _, p := range d.Aboard {
		if p.Kit == "" {
			bare++
		}
		if p.Identity.Tone != "ok" {
			unsure++
		}
		if p.Handed == 0 {
			waiting++
		}
	}
	say := func(lacks bool, text i18n.Text) {
		if lacks {
			d.Lacking = append(d.Lacking, text)
		}
	}
	say(d.Root == "", i18n.T("名单尚未审定", "The list is not approved yet"))
	say(d.Reviewed == 0 && d.Transport.Mode != dispatch.OwnTravel, i18n.T("档案尚未审查", "The files are not reviewed yet"))
	say(open > 0, i18n.T("{n} 处档案问题未补正", "Defects of files not mended: {n}").With("n", open))
	say(bare > 0, i18n.T("{n} 人未发放被装", "Without clothing: {n}").With("n", bare))
	if d.Transport.Mode == dispatch.Collected {
		say(unsure > 0, i18n.T("{n} 人未核对身份", "Identity not confirmed: {n}").With("n", unsure))
		say(waiting > 0, i18n.T("{n} 人尚未交接(领兵的须在起运前交接)", "Not handed over yet: {n} (the collected are handed over before they leave)").With("n", waiting))
	}
}
