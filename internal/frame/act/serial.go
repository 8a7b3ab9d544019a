package act

import (
	"io"
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
)

// serialLetters are the characters of a serial: none is taken for another when it is
// copied by hand. There are 31, a prime, so that its last one finds every character
// that was mistaken and every two that were swapped.
const serialLetters = "123456789ABCDEFGHJKMNPQRSTVWXYZ"

// serialLength is the length of a serial; 31 to the ninth are enough that no two
// printed forms have the same.
const serialLength = 10

// NewSerial draws the serial of one printed form, of ten characters. The error is
// that of the random source.
func NewSerial(random io.Reader) (string, error) {
	var one [1]byte
	out := make([]byte, 0, serialLength)
	for len(out) < serialLength-1 {
		if _, err := io.ReadFull(random, one[:]); err != nil {
			return "", err
		}
		if int(one[0]) < 256/len(serialLetters)*len(serialLetters) { // every character as likely
			out = append(out, serialLetters[int(one[0])%len(serialLetters)])
		}
	}
	return string(append(out, serialCheck(string(out)))), nil
}

func serialCheck(first string) byte {
	sum := 0
	for i := range len(first) {
		sum += (i + 1) * strings.IndexByte(serialLetters, first[i])
	}
	return serialLetters[sum%len(serialLetters)]
}

// PrintedCode is the code of one printed form: what PaperCode says, and its serial.
func PrintedCode(kind string, county unit.Code, id ident.ID, serial string) string {
	return PaperCode(kind, county, id) + " " + serial
}

// PaperSerial reads the serial of a code; "" where it has none. It may be typed in
// small letters and with hyphens.
func PaperSerial(code string) string {
	parts := paperParts(code)
	if len(parts) < 4 {
		return ""
	}
	return strings.ToUpper(strings.ReplaceAll(parts[3], "-", ""))
}

// paperParts are the words of a code.
func paperParts(code string) []string {
	return strings.Fields(strings.TrimPrefix(strings.TrimSpace(code), strings.TrimSpace(paperCode)))
}

// once refuses a form that has no serial, or was entered before.
func (d Desk) once(w *Work, p *PaperForm, code string) error {
	wrong := func(name, zh, en string, pairs ...any) error {
		return fault.New(fault.Invalid, name, zh, en, pairs...).OnField("code", name, zh, en, pairs...)
	}
	serial := PaperSerial(code)
	switch {
	case serial == "":
		return wrong("paper.serial", "须填写表上印的编号;每张表只能录入一次。", "Give the serial that is printed on the form; each form is entered once.")
	case len(serial) != serialLength || strings.Trim(serial, serialLetters) != "" || serialCheck(serial[:serialLength-1]) != serial[serialLength-1]:
		return wrong("paper.serial", "表上印的编号“{serial}”有误,请照表核对。", "The serial {serial} is not right; compare it with the form.", "serial", serial)
	}
	county, id, used, err := w.Claimed(PaperForms, "serial", serial)
	if err != nil || !used {
		p.Serial = serial
		return err
	}
	first := &PaperForm{}
	if err := PaperForms.Load(w.tx, county, id, first, false); err != nil {
		return err
	}
	title := i18n.Same(first.Act)
	if k := w.road.Book.Kind(first.Act); k != nil {
		title = k.Title
	}
	f := fault.New(fault.Conflict, "paper.used", "此表(编号 {serial})已录入过:{act},{day} 收件,在{unit}办理,登记号 {id}。每张表只录入一次;本人另交的,请打印新表。",
		"This form (serial {serial}) was entered already: {act}, received on {day}, at {unit}, entry {id}. A form is entered once; for another one print a new form.",
		"serial", serial, "act", title, "day", first.Received, "unit", w.Tree.Name(first.Unit), "id", first.ID)
	return f.OnField("code", "paper.used", "此表已录入过。", "This form was entered already.")
}
