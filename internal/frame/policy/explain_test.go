package policy_test

import (
	"encoding/json"
	"slices"
	"testing"

	"muster/internal/frame/policy"
)

// TestAnswerIsTheContract compares an answer byte by byte with the promised form.
func TestAnswerIsTheContract(t *testing.T) {
	t.Parallel()
	pack, err := policy.Load(packOf(small))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		facts map[string]any
		want  string
	}{
		{map[string]any{"age": json.Number("18"), "stranger": 1}, `{"outcome":"yes","lines":[{"rule":"age.lowest","outcome":"yes","value":18,` +
			`"article":"《法》第1条 · Act, Art. 1","valid_from":"2025-01-01","text":{"zh":"至 60 岁","en":"up to 60"}}]}`},
		{map[string]any{"age": nil}, `{"outcome":"unknown","lines":[],"ask":["age"]}`},
	} {
		answer, err := pack.On("2026-01-01").Explain("fit", test.facts)
		if err != nil {
			t.Fatal(err)
		}
		got, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != test.want {
			t.Errorf("\ngot  %s\nwant %s", got, test.want)
		}
		if _, given := test.facts["stranger"]; given != slices.Contains(answer.Ignored, "stranger") {
			t.Errorf("ignored: %v", answer.Ignored)
		}
	}
}
