package signup

import (
	"crypto/sha256"
	"encoding/hex"

	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
)

func digest(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// joinReasons reads entries of a closed list, one after the other.
func joinReasons(list []policy.Reason) i18n.Text {
	texts := make([]i18n.Text, len(list))
	for i, r := range list {
		texts[i] = r.Text
	}
	return joined(texts)
}

// factNames reads names of facts as the pack words them.
func factNames(h *house.House, names []string) i18n.Text {
	var texts []i18n.Text
	for _, name := range names {
		text := i18n.Same(name)
		if f, ok := h.Pack.Fact(name); ok {
			text = f.Label
		}
		texts = append(texts, text)
	}
	return joined(texts)
}

func joined(texts []i18n.Text) i18n.Text {
	if len(texts) == 0 {
		return i18n.T("无", "none")
	}
	out := texts[0]
	for _, t := range texts[1:] {
		out = out.And(i18n.T("、", ", ")).And(t)
	}
	return out
}
