package dispatch_test

import (
	"strings"
	"testing"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
	"muster/internal/intake/quota"
	"muster/internal/office/role"
	"muster/internal/web/webtest"
)

// TestAReturnIsCarriedOut: two people accept it; the approval is cancelled, the seat
// given back, the offices told without a reason; it is handed back with two
// signatures, once, and the case goes nowhere else.
func TestAReturnIsCarriedOut(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, carriedOut)
}

func carriedOut(t *testing.T, store db.Store) {
	b := webtest.NewOn(t, store)
	back := b.Departure().Returns[1]
	approver, inspector, receiver, officer := b.Actor(role.Approver), b.Actor(role.Inspector), b.Actor(role.Receiver), b.Actor(role.CountyOfficer)
	webtest.Attest[quota.Quota](b, quota.Table, "UPDATE quota SET used = 2 WHERE unit = '130102'") // the bench approved past the acts
	_, err := b.Try(receiver, role.Dispatch, "recruit_return.hand_back", back, &dispatch.Words{})
	wants(t, "handed back before it is accepted", err, "act.state")
	same := b.Second(receiver, "same.approver", role.Approver, webtest.County)
	_, err = b.Try(same, role.Selection, "recruit_return.accept", back, &dispatch.Accepting{Remark: "x"})
	wants(t, "accepted by who noted the letter", err, "access.duties")
	p := b.As(approver, role.Selection, "recruit_return.accept", back, &dispatch.Accepting{Responsible: true, Remark: "初审未核对原件"})
	if c := webtest.At[cases.Case](b, cases.Table, "name = '丙'")[0]; c.State != cases.HandedOver || c.ApprovedOn == "" {
		t.Errorf("one signature moved the case: %s", c.State)
	}
	if _, err := b.Sign(inspector, role.Integrity, p); err != nil {
		t.Fatal(err)
	}
	c, q := webtest.At[cases.Case](b, cases.Table, "name = '丙'")[0], webtest.At[quota.Quota](b, quota.Table, "unit = '130102' AND state = 'issued'")[0]
	if c.State != cases.Returned || c.ApprovedOn != "" || c.HandedAt == 0 || q.Used != 1 {
		t.Errorf("accepted: %s, approved on %q, %d seats used", c.State, c.ApprovedOn, q.Used)
	}
	b.NextDay()
	var told []string
	for _, n := range b.Notices() {
		if strings.Contains(n.Body.In("zh"), "恢复学籍或者原工作") {
			told = append(told, string(n.Person))
			if strings.Contains(n.Body.In("zh"), "虚假") {
				t.Error("the offices are told why")
			}
		}
	}
	if len(told) < 2 {
		t.Errorf("told of the return: %v", told)
	}
	for due := webtest.At[dispatch.Return](b, dispatch.Returns, "id = $1", string(back.Subject))[0].DueBy; b.App.Today() <= due; {
		b.NextDay()
	}
	p = b.As(receiver, role.Dispatch, "recruit_return.hand_back", back, &dispatch.Words{})
	_, err = b.Sign(receiver, role.Dispatch, p)
	if err == nil {
		t.Error("one person gave both signatures")
	}
	if _, err := b.Sign(officer, role.Dispatch, p); err != nil {
		t.Fatal(err)
	}
	r := webtest.At[dispatch.Return](b, dispatch.Returns, "id = $1", string(back.Subject))[0]
	if r.State != dispatch.Back || r.BackAt == 0 || r.DueBy != "" || !r.Late {
		t.Errorf("handed back a day late: %s at %d, late %t", r.State, r.BackAt, r.Late)
	}
	_, err = b.Try(receiver, role.Dispatch, "recruit_return.hand_back", back, &dispatch.Words{})
	wants(t, "handed back twice", err, "act.state")
	_, err = b.Try(officer, role.Dispatch, "application.board", act.Answer{County: c.County, Subject: c.ID}, &dispatch.Boarding{Transport: c.Batch})
	wants(t, "boarded again", err, "act.state")
}
