package policycmd_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/policy"
	"muster/policies"
)

// limit is one limit of the physical standard: values just below, at and just above
// it, with what the line must say. The numbers are written here a second time, from
// the published text and not from the pack.
type limit struct {
	rule  string
	field string
	with  string // further facts as JSON
	says  map[string]string
}

var limits = []limit{
	{"height_cm.men", "height_cm", `{"sex":"male"}`, map[string]string{"159.9": "fail", "160": "pass", "160.1": "pass"}},
	{"height_cm.women", "height_cm", `{"sex":"female"}`, map[string]string{"157.9": "fail", "158": "pass", "158.1": "pass"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"tank"}`, map[string]string{"161.9": "fail", "162": "pass", "178": "pass", "178.1": "fail"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"diver"}`, map[string]string{"167.9": "fail", "168": "pass", "185": "pass", "185.1": "fail"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"submarine"}`, map[string]string{"161.9": "fail", "162": "pass", "182": "pass", "182.1": "fail"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"ship"}`, map[string]string{"161.9": "fail", "162": "pass", "182": "pass", "182.1": "fail"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"paratroop"}`, map[string]string{"167.9": "fail", "168": "pass", "200": "pass"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"special_operations"}`, map[string]string{"169.9": "fail", "170": "pass", "200": "pass"}},
	{"height_cm.special_post", "height_cm", `{"post_type":"honour_guard"}`, map[string]string{"179.9": "fail", "180": "pass", "200": "pass"}},
	{"weight_kg.bmi_men", "weight_kg", `{"sex":"male","height_cm":200}`, map[string]string{"69.99": "fail", "70": "pass", "70.01": "pass", "119.99": "pass", "120": "fail"}},
	{"weight_kg.bmi_men", "weight_kg", `{"sex":"male","height_cm":200,"post_type":"tank"}`, map[string]string{"69.99": "fail", "70": "pass", "107.99": "pass", "108": "fail", "108.01": "fail"}},
	{"weight_kg.bmi_women", "weight_kg", `{"sex":"female","height_cm":160}`, map[string]string{"43.51": "fail", "43.52": "pass", "43.53": "pass", "61.43": "pass", "61.44": "fail"}},
	{"hba1c_percent.heavy_men", "hba1c_percent", `{"sex":"male","height_cm":200,"weight_kg":112}`, map[string]string{"6.4": "pass", "6.5": "fail", "6.6": "fail"}},
	{"hba1c_percent.heavy_men", "weight_kg", `{"sex":"male","height_cm":200,"hba1c_percent":7}`, map[string]string{"111.99": "none", "112": "fail", "119.99": "fail", "120": "none"}},
	{"fasting_glucose.limit", "fasting_glucose", `{}`, map[string]string{"6.99": "pass", "7.0": "fail", "7.01": "fail"}},
	{"vision_left.naked", "vision_left", `{}`, map[string]string{"4.4": "fail", "4.5": "pass", "4.6": "pass"}},
	{"vision_right.naked", "vision_right", `{}`, map[string]string{"4.4": "fail", "4.5": "pass", "4.6": "pass"}},
	{"corrected_left.vision", "corrected_left", `{"vision_left":4.6}`, map[string]string{"4.7": "fail", "4.8": "pass", "4.9": "pass"}},
	{"corrected_right.vision", "corrected_right", `{"vision_right":4.6}`, map[string]string{"4.7": "fail", "4.8": "pass", "4.9": "pass"}},
	{"corrected_left.vision", "vision_left", `{"corrected_left":4.9}`, map[string]string{"4.4": "none", "4.5": "pass", "4.7": "pass", "4.8": "none"}},
	{"refraction_left.limit", "refraction_left", `{"vision_left":4.6}`, map[string]string{"599": "pass", "600": "pass", "601": "fail"}},
	{"refraction_right.limit", "refraction_right", `{"vision_right":4.6}`, map[string]string{"599": "pass", "600": "pass", "601": "fail"}},
	{"laser_surgery.result", "laser_surgery_months", lasered, map[string]string{"5.9": "fail", "6": "note", "6.1": "note"}},
	{"laser_surgery.result", "vision_left", lasered[:len(lasered)-1] + `,"laser_surgery_months":12}`, map[string]string{"4.7": "fail", "4.8": "note", "4.9": "note"}},
	{"laser_surgery.result", "post_type", lasered[:len(lasered)-1] + `,"laser_surgery_months":12}`, map[string]string{`"general"`: "note", `"submarine"`: "fail", `"diver"`: "fail",
		`"paratroop"`: "fail", `"special_operations"`: "fail", `"tank"`: "note"}},
	{"colour_vision.rule", "colour_vision", `{"single_colours_recognised":true}`, map[string]string{`"normal"`: "pass", `"weak"`: "note", `"blind"`: "note"}},
	{"colour_vision.rule", "colour_vision", `{"single_colours_recognised":false}`, map[string]string{`"normal"`: "pass", `"weak"`: "fail", `"blind"`: "fail"}},
	{"colour_vision.rule", "post_type", `{"colour_vision":"weak","single_colours_recognised":true}`, map[string]string{`"tank"`: "note", `"submarine"`: "fail", `"ship"`: "fail",
		`"diver"`: "fail", `"paratroop"`: "fail"}},
	{"systolic.range", "systolic", `{}`, map[string]string{"89": "fail", "90": "pass", "91": "pass", "139": "pass", "140": "fail", "141": "fail"}},
	{"diastolic.range", "diastolic", `{}`, map[string]string{"59": "fail", "60": "pass", "61": "pass", "89": "pass", "90": "fail", "91": "fail"}},
	{"heart_rate.range", "heart_rate", `{}`, map[string]string{"49": "fail", "50": "doctor_decides", "59": "doctor_decides", "60": "pass", "100": "pass", "101": "doctor_decides",
		"110": "doctor_decides", "111": "fail"}},
	{"heart_rate.range", "heart_rate", `{"post_type":"diver"}`, map[string]string{"59": "fail", "60": "pass", "100": "pass", "101": "fail"}},
	{"hearing_left_m.whisper", "hearing_left_m", `{"hearing_right_m":5}`, map[string]string{"2.9": "fail", "3": "note", "4.9": "note", "5": "pass"}},
	{"hearing_left_m.whisper", "hearing_right_m", `{"hearing_left_m":5}`, map[string]string{"2.9": "fail", "3": "note", "4.9": "note", "5": "pass"}},
	{"hearing_left_m.whisper", "hearing_left_m", `{"hearing_right_m":4.9}`, map[string]string{"4.9": "fail", "5": "note"}},
	{"hearing_left_m.whisper", "hearing_left_m", `{"hearing_right_m":5,"post_type":"submarine"}`, map[string]string{"4.9": "fail", "5": "pass"}},
	{"smell.rule", "smell", `{}`, map[string]string{`"normal"`: "pass", `"dull"`: "note", `"lost"`: "fail"}},
	{"smell.rule", "post_type", `{"smell":"dull"}`, map[string]string{`"chemical_defence"`: "fail", `"medical_service"`: "fail", `"fuel"`: "fail", `"tank"`: "note"}},
	{"tattoo_face_neck.rule", "tattoo_face_neck", `{}`, map[string]string{"true": "fail", "false": "pass"}},
	{"tattoo_exposed_cm.limit", "tattoo_exposed_cm", `{}`, map[string]string{"2.9": "pass", "3": "pass", "3.1": "fail"}},
	{"tattoo_other_cm.limit", "tattoo_other_cm", `{}`, map[string]string{"9.9": "pass", "10": "pass", "10.1": "fail"}},
	{"leg_difference_cm.limit", "leg_difference_cm", `{}`, map[string]string{"1.9": "pass", "2": "pass", "2.1": "fail"}},
	{"knee_gap_cm.limit", "knee_gap_cm", `{}`, map[string]string{"6.9": "pass", "7": "pass", "7.1": "fail"}},
	{"flat_foot.rule", "flat_foot", `{}`, map[string]string{`"none"`: "pass", `"harmless"`: "note", `"impairing"`: "fail"}},
	{"bad_teeth_adjacent.rule", "bad_teeth_adjacent", `{"bad_teeth_apart":0,"teeth_repaired":false}`, map[string]string{"1": "pass", "2": "fail", "3": "fail"}},
	{"bad_teeth_adjacent.rule", "bad_teeth_apart", `{"bad_teeth_adjacent":0,"teeth_repaired":false}`, map[string]string{"2": "pass", "3": "pass", "4": "fail"}},
	{"bad_teeth_adjacent.rule", "bad_teeth_apart", `{"bad_teeth_adjacent":3,"teeth_repaired":true}`, map[string]string{"0": "note", "9": "note"}},
	{"alt.men", "alt", `{"sex":"male"}`, map[string]string{"8.9": "doctor_decides", "9": "pass", "50": "pass", "50.1": "doctor_decides", "60": "doctor_decides", "60.1": "fail"}},
	{"alt.women", "alt", `{"sex":"female"}`, map[string]string{"6.9": "doctor_decides", "7": "pass", "40": "pass", "40.1": "doctor_decides", "50": "doctor_decides", "50.1": "fail"}},
	blood("creatinine.men", `{"sex":"male"}`, "58.9", "59", "104", "104.1"),
	blood("creatinine.women", `{"sex":"female"}`, "44.9", "45", "84", "84.1"),
	blood("urea.range", `{}`, "2.8", "2.9", "8.2", "8.3"),
	blood("wbc.range", `{}`, "3.4", "3.5", "9.5", "9.6"),
	blood("neutrophil_percent.range", `{}`, "39.9", "40", "75", "75.1"),
	blood("lymphocyte_percent.range", `{}`, "19.9", "20", "50", "50.1"),
	blood("rbc.men", `{"sex":"male"}`, "4.2", "4.3", "5.8", "5.9"),
	blood("rbc.women", `{"sex":"female"}`, "3.7", "3.8", "5.1", "5.2"),
	blood("haemoglobin.men", `{"sex":"male"}`, "129", "130", "175", "176"),
	blood("haemoglobin.women", `{"sex":"female"}`, "114", "115", "150", "151"),
	blood("platelets.range", `{}`, "124", "125", "350", "351"),
	blood("urobilinogen.range", `{}`, "0.09", "0.1", "1.0", "1.01"),
	found("hbsag.negative", map[string]string{`"negative"`: "pass", `"trace"`: "doctor_decides", `"positive"`: "fail"}),
	found("hiv_antibody.negative", map[string]string{`"negative"`: "pass", `"trace"`: "doctor_decides", `"positive"`: "fail"}),
	found("drug_test.negative", map[string]string{`"negative"`: "pass", `"positive"`: "fail"}),
	found("urine_protein.limit", map[string]string{`"negative"`: "pass", `"trace"`: "pass", `"positive"`: "doctor_decides"}),
	found("urine_ketone.negative", map[string]string{`"negative"`: "pass", `"trace"`: "doctor_decides", `"positive"`: "doctor_decides"}),
	found("urine_sugar.negative", map[string]string{`"negative"`: "pass", `"positive"`: "doctor_decides"}),
	found("urine_bilirubin.negative", map[string]string{`"negative"`: "pass", `"positive"`: "doctor_decides"}),
	found("ecg.finding", map[string]string{`"normal"`: "pass", `"abnormal"`: "doctor_decides"}),
	found("chest_xray.finding", map[string]string{`"normal"`: "pass", `"abnormal"`: "doctor_decides"}),
	found("abdominal_ultrasound.finding", map[string]string{`"normal"`: "pass", `"abnormal"`: "doctor_decides"}),
	{"gynaecology.finding", "gynaecology", `{"sex":"female"}`, map[string]string{`"normal"`: "pass", `"abnormal"`: "doctor_decides"}},
	{"gynaecology.finding", "gynaecology", `{"sex":"male"}`, map[string]string{`"abnormal"`: "none"}},
	{"pregnancy_test.negative", "pregnancy_test", `{"sex":"female"}`, map[string]string{`"negative"`: "pass", `"positive"`: "doctor_decides"}},
	found("psychological_band.conclusion", map[string]string{`"pass"`: "pass", `"ability_flag"`: "none", `"personality_flag"`: "none"}),
	{"psychological_band.conclusion", "interview_result", `{"psychological_band":"ability_flag"}`, map[string]string{`"pass"`: "note", `"fail"`: "doctor_decides"}},
	{"psychological_band.conclusion", "interview_result", `{"psychological_band":"pass"}`, map[string]string{`"fail"`: "pass"}},
}

const lasered = `{"laser_surgery":true,"laser_complication":false,"vision_left":4.9,"vision_right":4.9,"fundus":"normal"}`

// blood is a range beyond which only a doctor decides: no blood figure fails anybody.
func blood(rule, with, below, low, high, above string) limit {
	return limit{rule, judged(rule), with, map[string]string{below: "doctor_decides", low: "pass", high: "pass", above: "doctor_decides"}}
}

func found(rule string, says map[string]string) limit {
	return limit{rule, judged(rule), `{}`, says}
}

// judged is the fact that a rule judges, with which its name begins.
func judged(rule string) string { name, _, _ := strings.Cut(rule, "."); return name }

func facts(t *testing.T, l limit, value string) (map[string]any, string) {
	t.Helper()
	out, one := map[string]any{}, map[string]any{}
	for _, raw := range []string{l.with, fmt.Sprintf(`{%q:%s}`, l.field, value)} {
		if err := json.Unmarshal([]byte(raw), &one); err != nil {
			t.Fatal(err)
		}
		maps.Copy(out, one)
	}
	text, err := json.Marshal(out)
	if err != nil {
		t.Fatal(err)
	}
	return out, string(text)
}

func lineOf(lines []policy.Line, rule string) string {
	for _, l := range lines {
		if l.Rule == rule {
			return l.Outcome
		}
	}
	return "none"
}

// TestEveryLimit asks the pack about every limit, on the day on which the standard
// came into force, today and far ahead; the day before there is no answer.
func TestEveryLimit(t *testing.T) {
	t.Parallel()
	fsys, err := policies.Open("cn")
	if err != nil {
		t.Fatal(err)
	}
	pack, err := policy.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range limits {
		for value, want := range l.says {
			given, _ := facts(t, l, value)
			for _, day := range []clock.Date{"2021-10-01", "2026-06-01", "2031-01-01"} {
				answer, err := pack.On(day).Explain("medical", given)
				if got := lineOf(answer.Lines, l.rule); err != nil || got != want {
					t.Errorf("%s: %s=%s with %s on %s says %s (%v), want %s", l.rule, l.field, value, l.with, day, got, err, want)
				}
				if answer.Outcome != policy.Unknown || len(answer.Ask) == 0 {
					t.Errorf("%s: half a file is answered with %s instead of asking", l.rule, answer.Outcome)
				}
			}
			if _, err := pack.On("2021-09-30").Explain("medical", given); !fault.Coded(err, "policy.not_in_force") {
				t.Errorf("%s is judged before the standard was in force: %v", l.rule, err)
			}
		}
	}
	for _, s := range pack.On("2026-06-01").Standards("medical") {
		if !covered(s.Rule) {
			t.Errorf("no limit of %s is tested", s.Rule)
		}
	}
}

func covered(rule string) bool {
	for _, l := range limits {
		if l.rule == rule {
			return true
		}
	}
	return false
}

// TestEveryLimitByTheCommand asks the same by the command.
func TestEveryLimitByTheCommand(t *testing.T) {
	t.Parallel()
	for _, l := range limits {
		for value, want := range l.says {
			_, text := facts(t, l, value)
			out, _, err := run(t, text, false, "explain", "medical", "--policy", "cn", "--on", "2026-06-01", "--facts", "-")
			var answer policy.Answer
			if err == nil {
				err = json.Unmarshal([]byte(out), &answer)
			}
			if got := lineOf(answer.Lines, l.rule); err != nil || got != want {
				t.Errorf("%s: %s=%s with %s says %s (%v), want %s", l.rule, l.field, value, l.with, got, err, want)
			}
		}
	}
}
