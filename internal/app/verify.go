package app

import (
	"context"

	"muster/internal/frame/ledger"
)

// VerifyLog recomputes every log and compares everything stored with it; see
// ledger.Verify.
func (a *App) VerifyLog(ctx context.Context, report func(ledger.Finding)) (ledger.Report, error) {
	return ledger.Verify(ctx, a.Store, ledger.Inspection{Tables: a.Book.Tables(), Verifier: a.Keys.Verifier, Claim: a.Road.ClaimDigest}, report)
}
