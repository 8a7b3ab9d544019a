package people_test

import (
	"strings"
	"testing"
	"time"

	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/fault"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// TestMinorsAreToldWithTheirGuardian (SECURITY, D21): until the day before the
// eighteenth birthday a notice says in plain words what it is and goes to the
// guardian too; from the birthday on it does neither. Nobody under fourteen is put
// on file.
func TestMinorsAreToldWithTheirGuardian(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		b := webtest.NewOn(t, store)
		record := func(name string, birth clock.Date, n int) (act.Answer, error) {
			return b.Try(b.Actor(role.CountyRegistrar), role.Registration, "person.record", act.Answer{}, &people.Recording{Unit: webtest.Village, Particulars: people.Particulars{
				IDNo: b.NumberOf(birth, n), Name: name, BirthDate: birth, Sex: people.Male, Education: "senior_high", Phone: "19900000001"}})
		}
		if _, err := record("幼童", "2012-08-04", 21); err == nil {
			t.Error("somebody of thirteen is on file")
		}
		a, err := record("少年", "2008-09-01", 23)
		if err != nil {
			t.Fatal(err)
		}
		b.People["少年"] = a
		guard := func(phone string) error {
			_, err := b.Try(b.Self("少年"), role.Own, "person.guardian", a, &people.Guarding{Guardian: "监护人", Phone: phone, Agrees: true})
			return err
		}
		if err := guard("12"); err == nil {
			t.Error("a number that is none")
		}
		if err := guard("19900000009"); err != nil {
			t.Fatal(err)
		}
		sent := func() (own, guardian int, plain bool) {
			for _, n := range b.Letters(a.Subject) {
				if n.Recipient == "19900000009" {
					guardian++
				} else {
					own++
					plain = strings.Contains(n.Body, "看不懂的地方就问") && strings.Contains(n.Body, "asking never counts against you")
				}
			}
			return own, guardian, plain
		}
		if own, guardian, plain := sent(); own != 1 || guardian != 1 || !plain {
			t.Errorf("%d to the minor, %d to the guardian, plain words %v", own, guardian, plain)
		}
		day := func(on time.Time) {
			b.Clock.Set(on)
			if _, err := b.Try(b.Self("少年"), role.Own, "person.contact", a, &people.Contact{Phone: "19900000002"}); err != nil {
				t.Fatal(err)
			}
		}
		day(time.Date(2026, 8, 31, 3, 0, 0, 0, time.UTC))
		if _, guardian, _ := sent(); guardian != 2 {
			t.Errorf("the day before the birthday: %d to the guardian", guardian)
		}
		day(time.Date(2026, 9, 1, 3, 0, 0, 0, time.UTC))
		if own, guardian, plain := sent(); guardian != 2 || own != 3 || plain {
			t.Errorf("on the birthday: %d and %d, plain %v", own, guardian, plain)
		}
		if err := guard("19900000009"); !fault.Coded(err, "guardian.adult") {
			t.Errorf("a guardian of an adult: %v", err)
		}
	})
}
