package selection

import (
	"muster/internal/frame/clock"
	"muster/internal/frame/docs"
	"muster/internal/frame/i18n"
	"muster/internal/frame/policy"
	"muster/internal/intake/cases"
	"muster/internal/people"
)

// Printed is what the papers of an approval say.
type Printed struct {
	Case   *cases.Case
	Person *people.Person
	Office string // that approves
	Meet   *Meeting
	List   *Ranking
	Lang   i18n.Lang
	Pack   *policy.Pack // knows the sources of the law by name
}

// under says on which articles a paper rests.
func (p Printed) under(basis string) i18n.Text {
	return i18n.T("依据:{article}。", "Under: {article}.").With("article", p.Pack.Article(basis))
}

func (p Printed) number(prefix string) string {
	id := string(p.Case.ID)
	return prefix + "-" + string(p.Case.County) + "-" + id[max(0, len(id)-8):]
}

func (p Printed) label(text i18n.Text) string { return text.In(p.Lang) }

// who are the facts that every paper begins with.
func (p Printed) who() docs.Facts {
	sex := i18n.Same(string(p.Case.Sex))
	for _, o := range p.Case.Sex.Options() {
		if o.Value == string(p.Case.Sex) {
			sex = o.Label
		}
	}
	return docs.Facts{{Label: i18n.T("姓名", "Name"), Value: p.Person.Name}, {Label: i18n.T("公民身份号码", "Citizen number"), Value: p.Person.IDNo},
		{Label: i18n.T("性别", "Sex"), Value: p.label(sex)}, {Label: i18n.T("出生日期", "Date of birth"), Value: string(p.Person.BirthDate)}}
}

// ApprovalForm is the form on which the county office approves, with what it rests
// on (conscription-regulation 31).
func (p Printed) ApprovalForm() docs.Paper {
	c := p.Case
	facts := append(p.who(), docs.Fact{Label: i18n.T("体格检查", "Physical"), Value: p.label(i18n.T("合格", "passed"))},
		docs.Fact{Label: i18n.T("政治考核", "Vetting"), Value: p.label(i18n.T("合格", "passed"))},
		docs.Fact{Label: i18n.T("综合得分、名次", "Score, rank"), Value: Points(c.Score) + " / " + i18n.T("第 {n} 名", "rank {n}").With("n", c.Rank).In(p.Lang)},
		docs.Fact{Label: i18n.T("定兵会议", "Selection meeting"), Value: i18n.T("{day},赞成 {yes},反对 {no}", "{day}, {yes} for, {no} against").With("day", p.Meet.Day, "yes", p.Meet.For, "no", p.Meet.Against).In(p.Lang)},
		docs.Fact{Label: i18n.T("公示", "Public notice"), Value: string(p.List.NoticeFrom) + " – " + string(p.List.NoticeTo)},
		docs.Fact{Label: i18n.T("名单指纹", "Root of the list"), Value: p.Meet.Root[:min(16, len(p.Meet.Root))] + "…"},
		docs.Fact{Label: i18n.T("批准日期", "Approved on"), Value: string(c.ApprovedOn)},
		docs.Fact{Label: i18n.T("优待起算日", "Benefits begin on"), Value: string(c.Benefits)})
	return docs.Paper{Title: i18n.T("应征公民入伍批准书", "Approval for service"), Issuer: p.Office, Number: p.number("PZ"),
		Parts: []docs.Part{facts, docs.Signatures{i18n.T("批准人(签名)", "Approved by (signature)"), i18n.T("征兵办公室(盖章)", "County office (seal)"), i18n.T("日期", "Date")}},
		Foot:  p.under("conscription-regulation 27; conscription-regulation 30; conscription-regulation 31")}
}

// EnlistmentNotice is what the person receives.
func (p Printed) EnlistmentNotice() docs.Paper {
	return docs.Paper{Title: i18n.T("入伍通知书", "Notice of enlistment"), Issuer: p.Office, Number: p.number("RW"),
		Parts: []docs.Part{p.who(), docs.Words{Lines: []i18n.Text{
			i18n.T("经批准,您自 {day} 起应征入伍。优待自批准之日起算。", "You are approved for service as of {day}. Benefits begin on the day of approval.").With("day", p.Case.ApprovedOn),
			i18n.T("请凭本通知书和居民身份证,按征兵办公室另行通知的时间、地点报到。", "Report with this notice and your identity card, at the time and place the county office will tell you."),
			i18n.T("在读或已录取的,保留学籍或入学资格;在职的,按规定保留相应待遇。请将本通知书出示给学校或单位。", "Your place at school is kept, and what your employer owes you by law; show this notice there."),
			i18n.T("如对批准事项有异议,可依法申请行政复议或提起行政诉讼。", "If you disagree, the statutory remedies are open to you.")}},
			docs.Signatures{i18n.T("征兵办公室(盖章)", "County office (seal)"), i18n.T("日期", "Date")}},
		Foot: p.under("conscription-regulation 31; conscription-regulation 33; conscription-regulation 34")}
}

// HouseholdNotice tells the household registration office.
func (p Printed) HouseholdNotice() docs.Paper {
	return docs.Paper{Title: i18n.T("应征入伍户口注销通知", "Notice to the household registration office"), Issuer: p.Office, Number: p.number("HK"),
		Parts: []docs.Part{p.who(), docs.Words{Lines: []i18n.Text{
			i18n.T("上述公民已于 {day} 批准入伍,请依法办理户口登记。", "The citizen named above was approved for service on {day}. Please make the entry in the household register that the law provides for.").With("day", p.Case.ApprovedOn),
			i18n.T("如被退回,征兵办公室将另行通知恢复。", "If they are returned, the county office will tell you, so that it is restored.")}},
			docs.Signatures{i18n.T("征兵办公室(盖章)", "County office (seal)"), i18n.T("户口登记机关签收", "Received by the household registration office"), i18n.T("日期", "Date")}},
		Foot: p.under("conscription-regulation 31").And(i18n.T("本通知不含体检、考核内容。", " Nothing of an examination or vetting is in it."))}
}

// FileCover is the cover of the recruit's file with the list of its contents; on is
// the day it is printed.
func (p Printed) FileCover(on clock.Date) docs.Paper {
	yes := i18n.T("□ 有  页数:____", "□ enclosed  pages: ____").In(p.Lang)
	row := func(n string, text i18n.Text) []string { return []string{n, text.In(p.Lang), yes} }
	return docs.Paper{Title: i18n.T("新兵档案", "Recruit's file"), Issuer: p.Office, Number: p.number("DA"),
		Parts: []docs.Part{p.who(), docs.Table{Head: []i18n.Text{i18n.T("序号", "No."), i18n.T("材料", "Paper"), i18n.T("核对", "Checked")}, Widths: []float64{1, 5, 4},
			Rows: [][]string{row("1", i18n.T("入伍批准书", "Approval for service")), row("2", i18n.T("政治考核表", "Vetting form")), row("3", i18n.T("体格检查表", "Physical examination form")),
				row("4", i18n.T("役前教育结业记录", "Record of the pre-service education")), row("5", i18n.T("学籍(学历)、户籍材料", "Education and household papers")), row("6", i18n.T("团员、党员档案(如有)", "Youth League or Party file, if any"))}},
			docs.Signatures{i18n.T("整档人(签名)", "Compiled by (signature)"), i18n.T("审查人(签名)", "Reviewed by (signature)"), i18n.T("密封日期", "Sealed on")}},
		Foot: i18n.T("{day} 打印。", "Printed on {day}. ").With("day", on).And(p.under("conscription-regulation 31; conscription-regulation 42; conscription-regulation 43"))}
}
