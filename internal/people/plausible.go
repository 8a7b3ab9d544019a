package people

import (
	"regexp"
	"sync"

	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
)

// plausible checks what the citizen number does not say against the policy pack
// of a day: how a telephone number is written, and that the date of birth is
// that of somebody who can be alive. The fault names every field that is wrong.
func plausible(view *policy.View, today clock.Date, p Particulars) error {
	var wrong []fault.Field
	oldest, err := view.Int("person.oldest_age")
	if err != nil {
		return err
	}
	if p.BirthDate > today || p.BirthDate.AddYears(int(oldest)) < today {
		wrong = append(wrong, fault.Field{Name: "birth_date", Code: "birth.implausible",
			Text: i18n.T("出生日期不能在今天之后，也不能早于 {years} 年前。", "The date of birth can be neither after today nor more than {years} years ago.").With("years", oldest)})
	}
	youngest, err := view.Int("person.youngest_age")
	if err != nil {
		return err
	}
	if p.BirthDate <= today && p.BirthDate.AddYears(int(youngest)) > today {
		wrong = append(wrong, fault.Field{Name: "birth_date", Code: "birth.child",
			Text: i18n.T("未满 {years} 周岁的儿童不建立兵役档案。", "No file is kept of a child under {years}.").With("years", youngest)})
	}
	bad, err := wrongPhone(view, p.Phone)
	if err != nil {
		return err
	}
	if bad != nil {
		wrong = append(wrong, *bad)
	}
	return field.Faulty(wrong)
}

// patterns are the compiled patterns of the pack, by their text.
var patterns sync.Map

// wrongPhone is what is wrong with a telephone number; an empty one is not.
func wrongPhone(view *policy.View, phone string) (*fault.Field, error) {
	text, err := view.Text("phone.pattern")
	if err != nil || phone == "" {
		return nil, err
	}
	pattern, known := patterns.Load(text)
	if !known {
		compiled, err := regexp.Compile(text)
		if err != nil {
			return nil, fault.New(fault.Internal, "policy.pattern", "政策包中的手机号码写法无效。", "The policy pack's pattern of telephone numbers is not one.").Because(err)
		}
		pattern, _ = patterns.LoadOrStore(text, compiled)
	}
	if pattern.(*regexp.Regexp).MatchString(phone) {
		return nil, nil
	}
	return &fault.Field{Name: "phone", Code: "phone.malformed",
		Text: i18n.T("“{value}”不是手机号码；请填写数字，不加空格或横线。", "{value} is not a mobile number; write its digits without blanks or dashes.").With("value", phone)}, nil
}
