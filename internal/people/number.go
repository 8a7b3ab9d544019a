package people

import (
	"muster/internal/frame/act"
	"muster/internal/frame/house"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/people/idnumber"
)

// Canonical is what somebody typed of a citizen number, in the characters in which
// numbers are on file.
func Canonical(h *house.House, typed string) (string, error) {
	scheme, err := idnumber.Scheme(h.Pack.IdentityScheme())
	if err != nil {
		return "", err
	}
	return scheme.Canonical(typed), nil
}

// Numbered finds the file of a citizen number, however it was typed.
func Numbered(w *act.Work, h *house.House, typed string) (county unit.Code, id ident.ID, found bool, err error) {
	number, err := Canonical(h, typed)
	if err != nil {
		return "", "", false, err
	}
	return w.Claimed(Persons, "id_no", number)
}
