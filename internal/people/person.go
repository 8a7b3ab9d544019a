// Package people keeps one file for life for each person, and the register of
// those whom the service law concerns.
//
// Personal data enters by acts only: recorded by an office, corrected through a
// correction that somebody else accepts. An import never overwrites: where a
// file disagrees with the register it opens a correction for a human. Two files
// that look like one person are proposed as duplicates and never merged by the
// program.
//
// Whoever holds these tables reads names, numbers and telephones; medical and
// vetting contents are not here.
package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/office/role"
	"muster/internal/people/idnumber"
)

// Sex is male or female.
type Sex string

// The sexes.
const (
	Male   Sex = "male"
	Female Sex = "female"
)

// Options is the closed list of sexes.
func (Sex) Options() []field.Option {
	return []field.Option{{Value: "male", Label: i18n.T("男", "male")}, {Value: "female", Label: i18n.T("女", "female")}}
}

// Education is the highest level of education.
type Education string

// Options is the closed list of levels of education, the lowest first.
func (Education) Options() []field.Option {
	return []field.Option{
		{Value: "junior_middle", Label: i18n.T("初中", "junior middle school")}, {Value: "senior_high", Label: i18n.T("高中", "senior high school")},
		{Value: "vocational", Label: i18n.T("中职", "vocational school")}, {Value: "junior_college", Label: i18n.T("大专", "junior college")},
		{Value: "bachelor", Label: i18n.T("本科", "bachelor")}, {Value: "master", Label: i18n.T("硕士", "master")}, {Value: "doctor", Label: i18n.T("博士", "doctor")}}
}

// Particulars is what is recorded of a person.
type Particulars struct {
	IDNo       string     `f:"id_no,required,unique,key,code,class=I2,max=30" zh:"公民身份号码" en:"Citizen number"`
	Name       string     `f:"name,required,search,class=I1,max=60" zh:"姓名" en:"Name"`
	BirthDate  clock.Date `f:"birth_date,required,sort,class=I2" zh:"出生日期" en:"Date of birth"`
	Sex        Sex        `f:"sex,required,filter,class=I1" zh:"性别" en:"Sex"`
	Education  Education  `f:"education,filter,class=E1" zh:"学历" en:"Education"`
	Graduation *int64     `f:"graduation_year,min=1950,max=2100,class=E1" zh:"毕业年份" en:"Year of graduation"`
	Student    bool       `f:"student,filter,class=E1" zh:"在校生" en:"Student"`
	Phone      string     `f:"phone,code,class=I2,max=20" zh:"手机" en:"Mobile phone"`
}

// Person is the file of one person.
type Person struct {
	record.Base
	Particulars
	BirthYear int64 `f:"birth_year,filter" zh:"出生年份" en:"Year of birth"`

	// Until this day the person is a minor; empty where they were none when recorded.
	MinorUntil    clock.Date `f:"minor_until,class=I2" zh:"未成年至" en:"Minor until"`
	Guardian      string     `f:"guardian,class=I1,max=60" zh:"监护人" en:"Guardian"`
	GuardianPhone string     `f:"guardian_phone,code,class=I2,max=20" zh:"监护人手机" en:"Guardian's mobile phone"`
}

// States of a person's file.
const (
	Living = "active"
	Closed = "closed" // death, loss of nationality, emigration
)

// Persons is the table of people.
var Persons = personal(record.NewTable[Person]("person", i18n.T("人员", "Person"),
	record.State{Name: Living, Label: i18n.T("在册", "on file")},
	record.State{Name: Closed, Label: i18n.T("已注销", "closed"), End: true},
	act.VoidState))

func personal(t *record.Table) *record.Table {
	t.Personal = true
	return t
}

// Recording is the body of recording a person.
type Recording struct {
	Unit unit.Code `f:"unit,required,code" zh:"单位代码" en:"Unit code"`
	Particulars
}

// Contact is the body of changing one's own telephone.
type Contact struct {
	Phone string `f:"phone,required,max=20" zh:"手机" en:"Mobile phone"`
}

// Readers are those who may see the file of a person.
func Readers() []access.Grant {
	return []access.Grant{selfByID(), role.Grant(role.Clerk, role.Registration), role.Grant(role.CountyRegistrar, role.Registration),
		role.Grant(role.CountyOfficer, role.Intake)}
}

// selfByID is the grant for the own file, whose id is the person.
func selfByID() access.Grant {
	return access.Grant{Role: role.Citizen, Relation: access.Self, Field: "id", Purposes: []access.Purpose{role.Own}}
}

func recorders() []access.Grant {
	return []access.Grant{role.Grant(role.CountyRegistrar, role.Registration), role.Grant(role.Clerk, role.Registration)}
}

// Declare declares persons, corrections, duplicates and registrations.
func Declare(h *house.House) {
	declarePaper(h)
	checker, err := idnumber.Scheme(h.Pack.IdentityScheme())
	if err != nil {
		panic("policy pack: " + err.Error()) // the pack names a scheme that this program does not know
	}
	act.Declare(h.Book, act.Spec[Person, *Person, Recording]{
		Name: "person.record", Title: i18n.T("建立人员档案", "Record a person"), Table: Persons, New: true, To: []string{Living}, By: recorders(),
		Unit: func(_ *act.Work, b *Recording) (unit.Code, error) { return b.Unit, nil },
		Do:   func(w *act.Work, p *Person, b *Recording) error { return recordPerson(w, h.Pack, checker, p, b) }})
	act.Declare(h.Book, act.Spec[Person, *Person, Contact]{
		Name: "person.contact", Title: i18n.T("更新联系方式", "Change my telephone"), Table: Persons, From: []string{Living},
		By: []access.Grant{selfByID()},
		Do: func(w *act.Work, p *Person, b *Contact) error {
			bad, err := wrongPhone(h.Pack.On(w.Today()), b.Phone)
			if err != nil {
				return err
			}
			if bad != nil {
				return field.Faulty([]fault.Field{*bad})
			}
			w.Notify(Tell(p, outbox.SMS, contactSubject, contactBody)) // the old number hears of it
			p.Phone = b.Phone
			return nil
		}})
	declareGuardians(h)
	act.DeclareReversal[Person](h.Book, Persons, []access.Grant{role.Grant(role.CountyRegistrar, role.Registration)}, nil)
	h.Shelf.Add(h.Book, &register.Register{Table: Persons, Floor: "people", Read: Readers(), Import: "person.record",
		Columns: []string{"name", "sex", "birth_date", "education", "unit", "state"}})
	declareCorrections(h, checker)
	declareDuplicates(h)
	declareRegistrations(h)
	declareRoster(h, checker)
	declareReserve(h)
	declareDeferrals(h)
	declarePool(h)
	declareClosing(h)
}

var (
	contactSubject = i18n.T("您的联系方式已变更", "Your telephone number was changed")
	contactBody    = i18n.T("您在兵役工作系统登记的手机号已变更。如非本人操作,请立即联系所在县(市、区)征兵办。",
		"The telephone number in your military service file was changed. If this was not you, contact your county office at once.")
)

// Tell builds a notice to a person; Page notices need no number.
func Tell(p *Person, channel outbox.Channel, subject, body i18n.Text) outbox.Notice {
	n := outbox.Notice{County: p.County, Person: p.ID, Channel: channel, Subject: subject, Body: body, MinorUntil: p.MinorUntil, Guardian: p.GuardianPhone}
	if channel != outbox.Page {
		if n.Recipient = p.Phone; n.Recipient == "" {
			n.Channel = outbox.Page
		}
	}
	return n
}

// recordPerson founds a file. Somebody who is there already is not overwritten:
// the same particulars change nothing, others open a correction.
func recordPerson(w *act.Work, pack *policy.Pack, checker idnumber.Checker, p *Person, b *Recording) error {
	if err := check(checker, &b.Particulars); err != nil {
		return err
	}
	if err := plausible(pack.On(w.Today()), w.Today(), b.Particulars); err != nil {
		return err
	}
	county, id, taken, err := w.Claimed(Persons, "id_no", b.IDNo)
	if err != nil {
		return err
	}
	if taken {
		return w.Instead(Persons, county, id, func(r record.Record) error { return differ(w, r.(*Person), b) })
	}
	p.Particulars, p.State = b.Particulars, Living
	p.BirthYear = int64(b.BirthDate.Year())
	return p.mindAge(pack.On(w.Today()), w.Today())
}

// check verifies the citizen number against the scheme of the pack, the date of
// birth and the sex, and keeps the number in the form in which numbers are compared.
func check(checker idnumber.Checker, p *Particulars) error {
	p.IDNo = checker.Canonical(p.IDNo)
	err := checker.Check(p.IDNo, idnumber.Facts{Birth: p.BirthDate, Sex: idnumber.Sex(p.Sex)})
	if err == nil {
		return nil
	}
	f := *fault.As(err)
	for i := range f.Fields {
		f.Fields[i].Name = "id_no"
	}
	if len(f.Fields) == 0 {
		f.Fields = []fault.Field{{Name: "id_no", Code: f.Code, Text: f.Text}}
	}
	return &f
}

// PersonOf loads the person of a case or registration inside an act.
func PersonOf(w *act.Work, county unit.Code, id ident.ID) (*Person, error) {
	return act.Load[Person](w, Persons, county, id)
}

// LivingOf is PersonOf for what begins something new with somebody: nobody whose file
// is closed by death or loss of nationality is put on a list, invited or applied for.
func LivingOf(w *act.Work, county unit.Code, id ident.ID) (*Person, error) {
	p, err := PersonOf(w, county, id)
	if err == nil && p.State != Living {
		err = fault.New(fault.Conflict, "person.closed", "此人档案已注销,不再办理新的事项。", "The file of this person is closed; nothing new is begun with it.")
	}
	return p, err
}
