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
// people whose numbers a spreadsheet has rounded would become one. Faults are
// logged, so none repeats an identifier that can still be read.
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
		return fault.New(fault.Invalid, "code.text_mark", "编号前有电子表格的文本标记(')。", "The identifier has a spreadsheet's text mark (') in front.")
	case c == '=' && formula.MatchString(value):
		return fault.New(fault.Invalid, "code.formula", "编号被写成了公式。", "The identifier was written as a formula.")
	case c < '0' || c > '9':
		return nil
	case strings.IndexByte(value, '+') > 0 && scientific.MatchString(value):
		return fault.New(fault.Invalid, "code.scientific", "编号被电子表格变成了科学计数法({value}),末尾数字已丢失;请从原始数据重新导出,并把该列设为文本格式。",
			"A spreadsheet turned the identifier into scientific notation ({value}) and its last digits are lost; export it again with the column set to text.",
			"value", value)
	case strings.IndexByte(value, '.') > 0 && decimal.MatchString(value):
		return fault.New(fault.Invalid, "code.decimal", "编号被变成了小数。", "The identifier was turned into a decimal number.")
	case len(value) < width && strings.Trim(value, "0123456789") == "":
		return fault.New(fault.Invalid, "code.zeros_lost", "编号应有{width}位,可能丢失了开头的0;请把该列设为文本格式。",
			"The identifier must have {width} digits and has probably lost its leading zeros; set the column to text.", "width", width)
	}
	return nil
}

// checkRunes looks for characters that stand where an identifier has none.
func checkRunes(value string) *fault.Fault {
	if strings.TrimFunc(value, unicode.IsSpace) != value {
		return fault.New(fault.Invalid, "code.blanks", "编号前后有空格。", "The identifier has blanks before or after it.")
	}
	for _, r := range value {
		switch {
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r):
			return fault.New(fault.Invalid, "code.invisible", "编号含有不可见字符;请重新手工输入。", "The identifier contains invisible characters; type it again.")
		case r >= 0xff01 && r <= 0xff5e: // the full-width forms of ! to ~
			return fault.New(fault.Invalid, "code.full_width", "编号含有全角字符;请改用半角。", "The identifier contains full-width characters; use ordinary ones.")
		}
	}
	return nil
}
