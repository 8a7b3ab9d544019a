package policy

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"cel.dev/cel-go/common/types"

	"muster/internal/frame/fault"
)

// With is a copy of the pack in which some parameters have another value on every
// day on which they have one: a draft for asking what would follow, with a version
// of its own. A name that is no number or yes-or-no parameter of the pack is
// refused with the code "policy.set", and so is a value that cannot be read.
func (p *Pack) With(values map[string]string) (*Pack, error) {
	if len(values) == 0 {
		return p, nil
	}
	out, err := load(p.files)
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	fmt.Fprintln(hash, p.version)
	for _, name := range slices.Sorted(maps.Keys(values)) {
		s, ok := settingOf(out.parameters[name], values[name])
		if !ok {
			return nil, fault.New(fault.Invalid, "policy.set", "“{name}={value}”不是政策包中可改的参数,或数值不对。", "{name}={value} is no parameter of the pack that can be set, or the value cannot be read.",
				"name", name, "value", values[name])
		}
		for i := range out.parameters[name].versions {
			s.article = out.parameters[name].versions[i].value.article
			out.parameters[name].versions[i].value = s
		}
		fmt.Fprintf(hash, "%s=%s\n", name, values[name])
	}
	out.version = hex.EncodeToString(hash.Sum(nil))[:12]
	return out, nil
}

// settingOf reads a value of a parameter.
func settingOf(p *parameter, text string) (s setting, ok bool) {
	if p == nil {
		return s, false
	}
	switch p.kind {
	case Int:
		whole, err := strconv.ParseInt(text, 10, 64)
		return setting{native: whole, value: types.Int(whole)}, err == nil
	case Decimal:
		number, err := strconv.ParseFloat(text, 64)
		return setting{native: number, value: types.Double(number)}, err == nil && number-number == 0
	case Bool:
		flag, err := strconv.ParseBool(text)
		return setting{native: flag, value: types.Bool(flag)}, err == nil
	}
	return s, false
}
