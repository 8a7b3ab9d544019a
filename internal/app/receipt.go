package app

import (
	"context"

	"muster/internal/frame/db"
	"muster/internal/frame/ident"
	"muster/internal/frame/ledger"
	"muster/internal/frame/receipt"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection"
)

// Named is a record by its table and id; the zero value is none.
type Named struct {
	Table string
	ID    ident.ID
}

// Receipt makes the receipt of a leaf, with a record that the leaf wrote where one
// is named. Whoever calls has seen to it that the reader may have it. The faults
// are those of ledger.Prove and ledger.Disclose.
func (a *App) Receipt(ctx context.Context, log unit.Code, seq int64, fact Named) (r *receipt.Receipt, err error) {
	err = a.Store.Read(ctx, func(tx *db.Tx) error {
		r, err = a.receipt(tx, log, seq, fact)
		return err
	})
	return r, err
}

func (a *App) receipt(tx *db.Tx, log unit.Code, seq int64, fact Named) (*receipt.Receipt, error) {
	p, err := ledger.Prove(tx, log, seq)
	if err != nil {
		return nil, err
	}
	r := &receipt.Receipt{Leaf: p.Leaf, Index: p.Seq, Key: a.Keys.Public, Checkpoint: p.Note}
	for _, h := range p.Hashes {
		r.Proof = append(r.Proof, h)
	}
	if fact == (Named{}) {
		return r, nil
	}
	d, err := ledger.Disclose(tx, log, seq, fact.Table, fact.ID)
	r.Fact = &receipt.Fact{Table: fact.Table, ID: string(fact.ID), Rev: d.Rev, Salt: d.Salt, Body: d.Body}
	return r, err
}

// Notice writes the file of a published list, or with rank 1 or more that of one
// of its rows. The faults are those of selection.Published and of Receipt.
func (a *App) Notice(ctx context.Context, county unit.Code, list ident.ID, rank int64) (text string, err error) {
	err = a.Store.Read(ctx, func(tx *db.Tx) error {
		p, err := selection.Published(tx, a.Road.Tree(), county, list)
		if err != nil {
			return err
		}
		r, err := a.receipt(tx, county, p.Seq, Named{selection.Rankings.Name, list})
		if err != nil {
			return err
		}
		index := -1
		if rank > 0 {
			if index, err = p.Row(rank); err != nil {
				return err
			}
		}
		text = receipt.Notice(p.Rows, index, r)
		return nil
	})
	return text, err
}
