package app

import (
	"context"
	"errors"
	"slices"
	"time"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/jobs"
	"muster/internal/frame/ledger"
	"muster/internal/frame/outbox"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/integrity"
	"muster/internal/intake/quota"
	"muster/internal/lead/penalty"
	"muster/internal/office/role"
	"muster/internal/office/staff"
	"muster/migrations"
)

// The pauses between the runs of the product's own jobs.
const (
	checkpointEvery = time.Minute
	sendEvery       = 3 * time.Second
)

// RunJobs signs checkpoints and sends notices until ctx ends, and once more
// then, so that a clean stop leaves every log witnessed by its newest size.
func (a *App) RunJobs(ctx context.Context) {
	checkpoint, send := time.NewTicker(checkpointEvery), time.NewTicker(sendEvery)
	defer checkpoint.Stop()
	defer send.Stop()
	for {
		select {
		case <-ctx.Done():
			a.logged("checkpoint", a.Checkpoint(context.WithoutCancel(ctx)))
			return
		case <-checkpoint.C:
			a.logged("checkpoint", a.Checkpoint(ctx))
		case <-send.C:
			a.logged("jobs", a.RunDue(ctx))
			_, err := outbox.RunOnce(ctx, a.Store, a.Sender, a.Clock.Now())
			a.logged("send", err)
		}
	}
}

// RunDue does the jobs that are due, once.
func (a *App) RunDue(ctx context.Context) error {
	_, err := jobs.RunOnce(ctx, a.Store, a.handlers(), a.Clock.Now())
	_, collected := a.Tips.Collect(ctx, a.System())
	return errors.Join(err, collected)
}

// handlers are the jobs that the rooms ask for.
func (a *App) handlers() map[string]jobs.Handler {
	return map[string]jobs.Handler{clocks.RemindKind: a.remindOfClock, dispatch.ToldKind: a.tellOfReturn, quota.NoticeKind: a.tellOfAmendment,
		integrity.RemindKind: a.remindOfHold, integrity.DiscloseKind: a.discloseHold, penalty.LiftedKind: a.tellOfLifting}
}

// tellOfAmendment tells those who keep the seats of either unit of an amendment.
func (a *App) tellOfAmendment(ctx context.Context, j jobs.Job) error {
	return a.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		e := &quota.Entry{}
		if err := quota.Entries.Load(tx, j.County, ident.ID(j.Body), e, false); err != nil {
			return err
		}
		tree, now := a.Road.Tree(), clock.InstantOf(a.Clock.Now())
		subject, body := quota.Notice(e, tree.Name)
		var notices []outbox.Notice
		for _, holder := range a.quotaKeepers(e.Debit, e.Credit) {
			notices = append(notices, outbox.Notice{County: holder.County, ID: ident.New(now.Time(), a.Road.Random), Channel: outbox.Page,
				Person: holder.ID, Subject: subject, Body: body, Made: now})
		}
		return outbox.Put(tx, notices)
	})
}

// quotaKeepers lists, once each, the accounts that keep seats at one of the
// offices.
func (a *App) quotaKeepers(offices ...unit.Code) (out []staff.Account) {
	tree := a.Road.Tree()
	for _, office := range offices {
		at, ok := tree.Get(office)
		if !ok {
			continue // the outside world
		}
		for _, r := range []access.Role{role.QuotaOfficer, role.QuotaApprover, role.CountyOfficer} {
			for _, holder := range a.Directory.Holders(tree, r, at.Place, a.Today()) {
				here := slices.ContainsFunc(a.Directory.PostsOf(holder.ID, a.Today()), func(p staff.Post) bool { return p.Unit == office })
				if here && !slices.ContainsFunc(out, func(known staff.Account) bool { return known.ID == holder.ID }) {
					out = append(out, holder)
				}
			}
		}
	}
	return out
}

// remindOfHold tells the inspectors that a hold is getting old. It releases
// nothing.
func (a *App) remindOfHold(ctx context.Context, j jobs.Job) error {
	return a.Store.WriteBatch(ctx, func(tx *db.Tx) error {
		d := &integrity.Hold{}
		if err := integrity.Holds.Load(tx, j.County, ident.ID(j.Body), d, false); err != nil {
			return err
		}
		subject, body, due := integrity.Reminder(d)
		if !due {
			return nil
		}
		return outbox.Put(tx, a.notices(role.Inspector, d.Place, subject, body))
	})
}

// discloseHold tells a person of a hold on the day that two inspectors fixed. A
// hold that was released or disclosed meanwhile needs nothing.
func (a *App) discloseHold(ctx context.Context, j jobs.Job) error {
	_, err := a.Road.Do(ctx, act.Request{Kind: "case_hold.disclose", County: j.County, Subject: ident.ID(j.Body), Actor: a.System(), Key: "disclose-" + j.Body})
	if fault.Coded(err, "act.state") {
		return nil
	}
	return err
}

// notices tells everybody who holds a role above a place.
func (a *App) notices(r access.Role, place unit.Place, subject, body i18n.Text) (out []outbox.Notice) {
	now := clock.InstantOf(a.Clock.Now())
	for _, holder := range a.Directory.Holders(a.Road.Tree(), r, place, a.Today()) {
		out = append(out, outbox.Notice{County: holder.County, ID: ident.New(now.Time(), a.Road.Random), Channel: outbox.Page,
			Person: holder.ID, Subject: subject, Body: body, Made: now})
	}
	return out
}

func (a *App) logged(job string, err error) {
	if err != nil {
		a.Log.Error("a job failed", "job", job, "error", err)
	}
}

// Checkpoint signs the newest size of every log that has grown.
func (a *App) Checkpoint(ctx context.Context) error {
	_, err := ledger.Sign(ctx, a.Store, a.Keys.Signer, a.Keys.Signer.Name(), a.Clock.Now())
	return err
}

// Examine looks the installation over and lists what an operator should mend.
func (a *App) Examine(ctx context.Context) ([]i18n.Text, error) {
	var out []i18n.Text
	pending, err := db.Pending(ctx, a.Store, migrations.FS)
	if err != nil {
		return nil, err
	}
	if pending > 0 {
		out = append(out, i18n.T("数据库结构落后 {n} 版;运行 muster migrate。", "The schema is {n} versions behind; run muster migrate.").With("n", pending))
	}
	if a.Road.Tree().Len() == 0 {
		out = append(out, i18n.T("没有单位树。", "There is no office tree."))
	}
	if year := a.Today().Year(); !a.Pack.WorkingDays().Knows(year) {
		out = append(out, i18n.T("政策包缺少 {year} 年的工作日历。", "The policy pack lacks the calendar of {year}.").With("year", year))
	}
	if posts := a.adminPosts(a.Today()); posts > 1 {
		out = append(out, i18n.T("首位管理员仍兼任 {n} 个岗位;任命他人后请免去。", "The first administrator still holds {n} posts; end them once others are appointed.").With("n", posts))
	}
	if n := a.Directory.Unbound(); n > 0 {
		out = append(out, i18n.T("有 {n} 个工作账号未登记使用人,可能是某人的第二个账号;请补登(muster user bind)。",
			"Of {n} accounts of the staff it is not known who holds them, so they may be somebody's second: bind them (muster user bind).").With("n", n))
	}
	err = a.Store.Read(ctx, func(tx *db.Tx) error {
		wrong, err := quota.Audit(tx, a.Road.Tree().Name)
		out = append(out, wrong...)
		return err
	})
	return out, err
}

func (a *App) adminPosts(day clock.Date) int {
	account, ok := a.Directory.Login("admin")
	if !ok || account.State != staff.Open {
		return 0
	}
	return len(a.Directory.PostsOf(account.ID, day))
}
