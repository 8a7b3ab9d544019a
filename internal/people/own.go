package people

import (
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// OfPerson is the part of a body that says whom the new record is about.
type OfPerson struct {
	Person ident.ID  `f:"person,required,ref=person" zh:"人员" en:"Person"`
	County unit.Code `f:"county,required" zh:"档案属地" en:"Home county of the file"`
}
