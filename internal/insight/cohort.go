package insight

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/frame/unit"
	"muster/internal/insight/smallcell"
	"muster/internal/people"
)

// Cohort is what the rules need to know of everybody on file in some places who
// was born in some years, as columns. It has no name and no number.
type Cohort struct {
	People  int
	Columns []policy.Column
}

const cohortQuery = `SELECT birth_date, sex, education, COALESCE(graduation_year, 0), student FROM person
	WHERE state = $1 AND birth_year >= $2 AND birth_year <= $3 AND (%s)`

// ReadCohort reads everybody in the ranges of places who was born in the years.
func ReadCohort(ctx context.Context, store db.Store, within []unit.Range, firstYear, lastYear int) (*Cohort, error) {
	args := []any{people.Living, firstYear, lastYear}
	places := []string{"1 = 0"}
	for _, r := range within {
		args = append(args, string(r.From), string(r.To))
		places = append(places, fmt.Sprintf("place >= $%d AND place < $%d", len(args)-1, len(args)))
	}
	var births, sexes, educations, graduations, students dictionary
	err := store.Read(ctx, func(tx *db.Tx) error {
		births, sexes, educations, graduations, students = dictionary{}, dictionary{}, dictionary{}, dictionary{}, dictionary{}
		return tx.Each(fmt.Sprintf(cohortQuery, strings.Join(places, " OR ")), args, func(rows *sql.Rows) error {
			var birth, sex, education string
			var graduation int64
			var student bool
			if err := rows.Scan(&birth, &sex, &education, &graduation, &student); err != nil {
				return err
			}
			births.add(birth, birth == "")
			sexes.add(sex, sex == "")
			educations.add(education, education == "")
			graduations.add(graduation, graduation == 0)
			students.add(student, false)
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	c := &Cohort{People: len(births.codes)}
	for _, x := range []struct {
		fact string
		d    dictionary
	}{{"birth_date", births}, {"sex", sexes}, {"education", educations}, {"graduation_year", graduations}, {"student", students}} {
		c.Columns = append(c.Columns, policy.Column{Fact: x.fact, Codes: x.d.codes, Values: x.d.values})
	}
	return c, nil
}

// dictionary is a column on its way: every value once, and the codes.
type dictionary struct {
	codes  []uint16
	values []any
	code   map[any]uint16
}

func (d *dictionary) add(value any, missing bool) {
	if missing {
		value = nil
	}
	code, known := d.code[value]
	if !known {
		if d.code == nil {
			d.code = map[any]uint16{}
		}
		code = uint16(len(d.values))
		d.code[value], d.values = code, append(d.values, value)
	}
	d.codes = append(d.codes, code)
}

// Change is people whose answer differs between two laws, with the clause that
// made the difference.
type Change struct {
	Before, After string      // outcomes
	Rule          string      // the first clause that says something else
	Texts         []i18n.Text // what it said before and says after
	Article       i18n.Text   // of the clause after, otherwise before
	People        int64
	Cell          smallcell.Cell // what is shown of it, see Hide
}

// Comparison is one cohort under two laws.
type Comparison struct {
	Question string
	People   int
	Cell     smallcell.Cell // what is shown of it, see Hide
	// FirstYear and LastYear are the years of birth of those who were looked at.
	FirstYear, LastYear int
	Before              Outcomes
	After               Outcomes
	Changes             []Change // the largest first
}

// Outcomes are the counts of a question under one law.
type Outcomes struct {
	Day    clock.Date
	Pack   string // version of the pack
	Counts []OutcomeCount
}

// OutcomeCount is how many people have an outcome.
type OutcomeCount struct {
	Code   string
	Label  i18n.Text
	People int64
	Cell   smallcell.Cell // what is shown of it, see Hide
}

// Compare answers a question for a cohort under two laws and says for whom the
// answer differs, by which clause.
func Compare(c *Cohort, question string, before, after *policy.View) (*Comparison, error) {
	was, err := before.Cohort(question, c.Columns)
	if err != nil {
		return nil, err
	}
	is, err := after.Cohort(question, c.Columns)
	if err != nil {
		return nil, err
	}
	out := &Comparison{Question: question, People: c.People, Before: outcomes(before, was), After: outcomes(after, is)}
	pairs := make(map[[2]uint16]int64, len(was.Answers)*2)
	for i := range was.Of {
		pairs[[2]uint16{was.Of[i], is.Of[i]}]++
	}
	found := map[string]*Change{}
	for pair, n := range pairs {
		a, b := was.Answers[pair[0]], is.Answers[pair[1]]
		if a.Outcome == b.Outcome {
			continue
		}
		change := difference(a, b)
		key := change.Before + change.After + change.Rule
		if known := found[key]; known == nil || strings.Compare(said(change), said(*known)) < 0 {
			if known != nil {
				change.People = known.People
			}
			found[key] = &change // of several wordings of a clause always the same
		}
		found[key].People += n
	}
	for _, change := range found {
		out.Changes = append(out.Changes, *change)
	}
	slices.SortFunc(out.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(b.People, a.People), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Before+a.After, b.Before+b.After))
	})
	return out, nil
}

// said is what a clause says before and after.
func said(c Change) (out string) {
	for _, t := range c.Texts {
		out += t.In(i18n.ZH) + "\n"
	}
	return out
}

// difference names the first clause that says something else under the later law.
func difference(a, b policy.Answer) Change {
	c := Change{Before: a.Outcome, After: b.Outcome}
	said := map[string]policy.Line{}
	for _, line := range a.Lines {
		said[line.Rule] = line
	}
	for _, line := range b.Lines {
		before, known := said[line.Rule]
		if !known || before.Outcome != line.Outcome {
			c.Rule, c.Article, c.Texts = line.Rule, line.Source, []i18n.Text{before.Text, line.Text}
			return c
		}
		delete(said, line.Rule)
	}
	for _, line := range a.Lines {
		if _, gone := said[line.Rule]; gone {
			c.Rule, c.Article, c.Texts = line.Rule, line.Source, []i18n.Text{line.Text, {}}
			return c
		}
	}
	c.Rule = strings.Join(b.Ask, ",")
	return c
}

func outcomes(view *policy.View, v *policy.Verdicts) Outcomes {
	out := Outcomes{Day: view.Day(), Pack: view.Pack().Version()}
	for i, a := range v.Answers {
		at := slices.IndexFunc(out.Counts, func(c OutcomeCount) bool { return c.Code == a.Outcome })
		if at < 0 {
			at, out.Counts = len(out.Counts), append(out.Counts, OutcomeCount{Code: a.Outcome, Label: a.Label})
		}
		out.Counts[at].People += v.Counts[i]
	}
	slices.SortFunc(out.Counts, func(a, b OutcomeCount) int { return strings.Compare(a.Code, b.Code) })
	return out
}
