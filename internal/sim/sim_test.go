package sim_test

import (
	"bufio"
	"database/sql"
	"io"
	"reflect"
	"strings"
	"testing"

	"muster/internal/app"
	"muster/internal/frame/db"
	"muster/internal/frame/db/dbtest"
	"muster/internal/frame/ledger"
	"muster/internal/intake/cases"
	"muster/internal/sim"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// twoCities is the province with two of its cities.
func twoCities() (io.Reader, error) {
	all, err := sim.Units()
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	lines := bufio.NewScanner(all)
	for lines.Scan() {
		code, _, _ := strings.Cut(lines.Text(), ",")
		if code == "code" || code == "13" || strings.HasPrefix(code, "1301") || strings.HasPrefix(code, "1303") {
			b.WriteString(lines.Text() + "\n")
		}
	}
	return strings.NewReader(b.String()), lines.Err()
}

func run(t *testing.T, o sim.Options) *sim.Season {
	t.Helper()
	o.Dir = t.TempDir()
	s, err := sim.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.App().Close() })
	return s
}

// TestSameSeedSameFunnel: the same people and seed give the same season, another
// seed another one.
func TestSameSeedSameFunnel(t *testing.T) {
	t.Parallel()
	report := func(seed uint64) sim.Report {
		r, err := run(t, sim.Options{People: 1500, Seed: seed, Units: twoCities}).Report()
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	a, b, c := report(4), report(4), report(5)
	if !reflect.DeepEqual(a.Funnel, b.Funnel) || a.Acts != b.Acts {
		t.Errorf("two runs with one seed differ: %d and %d acts", a.Acts, b.Acts)
	}
	if reflect.DeepEqual(a.Funnel, c.Funnel) {
		t.Error("two seeds give the same funnel")
	}
}

// TestSeasonHoldsItsPromises runs a whole year on both engines and checks, by
// SQL over what was stored, what the product promises of any year.
func TestSeasonHoldsItsPromises(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, store db.Store) {
		s := run(t, sim.Options{People: 2500, Seed: 9, Store: store, Units: twoCities})
		a := s.App()
		for name, query := range promises {
			if n := count(t, a, query); n != 0 {
				t.Errorf("%s: %d times", name, n)
			}
		}
		for name, query := range handover {
			if n := count(t, a, query); n != 0 {
				t.Errorf("%s: %d times", name, n)
			}
		}
		for name, query := range occurrences {
			if n := count(t, a, query); n == 0 {
				t.Errorf("in the whole season, nothing of: %s", name)
			}
		}
		funnelEqualsRecords(t, a)
		report, err := a.VerifyLog(t.Context(), func(f ledger.Finding) { t.Error(f.Text().EN) })
		if err != nil {
			t.Fatal(err)
		}
		if report.Leaves() < int64(s.Acts) {
			t.Errorf("%d acts left %d leaves", s.Acts, report.Leaves())
		}
	})
}

// promises are things that must never be found.
var promises = map[string]string{
	"a quota above its seats":                          `SELECT COUNT(*) FROM quota WHERE used + passed_on > seats OR used < 0`,
	"seats passed on that no unit below has":           `SELECT COUNT(*) FROM quota q WHERE passed_on <> (SELECT COALESCE(SUM(c.seats), 0) FROM quota c WHERE c.parent = q.unit AND c.cycle = q.cycle)`,
	"used seats that no approved case holds":           `SELECT COUNT(*) FROM quota q WHERE q.passed_on = 0 AND q.used <> (SELECT COUNT(*) FROM application a WHERE a.county = q.county AND a.cycle = q.cycle AND a.approved_on <> '')`,
	"an approval without a cleared notice":             `SELECT COUNT(*) FROM application a WHERE a.approved_on <> '' AND NOT EXISTS (SELECT 1 FROM ranking r WHERE r.county = a.county AND r.id = a.ranking AND r.state = 'cleared' AND r.notice_to < a.approved_on)`,
	"somebody approved while a better one waits":       `SELECT COUNT(*) FROM application a JOIN application b ON b.county = a.county AND b.ranking = a.ranking WHERE a.approved_on <> '' AND b.state = 'reserve' AND b.rank < a.rank`,
	"an adverse result without reason and words":       `SELECT COUNT(*) FROM application WHERE (state IN ('not_eligible', 'returned') AND (reason = '' OR remark = '')) OR (state = 'physical_fail' AND LENGTH(physical_why) = 0) OR (state = 'vetting_fail' AND LENGTH(vetting_why) = 0)`,
	"an adverse result that the person was not told":   `SELECT COUNT(*) FROM application a WHERE a.state IN ('not_eligible', 'physical_fail', 'vetting_fail') AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.county = CASE WHEN a.person_home <> '' THEN a.person_home ELSE a.county END AND o.person = a.person AND o.channel = 'sms')`,
	"anything told where the person's file is not":     `SELECT COUNT(*) FROM outbox o WHERE o.person <> '' AND NOT EXISTS (SELECT 1 FROM person p WHERE p.county = o.county AND p.id = o.person)`,
	"a helper's registration of which nobody was told": `SELECT COUNT(*) FROM registration r WHERE r.helper <> '' AND (NOT r.told = 1 OR NOT EXISTS (SELECT 1 FROM outbox o WHERE o.county = r.county AND o.person = r.person))`,
	"a registration concluded by who submitted it":     sameActor("registration.submit", "registration.conclude"),
	"a preliminary check by who applied":               sameActor("application.apply", "application.precheck"),
	"a correction countersigned by who made it":        sameActor("exam_section.amend", "exam_section.adopt"),
	"a conclusion by who examined":                     `SELECT COUNT(*) FROM exam e JOIN exam_section p ON p.county = e.county AND p.station = e.station AND p.exam_on = e.exam_on WHERE e.chief = p.examiner`,
	"an examination signed by somebody else":           `SELECT COUNT(*) FROM exam_section p JOIN ledger_leaf l ON l.log = p.county AND l.subject = 'exam_section/' || p.id AND l.kind = 'exam_section.sign' WHERE l.actor <> p.examiner AND l.outcome = ''`,
	"more people than places":                          `SELECT COUNT(*) FROM exam_session WHERE booked + walked_in > capacity`,
	"a session whose count is wrong":                   `SELECT COUNT(*) FROM exam_session s WHERE s.booked <> (SELECT COUNT(*) FROM exam_appointment a WHERE a.county = s.county AND a.session = s.id AND a.state IN ('booked', 'attended') AND a.walk_in = 0)`,
	"a recheck at the same station":                    `SELECT COUNT(*) FROM exam e JOIN exam f ON f.application = e.application AND f.station = e.station AND f.id <> e.id`,
	"a list frozen while all are to be re-examined":    `SELECT COUNT(*) FROM exam_alarm WHERE state = 'raised'`,
	"a sample that was not examined again":             `SELECT COUNT(*) FROM exam_sample WHERE compared <> drawn`,
	"vetting concluded by who opened it":               sameActor("application.vet", "application.conclude_vetting"),
	"a notice published by who froze or signed it":     sameActor("ranking.freeze", "ranking.publish"),
	"vetting concluded by who visited or sealed":       crossed("vetting_round", "application.conclude_vetting", "a.kind LIKE 'vetting_round.%'"),
	"vetting without both seals, session and visitors": `SELECT COUNT(*) FROM vetting_round WHERE state = 'concluded' AND (station_sealed = '' OR office_sealed = '' OR vetting_session = '' OR visits < 2)`,
	"both seals by one person":                         sameActor("vetting_round.seal_station", "vetting_round.seal_office"),
	"two visits by one person":                         `SELECT COUNT(*) FROM vetting_visit a JOIN vetting_visit b ON b.county = a.county AND b.vetting_round = a.vetting_round AND b.id > a.id WHERE a.visitor = b.visitor`,
	"a citizen number kept after the answer":           `SELECT COUNT(*) FROM vetting_check WHERE state = 'answered' AND id_no <> ''`,
	"an approval that the integrity gate did not pass": `SELECT COUNT(*) FROM application WHERE approved_on <> '' AND integrity <> 'clear'`,
	"an approval of a held case":                       `SELECT COUNT(*) FROM application a JOIN case_hold h ON h.county = a.county AND h.application = a.id WHERE a.approved_on <> '' AND h.state <> 'released'`,
	"a hold released by who began it":                  crossed("case_hold", "application.hold", "a.kind = 'case_hold.release'"),
	"a stop released from inside":                      `SELECT COUNT(*) FROM velocity_stop s JOIN ledger_leaf l ON l.log = s.county AND l.subject = 'velocity_stop/' || s.id AND l.kind = 'velocity_stop.release' JOIN post p ON p.account = l.actor WHERE p.unit = s.unit`,
	"the hour of a tip":                                `SELECT COUNT(*) FROM tip t JOIN ledger_leaf l ON l.log = t.county AND l.subject = 'tip/' || t.id AND l.kind = 'tip.collect' WHERE l.actor <> 'system'`,
	"a tip in clear":                                   `SELECT (SELECT COUNT(*) FROM fact WHERE body LIKE '%改体检%' OR body LIKE '%体检站门口%') + (SELECT COUNT(*) FROM ledger_leaf WHERE payload LIKE '%改体检%' OR payload LIKE '%体检站门口%') + (SELECT COUNT(*) FROM tip_drop)`,
	"a visit in clear":                                 `SELECT COUNT(*) FROM fact WHERE body LIKE '%走访情况%' OR body LIKE '%走访对象%'`,
	"an act signed by who did it":                      `SELECT COUNT(*) FROM ledger_leaf WHERE signer <> '' AND signer = actor`,
	"a second signature missing":                       `SELECT COUNT(*) FROM ledger_leaf WHERE kind IN ('quota.issue', 'quota.divide', 'ranking.freeze', 'application.hand_over', 'recruit_return.accept') AND outcome = '' AND signer = ''`,
	"an adverse act of the system":                     `SELECT COUNT(*) FROM ledger_leaf WHERE actor = 'system' AND kind IN ('application.precheck', 'exam.conclude', 'application.conclude_vetting', 'application.cancel', 'recruit_return.accept', 'recruit_return.open')`,
	"findings in clear":                                `SELECT COUNT(*) FROM ledger_leaf WHERE payload LIKE '%vision_left%' OR leaf LIKE '%vision_left%' OR payload LIKE '%hbsag%'`,
	"findings in clear among the facts":                `SELECT COUNT(*) FROM fact WHERE body LIKE '%vision_left%'`,
	"why somebody failed, in clear":                    `SELECT COUNT(*) FROM fact WHERE kind IN ('application', 'exam') AND (body LIKE '%裸眼视力%' OR body LIKE '%"vision"%' OR body LIKE '%户籍信息不一致%')`,
	"why somebody failed, in clear in the log":         `SELECT COUNT(*) FROM ledger_leaf WHERE payload LIKE '%裸眼视力%' OR payload LIKE '%"vision"%' OR payload LIKE '%户籍信息不一致%'`,
	"why somebody failed, in clear in a notice":        `SELECT COUNT(*) FROM outbox WHERE body LIKE '%视力%' OR body LIKE '%户籍%'`,
	"a name in a leaf":                                 `SELECT COUNT(*) FROM ledger_leaf l JOIN person p ON p.county = l.log WHERE l.leaf LIKE '%' || p.id_no || '%'`,
}

// handover are the promises of dispatch, return and review.
var handover = map[string]string{
	"an upheld review left unexecuted":          `SELECT COUNT(*) FROM review WHERE outcome = 'repeat' AND (restored = '' OR restored = against AND against <> 'prechecked')`,
	"a review decided by who touched the case":  `SELECT COUNT(*) FROM review r JOIN ledger_leaf d ON d.log = r.county AND d.subject = 'review/' || r.id AND d.kind = 'review.decide' AND d.outcome = '' JOIN ledger_leaf l ON l.log = r.county AND l.subject = r.about || '/' || r.about_id AND l.outcome = '' AND (l.actor = d.actor OR l.signer = d.actor)`,
	"a hand-over without two signers":           `SELECT COUNT(*) FROM application WHERE handed_at > 0 AND (given_by = '' OR taken_by = '' OR given_by = taken_by)`,
	"a hand-over without a confirmed identity":  `SELECT COUNT(*) FROM application WHERE handed_at > 0 AND identity <> 'confirmed'`,
	"a hand-over without clothing or transport": `SELECT COUNT(*) FROM application WHERE handed_at > 0 AND (kit_on = '' OR batch = '')`,
	"a departure with a defect of a file":       `SELECT COUNT(*) FROM transport t JOIN file_defect d ON d.county = t.county AND d.transport = t.id WHERE t.departed_at > 0 AND d.training = 0 AND d.state = 'open'`,
	"files reviewed less than 48 hours before":  `SELECT COUNT(*) FROM transport WHERE departed_at > 0 AND mode <> 'own_travel' AND (reviewed_at = 0 OR reviewed_at > departs_at - 172800000000)`,
	"a return that kept its approval":           `SELECT COUNT(*) FROM recruit_return r JOIN application a ON a.county = r.county AND a.id = r.application WHERE r.state IN ('accepted', 'back') AND a.approved_on <> '' AND NOT EXISTS (SELECT 1 FROM review v WHERE v.about_id = a.id AND v.outcome = 'repeat')`,
	"a clock that runs on an ended record":      `SELECT COUNT(*) FROM transport WHERE state = 'done' AND due_by <> '' UNION ALL SELECT COUNT(*) FROM recruit_return WHERE state IN ('back', 'refuted') AND due_by <> '' ORDER BY 1 DESC LIMIT 1`,
}

// occurrences are things that a season must contain to prove anything.
var occurrences = map[string]string{
	"a failed examination": `SELECT COUNT(*) FROM application WHERE state = 'physical_fail'`,
	"a recheck":            `SELECT COUNT(*) FROM exam WHERE again = 1`,
	"a withdrawal":         `SELECT COUNT(*) FROM application WHERE state = 'withdrawn'`,
	"a vacancy filled":     `SELECT COUNT(*) FROM ledger_leaf WHERE kind = 'ranking.fill'`,
	"a hand-over by the county of a residence": `SELECT COUNT(*) FROM application WHERE handed_at > 0 AND applies_at = 'residence' AND county <> person_home AND person_home <> ''`,
	"a hand-over by the county of a campus":    `SELECT COUNT(*) FROM application WHERE handed_at > 0 AND applies_at = 'campus' AND county <> person_home AND person_home <> ''`,
	"a hand-over":                              `SELECT COUNT(*) FROM application WHERE handed_at > 0`,
	"an exemption":                             `SELECT COUNT(*) FROM registration WHERE state = 'exempt'`,
	"a helper's registration":                  `SELECT COUNT(*) FROM registration WHERE helper <> ''`,
	"a return":                                 `SELECT COUNT(*) FROM recruit_return WHERE state = 'back'`,
	"a review set aside":                       `SELECT COUNT(*) FROM review WHERE outcome = 'repeat'`,
	"a review that stands":                     `SELECT COUNT(*) FROM review WHERE outcome = 'upheld'`,
	"a transport done":                         `SELECT COUNT(*) FROM transport WHERE state = 'done'`,
	"a defect mended":                          `SELECT COUNT(*) FROM file_defect WHERE state = 'mended'`,
	"an assessment":                            `SELECT COUNT(*) FROM assessment`,
	"a sealed finding":                         `SELECT COUNT(*) FROM exam_section WHERE LENGTH(found) > 0`,
	"a guarded finding":                        `SELECT COUNT(*) FROM exam_section WHERE LENGTH(guarded) > 0`,
	"a result that differs":                    `SELECT COUNT(*) FROM exam_sample WHERE differ > 0`,
	"a stop of speed":                          `SELECT COUNT(*) FROM velocity_stop WHERE state = 'released'`,
	"a hold":                                   `SELECT COUNT(*) FROM case_hold WHERE state = 'released'`,
	"a tip that was answered":                  `SELECT COUNT(*) FROM tip t JOIN tip_message m ON m.county = t.county AND m.tip = t.id WHERE t.state = 'closed' AND m.sender = 'reporter'`,
	"a daily report":                           `SELECT COUNT(*) FROM zero_report WHERE zero = 0`,
	"figures of a day":                         `SELECT COUNT(*) FROM daily_figures WHERE before <> ''`,
	"a declared conflict":                      `SELECT COUNT(*) FROM conflict`,
	"a clearance":                              `SELECT COUNT(*) FROM clearance WHERE clear > 0`,
}

// crossed counts acts on a case whose doer, or signer, also did an act on a record
// of a table that names the case.
func crossed(table, onCase, other string) string {
	return `SELECT COUNT(*) FROM ledger_leaf a JOIN ` + table + ` r ON r.county = a.log AND a.subject = '` + table + `/' || r.id
		JOIN ledger_leaf b ON b.log = a.log AND b.subject = 'application/' || r.application AND b.kind = '` + onCase + `'
		WHERE ` + other + ` AND a.outcome = '' AND b.outcome = '' AND a.actor = b.actor`
}

// sameActor counts subjects on which one person did both acts.
func sameActor(first, second string) string {
	return `SELECT COUNT(*) FROM ledger_leaf a JOIN ledger_leaf b ON b.log = a.log AND b.subject = a.subject
		WHERE a.kind = '` + first + `' AND b.kind = '` + second + `' AND a.outcome = '' AND b.outcome = '' AND (a.actor = b.actor OR a.signer = b.actor)`
}

func count(t *testing.T, a *app.App, query string) (n int64) {
	t.Helper()
	err := a.Store.Read(t.Context(), func(tx *db.Tx) error { _, err := tx.One(query, nil, &n); return err })
	if err != nil {
		t.Fatalf("%v in %s", err, query)
	}
	return n
}

// funnelEqualsRecords compares the counts in memory with a recount of the cases.
func funnelEqualsRecords(t *testing.T, a *app.App) {
	t.Helper()
	states := map[string]int64{}
	err := a.Store.Read(t.Context(), func(tx *db.Tx) error {
		return tx.Each(`SELECT state, COUNT(*) FROM application GROUP BY state`, nil, func(rows *sql.Rows) error {
			var state string
			var n int64
			err := rows.Scan(&state, &n)
			states[state] = n
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := cases.FunnelOf(a.Cube, a.Road.Tree().Root().Code, ""); err != nil || !reflect.DeepEqual(got.States, states) {
		t.Errorf("the counts say %v, the records %v; %v", got.States, states, err)
	}
}
