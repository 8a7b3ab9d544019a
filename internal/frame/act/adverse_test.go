package act_test

import (
	"strings"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/i18n"
)

// TestNothingAdverseIsGrantedToTheProgram: an adverse act that the program may do or sign
// cannot be declared, and what is adverse is refused to it whatever its grants say.
func TestNothingAdverseIsGrantedToTheProgram(t *testing.T) {
	t.Parallel()
	b := setup(t, dbtest.SQLite(t))
	system := access.Grant{Role: access.System, Relation: access.Anybody, Purposes: []access.Purpose{"work"}}
	declare := func(by, sign []access.Grant, adverse bool) (why any) {
		defer func() { why = recover() }()
		act.Declare(b.Book, act.Spec[item, *item, amountBody]{Name: "item.punish", Title: i18n.T("罚", "Punish"), Table: b.items, From: []string{"open"}, By: by, Sign: sign, Adverse: adverse,
			Do: func(*act.Work, *item, *amountBody) error { return nil }})
		return nil
	}
	for _, c := range []struct{ by, sign []access.Grant }{{[]access.Grant{system}, nil}, {grants(clerk), []access.Grant{system}}} {
		if why, _ := declare(c.by, c.sign, true).(string); !strings.Contains(why, "granted to the program") {
			t.Errorf("declared: %v", why)
		}
	}
	if why := declare([]access.Grant{system}, nil, false); why != nil {
		t.Fatal(why)
	}
	a := b.add(t, "one")
	program := access.Actor{Account: "system", Role: access.System, Unit: "13", Home: "13", Strength: access.Strong}
	if _, err := b.Do(t.Context(), b.on(a, "item.punish", program, &amountBody{Amount: 1})); err != nil {
		t.Fatalf("what is not adverse: %v", err)
	}
	b.Book.Kind("item.punish").Adverse = true
	if _, err := b.Do(t.Context(), b.on(a, "item.punish", program, &amountBody{Amount: 1})); err == nil {
		t.Error("the program did something adverse")
	}
}
