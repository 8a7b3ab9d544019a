package receipt

import (
	"strings"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// certificateHead is the first line of a certificate's text.
const certificateHead = "muster/certificate/v1"

// Certificate is a short statement under the signature of the log's key, short
// enough for a code on paper: what it is, its number, what it says, and which
// entry of the log it rests on. It is written as a signed note:
//
//	muster/certificate/v1
//	kind registration
//	number 2026-130102-9zk3m1xw
//	name …
//	…
//
//	— <origin> <signature>
//
// It proves who signed what; that the entry is in the log is proven by its
// receipt.
type Certificate struct {
	Kind   string      `json:"kind"`
	Number string      `json:"number"`
	Says   [][2]string `json:"says"` // names and values in their order
}

// Text is the text to be signed.
func (c *Certificate) Text() string {
	var b strings.Builder
	b.WriteString(certificateHead + "\nkind " + c.Kind + "\nnumber " + c.Number + "\n")
	for _, s := range c.Says {
		b.WriteString(s[0] + " " + strings.Join(strings.Fields(s[1]), " ") + "\n")
	}
	return b.String()
}

// IsCertificate says whether a text is meant as a certificate.
func IsCertificate(text string) bool { return strings.HasPrefix(text, certificateHead+"\n") }

// CheckCertificate checks a certificate against the log's key. A text that is
// none is a fault of kind Invalid, one without a good signature of kind Conflict.
func CheckCertificate(text string, log Key) (*Certificate, error) {
	// Programs that read codes save them with a mark in front and with two bytes for
	// the end of a line; neither can stand in what was signed.
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	if !strings.HasSuffix(text, "\n") {
		text += "\n" // a code on paper ends without a line end
	}
	s, ok := openNote(text)
	if !ok {
		return nil, notCertificate()
	}
	lines := strings.Split(strings.TrimSuffix(s.text, "\n"), "\n")
	if len(lines) < 3 || lines[0] != certificateHead {
		return nil, notCertificate()
	}
	c := &Certificate{}
	for i, line := range lines[1:] {
		name, value, found := strings.Cut(line, " ")
		switch {
		case !found || name == "":
			return nil, notCertificate()
		case i == 0 && name == "kind":
			c.Kind = value
		case i == 1 && name == "number":
			c.Number = value
		case i < 2:
			return nil, notCertificate()
		default:
			c.Says = append(c.Says, [2]string{name, value})
		}
	}
	for _, line := range s.lines {
		if line.name == log.Name && string(line.raw[:4]) == string(log.id[:]) && log.holds(s.text, line.raw[4:]) {
			return c, nil
		}
	}
	return nil, &fault.Fault{Kind: fault.Conflict, Code: "certificate.signature",
		Text: i18n.T("证明上的签名与公钥不符:内容被改动,或不是由该机构签发。", "The signature does not fit the key: it was changed, or somebody else issued it.")}
}

func notCertificate() error {
	return &fault.Fault{Kind: fault.Invalid, Code: "certificate.malformed", Text: i18n.T("这不是一份证明文本。", "This is not the text of a certificate.")}
}
