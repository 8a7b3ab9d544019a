// Package webtest is a small installation for the tests of the faces: one
// province down to two villages, one account per role, a few people whose cases
// stand at different gates. All people are invented.
package webtest

import (
	"context"
	"database/sql"
	"sync"
	"testing"
	"time"

	"muster/internal/app"
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/tips"
	"muster/internal/office/offices"
	"muster/internal/office/role"
	"muster/internal/office/signin"
	"muster/internal/office/staff"
	"muster/internal/office/training"
	"muster/internal/people"
	"muster/internal/people/idnumber"
	"muster/internal/web"
)

// Password is the password of every account of the bench.
const Password = "correct horse battery"

// The units of the bench.
const (
	Province unit.Code = "130000"
	County   unit.Code = "130102"
	Other    unit.Code = "130104" // the other county
	Township unit.Code = "130102001"
	Village  unit.Code = "130102001001"
	Village2 unit.Code = "130102001002"
)

const day = 24 * time.Hour

// Start is the instant at which the bench begins.
var Start = time.Date(2026, 8, 3, 1, 0, 0, 0, time.UTC)

// Bench is a running installation.
type Bench struct {
	T        *testing.T
	Dir      string // of the installation
	App      *app.App
	Clock    *clock.Manual
	Desk     *signin.Desk
	People   map[string]act.Answer // by name
	Cases    map[string]act.Answer // by name of the person
	Cycle    act.Answer
	Proposal act.Answer // a quota, or an amendment of one, that waits for its second signature
	Ranking  act.Answer // the ranked list of the county
	Meeting  act.Answer // that decided on the list
	Course   act.Answer // of pre-service education
	Injury   act.Answer // recorded during it
	Underway act.Answer // the appointment of somebody who is being examined
	Tip      act.Answer // a tip about the county, addressed to the city
	Receipt  tips.Receipt
	Draw     act.Answer // a public draw to which contributors commit
	SignIns  []web.DemoSignIn

	posts   map[access.Role]access.Actor
	holders map[ident.ID]string // citizen numbers, by account
}

// New makes a bench on SQLite. Its data are the same each time but for ids and
// salts.
func New(t *testing.T) *Bench {
	t.Helper()
	return NewOn(t, nil)
}

// NewOn makes a bench on a store; on SQLite where it is nil.
func NewOn(t *testing.T, store db.Store) *Bench {
	t.Helper()
	return With(t, app.Options{Demo: true, Store: store})
}

// Live is New for an installation that is no demo, where nobody reads the notices
// of others.
func Live(t *testing.T) *Bench {
	t.Helper()
	return With(t, app.Options{})
}

// With is New with options; folder and clock are the bench's own.
func With(t *testing.T, o app.Options) *Bench {
	t.Helper()
	dir := t.TempDir()
	b := &Bench{T: t, Dir: dir, Clock: clock.NewManual(Start), People: map[string]act.Answer{}, Cases: map[string]act.Answer{}, posts: map[access.Role]access.Actor{}, holders: map[ident.ID]string{}}
	b.must(app.CreateKeys(dir, "muster.test"))
	o.Dir, o.Clock = dir, b.Clock
	a, err := app.Open(t.Context(), o)
	b.must(err)
	t.Cleanup(func() { _ = a.Close() })
	b.App, b.Desk = a, signin.NewDesk(a.Road, a.Directory, a.Vault)
	_, err = a.ImportUnits(t.Context(), units())
	b.must(err)
	return b
}

// Handler is the pages of the bench.
func (b *Bench) Handler() *web.Deps {
	return &web.Deps{App: b.App, Desk: b.Desk, DemoSignIns: b.SignIns}
}

func (b *Bench) must(err error) {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
}

func units() []offices.Row {
	return []offices.Row{
		{Line: 2, Code: Province, Kind: unit.Province, Name: "河北省"},
		{Line: 3, Code: "130100", Parent: Province, Kind: unit.City, Name: "石家庄市"},
		{Line: 4, Code: County, Parent: "130100", Kind: unit.County, Name: "长安区"},
		{Line: 5, Code: Other, Parent: "130100", Kind: unit.County, Name: "桥西区"},
		{Line: 6, Code: Township, Parent: County, Kind: unit.Township, Name: "建北街道"},
		{Line: 7, Code: "130104001", Parent: Other, Kind: unit.Township, Name: "东里街道"},
		{Line: 8, Code: Village, Parent: Township, Kind: unit.Village, Name: "棉一社区"},
		{Line: 9, Code: Village2, Parent: Township, Kind: unit.Village, Name: "体北社区"},
		{Line: 10, Code: Police, Parent: County, Kind: "department", Name: "长安区公安局"},
		{Line: 11, Code: Education, Parent: County, Kind: "department", Name: "长安区教育局"},
		{Line: 12, Code: Justice, Parent: County, Kind: "department", Name: "长安区司法局"},
	}
}

// seats says where each role of the bench works.
var seats = map[access.Role]unit.Code{
	role.Clerk: Township, role.CountyOfficer: County, role.CountyRegistrar: County, role.Desk: County, role.Examiner: County,
	role.ChiefExaminer: County, role.VettingChair: County, role.Inspector: "130100", role.QuotaOfficer: Province, role.QuotaApprover: Province,
	role.Selector: County, role.Approver: County, role.AppealsOfficer: "130100", role.Leader: Province, role.PersonnelClerk: County,
	role.Administrator: Province, role.Auditor: Province, role.Assessor: "130100", role.Reviewer: Police, role.VettingMember: County,
	role.Supervisor: County, role.Receiver: County,
}

// Login is the sign-in name of the account that holds a role.
func Login(r access.Role) string { return string(r) }

// Actor is the account that holds a role; it is opened on first use.
func (b *Bench) Actor(r access.Role) access.Actor {
	b.T.Helper()
	if a, ok := b.posts[r]; ok {
		return a
	}
	at := seats[r]
	b.posts[r] = b.seated(b.open(Login(r), names[r], r, at))
	b.SignIns = append(b.SignIns, web.DemoSignIn{Login: Login(r), Password: Password, Role: r, Unit: b.App.Road.Tree().Name(at)})
	return b.posts[r]
}

// Another opens one more account that holds a role at its office, for what the
// law asks of two people.
func (b *Bench) Another(r access.Role, name string) access.Actor {
	b.T.Helper()
	return b.Extra(name, name, r, seats[r])
}

// Self is somebody in their own file.
func (b *Bench) Self(name string) access.Actor {
	p := b.People[name]
	return access.Actor{Account: p.Subject, Role: role.Citizen, Person: p.Subject, Unit: Village, Home: p.County, Strength: access.Strong}
}

var names = map[access.Role]string{
	role.Clerk: "王干事", role.CountyOfficer: "李建国", role.CountyRegistrar: "赵登记", role.Desk: "钱前台", role.Examiner: "孙医生", role.ChiefExaminer: "周主检",
	role.VettingChair: "吴政考", role.Inspector: "郑监察", role.QuotaOfficer: "冯计划", role.QuotaApprover: "陈审批", role.Selector: "褚定兵",
	role.Approver: "卫批准", role.AppealsOfficer: "蒋复核", role.Leader: "沈领导", role.PersonnelClerk: "韩人事", role.Administrator: "杨管理", role.Auditor: "朱审计",
	role.Assessor: "秦考评", role.Reviewer: "魏公安", role.VettingMember: "姜走访", role.Supervisor: "严监督", role.Receiver: "戚接兵",
}

// WithPasswords gives every account opened so far the password of the bench.
func (b *Bench) WithPasswords() {
	b.T.Helper()
	secret, err := digest()
	b.must(err)
	for _, in := range b.SignIns {
		a, _ := b.App.Directory.Login(in.Login)
		_, err := b.App.Road.Do(b.T.Context(), act.Request{Kind: "account.credentials", County: a.County, Subject: a.ID,
			Actor: b.App.System(), Body: &staff.Credentials{Secret: secret}})
		b.must(err)
	}
}

// digest is made once for all benches: it is slow by intention.
var digest = sync.OnceValues(func() (string, error) {
	return signin.NewHasher(1).Digest(context.Background(), Password)
})

// Do does an act as the holder of a role and fails the test where it is refused.
func (b *Bench) Do(r access.Role, purpose access.Purpose, kind string, on act.Answer, body any) act.Answer {
	b.T.Helper()
	answer, err := b.App.Road.Do(b.T.Context(), act.Request{Kind: kind, County: on.County, Subject: on.Subject, Body: body, Actor: b.Actor(r), Purpose: purpose})
	if err != nil {
		b.T.Fatalf("%s: %v", kind, err)
	}
	return answer
}

// Person records somebody, once.
func (b *Bench) Person(name string, sequence int, at unit.Code) act.Answer {
	b.T.Helper()
	return b.PersonWith(name, sequence, at, "13800000000")
}

// PersonWith is Person with a telephone of their own.
func (b *Bench) PersonWith(name string, sequence int, at unit.Code, phone string) act.Answer {
	b.T.Helper()
	number := b.Number(sequence)
	sex := people.Female
	if sequence%2 == 1 {
		sex = people.Male
	}
	b.People[name] = b.Do(role.CountyRegistrar, role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: at,
		Particulars: people.Particulars{IDNo: number, Name: name, BirthDate: "2008-03-09", Sex: sex, Education: "senior_high", Graduation: new(int64(2026)), Phone: phone}})
	return b.People[name]
}

// Number makes an invented citizen number.
func (b *Bench) Number(sequence int) string {
	b.T.Helper()
	return b.NumberOf("2008-03-09", sequence)
}

// NumberOf is Number for somebody born on a day.
func (b *Bench) NumberOf(birth clock.Date, sequence int) string {
	b.T.Helper()
	number, err := idnumber.GB11643{}.Make(string(County), birth, sequence)
	b.must(err)
	return number
}

// Letter is a notice on its way: to whom, and its text as it is stored.
type Letter struct{ Recipient, Body string }

// Letters lists the notices about a person, the oldest first.
func (b *Bench) Letters(person ident.ID) (out []Letter) {
	b.T.Helper()
	b.must(b.App.Store.Read(b.T.Context(), func(tx *db.Tx) error {
		return tx.Each("SELECT recipient, body FROM outbox WHERE person = $1 ORDER BY made, id", []any{string(person)}, func(rows *sql.Rows) error {
			var l Letter
			err := rows.Scan(&l.Recipient, &l.Body)
			out = append(out, l)
			return err
		})
	}))
	return out
}

// Citizen opens an account for somebody's own file; its sign-in name is login.
func (b *Bench) Citizen(name, login string) ident.ID {
	b.T.Helper()
	p := b.People[name]
	answer, err := b.App.Road.Do(b.T.Context(), act.Request{Kind: "account.enrol", Actor: b.App.System(),
		Body: &staff.Enrolment{Unit: Village, Login: login, Name: name, Person: p.Subject}})
	b.must(err)
	b.SignIns = append(b.SignIns, web.DemoSignIn{Login: login, Password: Password, Role: role.Citizen, Unit: name})
	return answer.Subject
}

// Certify gives the holder of a role a certificate.
func (b *Bench) Certify(r access.Role, subject training.Subject) {
	b.T.Helper()
	b.Do(role.PersonnelClerk, role.Office, "course.add", act.Answer{}, &training.Attendance{Account: b.Actor(r).Account, Unit: County,
		Course: "2026 年体检骨干培训", Subject: subject, Hours: 16, Mark: 92, ValidFrom: "2026-01-01", ValidUntil: "2027-12-31"})
}

// End ends a post.
func (b *Bench) End(p staff.Post) {
	b.T.Helper()
	b.Do(role.PersonnelClerk, role.Office, "post.end", act.Answer{County: p.County, Subject: p.ID}, &register.Ending{Reason: "调离"})
}
