package app_test

import (
	"slices"
	"testing"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/db/dbtest"
	"muster/internal/office/role"
)

// TestWhatACitizenDoesHasAForm: whatever act a citizen may do has a form on paper, whose
// code an office can enter. A draw is none: who throws for it as a representative acts for
// the public, before witnesses.
func TestWhatACitizenDoesHasAForm(t *testing.T) {
	t.Parallel()
	a := open(t, dbtest.SQLite(t))
	forms := 0
	for _, k := range a.Book.Kinds() {
		if !slices.ContainsFunc(k.By, func(g access.Grant) bool { return g.Role == role.Citizen }) {
			continue
		}
		own, ok := k.OnPaper()
		if !ok {
			if k.Table.Name != "draw" {
				t.Errorf("%s has no form on paper", k.Name)
			}
			continue
		}
		forms++
		if got, _, _, err := a.Book.PaperOf(act.PaperCode(k.Name, "130102", "x")); err != nil || got != k {
			t.Errorf("%s: the code is not read: %v", k.Name, err)
		}
		if f := k.Table.Schema.Get(own.SelfField()); f == nil {
			t.Errorf("%s: a %s does not say whose it is", k.Name, k.Table.Name)
		}
		if a.Shelf.Get(k.Table.Name) == nil {
			t.Errorf("%s: nobody can open the record that its form is about", k.Name)
		}
	}
	if forms < 20 {
		t.Errorf("%d forms", forms)
	}
	for _, name := range []string{"application.apply", "application.withdraw", "application.ask_review", "application.object_score", "complaint.file", "penalty.state", "penalty.ask_hearing", "penalty.ask_review",
		"deferral.ask", "deferral.ask_review", "registration.object", "person.ask_correction", "exam_appointment.rebook"} {
		if k := a.Book.Kind(name); k == nil {
			t.Errorf("no act %s", name)
		} else if _, ok := k.OnPaper(); !ok {
			t.Errorf("%s has no form on paper", name)
		}
	}
}
