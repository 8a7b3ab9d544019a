package people_test

import (
	"fmt"
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/register/transfer"
	"muster/internal/intake/integrity"
	"muster/internal/office/role"
	"muster/internal/people"
	"muster/internal/web/webtest"
)

// wide is a number in the width of Chinese characters, its letter small.
func wide(number string) string {
	return strings.Map(func(r rune) rune { return r + 0xfee0 }, strings.ToLower(number))
}

// spellings are ways in which people type one number.
func spellings(number string) []string {
	return []string{number, strings.ToLower(number), wide(number), number[:6] + " " + number[6:14] + "\u3000" + strings.ToLower(number[14:])}
}

// withX is a number that ends in X, of a woman where odd is 0.
func withX(b *webtest.Bench, odd int) string {
	for sequence := 100 + odd; ; sequence += 2 {
		if number := b.Number(sequence); strings.HasSuffix(number, "X") {
			return number
		}
	}
}

// TestOneNumberHoweverTyped: a small x, full width or spaces make no second person: one
// file by act, import, roster and correction; the same human for accounts and interests.
func TestOneNumberHoweverTyped(t *testing.T) {
	t.Parallel()
	for i := range 4 {
		b := webtest.New(t)
		number, registrar := withX(b, 1), b.Actor(role.CountyRegistrar)
		first := spellings(number)[i]
		recording := func(typed string) *people.Recording {
			return &people.Recording{Unit: webtest.Village, Particulars: people.Particulars{IDNo: typed, Name: "甲", BirthDate: "2008-03-09", Sex: people.Male}}
		}
		opened := b.As(registrar, role.Registration, "person.record", act.Answer{}, recording(first))
		for _, typed := range spellings(number) {
			if again := b.As(registrar, role.Registration, "person.record", act.Answer{}, recording(typed)); again.Subject != opened.Subject {
				t.Errorf("%q after %q opened a second file", typed, first)
			}
			if _, err := transfer.Import(t.Context(), b.App.Road, b.App.Shelf.Get(people.Persons.Name), registrar, role.Registration,
				strings.NewReader(fmt.Sprintf("unit,id_no,name,birth_date,sex\n%s,%s,甲,2008-03-09,male\n", webtest.Village, typed)), transfer.Options{Name: "p.csv"}); err != nil {
				t.Errorf("import of %q: %v", typed, err)
			}
			b.As(registrar, role.Registration, "roster_line.add", act.Answer{}, &people.RosterRow{Roster: typed, Unit: webtest.Village, Particulars: recording(typed).Particulars})
			b.As(b.Actor(role.Clerk), role.Integrity, "conflict.declare", act.Answer{}, &integrity.Declaring{Kind: "kinship", IDNo: typed})
		}
		files, lines := all[people.Person](b, people.Persons, "1 = 1"), all[people.RosterLine](b, people.RosterLines, "state = 'matched'")
		if len(files) != 1 || files[0].IDNo != number || len(lines) != len(spellings(number)) || len(all[people.Correction](b, people.Corrections, "1 = 1")) != 0 {
			t.Errorf("after %q: %d files, %d matching lines of rosters", first, len(files), len(lines))
		}
		b.People["甲"] = opened
		account := b.Citizen("甲", "citizen")
		for n, typed := range spellings(number) {
			second := b.Held(typed, fmt.Sprintf("second%d", n), role.Clerk, webtest.Village)
			if !b.App.Road.Same(second.Account, account) {
				t.Errorf("an account held by %q is not of the human of the file that was opened as %q", typed, first)
			}
			own(t, b, second, opened)
		}
	}
}

// own: nobody does anything to their own file, by whichever account.
func own(t *testing.T, b *webtest.Bench, who access.Actor, file act.Answer) {
	t.Helper()
	_, err := b.Try(who, role.Registration, "person.ask_correction", file, &people.Asking{Reason: "改名", Particulars: people.Particulars{IDNo: withX(b, 1), Name: "乙", BirthDate: "2008-03-09", Sex: people.Male}})
	if !fault.Is(err, fault.Denied) {
		t.Errorf("somebody's second account worked on the own file: %v", err)
	}
}
