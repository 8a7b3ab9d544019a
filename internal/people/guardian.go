package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/frame/policy"
)

// Guarding is the body of naming whom to tell together with a minor.
type Guarding struct {
	Guardian string `f:"guardian,required,max=60" zh:"监护人姓名" en:"Name of the guardian"`
	Phone    string `f:"guardian_phone,required,code,max=20" zh:"监护人手机" en:"Guardian's mobile phone"`
	Agrees   bool   `f:"agrees,required" zh:"监护人同意接收与本人有关的通知" en:"The guardian agrees to be told"`
}

// declareGuardians: a minor, or the station for them, names a guardian, who is told
// whatever the minor is told until the day of majority (minors-law 72; SECURITY, D21).
func declareGuardians(h *house.House) {
	act.Declare(h.Book, act.Spec[Person, *Person, Guarding]{
		Name: "person.guardian", Title: i18n.T("登记监护人", "Name my guardian"), Table: Persons, From: []string{Living}, Cause: true,
		Offered: func(p *Person, today clock.Date) bool { return today < p.MinorUntil },
		By:      append([]access.Grant{selfByID()}, recorders()...), Basis: "minors-law 72",
		Do: func(w *act.Work, p *Person, b *Guarding) error {
			if w.Today() >= p.MinorUntil {
				return fault.New(fault.Conflict, "guardian.adult", "本人已成年,不再登记监护人。", "The person is of age; no guardian is noted any more.")
			}
			bad, err := wrongPhone(h.Pack.On(w.Today()), b.Phone)
			if err != nil {
				return err
			}
			if bad != nil {
				bad.Name = "guardian_phone"
				return field.Faulty([]fault.Field{*bad})
			}
			p.Guardian, p.GuardianPhone = b.Guardian, b.Phone
			w.Notify(Tell(p, outbox.SMS, i18n.T("已登记监护人", "Your guardian is noted"),
				i18n.T("今后与您有关的通知会同时发给您登记的监护人,直到您成年。", "Until you are of age, whatever you are told is sent to your guardian as well.")))
			return nil
		}})
}

// mindAge notes until when somebody is a minor, if they are one today.
func (p *Person) mindAge(view *policy.View, today clock.Date) error {
	age, err := view.Int("person.adult_age")
	if err != nil {
		return err
	}
	p.MinorUntil = p.BirthDate.AddYears(int(age))
	if today >= p.MinorUntil {
		p.MinorUntil = ""
	}
	return nil
}
