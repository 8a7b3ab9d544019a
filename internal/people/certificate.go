package people

import (
	"strconv"
	"strings"

	"muster/internal/frame/clock"
	"muster/internal/frame/docs"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/receipt"
)

// certificateTail is how much of a record's id ends the number of a certificate:
// its random part, so that numbers cannot be counted through.
const certificateTail = 8

// certificateNumber makes the number of the certificate of a registration: year,
// county, the end of the record's id, and the revision that it concludes, so that
// a certificate of an earlier conclusion has another number than one of this.
func certificateNumber(r *Registration) string {
	id := string(r.ID)
	return strings.Join([]string{strconv.FormatInt(r.Year, 10), string(r.County), id[max(0, len(id)-certificateTail):], strconv.FormatInt(r.Rev+1, 10)}, "-")
}

// Certified says whether there is a certificate of the registration as it stands:
// not of one that is open again, cancelled or void.
func (r *Registration) Certified() bool {
	return r.Certificate != "" && r.State == string(r.Concluded)
}

// Issued is what a certificate says of itself.
type Issued struct {
	Office    string     // who concluded, in words
	Under     i18n.Text  // the articles that it rests on
	Entry     string     // of the log
	Concluded clock.Date // when it was concluded
	On        clock.Date // when the paper was made: for what it says on that day it is good
}

// Statement is what the certificate of a registration says under the signature
// of the log's key. Of the citizen number it says the last four digits: enough to
// compare with a card, too few to steal. The days tell an old paper from a new one
// without a line.
func (r *Registration) Statement(p *Person, i Issued) *receipt.Certificate {
	number := p.IDNo
	return &receipt.Certificate{Kind: "registration", Number: r.Certificate, Says: [][2]string{{"name", p.Name}, {"id-ends", number[max(0, len(number)-4):]},
		{"year", strconv.FormatInt(r.Year, 10)}, {"conclusion", string(r.Concluded)}, {"concluded", string(i.Concluded)}, {"office", i.Office},
		{"entry", i.Entry}, {"issued", string(i.On)}}}
}

// Paper is the certificate as it is printed; code is its signed statement.
func (r *Registration) Paper(p *Person, lang i18n.Lang, i Issued, code string) docs.Paper {
	label := Registrations.StateLabel(string(r.Concluded))
	return docs.Paper{Title: i18n.T("兵役登记证明", "Certificate of military service registration"), Issuer: i.Office, Number: r.Certificate, Code: code,
		Parts: []docs.Part{
			docs.Facts{{Label: i18n.T("姓名", "Name"), Value: p.Name}, {Label: i18n.T("公民身份号码", "Citizen number"), Value: p.IDNo},
				{Label: i18n.T("性别", "Sex"), Value: optionLabel(p.Sex.Options(), string(p.Sex)).In(lang)}, {Label: i18n.T("出生日期", "Date of birth"), Value: string(p.BirthDate)},
				{Label: i18n.T("登记年度", "Year of registration"), Value: strconv.FormatInt(r.Year, 10)}, {Label: i18n.T("登记结论", "Conclusion"), Value: label.In(lang)},
				{Label: i18n.T("结论日期", "Concluded on"), Value: string(i.Concluded)}, {Label: i18n.T("登记机关", "Office"), Value: i.Office},
				{Label: i18n.T("出具日期", "Issued on"), Value: string(i.On)}},
			docs.Words{Lines: []i18n.Text{i18n.T("根据{article},证明上述公民已依法办理兵役登记。电子证明与纸质证明具有同等效力。",
				"Under {article} the citizen named above is registered. The electronic and the printed certificate are equally valid.").With("article", i.Under)}}},
		About: i18n.T("二维码中是以登记机关密钥签名的证明内容,不联网即可核验:用手机扫描后粘贴到核验网页,或用命令 muster verify certificate。请把姓名和身份号码后四位与证件对照;证明的是出具之日的登记情况,此后有无变更可凭编号向登记机关查询。",
			"The code holds what this certificate says under the signature of the office's key. It is checked without a line: scan it and paste it into the checking page, or use muster verify certificate. Compare name and last four digits with the card. It says what held on the day of issue; the office answers by its number whether it still does."),
		Foot: i18n.T("本证明不含住址、联系方式和任何体检、考核内容。", "This certificate holds no address, no telephone and nothing of an examination or vetting.")}
}

func optionLabel(options []field.Option, value string) i18n.Text {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return i18n.Same(value)
}
