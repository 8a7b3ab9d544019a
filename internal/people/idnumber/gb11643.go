package idnumber

import (
	"fmt"
	"strings"
	"unicode"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
)

// GB11643 is the citizen number of GB 11643-1999: six digits for the area
// (GB/T 2260), eight for the birth date, three for the sequence, whose last
// digit is odd for men and even for women, and one check character of ISO 7064
// MOD 11-2. The area is not looked up, since people keep the number of a county
// that has long been merged away.
type GB11643 struct{}

// The weights of the first 17 digits and the check character for each
// remainder of their weighted sum by 11 (GB 11643-1999).
var gbWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const gbCheckCharacters = "10X98765432"

// Canonical implements Checker: a small x is a capital one, digits and letters of
// full width are plain ones, and spaces are left out.
func (GB11643) Canonical(typed string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= fullWidth && r <= fullWidth+('~'-'!'):
			return r - fullWidth + '!'
		}
		return r
	}, typed))
}

// fullWidth is the first of the characters of ASCII, from the exclamation mark on, in
// the width of a Chinese character.
const fullWidth = '\uff01'

// Read implements Checker. However the number was typed, its canonical form is read.
func (GB11643) Read(number string) (Parts, error) {
	wrong := gbFault()
	parts := gbRead(number, wrong)
	if len(wrong.Fields) > 0 {
		return Parts{}, wrong
	}
	return parts, nil
}

// Check implements Checker. Where only the check character is wrong, the birth
// date and sex are compared nevertheless: that tells which digits are mistyped.
func (GB11643) Check(number string, known Facts) error {
	wrong := gbFault()
	parts := gbRead(number, wrong)
	if parts.Birth != "" && known.Birth != "" && parts.Birth != known.Birth {
		wrong.OnField("birth_date", "id.birth_differs", "出生日期与公民身份号码第7至14位不一致。",
			"The birth date is not the one in digits 7 to 14 of the citizen number.")
	}
	if parts.Sex != "" && known.Sex != "" && parts.Sex != known.Sex {
		wrong.OnField("sex", "id.sex_differs", "性别与公民身份号码第17位不一致(奇数为男,偶数为女)。",
			"The sex is not the one in digit 17 of the citizen number (odd for men, even for women).")
	}
	if len(wrong.Fields) > 0 {
		return wrong
	}
	return nil
}

// Make builds the number with the right check character, for synthetic people.
// The area has six digits, the sequence is 0 to 999, odd for men; anything else
// is a mistake of the program.
func (GB11643) Make(area string, birth clock.Date, sequence int) (string, error) {
	body := area + strings.ReplaceAll(string(birth), "-", "") + fmt.Sprintf("%03d", sequence)
	if len(area) != 6 || len(body) != 17 || !digitsOnly(body) {
		return "", fmt.Errorf("idnumber: area %q, birth %q, sequence %d make no number", area, birth, sequence)
	}
	number := body + string(gbCheck(body))
	if _, err := (GB11643{}).Read(number); err != nil {
		return "", fmt.Errorf("idnumber: area %q, birth %q, sequence %d: %w", area, birth, sequence, err)
	}
	return number, nil
}

func gbFault() *fault.Fault {
	return fault.New(fault.Invalid, "id.invalid", "公民身份号码有误。", "The citizen number is wrong.")
}

// gbRead takes the number apart and adds what is wrong. Parts that can still
// be trusted are filled in even then.
func gbRead(number string, wrong *fault.Fault) (parts Parts) {
	number = GB11643{}.Canonical(number)
	if !gbForm(number, wrong) {
		return parts
	}
	parts.Number, parts.Area = number, number[:6]
	if number[0] == '0' {
		wrong.OnField("id_no", "id.area", "公民身份号码前6位不是行政区划代码。", "Digits 1 to 6 of the citizen number are no area code.")
	}
	birth, err := clock.ParseDate(number[6:14])
	if err != nil || birth < "1800-01-01" {
		wrong.OnField("id_no", "id.birth", "公民身份号码第7至14位不是有效日期。", "Digits 7 to 14 of the citizen number are no date.")
	} else {
		parts.Birth = birth
	}
	if parts.Sex = Female; number[16]%2 == 1 {
		parts.Sex = Male
	}
	parts.Sequence = int(number[14]-'0')*100 + int(number[15]-'0')*10 + int(number[16]-'0')
	switch {
	case number[17] == gbCheck(number[:17]):
	case strings.HasSuffix(number, "000"):
		wrong.OnField("id_no", "id.rounded", "公民身份号码末三位为000且校验码不符,很可能被电子表格四舍五入;请从原始数据重新导出。",
			"The citizen number ends in 000 and its check character is wrong: a spreadsheet has probably rounded it; export it again from its source.")
	default:
		wrong.OnField("id_no", "id.check", "公民身份号码校验码不符;请逐位核对。", "The check character of the citizen number is wrong; compare digit by digit.")
	}
	return parts
}

// gbForm checks length and characters; nothing else can be said of a number
// that fails here.
func gbForm(number string, wrong *fault.Fault) bool {
	switch {
	case len(number) == 15 && digitsOnly(number):
		wrong.OnField("id_no", "id.first_generation", "这是15位旧号码,2013年起停用;请填写18位公民身份号码。",
			"This is an old number of 15 digits, out of use since 2013; enter the one of 18.")
	case len(number) != 18:
		wrong.OnField("id_no", "id.length", "公民身份号码应为18位。", "A citizen number has 18 characters.")
	case !digitsOnly(number[:17]) || number[17] != 'X' && !digitsOnly(number[17:]):
		wrong.OnField("id_no", "id.characters", "公民身份号码前17位应为数字,末位为数字或X。",
			"A citizen number has 17 digits and a digit or X at the end.")
	default:
		return true
	}
	return false
}

// gbCheck computes the check character of 17 digits.
func gbCheck(body string) byte {
	sum := 0
	for i, weight := range gbWeights {
		sum += int(body[i]-'0') * weight
	}
	return gbCheckCharacters[sum%11]
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
