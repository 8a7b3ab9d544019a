package whatif

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection"
)

// open are the beginnings of the parameters that anybody who may ask can set. The
// standard of the physical is not among them: it takes a draft that the operator has
// laid down, or values could be found out by trying limits.
var open = []string{"score.", "eligibility."}

// Set reads changes as people write them: "quota.CODE=seats", "row.ID.min=n",
// "row.ID.max=n", "day=DATE", "cutoff=DATE", and parameters of the pack by name
// ("score.…", "eligibility.…"). Draft is the pack that parameters are set in; nil is
// the one in force.
func Set(inForce, draft *policy.Pack, list []string) (ch Change, err error) {
	ch.Pack = draft
	parameters := map[string]string{}
	for _, entry := range list {
		name, value, ok := strings.Cut(entry, "=")
		kind, rest, _ := strings.Cut(name, ".")
		switch {
		case !ok:
			err = unreadable(entry)
		case kind == "quota":
			err = ch.seats(rest, value)
		case kind == "row":
			err = ch.row(rest, value)
		case name == "day":
			ch.Day, err = clock.ParseDate(value)
		case name == "cutoff":
			ch.CutOff, err = clock.ParseDate(value)
		case slices.ContainsFunc(open, func(p string) bool { return strings.HasPrefix(name, p) }):
			if parameters[name] = value; strings.HasPrefix(strings.TrimSpace(value), "-") { // no age and no point is below nothing
				err = unreadable(entry)
			}
		default:
			err = unreadable(entry)
		}
		if err != nil {
			return ch, err
		}
	}
	if len(parameters) > 0 {
		base := inForce
		if draft != nil {
			base = draft
		}
		ch.Pack, err = base.With(maps.Clone(parameters))
	}
	return ch, err
}

func unreadable(entry string) error {
	return fault.New(fault.Invalid, "whatif.set", "看不懂“{entry}”;可写 quota.代码=名额、row.编号.min=数、row.编号.max=数、day=日期、cutoff=日期,或 score.、eligibility. 开头的参数。",
		"{entry} cannot be read; write quota.CODE=seats, row.ID.min=n, row.ID.max=n, day=DATE, cutoff=DATE or a parameter that begins with score. or eligibility.", "entry", entry)
}

func count(entry, value string) (int64, error) {
	n, err := strconv.ParseInt(value, 10, 32)
	if err != nil || n < 0 {
		return 0, unreadable(entry + "=" + value)
	}
	return n, nil
}

func (ch *Change) seats(code, value string) error {
	n, err := count("quota."+code, value)
	if ch.Seats == nil {
		ch.Seats = map[unit.Code]int64{}
	}
	ch.Seats[unit.Code(code)] = n
	return err
}

func (ch *Change) row(name, value string) error {
	n, err := count("row."+name, value)
	at := strings.LastIndex(name, ".")
	if err != nil || at < 0 {
		return unreadable("row." + name + "=" + value)
	}
	id, side := name[:at], name[at+1:]
	if ch.Rows == nil {
		ch.Rows = map[string]selection.Limits{}
	}
	l := ch.Rows[id]
	switch side {
	case "min":
		l.Min = &n
	case "max":
		l.Max = &n
	default:
		return unreadable("row." + name + "=" + value)
	}
	ch.Rows[id] = l
	return nil
}
