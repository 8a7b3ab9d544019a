package selection_test

import (
	"testing"

	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/intake/selection"
)

// TestNoPointsIsAScore tells a score of zero from a score that is missing.
func TestNoPointsIsAScore(t *testing.T) {
	t.Parallel()
	schema := field.Of[selection.Education]()
	none := int64(0)
	if err := schema.Validate(&selection.Education{Drill: &none}); err != nil {
		t.Errorf("zero points are refused: %v", err)
	}
	if err := schema.Validate(&selection.Education{}); err == nil || fault.As(err).Fields[0].Name != "drill" {
		t.Errorf("a missing score is not: %v", err)
	}
}
