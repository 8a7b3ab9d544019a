package app

import (
	"context"
	"strings"

	"muster/internal/frame/db"
	"muster/internal/frame/ledger"
	"muster/internal/frame/receipt"
	"muster/internal/frame/unit"
	"muster/internal/frame/witness"
)

// AskWitness signs what is due and makes the requests to a witness: for one log, or
// for every log whose newest checkpoint the witness has not signed. The name is
// that of the witness; empty stands for any. An old below 0 is what the witness
// signed last, as far as this installation knows.
func (a *App) AskWitness(ctx context.Context, name string, log unit.Code, old int64) (out []witness.Request, err error) {
	if err := a.Checkpoint(ctx); err != nil {
		return nil, err
	}
	err = a.Store.Read(ctx, func(tx *db.Tx) error {
		out = nil
		logs := []unit.Code{log}
		if log == "" {
			if logs, err = ledger.Unwitnessed(tx, name); err != nil {
				return err
			}
		}
		for _, log := range logs {
			e, err := ledger.Extend(tx, log, old, name)
			if err != nil {
				return err
			}
			r := witness.Request{Old: e.Old, Checkpoint: e.Note}
			for _, h := range e.Hashes {
				r.Proof = append(r.Proof, h)
			}
			out = append(out, r)
		}
		return nil
	})
	return out, err
}

// AddCosignature keeps the answer of a witness. An answer that the key has not
// signed is a fault of kind Denied, one about a checkpoint that this installation
// does not have of kind Unknown.
func (a *App) AddCosignature(ctx context.Context, key receipt.Key, answer string) error {
	c, err := receipt.OpenCheckpoint(answer, key)
	if err != nil {
		return err
	}
	line := strings.TrimPrefix(answer, c.Text+"\n")
	return ledger.Cosign(ctx, a.Store, unit.Code(c.Origin[strings.LastIndexByte(c.Origin, '/')+1:]), c.Size, c.Text, line)
}
