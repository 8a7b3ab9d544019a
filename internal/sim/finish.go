package sim

import (
	"cmp"
	"database/sql"
	"slices"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/selection"
	"muster/internal/lead/assessment"
	"muster/internal/office/role"
	"muster/internal/people"
)

// each is a phase over everybody whose application is on its way.
func (s *Season) each(name i18n.Text, one func(p *someone, add func(task))) error {
	return s.phase(name, func(add func(task)) {
		for _, p := range s.people {
			if p.active {
				one(p, add)
			}
		}
	})
}

// purposes is why each role acts.
var purposes = map[access.Role]access.Purpose{role.CountyOfficer: role.Intake, role.Desk: role.Medical, role.VettingChair: role.Vetting,
	role.VettingMember: role.Vetting, role.Inspector: role.Integrity, role.Selector: role.Selection, role.Approver: role.Selection}

// onCase is an act on somebody's application by a member of the county's crew.
func (s *Season) onCase(p *someone, kind string, r access.Role, n int, body any) task {
	return task{act.Request{Kind: kind, County: p.county, Subject: p.application, Actor: s.by(p.county, r, n), Purpose: purposes[r], Body: body}, nil}
}

// signed adds an act that needs a second signature, and the signature.
func (s *Season) signed(add func(task), q act.Request, second access.Actor) {
	add(task{q, func(a act.Answer) {
		p := &act.Proposal{}
		err := s.app.Store.Read(s.ctx, func(tx *db.Tx) error { return act.Proposals.Load(tx, a.County, a.Subject, p, false) })
		if err != nil {
			return // the signature below fails and ends the season
		}
		purpose := q.Purpose
		if g := firstGrant(s.app.Book.Kind(q.Kind).Sign, second.Role); len(g) > 0 {
			purpose = g[0]
		}
		s.later(task{act.Request{Kind: "proposal.sign", County: a.County, Subject: a.Subject, Actor: second, Purpose: purpose,
			Body: &act.Opinion{Digest: p.Digest}}, nil})
	}})
}

func firstGrant(grants []access.Grant, r access.Role) []access.Purpose {
	for _, g := range grants {
		if g.Role == r {
			return g.Purposes
		}
	}
	return nil
}

// rank freezes and publishes the list of every county that has somebody.
func (s *Season) rank() error {
	s.until(9, 4)
	err := s.phase(text("排序定稿", "Rank and freeze"), func(add func(task)) {
		for _, county := range s.active() {
			if _, ok := s.quotas[county]; ok {
				s.signed(add, act.Request{Kind: "ranking.freeze", Actor: s.by(county, role.Selector, 1), Purpose: role.Selection,
					Body: &selection.Freezing{Cycle: s.cycle, Unit: county}}, s.by(county, role.Approver, 1))
			}
		}
	})
	if err != nil {
		return err
	}
	if err := s.find("SELECT county, id, unit FROM ranking WHERE cycle = $1", func(_, id, at string) { s.rankings[unit.Code(at)] = ident.ID(id) }, string(s.cycle)); err != nil {
		return err
	}
	if err := s.meet(); err != nil {
		return err
	}
	err = s.onRankings(text("张榜公示", "Public notice"), "ranking.publish", member{role.Approver, 2}, role.Selection)
	if err != nil {
		return err
	}
	if err := s.objectToNotice(); err != nil {
		return err
	}
	s.until(9, 14)
	return s.onRankings(text("公示期满确认", "Notices cleared"), "ranking.clear", member{role.Inspector, 1}, role.Integrity)
}

func (s *Season) onRankings(name i18n.Text, kind string, by member, purpose access.Purpose) error {
	return s.phase(name, func(add func(task)) {
		for _, county := range s.counties {
			if id, ok := s.rankings[county]; ok {
				add(task{act.Request{Kind: kind, County: county, Subject: id, Actor: s.crew[county][by], Purpose: purpose, Body: &selection.Words{Remark: "无异议"}}, nil})
			}
		}
	})
}

// approve: a few withdraw, their places are filled in order, the others are
// approved seat by seat.
func (s *Season) approve() error {
	proposed, err := s.inState(cases.Proposed)
	if err != nil {
		return err
	}
	gone := map[unit.Code]bool{}
	err = s.phase(text("退出", "Withdrawals"), func(add func(task)) {
		for _, p := range proposed {
			if s.chance(p, "changes their mind") < 0.03 {
				gone[p.county] = true
				p.active = false
				add(task{act.Request{Kind: "application.withdraw", County: p.county, Subject: p.application, Actor: s.self(p), Purpose: role.Own, Body: leaving()}, nil})
			}
		}
	})
	if err != nil {
		return err
	}
	if err := s.cancelSome(proposed); err != nil {
		return err
	}
	reserve, err := s.inState(cases.Reserve)
	if err != nil {
		return err
	}
	waiting := map[unit.Code]bool{}
	for _, p := range reserve {
		if p.particulars.Sex == people.Male { // the seats open to women may be full
			waiting[p.county] = true
		}
	}
	err = s.phase(text("按序递补", "Vacancies filled"), func(add func(task)) {
		for _, county := range s.counties {
			if gone[county] && waiting[county] {
				add(task{act.Request{Kind: "ranking.fill", County: county, Subject: s.rankings[county], Actor: s.by(county, role.Selector, 1), Purpose: role.Selection, Body: &selection.Words{}}, nil})
			}
		}
	})
	if err != nil {
		return err
	}
	if proposed, err = s.inState(cases.Proposed); err != nil {
		return err
	}
	return s.phase(text("批准入伍", "Approvals"), func(add func(task)) {
		for _, p := range proposed {
			add(s.onCase(p, "application.approve", role.Approver, 1, &selection.Words{}))
		}
	})
}

// assess computes every county's rates by the city above it, or the province
// where there is none between.
func (s *Season) assess() error {
	s.until(11, 10)
	return s.phase(text("考核评价", "Assessment"), func(add func(task)) {
		for _, county := range s.counties {
			u, _ := s.app.Road.Tree().Get(county)
			add(task{act.Request{Kind: "assessment.publish", Actor: s.by(u.Parent, role.Assessor, 1), Purpose: role.Assessment,
				Body: &assessment.Assessing{Cycle: s.cycle, Unit: county}}, nil})
		}
	})
}

// active lists the counties that have an application on its way.
func (s *Season) active() []unit.Code {
	seen := map[unit.Code]bool{}
	for _, p := range s.people {
		if p.active {
			seen[p.county] = true
		}
	}
	var out []unit.Code
	for _, county := range s.counties {
		if seen[county] {
			out = append(out, county)
		}
	}
	return out
}

func sorted(list []*someone) []*someone {
	slices.SortStableFunc(list, func(a, b *someone) int { return cmp.Compare(a.home.Place, b.home.Place) })
	return list
}

// find runs a query of three texts over the database: what a user would see in
// a list.
func (s *Season) find(query string, row func(a, b, c string), args ...any) error {
	return s.app.Store.Read(s.ctx, func(tx *db.Tx) error {
		return tx.Each(query, args, func(rows *sql.Rows) error {
			var a, b, c string
			if err := rows.Scan(&a, &b, &c); err != nil {
				return err
			}
			row(a, b, c)
			return nil
		})
	})
}

func (s *Season) findQuotas(intake ident.ID) error {
	return s.find("SELECT county, id, unit FROM quota WHERE cycle = $1", func(_, id, at string) { s.quotas[unit.Code(at)] = ident.ID(id) }, string(intake))
}

func (s *Season) inState(state string) (out []*someone, err error) {
	byCase := s.byApplication()
	err = s.find("SELECT county, id, state FROM application WHERE state = $1 ORDER BY county, rank, id", func(_, id, _ string) {
		if p := byCase[ident.ID(id)]; p != nil { // of this intake
			out = append(out, p)
		}
	}, state)
	return out, err
}

func (s *Season) byApplication() map[ident.ID]*someone {
	out := map[ident.ID]*someone{}
	for _, p := range s.people {
		if p.application != "" {
			out[p.application] = p
		}
	}
	return out
}
