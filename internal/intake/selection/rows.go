package selection

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/quota"
	"muster/internal/intake/selection/choicefile"
	"muster/internal/intake/selection/choose"
)

// everybody stands for an empty tag in a row that is kept with a list.
const everybody = "*"

// takeRows keeps with a list the quota rows in force for its unit and those below,
// and the units that they speak of; rows of larger units span lists and bind none.
// A row whose tag the policy pack does not know is a fault: nobody would carry it.
func takeRows(w *act.Work, h *house.House, r *Ranking) error {
	all, err := act.List[quota.Bound](w, quota.Bounds, "county = $1 AND state = $2", string(r.County), register.Active)
	if err != nil {
		return err
	}
	return r.setRows(w.Tree, h.Pack.On(r.PolicyDay), all)
}

// setRows writes the rows on the list, with the units that they speak of.
func (r *Ranking) setRows(tree *unit.Tree, view *policy.View, all []*quota.Bound) error {
	slices.SortFunc(all, func(a, b *quota.Bound) int { return cmp.Compare(a.Code, b.Code) })
	known := knownTags(view)
	at := map[unit.Code]bool{r.Unit: true}
	r.Rows = nil
	for _, b := range all {
		if !slices.ContainsFunc(tree.Up(b.Unit), func(u *unit.Unit) bool { return u.Code == r.Unit }) {
			continue
		}
		if b.Tag != "" && !slices.Contains(known, b.Tag) {
			return fault.New(fault.Conflict, "ranking.tag", "名额行 {row} 的标签“{tag}”不在政策包中;请更正或终止该行。", "The quota row {row} asks for the tag {tag}, which the policy pack does not know; correct or end the row.",
				"row", b.Code, "tag", b.Tag)
		}
		at[b.Unit] = true
		r.Rows = append(r.Rows, writeRow(b))
	}
	r.Units = nil
	for code := range at {
		if code != r.Unit {
			above, _ := tree.Get(code)
			r.Units = append(r.Units, string(code)+"="+string(nearest(tree, above.Parent, at)))
		}
	}
	slices.Sort(r.Units)
	return nil
}

// nearest is the first unit at or above one that is in a set.
func nearest(tree *unit.Tree, code unit.Code, in map[unit.Code]bool) unit.Code {
	for _, u := range tree.Up(code) {
		if in[u.Code] {
			return u.Code
		}
	}
	return ""
}

// writeRow is a row as a list keeps it: unit, tag, bounds and id.
func writeRow(b *quota.Bound) string {
	most := ""
	if b.Max != nil {
		most = strconv.FormatInt(*b.Max, 10)
	}
	return fmt.Sprintf("%s %s %d..%s %s", b.Unit, cmp.Or(b.Tag, everybody), b.Min, most, b.Code)
}

// readRow is the inverse of writeRow.
func readRow(text string) (q choose.Quota, err error) {
	parts := strings.SplitN(text, " ", 4)
	if len(parts) != 4 {
		return q, changed()
	}
	least, most, _ := strings.Cut(parts[2], "..")
	q.Unit, q.ID = parts[0], parts[3]
	if parts[1] != everybody {
		q.Tag = parts[1]
	}
	if q.Min, err = strconv.ParseInt(least, 10, 64); err != nil {
		return q, changed()
	}
	if most != "" {
		n, err := strconv.ParseInt(most, 10, 64)
		if err != nil {
			return q, changed()
		}
		q.Max = &n
	}
	return q, nil
}

// knownTags are the tags that somebody can carry.
func knownTags(view *policy.View) (out []string) {
	for _, row := range view.Table("quota_tag") {
		out = append(out, row.Text("tag"))
	}
	for _, post := range view.Pack().Scale("post_type") {
		out = append(out, post.Code)
	}
	return out
}

// TagName is what a tag is called; a tag that the pack does not know is its own name.
func TagName(view *policy.View, tag string) i18n.Text {
	for _, row := range view.Table("quota_tag") {
		if row.Text("tag") == tag {
			return i18n.T(row.Text("zh"), row.Text("en"))
		}
	}
	for _, post := range view.Pack().Scale("post_type") {
		if post.Code == tag {
			return post.Text
		}
	}
	return i18n.Same(tag)
}

// tagsOf are the tags that somebody carries by the law of the day, those around
// them included, sorted.
func tagsOf(view *policy.View, c *cases.Case) []string {
	facts := map[string]string{"sex": string(c.Sex), "education": string(c.Education)}
	tags := slices.Clone(c.Posts)
	for _, row := range view.Table("quota_tag") {
		if value, known := facts[row.Text("fact")]; known && row.Text("value") == value {
			tags = append(tags, row.Text("tag"))
			if within := row.Text("within"); within != "" {
				tags = append(tags, within)
			}
		}
	}
	slices.Sort(tags)
	return slices.Compact(tags)
}

// mark notes on everybody the tags and the unit of their rows, as they are today.
func mark(w *act.Work, h *house.House, r *Ranking, list []*cases.Case) {
	at := r.seatUnits()
	for _, c := range list {
		c.Tags = tagsOf(h.Pack.On(c.PolicyDay), c)
		c.SeatUnit = cmp.Or(nearest(w.Tree, c.Unit, at), r.Unit)
	}
}

// seatUnits are the unit of the list and those of its rows.
func (r *Ranking) seatUnits() map[unit.Code]bool {
	at := map[unit.Code]bool{r.Unit: true}
	for _, entry := range r.Units {
		code, _, _ := strings.Cut(entry, "=")
		at[unit.Code(code)] = true
	}
	return at
}

// seatsRow is the id of the row that every list has: the seats of its unit.
const seatsRow = quota.SeatsRow

// choice is the choice of a list: its seats and rows, its people, their scores and
// ties, all as they were when it was frozen.
func choice(r *Ranking, list []*cases.Case) (*choose.Result, *choose.Input, error) {
	units, rows, people, err := parts(r, list)
	if err != nil {
		return nil, nil, err
	}
	in, err := choose.NewInput(units, nil, rows)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range people {
		if err := in.Add(c); err != nil {
			return nil, nil, err
		}
	}
	result, err := choose.Choose(in)
	return result, in, err
}

// parts are what a list was chosen from.
func parts(r *Ranking, list []*cases.Case) (units []choose.Unit, rows []choose.Quota, people []choose.Candidate, err error) {
	seats := r.Seats
	rows = []choose.Quota{{ID: seatsRow, Unit: string(r.Unit), Max: &seats}}
	for _, text := range r.Rows {
		q, err := readRow(text)
		if err != nil {
			return nil, nil, nil, err
		}
		rows = append(rows, q)
	}
	units = []choose.Unit{{Code: string(r.Unit)}}
	for _, entry := range r.Units {
		code, parent, _ := strings.Cut(entry, "=")
		units = append(units, choose.Unit{Code: code, Parent: parent})
	}
	for _, c := range list {
		people = append(people, choose.Candidate{ID: string(c.ID), Unit: cmp.Or(string(c.SeatUnit), string(r.Unit)), Score: Points(c.Score),
			Tie: strconv.FormatInt(c.Tie, 10), Tags: strings.Join(c.Tags, "|")})
	}
	return units, rows, people, nil
}

// Files are the files with which anybody on a list re-computes it offline (muster
// verify choice): of each person the number of the application, the unit of the
// rows, score, order among equals, and of the tags those that a row asks for. No
// name is in them.
func Files(r *Ranking, list []*cases.Case) (map[string][]byte, error) {
	units, rows, people, err := parts(r, list)
	if err != nil {
		return nil, err
	}
	asked := map[string]bool{}
	for _, q := range rows {
		asked[q.Tag] = true
	}
	for i, p := range people {
		var kept []string
		for tag := range strings.SplitSeq(p.Tags, "|") {
			if asked[tag] && tag != "" {
				kept = append(kept, tag)
			}
		}
		people[i].Tags = strings.Join(kept, "|")
	}
	slices.SortFunc(people, func(a, b choose.Candidate) int { return strings.Compare(a.ID, b.ID) })
	return choicefile.Files(units, rows, people)
}
