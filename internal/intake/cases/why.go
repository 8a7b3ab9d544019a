package cases

import (
	"context"
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/vault"
	"muster/internal/office/role"
)

// MedicalWhy is the vault class of why a physical examination went against
// somebody: it tells of the body.
type MedicalWhy struct{}

// VaultClass is M1.
func (MedicalWhy) VaultClass() string { return "M1" }

// VettingWhy is the vault class of why vetting went against somebody.
type VettingWhy struct{}

// VaultClass is V2.
func (VettingWhy) VaultClass() string { return "V2" }

// The columns of the sealed reasons.
const (
	physicalWhy = "physical_why"
	vettingWhy  = "vetting_why"
)

// SealPhysical keeps why the physical examination went against the person,
// under their medical key: a reason code of the list and words. The case itself
// says only that it did.
func (c *Case) SealPhysical(h *house.House, reason, remark string) (err error) {
	c.Reason, c.Remark = "", ""
	c.PhysicalWhy, err = vault.Seal(h.Vault, vault.Place{Table: Table.Name, Column: physicalWhy, Subject: c.Person},
		vault.NewClear[MedicalWhy]([]byte(reason+"\n"+remark)))
	return err
}

// SealVetting is SealPhysical for vetting.
func (c *Case) SealVetting(h *house.House, reason, remark string) (err error) {
	c.Reason, c.Remark = "", ""
	c.VettingWhy, err = vault.Seal(h.Vault, vault.Place{Table: Table.Name, Column: vettingWhy, Subject: c.Person},
		vault.NewClear[VettingWhy]([]byte(reason+"\n"+remark)))
	return err
}

// Openers are those who may open the sealed reasons: the person, and whoever
// decides the review.
func Openers() []access.Grant {
	return []access.Grant{role.Self(), role.Grant(role.AppealsOfficer, role.Review)}
}

// Open opens the sealed reason of a failed gate for a reader, leaving a leaf.
// Where the outcome is not sealed it gives what the case says in clear.
func (c *Case) Open(ctx context.Context, road *act.Road, v *vault.Vault, reader access.Actor, purpose access.Purpose) (reason, remark string, err error) {
	l := act.Look{Table: Table, Grants: Openers(), Actor: reader, Purpose: purpose}
	content := ""
	switch {
	case c.State == PhysicalFail:
		content, err = act.Reveal(ctx, road, v, l, c, physicalWhy, c.Person, c.PhysicalWhy)
	case c.State == VettingFail:
		content, err = act.Reveal(ctx, road, v, l, c, vettingWhy, c.Person, c.VettingWhy)
	}
	if content == "" || err != nil {
		return c.Reason, c.Remark, err
	}
	reason, remark, _ = strings.Cut(content, "\n")
	return reason, remark, nil
}

// TellPrivately tells that a gate went against the person without saying why:
// a short message can be read by others. The reason is on the person's page.
func (c *Case) TellPrivately(w *act.Work, h *house.House, subject i18n.Text) error {
	due, err := c.contestable(w, h)
	if err != nil {
		return err
	}
	return c.Tell(w, true, subject, i18n.T("结论、理由和依据请登录本人页面查看。", "Sign in to your page for the result, its reason and the article.").And(Objection(due)))
}

// Results that stand against somebody beside the state of their case.
const (
	ResultVoided     = "voided"      // the integrity gate
	ResultLeftBehind = "left_behind" // taken off a transport
)

// NotPreselected is the reason code of somebody who was passed over.
const NotPreselected = "not_preselected"

// Result names what stands against the person and can be contested: the state of the
// case, or what an office recorded beside it; "" where there is nothing, or only what the
// person chose.
func (c *Case) Result() string {
	switch {
	case slices.Contains([]string{NotEligible, PhysicalFail, VettingFail, Cancelled, Returned}, c.State):
		return c.State
	case c.State == Withdrawn:
		if c.ObjectBy != "" { // as the office recorded it
			return c.State
		}
		return ""
	case c.State == Approved && c.Reason != "" && c.ObjectBy != "":
		return ResultLeftBehind
	case c.State == Prechecked && c.Reason == NotPreselected:
		return c.State
	case c.Integrity == Voided:
		return ResultVoided
	}
	return ""
}

// Contestable says whether there is a result against the person.
func (c *Case) Contestable() bool { return c.Result() != "" }
