package act

import (
	"context"

	"muster/internal/frame/access"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/vault"
	"muster/internal/frame/vault/permit"
)

// Reveal opens one sealed value of a record for a reader whom the grants of the
// look allow it. That it was opened is a leaf of its own, durable before the
// content is returned. No content reveals as "".
func Reveal[C vault.Class](ctx context.Context, r *Road, v *vault.Vault, l Look, rec record.Record, column string, subject ident.ID,
	sealed vault.Sealed[C]) (string, error) {
	if sealed.IsZero() {
		return "", nil
	}
	if !access.Any(l.Grants, l.Actor, l.Purpose, ViewOf(l.Table, rec)) {
		return "", access.Denied()
	}
	l.Via = "open " + column
	if err := r.seen(ctx, l, []record.Record{rec}); err != nil {
		return "", err
	}
	var class C
	p, revoke := permit.Issue(permit.Grant{Subjects: []ident.ID{subject}, Classes: []string{class.VaultClass()}})
	defer revoke()
	clear, err := vault.Open(v, p, vault.Place{Table: l.Table.Name, Column: column, Subject: subject}, sealed)
	if err != nil {
		return "", err
	}
	content, err := clear.Reveal(p, subject)
	return string(content), err
}
