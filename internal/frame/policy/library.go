package policy

import (
	"strings"

	"encoding/json"

	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
)

// Bundle is the pack in one piece, to be kept beside the decisions that were
// made by it: the same version gives the same bytes. FromBundle reads it again.
func (p *Pack) Bundle() []byte {
	bundle, _ := json.Marshal(p.files) // a map of texts, written in the order of its keys, always marshals
	return bundle
}

// FromBundle loads a pack that Bundle wrote; it has the version that it had.
func FromBundle(bundle []byte) (*Pack, error) {
	var files map[string]string
	if err := json.Unmarshal(bundle, &files); err != nil {
		return nil, fault.New(fault.Invalid, "policy.bundle", "保存的政策包已损坏。", "the kept policy pack is damaged.").Because(err)
	}
	return load(files)
}

// Library holds the versions of a country's pack that open cases were begun
// with. It is immutable and safe for concurrent use.
type Library struct {
	current   *Pack
	byVersion map[string]*Pack
}

// NewLibrary makes a library of the current pack and older ones.
func NewLibrary(current *Pack, older ...*Pack) *Library {
	l := &Library{current: current, byVersion: map[string]*Pack{}}
	for _, p := range append(older, current) {
		l.byVersion[p.version] = p
	}
	return l
}

// Current is the pack for what begins now.
func (l *Library) Current() *Pack { return l.current }

// Version finds the pack that a case was begun with. A version that is not kept
// is refused with the code "policy.version_unknown": another version must not
// decide in its place.
func (l *Library) Version(version string) (*Pack, error) {
	if p, ok := l.byVersion[version]; ok {
		return p, nil
	}
	return nil, fault.New(fault.Unknown, "policy.version_unknown", "未保存版本为 {version} 的政策包，不能用其他版本代替。",
		"the policy pack of version {version} is not kept, and no other may stand in for it.", "version", version)
}

// Article reads an article as acts name it, such as "service-law 20", for
// people. An unknown source is left as it is.
func (p *Pack) Article(text string) i18n.Text {
	var zh, en []string
	for part := range strings.SplitSeq(text, ";") {
		code, clause, _ := strings.Cut(strings.TrimSpace(part), " ")
		name := i18n.Same(strings.TrimSpace(part))
		for _, s := range p.Sources() {
			if s.Code == code {
				name = i18n.T("《"+s.Name.ZH+"》", s.Name.EN)
				if clause != "" {
					name = name.And(i18n.T(articleZH(clause), ", Art. "+clause))
				}
			}
		}
		zh, en = append(zh, name.ZH), append(en, name.EN)
	}
	return i18n.T(strings.Join(zh, "、"), strings.Join(en, "; "))
}
