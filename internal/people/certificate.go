package people

import (
	"strconv"
	"strings"
)

// certificateTail is how much of a record's id ends the number of a certificate:
// its random part, so that numbers cannot be counted through.
const certificateTail = 8

// certificateNumber makes the number of the certificate of a registration: year,
// county, and the end of the record's id.
func certificateNumber(r *Registration) string {
	id := string(r.ID)
	return strings.Join([]string{strconv.FormatInt(r.Year, 10), string(r.County), id[max(0, len(id)-certificateTail):]}, "-")
}
