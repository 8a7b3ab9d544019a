package records

import (
	"database/sql"

	"muster/internal/frame/unit"
	"muster/internal/intake/medical/sample"
)

// Sample is what blind re-examination of a station came to.
type Sample struct {
	Station                         unit.Code
	Drawn, Compared, Differ, Failed int64
	Lower                           float64 // lower bound of disagreement, in percent
	Alarm                           bool
}

// Raised says whether this is an alarm.
func (s Sample) Raised() bool { return s.Alarm }

// samples adds the samples of each station up.
func (r reader) samples(l limits) (out []Sample, err error) {
	condition, args := r.within("place", []any{string(r.cycle)})
	err = r.tx.Each("SELECT station, SUM(drawn), SUM(compared), SUM(differ), SUM(failed) FROM exam_sample WHERE cycle = $1 AND state <> 'void' AND ("+condition+") GROUP BY station ORDER BY station", args,
		func(rows *sql.Rows) error {
			var s Sample
			if err := rows.Scan((*string)(&s.Station), &s.Drawn, &s.Compared, &s.Differ, &s.Failed); err != nil {
				return err
			}
			s.Lower, s.Alarm = sample.Lower(s.Differ, s.Compared, l.tail)*100, sample.Alarm(s.Differ, s.Compared, l.disagreement, l.tail)
			out = append(out, s)
			return nil
		})
	return out, err
}
