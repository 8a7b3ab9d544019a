package quota

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/i18n"
	"muster/internal/office/role"
)

// None is an empty body.
type None struct{}

// DeclareUnsigned declares the rules of the amendments, and the use of a seat,
// as acts that need no second signature, so that thousands of them can be done.
func DeclareUnsigned(b *act.Book) {
	officer := []access.Grant{role.Grant(role.QuotaOfficer, role.Intake)}
	title := i18n.T("试验", "trial")
	act.Declare(b, amendment("trial.supplement", title, supplement, officer, nil))
	act.Declare(b, amendment("trial.raise", title, raise, officer, nil))
	act.Declare(b, amendment("trial.cut", title, cut, officer, nil))
	act.Declare(b, amendment("trial.transfer", title, transfer, officer, nil))
	act.Declare(b, amendment("trial.give_up", title, giveUp, officer, nil))
	act.Declare(b, amendment("trial.divide", title, divide, officer, nil))
	act.Declare(b, amendment("trial.use", title, func(w *act.Work, q *Quota, _ *None) error { return Use(w, q) }, officer, nil))
	act.Declare(b, amendment("trial.give_back", title, func(w *act.Work, q *Quota, _ *None) error { return GiveBack(w, q) }, officer, nil))
}
