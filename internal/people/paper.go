package people

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/outbox"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/office/role"
)

// paperDays is the parameter that says how many days after its receipt a form on
// paper may still be entered.
const paperDays = "paper.entry_days"

// declarePaper lets the offices enter what somebody signed on paper. The person is
// told on their page and by short message.
func declarePaper(h *house.House) {
	by := []access.Grant{role.Grant(role.Clerk, role.Intake), role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.CountyRegistrar, role.Registration)}
	act.DeclarePaper(h.Book, act.Desk{Files: Persons, Citizen: role.Citizen, By: by,
		Days: func(today clock.Date) (int, error) {
			n, err := h.Pack.On(today).Int(paperDays)
			return int(n), err
		},
		Tell: func(w *act.Work, file record.Record, subject, body i18n.Text) {
			w.Notify(Tell(file.(*Person), outbox.SMS, subject, body))
		}})
	h.Shelf.Add(h.Book, &register.Register{Table: act.PaperForms, Floor: "people", Columns: []string{"act", "person", "signed_on", "received_on", "clerk", "unit"},
		Read: append(by, role.Self(), role.Grant(role.Inspector, role.Integrity))})
}
