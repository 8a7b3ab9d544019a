package medical

import (
	"muster/internal/frame/act"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/intake/medical/blind"
)

// PartIDs are the ids of the sections of an examination, in the order of the pack.
func PartIDs(pack *policy.Pack, key blind.Key, e *Exam) (ids []ident.ID) {
	for _, t := range pack.Scale("exam_section") {
		ids = append(ids, key.Record(e.Candidate, t.Code))
	}
	return ids
}

var _ = act.Subject
