package policycmd_test

import (
	"encoding/json"
	"testing"

	"muster/internal/frame/policy"
)

// bound is one limit of the law on registration or eligibility: values just below,
// at and just above it on one day, with the outcome. The numbers are written here
// a second time, from the published text and not from the pack.
type bound struct {
	question, day, field string
	with                 string // further facts as JSON
	says                 map[string]string
}

const (
	pupil   = `{"sex":"male","education":"senior_high","student":false}`
	willing = `{"sex":"male","education":"senior_high","student":false,"own_consent":true}`
	unasked = `{"sex":"male","education":"senior_high","student":false,"own_consent":false}`
	grown   = `{"sex":"male","education":"senior_high","student":false,"birth_date":"2006-05-05"}`
	leaver  = `{"sex":"female","birth_date":"2008-05-05","education":"senior_high","student":false}`
)

var bounds = []bound{
	// service-law 15: eighteen by 31 December; late to 24; 17 of own will. The year decides, not the day.
	{"registration", "2026-03-01", "birth_date", `{"sex":"male"}`, map[string]string{`"2001-12-31"`: "not_due", `"2002-01-01"`: "due", `"2008-12-31"`: "due", `"2009-01-01"`: "may_register",
		`"2009-12-31"`: "may_register", `"2010-01-01"`: "not_due"}},
	{"registration", "2026-12-31", "birth_date", `{"sex":"male"}`, map[string]string{`"2001-12-31"`: "not_due", `"2002-01-01"`: "due", `"2009-01-01"`: "may_register"}},
	{"registration", "2027-01-01", "birth_date", `{"sex":"male"}`, map[string]string{`"2002-12-31"`: "not_due", `"2003-01-01"`: "due", `"2009-12-31"`: "due", `"2010-01-01"`: "may_register",
		`"2011-01-01"`: "not_due"}},
	{"registration", "2026-03-01", "sex", `{"birth_date":"2008-05-05"}`, map[string]string{`"male"`: "due", `"female"`: "not_due"}},
	// service-law 20: 18 to 22, graduates to 24, postgraduates to 26, 17 with consent, by birth year.
	{"eligibility", "2026-03-01", "birth_date", pupil, map[string]string{`"2003-12-31"`: "not_eligible", `"2004-01-01"`: "eligible", `"2008-12-31"`: "eligible", `"2009-01-01"`: "unknown",
		`"2010-01-01"`: "not_eligible"}},
	{"eligibility", "2026-12-31", "birth_date", pupil, map[string]string{`"2003-12-31"`: "not_eligible", `"2004-01-01"`: "eligible"}},
	{"eligibility", "2027-01-01", "birth_date", pupil, map[string]string{`"2004-12-31"`: "not_eligible", `"2005-01-01"`: "eligible", `"2009-12-31"`: "eligible", `"2010-01-01"`: "unknown"}},
	{"eligibility", "2026-03-01", "birth_date", willing, map[string]string{`"2008-12-31"`: "eligible", `"2009-01-01"`: "eligible", `"2009-12-31"`: "eligible", `"2010-01-01"`: "not_eligible"}},
	{"eligibility", "2026-03-01", "birth_date", unasked, map[string]string{`"2008-12-31"`: "eligible", `"2009-01-01"`: "not_eligible"}},
	{"eligibility", "2026-03-01", "birth_date", `{"sex":"male","education":"bachelor","graduation_year":2025,"student":false}`, map[string]string{`"2001-12-31"`: "not_eligible",
		`"2002-01-01"`: "eligible", `"2003-12-31"`: "eligible"}},
	{"eligibility", "2026-03-01", "birth_date", `{"sex":"male","education":"master","graduation_year":2025,"student":false}`, map[string]string{`"1999-12-31"`: "not_eligible",
		`"2000-01-01"`: "eligible", `"2001-12-31"`: "eligible"}},
	{"eligibility", "2026-03-01", "birth_date", `{"sex":"female","education":"bachelor","graduation_year":2025,"student":false}`, map[string]string{`"2003-12-31"`: "not_eligible",
		`"2004-01-01"`: "eligible", `"2008-12-31"`: "eligible"}},
	{"eligibility", "2026-03-01", "graduation_year", leaver, map[string]string{"2025": "not_eligible", "2026": "eligible", "2027": "not_eligible"}},
	{"eligibility", "2027-03-01", "graduation_year", leaver, map[string]string{"2026": "not_eligible", "2027": "eligible"}},
	// service-law 5 and 24; service-law 23: the sole breadwinner only.
	{"eligibility", "2026-03-01", "severe_disability", grown, map[string]string{"false": "eligible", "true": "not_eligible"}},
	{"eligibility", "2026-03-01", "deprived_of_political_rights", grown, map[string]string{"false": "eligible", "true": "not_eligible"}},
	{"eligibility", "2026-03-01", "under_criminal_proceedings", grown, map[string]string{"false": "eligible", "true": "not_eligible"}},
	{"deferral", "2026-03-01", "sole_breadwinner", `{"student":true}`, map[string]string{"false": "no_ground", "true": "may_defer"}},
	// conscription-regulation 15: where.
	{"place", "2026-03-01", "residence_conditions", `{"place_choice":"residence"}`, map[string]string{"false": "wrong_place", "true": "right_place"}},
	{"place", "2026-03-01", "student", `{"place_choice":"campus"}`, map[string]string{"false": "wrong_place", "true": "right_place"}},
	{"place", "2026-03-01", "place_choice", `{}`, map[string]string{`"household"`: "right_place", `"residence"`: "unknown", `"campus"`: "unknown"}},
}

// TestEveryBoundByTheCommand asks every limit of registration and eligibility by
// the command.
func TestEveryBoundByTheCommand(t *testing.T) {
	t.Parallel()
	for _, b := range bounds {
		for value, want := range b.says {
			_, text := facts(t, limit{field: b.field, with: b.with}, value)
			out, _, err := run(t, text, false, "explain", b.question, "--policy", "cn", "--on", b.day, "--facts", "-")
			var answer policy.Answer
			if err == nil {
				err = json.Unmarshal([]byte(out), &answer)
			}
			if err != nil || answer.Outcome != want {
				t.Errorf("%s on %s: %s=%s with %s says %s (%v), want %s", b.question, b.day, b.field, value, b.with, answer.Outcome, err, want)
			}
		}
	}
}

// TestTheClocksOfLeaversByTheCommand: forty days for soldiers, thirty for
// officers, on the last day and on the day after (service-law 17).
func TestTheClocksOfLeaversByTheCommand(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ day, fact, from, rule string }{
		{"2026-06-08", "discharge_date", "2026-04-30", "reservist_soldier"}, {"2026-06-09", "discharge_date", "2026-04-30", "reservist_soldier"},
		{"2026-06-10", "discharge_date", "2026-04-30", "reservist_soldier"}, {"2026-03-01", "placement_date", "2026-01-31", "reservist_officer"},
		{"2026-03-02", "placement_date", "2026-01-31", "reservist_officer"}, {"2026-03-03", "placement_date", "2026-01-31", "reservist_officer"},
	} {
		out, _, err := run(t, `{"`+c.fact+`":"`+c.from+`"}`, false, "explain", "deadlines", "--policy", "cn", "--on", c.day, "--facts", "-")
		var answer policy.Answer
		if err == nil {
			err = json.Unmarshal([]byte(out), &answer)
		}
		late := c.day == "2026-06-10" || c.day == "2026-03-03"
		if got := lineOf(answer.Lines, c.fact+"."+c.rule); err != nil || (got == "passed") != late || got == "none" {
			t.Errorf("%s on %s is %s (%v)", c.rule, c.day, got, err)
		}
	}
}
