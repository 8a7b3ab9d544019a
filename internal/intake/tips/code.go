package tips

import (
	"crypto/hpke"
	"encoding/base32"

	"muster/internal/frame/fault"
)

// plain is base 32 as people can type it.
var plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// boxLength is the length of a keyed digest in base 32.
const boxLength = 52

func base32Key(k hpke.PublicKey) string { return plain.EncodeToString(k.Bytes()) }

func wrongCode() error {
	return fault.New(fault.Invalid, "tip.code", "表格编码不对;请扫描表格上的二维码或逐组录入。", "The code of the form is not right; scan its square code or type it group by group.").
		OnField("code", "tip.code", "请核对。", "Please check it.")
}

// Grouped writes the code in groups of four, for paper.
func (c FormCode) Grouped() string {
	out := ""
	for i := 0; i < len(c); i += 4 {
		if i > 0 {
			out += " "
		}
		out += string(c[i:min(i+4, len(c))])
	}
	return out
}
