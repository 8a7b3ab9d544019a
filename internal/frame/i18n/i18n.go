// Package i18n holds what people read, in every language the product speaks.
//
// A text stands beside the declaration that it belongs to (an act, a field, a
// fault), as one Text value with a field per language, so that a missing
// translation is a visible gap in one line of code and not a lookup that fails
// in production. A test walks every declaration and refuses an empty field.
package i18n

import (
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language the product speaks.
type Lang string

// The languages of the product. ZH comes first: it is the default.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Langs lists every language, the default first.
var Langs = []Lang{ZH, EN}

// Text is one message in all languages.
type Text struct {
	ZH string `json:"zh" yaml:"zh"`
	EN string `json:"en" yaml:"en"`
}

// T builds a Text.
func T(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Same is a Text that reads alike in every language: a name, a code, a number.
func Same(s string) Text { return Text{ZH: s, EN: s} }

// In returns the text in the given language; an unknown language reads the default.
func (t Text) In(lang Lang) string {
	if lang == EN {
		return t.EN
	}
	return t.ZH
}

// Complete says whether every language has a text.
func (t Text) Complete() bool { return t.ZH != "" && t.EN != "" }

// IsZero says whether no language has a text.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }

// With fills {name} placeholders from pairs of name and value. A value of type
// Text or one with a method In(Lang) string is filled in its own language.
func (t Text) With(pairs ...any) Text {
	if len(pairs) == 0 {
		return t
	}
	return Text{ZH: fill(t.ZH, ZH, pairs), EN: fill(t.EN, EN, pairs)}
}

func fill(message string, lang Lang, pairs []any) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		message = strings.ReplaceAll(message, "{"+name+"}", Show(pairs[i+1], lang))
	}
	return message
}

// Show renders a value for a reader of the language.
func Show(value any, lang Lang) string {
	if v, ok := value.(interface{ In(Lang) string }); ok {
		return v.In(lang)
	}
	return fmt.Sprint(value)
}

// Parse reads a language tag such as "en-GB"; ok is false for a language the
// product does not speak.
func Parse(tag string) (lang Lang, ok bool) {
	base, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	for _, l := range Langs {
		if string(l) == base {
			return l, true
		}
	}
	return ZH, false
}

var matcher = language.NewMatcher([]language.Tag{language.Chinese, language.English})

// FromRequest picks the language of a request: the cookie "lang" if the reader
// chose one, otherwise the best match of Accept-Language, otherwise the default.
func FromRequest(r *http.Request) Lang {
	if c, err := r.Cookie("lang"); err == nil {
		if lang, ok := Parse(c.Value); ok {
			return lang
		}
	}
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return ZH
	}
	_, index, confidence := matcher.Match(tags...)
	if confidence == language.No {
		return ZH
	}
	return Langs[index]
}

// And joins two texts, language by language.
func (t Text) And(other Text) Text { return Text{ZH: t.ZH + other.ZH, EN: t.EN + other.EN} }
