package web

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"muster/internal/frame/i18n"
	"muster/internal/frame/unit"
	"muster/internal/insight/radar"
	"muster/internal/insight/radar/records"
	"muster/internal/intake/leads"
)

func (q *request) sampleTable(d *radarData, tree *unit.Tree) radarTable {
	t := radarTable{ID: "samples", Title: i18n.T("盲法复检", "Blind re-examination"), Note: i18n.T("另一站复检的结果与首次不同的人数;下限超过政策包的界限即报警。", "How many another station found otherwise; an alarm where the lower bound exceeds the limit of the pack."),
		Heads: []i18n.Text{i18n.T("体检站", "Station"), i18n.T("抽中", "Drawn"), i18n.T("已比对", "Compared"), i18n.T("不一致", "Different"), i18n.T("原合格现不合格", "Passed first, failed now"), i18n.T("不一致率下限", "Lower bound")}}
	show := func(s records.Sample, column string, n int64) string {
		return d.Counts.show("samples", string(s.Station), column, n)
	}
	for _, s := range d.Figures.Samples {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Sample, s.Station, "", fmt.Sprintf("%d/%d, ≥ %.2f%%", s.Differ, s.Compared, s.Lower)),
			Cells: []string{tree.Name(s.Station), show(s, "drawn", s.Drawn), show(s, "compared", s.Compared), show(s, "differ", s.Differ), show(s, "failed", s.Failed), fmt.Sprintf("%.2f%%", s.Lower)}})
		if cells := t.Rows[len(t.Rows)-1].Cells; d.Counts.cell("samples", string(s.Station), "differ", 0).Hidden || d.Counts.cell("samples", string(s.Station), "compared", 0).Hidden {
			cells[5] = "–" // it is a function of both
		}
	}
	return t
}

// staffTable says what was found person by person to whoever may not see of whom: one
// doctor's figures are often those of a whole station.
func (q *request) staffTable(d *radarData) radarTable {
	t := radarTable{ID: "staff", Title: i18n.T("按人员检测", "Person by person"), Note: i18n.T("是谁、各人的数字,只有纪检监察干部可见。", "Who it is, and each one's figures, is for inspectors only."),
		Heads: []i18n.Text{i18n.T("检测", "Detector"), i18n.T("比较", "Compared"), i18n.T("报警", "Alarms")}}
	f := d.Figures
	add := func(title i18n.Text, compared, alarms int) {
		t.Rows = append(t.Rows, radarRow{Alarm: alarms > 0, Cells: []string{title.In(q.lang), number(int64(compared)), number(int64(alarms))}})
	}
	funnel := func(title i18n.Text, points []radar.Point) {
		if len(points) == 0 {
			d.Alone = append(d.Alone, title)
			return
		}
		add(i18n.T("合格率:", "Pass rates: ").And(title), len(points), radar.CountRaised(points))
	}
	funnel(officersTitle, f.Officers)
	for _, section := range slices.Sorted(maps.Keys(f.Examiners)) {
		funnel(q.doctorsTitle(section), f.Examiners[section])
	}
	add(pairsTitle, len(f.Pairs), radar.CountRaised(f.Pairs))
	add(speedsTitle, len(f.Speeds), radar.CountRaised(f.Speeds))
	return t
}

// What the detectors are called that compare the staff.
var (
	pairsTitle  = i18n.T("反复同组", "Repeated pairs")
	speedsTitle = i18n.T("办理速度", "Velocity")
)

func (q *request) stepTable(d *radarData, tree *unit.Tree) radarTable {
	t := radarTable{ID: "steps", Title: i18n.T("结论是否缺少前置环节", "Conclusions without what must come before"),
		Note:  i18n.T("没有登记、没有科室签署的结论本不可能出现;从登记到主检结论不足 {n} 分钟计为过快。", "A conclusion without admission or without a section's signature cannot come about; less than {n} minutes from admission to conclusion is hasty.").With("n", d.Figures.Minutes),
		Heads: []i18n.Text{i18n.T("体检站", "Station"), i18n.T("结论", "Conclusions"), i18n.T("无登记", "Nobody admitted"), i18n.T("科室未签", "Section unsigned"), i18n.T("过快", "Hasty")}}
	show := func(s records.Steps, column string, n int64) string {
		return d.Counts.show("steps", string(s.Station), column, n)
	}
	for _, s := range d.Figures.Steps {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Missing, s.Station, "", fmt.Sprintf("%d: %d, %d, %d", s.N, s.Unadmitted, s.Unsigned, s.Hasty)),
			Cells: []string{tree.Name(s.Station), show(s, isN, s.N), show(s, "unadmitted", s.Unadmitted), show(s, "unsigned", s.Unsigned), show(s, "hasty", s.Hasty)}})
	}
	return t
}

func (q *request) identityTable(d *radarData, tree *unit.Tree) radarTable {
	t := radarTable{ID: "identity", Title: i18n.T("交接时身份存疑", "Identity doubted at the hand-over"),
		Note:  i18n.T("接收单位核对本人、证件与体检照片;替检者在此显露。存疑多于对本人误生疑问的比例({n},政策包)即报警。", "The receiving unit compares the person with the card and the photo of the gates: this is where a stand-in shows. An alarm where more are doubted than the share of the right ones who are ({n}, policy pack).").With("n", inPercent(d.Figures.Mistaken)),
		Heads: []i18n.Text{i18n.T("县(市、区)", "County"), i18n.T("核对", "Checks"), i18n.T("存疑", "Doubted")}}
	for _, x := range d.Figures.Identity {
		show := func(column string, n int64) string { return d.Counts.show("identity", string(x.County), column, n) }
		t.Rows = append(t.Rows, radarRow{Alarm: x.Alarm, Lead: q.lead(leads.Identity, x.County, "", fmt.Sprintf("%d/%d", x.Doubted, x.N)),
			Cells: []string{tree.Name(x.County), show(isN, x.N), show("doubted", x.Doubted)}})
	}
	return t
}

// mostRows bounds the rows of the tables of pairs, speeds and edits; the least
// probable, the fastest and the most frequent come first.
const mostRows = 60

func first[T any](list []T) []T { return list[:min(len(list), mostRows)] }

// meetingsText are the readings of how two people met.
var meetingsText = map[string]i18n.Text{"desk": i18n.T("登记 → 医生", "desk → doctor"), "summons": i18n.T("通知 → 医生", "summons → doctor"), "signed": i18n.T("办理 → 会签", "act → second signature")}

func (q *request) pairTable(d *radarData) radarTable {
	t := radarTable{ID: "pairs", Title: pairsTitle,
		Note: i18n.T("零假设:同站、同日、同科室内由抽签分配,与谁登记、谁通知无关;会签由本县能会签该事项者任一人办理。超几何分布,按对数校正。没有选择余地的不列。列出最不可能的 {n} 对。",
			"The null: within a station, day and section the lot decides, whoever admitted or summoned; any of a county's second signatories signs. Hypergeometric, corrected for the number of pairs. Pairs without a choice are left out. The {n} least probable.").With("n", mostRows),
		Heads: []i18n.Text{i18n.T("两人", "Pair"), i18n.T("方式", "How"), i18n.T("相遇", "Met"), i18n.T("前者共", "Of the first one's"), i18n.T("偶然应有", "By chance about"), i18n.T("偶然概率", "Probability")}}
	for _, p := range first(d.Figures.Pairs) {
		t.Rows = append(t.Rows, radarRow{Alarm: p.Alarm, Lead: q.lead(leads.Pairs, q.postOf(p.B), p.B, fmt.Sprintf("%s: %d/%d, %.1f, %s", p.How, p.Met, p.Of, p.Expected, chance(p.Probability))),
			Cells: []string{q.staffName(p.A) + " → " + q.staffName(p.B), meetingsText[p.How].In(q.lang), number(p.Met), number(p.Of), strconv.FormatFloat(p.Expected, 'f', 1, 64), chance(p.Probability)}})
	}
	return t
}

func (q *request) speedTable(d *radarData, tree *unit.Tree) radarTable {
	t := radarTable{ID: "speeds", Title: speedsTitle, Note: i18n.T("任一小时内签署多于 {n} 件即报警(政策包)。列出最快的 {m} 项。", "An alarm where more than {n} are signed within any hour (policy pack). The {m} fastest.").With("n", d.Figures.Limit).With("m", mostRows),
		Heads: []i18n.Text{i18n.T("办理人", "By"), i18n.T("单位", "Office"), i18n.T("事项", "Act"), i18n.T("件数", "Acts"), i18n.T("最多每小时", "Most in an hour"), i18n.T("间隔中位(秒)", "Median pause (s)")}}
	for _, s := range first(d.Figures.Speeds) {
		t.Rows = append(t.Rows, radarRow{Alarm: s.Alarm, Lead: q.lead(leads.Velocity, s.Log, s.Account, fmt.Sprintf("%s: %d, %d/h, %d s", s.Kind, s.N, s.Hour, s.Gap)),
			Cells: []string{q.staffName(s.Account), tree.Name(s.Log), q.actTitle(s.Kind), number(s.N), number(s.Hour), number(s.Gap)}})
	}
	return t
}

func (q *request) editTable(d *radarData, tree *unit.Tree) radarTable {
	t := radarTable{ID: "edits", Title: i18n.T("事后更正", "Late edits"), Note: i18n.T("更正方向:此后体检合格/不合格,或缺勤减少/增加;其余不知。", "Which way: what was corrected went on to pass or to fail, or the absences became fewer or more; unknown for the others. A correction alone is no alarm."),
		Heads: []i18n.Text{i18n.T("办理人 → 会签", "By → second"), i18n.T("单位", "Office"), i18n.T("事项", "Act"), i18n.T("件数", "Acts"), i18n.T("有利", "In favour"), i18n.T("不利", "Against")}}
	for _, e := range first(d.Figures.Edits) {
		t.Rows = append(t.Rows, radarRow{Lead: q.lead(leads.Edits, e.Log, e.Actor, fmt.Sprintf("%s: %d (+%d, −%d)", e.Kind, e.N, e.For, e.Against)),
			Cells: []string{q.staffName(e.Actor) + " → " + q.staffName(e.Signer), tree.Name(e.Log), q.actTitle(e.Kind), number(e.N), number(e.For), number(e.Against)}})
	}
	return t
}

func (q *request) actTitle(kind string) string {
	if k := q.s.App.Book.Kind(kind); k != nil {
		return k.Title.In(q.lang)
	}
	return kind
}
