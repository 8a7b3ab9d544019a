package app

import (
	"context"

	"muster/internal/frame/db"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection"
)

// VerifyScores computes every posted score and every list again, county by county,
// and returns how many scores there were.
func (a *App) VerifyScores(ctx context.Context, report func(selection.Finding)) (scores int, err error) {
	var counties []unit.Code
	a.Road.Tree().Walk(a.Road.Tree().Root().Code, func(u *unit.Unit) bool {
		if u.Kind == unit.County {
			counties = append(counties, u.Code)
		}
		return true
	})
	for _, county := range counties {
		var n int
		err := a.Store.Read(ctx, func(tx *db.Tx) (err error) {
			n, err = selection.Audit(tx, a.Pack, county, report)
			return err
		})
		if err != nil {
			return scores, err
		}
		scores += n
	}
	return scores, nil
}
