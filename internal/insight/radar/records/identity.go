package records

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"slices"

	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/intake/cases"
	"muster/internal/intake/dispatch"
)

// Identity is how often the receiving unit doubted that those handed over are those
// who were examined: a stand-in at the examination is seen there.
type Identity struct {
	County  unit.Code
	N       int64 // checks of identity
	Doubted int64
	Alarm   bool
}

// Raised says whether this is an alarm.
func (x Identity) Raised() bool { return x.Alarm }

// identityQuery reads what each check of identity wrote into its case.
const identityQuery = `SELECT COALESCE(f.body, '{}') FROM ledger_leaf l
	JOIN fact f ON f.county = l.log AND f.kind = $3 AND f.id = substr(l.subject, $4) AND f.seq = l.seq
	JOIN application a ON a.county = f.county AND a.id = f.id
	WHERE l.log = $1 AND l.outcome = '' AND l.kind = 'application.verify_identity' AND a.cycle = $2`

// identities counts the checks of each county. The alarm is where more were doubted
// than careful people doubt of those who are the right ones, alpha being shared among
// the counties.
func (r reader) identities(logs []unit.Code, l limits) (out []Identity, err error) {
	prefix := cases.Table.Name + "/"
	for _, log := range logs {
		one := Identity{County: log}
		err := r.tx.Each(identityQuery, []any{string(log), string(r.cycle), cases.Table.Name, len(prefix) + 1}, func(rows *sql.Rows) error {
			var text string
			if err := rows.Scan(&text); err != nil {
				return err
			}
			var body struct {
				Identity string `json:"identity"`
			}
			err := json.Unmarshal([]byte(text), &body)
			one.N++
			if body.Identity == dispatch.Mismatch {
				one.Doubted++
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if one.N > 0 {
			out = append(out, one)
		}
	}
	alarmIdentity(out, l)
	return out, nil
}

// alarmIdentity puts the most doubted first and alarms a county where more are doubted than
// of the right people are by mistake.
func alarmIdentity(list []Identity, l limits) {
	for i, x := range list {
		list[i].Alarm = radar.AtLeast(x.Doubted, x.N, l.mistaken) < l.alpha/float64(len(list))
	}
	slices.SortFunc(list, func(a, b Identity) int {
		return cmp.Or(cmp.Compare(b.Doubted, a.Doubted), cmp.Compare(a.County, b.County))
	})
}
