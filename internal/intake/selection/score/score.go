// Package score computes the points of somebody from the evidence on file and the
// law of the day. It is a pure function: no clock, no database, no order of steps.
// Each line names its points, their source and the evidence, so that the person can
// follow it and a recomputation can be compared line by line. Points are hundredths.
package score

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
)

// Item is one further item that two people granted on a verified document.
type Item struct {
	Code     string
	Evidence ident.ID // of the grant
}

// Evidence is what a score rests on.
type Evidence struct {
	Application ident.ID
	Education   string   // a code of the pack's scale
	Physique    string   // band of the medical conclusion
	Psychology  string   // band of the medical conclusion
	Place       ident.ID // in the pre-service education
	Drill       int64    // hundredths, computed at its completion
	Knowledge   int64    // hundredths
	Items       []Item
}

// Line is the points for one thing.
type Line struct {
	Code     string // the parameter of the pack, or "adaptability.drill", "adaptability.knowledge"
	Points   int64
	Evidence ident.ID
	Label    i18n.Text
	Article  i18n.Text
}

// String is the line as it is kept: code, points and evidence.
func (l Line) String() string {
	return fmt.Sprintf("%s %d.%02d %s", l.Code, l.Points/100, l.Points%100, l.Evidence)
}

// Sheet is the lines of a score with their sum.
type Sheet struct {
	Lines []Line
	Total int64
}

// Texts are the lines as they are kept.
func (s Sheet) Texts() []string {
	out := make([]string, len(s.Lines))
	for i, l := range s.Lines {
		out[i] = l.String()
	}
	return out
}

// Compute is the score. Evidence that is not on file is asked for with a fault of
// kind Conflict and the code "score.lacking"; it never counts as nothing.
func Compute(view *policy.View, e Evidence) (Sheet, error) {
	if err := complete(e); err != nil {
		return Sheet{}, err
	}
	s := &summer{view: view}
	s.parameter("score.education."+e.Education, e.Application)
	s.parameter("score.physique."+e.Physique, e.Application)
	s.parameter("score.psychology."+e.Psychology, e.Application)
	s.earned("score.adaptability.drill_max", e.Drill, e.Place)
	s.earned("score.adaptability.knowledge_max", e.Knowledge, e.Place)
	items := slices.Clone(e.Items)
	slices.SortFunc(items, func(a, b Item) int { return strings.Compare(a.Code, b.Code) })
	groups := map[string]bool{}
	for _, item := range items {
		row, ok := view.Row("score_item", item.Code)
		if !ok || groups[row.Text("group")] {
			return Sheet{}, fault.New(fault.Conflict, "score.item", "加分项目“{item}”不在政策包中,或同类项目重复。", "The item {item} is not in the policy pack, or one of its group counts already.", "item", item.Code)
		}
		groups[row.Text("group")] = true
		s.parameter(row.Text("parameter"), item.Evidence)
	}
	return s.Sheet, s.err
}

func complete(e Evidence) error {
	var lacking i18n.Text
	switch {
	case e.Place == "":
		lacking = i18n.T("役前教育结业记录", "the completed pre-service education")
	case e.Education == "":
		lacking = i18n.T("文化程度", "the education")
	case e.Physique == "" || e.Psychology == "":
		lacking = i18n.T("体检结论中的体质、心理等次(由主检医师补记)", "the bands of body and mind (the chief examiner notes them)")
	default:
		return nil
	}
	return fault.New(fault.Conflict, "score.lacking", "缺少评分依据:{what}。缺少依据不计零分,请先补齐。", "Evidence is lacking: {what}. It does not count as nothing; have it noted first.", "what", lacking)
}

// summer adds lines up until something is wrong.
type summer struct {
	Sheet
	view *policy.View
	err  error
}

func (s *summer) parameter(name string, evidence ident.ID) {
	if s.err != nil {
		return
	}
	points, err := s.view.Decimal(name)
	s.err = err
	s.line(name, int64(math.Round(points*100)), evidence)
}

// earned is points up to the most that a parameter gives.
func (s *summer) earned(name string, points int64, evidence ident.ID) {
	if s.err != nil {
		return
	}
	most, err := s.view.Decimal(name)
	if s.err = err; err == nil && (points < 0 || points > int64(math.Round(most*100))) {
		s.err = fault.New(fault.Conflict, "score.bounds", "“{name}”的得分超出政策规定的范围。", "The points for {name} are beyond what the policy gives.", "name", name)
	}
	s.line(name, points, evidence)
}

func (s *summer) line(name string, points int64, evidence ident.ID) {
	if s.err != nil {
		return
	}
	p, err := s.view.Parameter(name)
	s.err = err
	s.Lines = append(s.Lines, Line{strings.TrimPrefix(name, "score."), points, evidence, p.Label, p.Article})
	s.Total += points
}
