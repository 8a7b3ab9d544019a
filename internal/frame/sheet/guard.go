package sheet

import "strings"

// Guard makes a cell harmless that a spreadsheet would run as a formula: one
// that begins with = + - @, their full-width forms, a tab or a line end gets a
// leading apostrophe. A plain negative number stays. Unguard undoes it exactly:
// Unguard(Guard(s)) == s for every s.
func Guard(cell string) string {
	if cell == "" || !suspect[cell[0]] || !dangerous(strings.TrimLeft(cell, "'")) || plainNumber(cell) {
		return cell
	}
	return "'" + cell
}

// Unguard takes away the apostrophe that Guard put in front of a cell.
func Unguard(cell string) string {
	if cell == "" || cell[0] != '\'' || !dangerous(strings.TrimLeft(cell, "'")) {
		return cell
	}
	return cell[1:]
}

// suspect holds the first bytes at which a cell needs a closer look, so that
// all others pass at the cost of one look-up.
var suspect = [256]bool{'=': true, '+': true, '-': true, '@': true, '\t': true, '\r': true, '\n': true, '\'': true, 0xef: true}

// dangerous says whether a spreadsheet may take the text for a formula. The
// full-width forms count because spreadsheets in East Asian settings read them
// as the ordinary ones.
func dangerous(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	case 0xef:
		for _, wide := range []string{"\uff1d", "\uff0b", "\uff0d", "\uff20"} {
			if strings.HasPrefix(s, wide) {
				return true
			}
		}
	}
	return false
}

// plainNumber says whether the cell is a negative decimal number and nothing
// else, such as -5 or -0.25.
func plainNumber(cell string) bool {
	digits, ok := strings.CutPrefix(cell, "-")
	if !ok {
		return false
	}
	whole, fraction, point := strings.Cut(digits, ".")
	return allDigits(whole) && (!point || allDigits(fraction))
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
