package sheet

import "testing"

func TestCheckCode(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value string
		width int
		want  string
	}{
		{"", 18, ""}, {"130102", 6, ""}, {"11010120080309123X", 18, ""}, {"A-1/2", 0, ""}, {"12E3", 0, ""}, {"12", 0, ""},
		{"1.30102E+17", 18, "code.scientific"}, {"1E+17", 0, "code.scientific"}, {"1.30102e+17", 0, "code.scientific"},
		{"30102", 6, "code.zeros_lost"}, {"130102.0", 6, "code.decimal"}, {"130102 ", 6, "code.blanks"},
		{"\u3000130102", 6, "code.blanks"}, {"130102\u00a0", 6, "code.blanks"}, {"\t130102", 6, "code.blanks"},
		{"\uff11\uff13\uff10", 6, "code.full_width"}, {"130102\uff38", 0, "code.full_width"},
		{"\u202d130102\u202c", 6, "code.invisible"}, {"\u200b130102", 6, "code.invisible"}, {"13\x0102", 6, "code.invisible"},
		{"'130102", 6, "code.text_mark"}, {`="130102"`, 6, "code.formula"}, {"中文号", 0, ""}, {"军字第1号", 3, ""},
	}
	for _, test := range tests {
		got := ""
		if f := CheckCode(test.value, test.width); f != nil {
			got = f.Code
			if !f.Text.Complete() {
				t.Errorf("%q: incomplete text", test.value)
			}
		}
		if got != test.want {
			t.Errorf("CheckCode(%q, %d) = %q, want %q", test.value, test.width, got, test.want)
		}
	}
}
