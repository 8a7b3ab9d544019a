// Package selection brings those who finished the pre-service education to
// approval: scores computed from the evidence (package score) and posted for the
// days the law gives, a ranked list frozen and decided on by a quorate meeting
// before its public notice, the notice with its objections, its clearance by an inspector, approval
// seat by seat, vacancies filled strictly in order.
//
// The list is frozen once: its root is a hash over every entry in order, and a
// list that no longer matches its root is refused. Whoever holds these tables
// could reorder a list; the root and the ledger find that.
package selection

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/policy"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
	"muster/internal/office/training"
)

// Ranking is the ranked list of one county in one intake.
type Ranking struct {
	record.Base
	Cycle      ident.ID   `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	PolicyDay  clock.Date `f:"policy_day" zh:"适用政策日期" en:"Law of the day"`
	Seats      int64      `f:"seats" zh:"名额" en:"Seats"`
	Chosen     int64      `f:"chosen" zh:"拟定兵人数" en:"Proposed"`
	Waiting    int64      `f:"waiting" zh:"递补人数" en:"Reserve"`
	Root       string     `f:"root" zh:"名单指纹" en:"Root of the list"`
	FrozenOn   clock.Date `f:"frozen_on" zh:"定稿日" en:"Frozen on"`
	NoticeFrom clock.Date `f:"notice_from" zh:"公示起" en:"Notice from"`
	NoticeTo   clock.Date `f:"notice_to" zh:"公示止" en:"Notice until"`
	NoticeRoot string     `f:"notice_root,hidden" zh:"公示名单指纹" en:"Root of the public list"`
	Places     []string   `f:"notice_places,hidden" zh:"公示名单所列单位" en:"Places on the public list"`
	Remark     string     `f:"remark,long" zh:"说明" en:"Remark"`
	Rows       []string   `f:"rows,hidden" zh:"名额行(单位 标签 下限..上限 编号)" en:"Quota rows (unit tag least..most id)"`
	Units      []string   `f:"units,hidden" zh:"名额行的单位(单位=上级)" en:"Units of the rows (unit=parent)"`
}

// States of a ranked list.
const (
	Frozen  = "frozen"
	OnShow  = "on_notice"
	Cleared = "cleared"
)

// Rankings is the table of ranked lists.
var Rankings = record.NewTable[Ranking]("ranking", i18n.T("定兵名单", "Ranked list"),
	record.State{Name: Frozen, Label: i18n.T("已定稿", "frozen")},
	record.State{Name: OnShow, Label: i18n.T("公示中", "on notice")},
	record.State{Name: Cleared, Label: i18n.T("公示完毕", "cleared")}, act.VoidState)

// Freezing is the body of freezing a list.
type Freezing struct {
	Cycle ident.ID  `f:"cycle,required,ref=cycle" zh:"征集批次" en:"Intake"`
	Unit  unit.Code `f:"unit,required" zh:"县级单位代码" en:"County"`
}

// Words is the body of an act with a remark.
type Words struct {
	Remark string `f:"remark,long" zh:"说明" en:"Remark"`
}

// Cancelling is the body of taking somebody off the list.
type Cancelling struct {
	Reason string `f:"reason,required,max=60,reasons=cancellation" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,required,long" zh:"说明" en:"In words"`
}

// Declare declares the acts from education to approval.
func Declare(h *house.House) {
	selector := []access.Grant{role.Grant(role.Selector, role.Selection)}
	approver := []access.Grant{role.Grant(role.Approver, role.Selection)}
	certified := []act.Need{training.Certificate("selection")}
	declareScores(h, selector, certified)
	act.Declare(h.Book, act.Spec[Ranking, *Ranking, Freezing]{
		Name: "ranking.freeze", Title: i18n.T("排序定稿", "Rank and freeze"), Table: Rankings, New: true, To: []string{Frozen}, By: selector, Sign: approver,
		Needs: certified, Basis: "conscription-regulation 27",
		Unit: func(_ *act.Work, b *Freezing) (unit.Code, error) { return b.Unit, nil },
		Do:   func(w *act.Work, r *Ranking, b *Freezing) error { return freeze(w, h, r, b) }})
	act.Declare(h.Book, act.Spec[Ranking, *Ranking, Words]{
		Name: "ranking.publish", Title: i18n.T("张榜公示", "Publish the notice"), Table: Rankings, From: []string{Frozen}, To: []string{OnShow}, By: approver,
		NotBy: []string{"ranking.freeze"}, Basis: "conscription-regulation 30", Do: func(w *act.Work, r *Ranking, _ *Words) error { return publish(w, h, r) }})
	act.Declare(h.Book, act.Spec[Ranking, *Ranking, Words]{
		Name: "ranking.clear", Title: i18n.T("公示期满,廉洁监督确认", "Clear after the notice"), Table: Rankings, From: []string{OnShow}, To: []string{Cleared},
		By: []access.Grant{role.Grant(role.Inspector, role.Integrity)}, NotBy: []string{"ranking.publish"}, Basis: "conscription-regulation 30", Do: clearList})
	act.Declare(h.Book, act.Spec[Ranking, *Ranking, Words]{
		Name: "ranking.fill", Title: i18n.T("按序递补", "Fill vacancies in order"), Table: Rankings, From: []string{OnShow, Cleared}, By: selector,
		Needs: certified, Basis: "conscription-regulation 30", Do: fill})
	declareMeetings(h)
	declareNoticeObjections(h)
	declareApproval(h, approver)
	h.Shelf.Add(h.Book, &register.Register{Table: Rankings, Floor: "intake", Columns: []string{"unit", "seats", "chosen", "waiting", "notice_from", "notice_to", "state"},
		Read: []access.Grant{selector[0], approver[0], role.Grant(role.Inspector, role.Integrity), role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Leader, role.Intake)}})
}

// signPosts notes the special posts somebody may fill.
func signPosts(h *house.House, c *cases.Case, b *Posting) error {
	scale := h.Pack.Scale("post_type")
	for _, post := range b.Posts {
		if !slices.ContainsFunc(scale, func(t policy.Term) bool { return t.Code == post }) {
			return fault.New(fault.Invalid, "education.post", "没有“{post}”这种特殊岗位。", "There is no special post {post}.", "post", post).
				OnField("posts", "education.post", "没有“{post}”。", "There is no {post}.", "post", post)
		}
	}
	c.Posts = b.Posts
	return nil
}

// Points renders hundredths of a point.
func Points(hundredths int64) string { return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100) }

// hundredths reads what Points wrote.
func hundredths(text string) int64 {
	n, err := strconv.ParseInt(strings.Replace(text, ".", "", 1), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// tie orders equals by a hash of the case's random id, which nobody chose.
func tie(id ident.ID) int64 {
	sum := sha256.Sum256([]byte("muster/tie/v1\x00" + string(id)))
	return int64(binary.BigEndian.Uint64(sum[:8]) >> 1)
}

// Root is the hash over the rows of a list and over its entries in their order.
func Root(r *Ranking, list []*cases.Case) string {
	h := sha256.New()
	for _, entry := range slices.Concat(r.Rows, r.Units) {
		fmt.Fprintf(h, "%s\n", entry)
	}
	for _, c := range list {
		fmt.Fprintf(h, "%s\x00%d\x00%d\x00%d", c.ID, c.Rank, c.Score, c.Tie)
		if c.SeatUnit != "" { // lists of before there were rows have none
			fmt.Fprintf(h, "\x00%s\x00%s", c.SeatUnit, strings.Join(c.Tags, "|"))
		}
		fmt.Fprintln(h)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// listed reads everybody on a list, in order of rank, whatever became of them.
func listed(w *act.Work, r *Ranking) ([]*cases.Case, error) {
	list, err := act.Take[cases.Case](w, cases.Table, "county = $1 AND ranking = $2", string(r.County), string(r.ID))
	slices.SortFunc(list, func(a, b *cases.Case) int { return int(a.Rank - b.Rank) })
	return list, err
}

// intact refuses a list that is no longer the one that was frozen.
func intact(w *act.Work, r *Ranking) ([]*cases.Case, error) {
	list, err := listed(w, r)
	if err == nil && Root(r, list) != r.Root {
		err = changed()
	}
	return list, err
}

// publish needs the decision of a meeting on this very list.
func publish(w *act.Work, h *house.House, r *Ranking) error {
	list, err := intact(w, r)
	if err != nil {
		return err
	}
	if err := decisionOn(w, r); err != nil {
		return err
	}
	until, err := clocks.Of(w, h).Due(r.Place, r.PolicyDay, "notice", w.Today())
	if err != nil {
		return err
	}
	r.NoticeFrom, r.NoticeTo, r.State = w.Today(), until, OnShow
	r.NoticeRoot, r.Places = noticeRoot(w.Tree, list)
	return nil
}

func clearList(w *act.Work, r *Ranking, b *Words) error {
	if w.Today() <= r.NoticeTo {
		return fault.New(fault.Conflict, "notice.running", "公示期到 {day} 才届满。", "The notice runs until {day}.", "day", r.NoticeTo)
	}
	if _, err := intact(w, r); err != nil {
		return err
	}
	if err := answered(w, r, 0); err != nil {
		return err
	}
	r.State, r.Remark = Cleared, b.Remark
	return nil
}
