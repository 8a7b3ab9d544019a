package sheet

import (
	"regexp"
	"strings"
	"unicode"

	"muster/internal/frame/fault"
)

var (
	scientific = regexp.MustCompile(`^[0-9](\.[0-9]+)?[Ee]\+[0-9]+$`)
	decimal    = regexp.MustCompile(`^[0-9]+\.0+$`)
	formula    = regexp.MustCompile(`^="?[0-9A-Za-z]*"?$`)
)

// CheckCode recognises an identifier that a spreadsheet, or the copying from
// one, has changed, and names what happened: scientific notation, a decimal
// point, lost leading zeros (where width, the number of digits it must have, is
// given), blanks around it, full-width characters, invisible characters, a text
// mark. It returns nil for anything else, the empty cell included; whether the
// identifier is right is for its own check. Nothing is repaired, because two
// people whose numbers a spreadsheet has rounded would become one.
func CheckCode(value string, width int) *fault.Fault {
	if value == "" {
		return nil
	}
	for _, r := range value {
		if r <= ' ' || r >= 0x7f {
			if found := checkRunes(value); found != nil {
				return found
			}
			break
		}
	}
	switch c := value[0]; {
	case c == '\'':
		return mangled("code.text_mark", "编号前有电子表格的文本标记(')。", "has a spreadsheet's text mark (') in front", value)
	case c == '=' && formula.MatchString(value):
		return mangled("code.formula", "编号被写成了公式。", "was written as a formula", value)
	case c < '0' || c > '9':
		return nil
	case scientific.MatchString(value):
		return mangled("code.scientific", "编号被电子表格变成了科学计数法,末尾数字已丢失;请从原始数据重新导出,并把该列设为文本格式。",
			"was turned into scientific notation by a spreadsheet and has lost digits; export it again with the column set to text", value)
	case decimal.MatchString(value):
		return mangled("code.decimal", "编号被变成了小数。", "was turned into a decimal number", value)
	case len(value) < width && strings.Trim(value, "0123456789") == "":
		return mangled("code.zeros_lost", "编号应有{width}位,可能丢失了开头的0;请把该列设为文本格式。",
			"must have {width} digits and has probably lost its leading zeros; set the column to text", value, "width", width)
	}
	return nil
}

// checkRunes looks for characters that stand where an identifier has none.
func checkRunes(value string) *fault.Fault {
	if strings.TrimFunc(value, unicode.IsSpace) != value {
		return mangled("code.blanks", "编号前后有空格。", "has blanks before or after it", value)
	}
	for _, r := range value {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return mangled("code.invisible", "编号含有不可见字符;请重新手工输入。", "contains invisible characters; type it again", value)
		case r >= 0xff01 && r <= 0xff5e: // the full-width forms of ! to ~
			return mangled("code.full_width", "编号含有全角字符;请改用半角。", "contains full-width characters; use ordinary ones", value)
		}
	}
	return nil
}

// mangled builds the fault; the English text goes on from the value.
func mangled(code, zh, en, value string, pairs ...any) *fault.Fault {
	pairs = append(pairs, "value", value)
	return fault.New(fault.Invalid, code, "“{value}”:"+zh, "{value} "+en+".", pairs...)
}
