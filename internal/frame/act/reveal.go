package act

import (
	"context"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
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
	if l.Actor = r.whole(l.Actor); !access.Any(l.Grants, l.Actor, l.Purpose, ViewOf(l.Table, rec)) {
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

// Sealed is one sealed value with the record that holds it and the person it is
// about.
type Sealed[C vault.Class] struct {
	Record  record.Record
	Subject ident.ID
	Value   vault.Sealed[C]
}

// RevealAll opens one column of many records for one reader, for figures that name
// nobody: one leaf for each batch is durable before anything of it is opened, and
// lists every record. What was not sealed, or whose key is gone, is "" at its place.
func RevealAll[C vault.Class](ctx context.Context, r *Road, v *vault.Vault, l Look, column string, all []Sealed[C]) ([]string, error) {
	out := make([]string, len(all))
	l.Via, l.Actor = "open "+column, r.whole(l.Actor)
	for start := 0; start < len(all); start += exportPage {
		batch := all[start:min(start+exportPage, len(all))]
		records := make([]record.Record, len(batch))
		for i, s := range batch {
			if records[i] = s.Record; !access.Any(l.Grants, l.Actor, l.Purpose, ViewOf(l.Table, s.Record)) {
				return nil, access.Denied()
			}
		}
		if err := r.seen(ctx, l, records); err != nil {
			return nil, err
		}
		for i, s := range batch {
			text, err := open(v, l.Table.Name, column, s)
			if err != nil {
				return nil, err
			}
			out[start+i] = text
		}
	}
	return out, nil
}

// open opens one value; one whose key was shredded reads as nothing.
func open[C vault.Class](v *vault.Vault, table, column string, s Sealed[C]) (string, error) {
	if s.Value.IsZero() {
		return "", nil
	}
	var class C
	p, revoke := permit.Issue(permit.Grant{Subjects: []ident.ID{s.Subject}, Classes: []string{class.VaultClass()}})
	defer revoke()
	clear, err := vault.Open(v, p, vault.Place{Table: table, Column: column, Subject: s.Subject}, s.Value)
	if fault.Coded(err, "vault.erased") {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	content, err := clear.Reveal(p, s.Subject)
	return string(content), err
}
