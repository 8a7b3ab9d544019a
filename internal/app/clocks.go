package app

import (
	"context"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/jobs"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/intake/dispatch"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/people"
)

// peopleClocks are the clocks of the files of people, which know the intake not.
func peopleClocks() []clocks.Running {
	return []clocks.Running{
		clocks.Fixed(people.Registrations, func(r *people.Registration) *clock.Date { return &r.DueBy }, "registration", nil),
		clocks.Fixed(people.Reserves, func(r *people.ReserveEntry) *clock.Date { return &r.DueBy }, "reservist_soldier", nil),
		// Once a deferral is granted its day is a day to look again, and no limit.
		clocks.Fixed(people.Deferrals, func(d *people.Deferral) *clock.Date { return &d.DueBy }, "deferral_decision", func(d *people.Deferral) bool { return d.State != people.DeferralGranted }),
	}
}

// remindOfClock tells those who may act on a record that its clock ends tomorrow.
// A clock that was extended meanwhile reminds later; one that ended reminds nobody.
func (a *App) remindOfClock(ctx context.Context, j jobs.Job) error {
	name, id, _ := strings.Cut(j.Body, "/")
	t := a.Book.Table(name)
	return a.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		r := t.New()
		if err := t.Load(tx, j.County, ident.ID(id), r, false); err != nil {
			return err
		}
		due := clock.Date(act.ViewOf(t, r).Value(t.Due().Name))
		switch {
		case due == "" || ended(t, r.Head().State):
			return nil
		case due > a.Today().AddDays(1):
			j.ID, j.Due = ident.New(a.Clock.Now(), a.Road.Random), clock.InstantOf(due.AddDays(-1).In(a.Pack.Zone()))
			return jobs.Put(tx, []jobs.Job{j})
		}
		subject, body := i18n.T("期限将到:", "Soon due: ").And(t.Title), i18n.T("一件“{what}”须在 {day} 前办理;请在工作台“期限”中打开(编号 {id})。", "A matter of “{what}” is to be dealt with by {day}; open it under “By when” on your worklist (number {id}).").With("what", t.Title, "id", r.Head().ID, "day", due)
		var notices []outbox.Notice
		for _, role := range a.actors(t, r.Head().State) {
			notices = append(notices, a.notices(role, r.Head().Place, subject, body)...)
		}
		return outbox.Put(tx, notices)
	})
}

func ended(t *record.Table, state string) bool {
	return slices.ContainsFunc(t.States, func(s record.State) bool { return s.Name == state && s.End })
}

// actors are the roles of offices that may act on a record in a state.
func (a *App) actors(t *record.Table, state string) (out []access.Role) {
	for _, k := range a.Book.On(t) {
		if k.New || k.Cause || !k.MayStart(state) {
			continue
		}
		for _, g := range k.By {
			if g.Relation == access.Subtree && !slices.Contains(out, g.Role) {
				out = append(out, g.Role)
			}
		}
	}
	return out
}

// tellOfReturn tells of a return the departments that keep households and study, the
// office through which the person applied (of a student that of the campus), and
// the county office, which sends the letter to the place of work or study.
func (a *App) tellOfReturn(ctx context.Context, j jobs.Job) error {
	return a.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		r := &dispatch.Return{}
		if err := dispatch.Returns.Load(tx, j.County, ident.ID(j.Body), r, false); err != nil {
			return err
		}
		subject, body := dispatch.Told(r)
		tree, notices := a.Road.Tree(), a.toDepartments(j.County, subject, body)
		letter := i18n.T("请将“恢复工作、学籍通知”寄送原单位或学校(在退兵页面打印)。", " Send the letter that work or study is to be restored; it is printed on the page of the return.")
		notices = append(notices, a.notices(role.Clerk, r.Place, subject, body)...)
		if county, ok := tree.Get(r.County); ok {
			notices = append(notices, a.notices(role.CountyOfficer, county.Place, subject, body.And(letter))...)
		}
		return outbox.Put(tx, notices)
	})
}

// toDepartments tells those who answer and execute in the departments of a county.
func (a *App) toDepartments(county unit.Code, subject, body i18n.Text) (out []outbox.Notice) {
	for _, u := range a.Road.Tree().Children(county) {
		if u.Kind == "department" {
			out = append(out, a.notices(role.Reviewer, u.Place, subject, body)...)
		}
	}
	return out
}

// tellOfLifting tells the departments of a county of a measure that was set aside.
func (a *App) tellOfLifting(ctx context.Context, j jobs.Job) error {
	return a.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		p := &penalty.Penalty{}
		if err := penalty.Penalties.Load(tx, j.County, ident.ID(j.Body), p, false); err != nil {
			return err
		}
		subject, body := penalty.Lifting(p)
		return outbox.Put(tx, a.toDepartments(j.County, subject, body))
	})
}
