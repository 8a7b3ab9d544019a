package tool

import (
	"muster/internal/frame/i18n"
	"muster/internal/frame/receipt"
)

// certificateWords are the words of certificates, for people: what stands in the
// code is for machines. A word that is not here is shown as it stands. The checking
// page shows the same ones (web/src/verify/words.mjs).
var certificateWords = struct {
	kinds, names map[string]i18n.Text
	values       map[string]map[string]i18n.Text
}{
	kinds: map[string]i18n.Text{"registration": i18n.T("兵役登记证明", "certificate of military service registration")},
	names: map[string]i18n.Text{
		"name": i18n.T("姓名", "name"), "id-ends": i18n.T("公民身份号码末四位", "citizen number ends with"), "year": i18n.T("登记年度", "year of registration"),
		"conclusion": i18n.T("登记结论", "conclusion"), "concluded": i18n.T("结论日期", "concluded on"), "office": i18n.T("登记机关", "office"),
		"entry": i18n.T("日志记录", "entry of the log"), "issued": i18n.T("出具日期", "issued on"),
	},
	values: map[string]map[string]i18n.Text{"conclusion": {
		"must_serve": i18n.T("应服兵役", "liable for service"), "exempt": i18n.T("免服兵役", "exempt"), "barred": i18n.T("不得服兵役", "barred")}},
}

// certificateAsOf says what a certificate does not prove.
var certificateAsOf = i18n.T("证明的是出具之日的登记情况。请与证件对照;此后有无变更,凭编号向登记机关查询。",
	"It says what held on the day of issue. Compare it with the card; the office answers by the number whether it still holds.")

// certificateLines are what a certificate says, one text for each line.
func certificateLines(c *receipt.Certificate) []i18n.Text {
	of := func(table map[string]i18n.Text, word string) i18n.Text {
		if text, ok := table[word]; ok {
			return text
		}
		return i18n.Same(word)
	}
	out := []i18n.Text{i18n.T("属实:{kind} {number}", "Genuine: {kind} {number}").With("kind", of(certificateWords.kinds, c.Kind), "number", c.Number)}
	for _, s := range c.Says {
		out = append(out, i18n.T("{name}:{value}", "{name}: {value}").With("name", of(certificateWords.names, s[0]), "value", of(certificateWords.values[s[0]], s[1])))
	}
	return append(out, certificateAsOf)
}
