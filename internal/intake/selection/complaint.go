package selection

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/db"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
	"muster/internal/frame/unit"
	"muster/internal/intake/clocks"
	"muster/internal/office/role"
)

// NoticeObjection is an objection to a public notice. Whoever made it need not say
// who they are; with the receipt they read the answer. Of the receipt only a digest
// is kept.
type NoticeObjection struct {
	record.Base
	Ranking  ident.ID   `f:"ranking,required,filter,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Rank     int64      `f:"rank,filter,sort" zh:"所涉名次(0 为整个名单)" en:"Rank concerned (0: the whole list)"`
	Grounds  string     `f:"grounds,long,max=2000" zh:"异议内容" en:"What is objected to"`
	Made     clock.Date `f:"made_on,sort" zh:"提出日" en:"Made on"`
	AnswerBy clock.Date `f:"answer_by,sort,due" zh:"应于此日前答复" en:"To be answered by"`
	Receipt  string     `f:"receipt,hidden,max=64" zh:"回执指纹" en:"Digest of the receipt"`
	Outcome  string     `f:"outcome,filter,max=60,reasons=notice_objection" zh:"结果" en:"Outcome"`
	Answer   string     `f:"answer,long,max=2000" zh:"答复" en:"Answer"`
}

// States of an objection to a notice.
const (
	Unanswered = "open"
	Answered   = "answered"
)

// NoticeObjections is the table of objections to notices.
var NoticeObjections = record.NewTable[NoticeObjection]("notice_objection", i18n.T("公示异议", "Objection to a notice"),
	record.State{Name: Unanswered, Label: i18n.T("待答复", "to be answered")}, record.State{Name: Answered, Label: i18n.T("已答复", "answered"), End: true}, act.VoidState)

// Doubting is the body of an objection to a notice. The receipt is drawn by whoever
// takes the objection and given to whoever makes it.
type Doubting struct {
	Ranking ident.ID  `f:"ranking,required,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Home    unit.Code `f:"ranking_home,required" zh:"名单属地" en:"Home of the list"`
	Rank    int64     `f:"rank,min=0,max=1000000" zh:"所涉名次(0 为整个名单)" en:"Rank concerned (0: the whole list)"`
	Grounds string    `f:"grounds,required,long,max=2000" zh:"异议内容(事实与线索)" en:"What is wrong, and how it is known"`
	Receipt string    `f:"receipt,secret,max=60" zh:"回执" en:"Receipt"`
}

// Replying is the body of answering an objection to a notice.
type Replying struct {
	Outcome string `f:"outcome,required,max=60,reasons=notice_objection" zh:"结果" en:"Outcome"`
	Answer  string `f:"answer,required,long,max=2000" zh:"答复(不写个人敏感信息)" en:"Answer (nothing sensitive about a person)"`
}

// NoticeClock is how the clock of an objection to a notice is set again.
func NoticeClock() clocks.Running {
	return clocks.For(NoticeObjections, func(o *NoticeObjection) *clock.Date { return &o.AnswerBy }, func(k *clocks.Reading, o *NoticeObjection) error {
		due, err := k.Due(o.Place, o.Made, "review_decision", o.Made)
		o.AnswerBy = max(o.AnswerBy, due)
		return err
	})
}

func declareNoticeObjections(h *house.House) {
	inspector := role.Grant(role.Inspector, role.Integrity)
	basis := "conscription-regulation 30"
	act.Declare(h.Book, act.Spec[NoticeObjection, *NoticeObjection, Doubting]{
		Name: "notice_objection.file", Title: i18n.T("对公示提出异议", "Object to the notice"), Table: NoticeObjections, New: true, To: []string{Unanswered}, Cause: true, Basis: basis,
		By:   []access.Grant{{Role: access.System, Relation: access.Anybody}, role.Grant(role.Clerk, role.Intake), role.Grant(role.CountyOfficer, role.Intake), inspector},
		Unit: func(_ *act.Work, b *Doubting) (unit.Code, error) { return b.Home, nil }, Do: func(w *act.Work, o *NoticeObjection, b *Doubting) error { return doubt(w, h, o, b) }})
	act.Declare(h.Book, act.Spec[NoticeObjection, *NoticeObjection, Replying]{
		Name: "notice_objection.answer", Title: i18n.T("答复公示异议", "Answer the objection"), Table: NoticeObjections, From: []string{Unanswered}, To: []string{Answered},
		By: []access.Grant{inspector}, NotBy: []string{"notice_objection.file"}, Basis: basis, Do: func(w *act.Work, o *NoticeObjection, b *Replying) error { return reply(w, h, o, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: NoticeObjections, Floor: "intake", Columns: []string{"unit", "rank", "made_on", "answer_by", "outcome", "state"},
		Read: []access.Grant{inspector, role.Grant(role.Approver, role.Selection), role.Grant(role.CountyOfficer, role.Intake)}})
}

// doubt takes an objection while the notice runs.
func doubt(w *act.Work, h *house.House, o *NoticeObjection, b *Doubting) error {
	r, err := act.Load[Ranking](w, Rankings, b.Home, b.Ranking)
	if err != nil {
		return err
	}
	if !r.OnNotice(w.Today()) {
		return fault.New(fault.Conflict, "notice.over", "公示未在进行,不能对公示提出异议;请改用投诉或举报。", "The notice does not run; use a complaint or the tip line.")
	}
	if b.Rank > r.Chosen+r.Waiting {
		return fault.New(fault.Invalid, "notice.rank", "名单中没有第 {rank} 名。", "The list has no rank {rank}.", "rank", b.Rank).OnField("rank", "notice.rank", "没有这一名次。", "There is no such rank.")
	}
	if strings.TrimSpace(b.Grounds) == "" {
		return fault.New(fault.Invalid, "field.required", "请写明异议内容。", "Say what is wrong.").OnField("grounds", "field.required", "必须填写。", "This is required.")
	}
	if o.AnswerBy, err = h.Pack.On(r.PolicyDay).Due("review_decision", w.Today()); err != nil {
		return err
	}
	o.County, o.Unit, o.Place = r.County, r.Unit, r.Place
	o.Ranking, o.Rank, o.Grounds, o.Made, o.State = r.ID, b.Rank, b.Grounds, w.Today(), Unanswered
	if b.Receipt != "" {
		o.Receipt = receiptDigest(b.Receipt)
	}
	clocks.Remind(w, h, NoticeObjections, o.County, o.ID, o.AnswerBy)
	return nil
}

// receiptDigest is what is kept of a receipt.
func receiptDigest(receipt string) string {
	sum := sha256.Sum256([]byte("muster/notice-objection/v1\x00" + strings.ToUpper(strings.ReplaceAll(strings.TrimSpace(receipt), "-", ""))))
	return hex.EncodeToString(sum[:])
}

// ObjectionOf reads an objection with its receipt; a wrong receipt is a fault of
// kind Unknown.
func ObjectionOf(tx *db.Tx, county unit.Code, list ident.ID, receipt string) (*NoticeObjection, error) {
	found, err := record.All[NoticeObjection](tx, NoticeObjections, "county = $1 AND ranking = $2 AND receipt = $3", string(county), string(list), receiptDigest(receipt))
	if err == nil && len(found) == 0 {
		err = fault.New(fault.Unknown, "notice.receipt", "没有与此回执对应的异议,请核对。", "There is no objection with this receipt; check it.")
	}
	if err != nil {
		return nil, err
	}
	return found[0], nil
}

func reply(w *act.Work, h *house.House, o *NoticeObjection, b *Replying) error {
	if _, ok := h.Pack.On(w.Today()).Reason("notice_objection." + b.Outcome); !ok {
		return fault.New(fault.Invalid, "reason.unknown", "该结果不在清单中。", "That outcome is not in the list.").OnField("outcome", "reason.unknown", "不在清单中。", "It is not in the list.")
	}
	if o.Rank == 0 && b.Outcome == "founded" {
		return fault.New(fault.Invalid, "notice.whole", "查实的问题须落到具体名次;整个名单有误的,请由纪检监察暂停并重新定稿。", "What is proven concerns a rank; where the whole list is wrong, have it held and frozen anew.").
			OnField("outcome", "notice.whole", "未指明名次。", "No rank is named.")
	}
	o.Outcome, o.Answer, o.State = b.Outcome, b.Answer, Answered
	return nil
}

const objectionsTo = `SELECT CASE state WHEN 'open' THEN 'open' ELSE outcome || '=' || rank END, COUNT(*) FROM notice_objection
	WHERE county = $1 AND ranking = $2 AND state <> 'void' GROUP BY 1`

// answered refuses to go on while an objection to the notice is open, or, with a
// rank, where one against it was proven: then the case is cancelled by its own act.
func answered(w *act.Work, r *Ranking, rank int64) error {
	list, err := w.Counts(objectionsTo, []any{string(r.County), string(r.ID)})
	if err != nil {
		return err
	}
	if n := list[Unanswered]; n > 0 {
		return fault.New(fault.Conflict, "notice.objection", "有 {n} 件公示异议未答复,不得办理。", "{n} objections to the notice are not answered; nothing goes on until they are.", "n", n)
	}
	if rank > 0 && list["founded="+strconv.FormatInt(rank, 10)] > 0 {
		return fault.New(fault.Conflict, "notice.founded", "对此人的公示异议已查实,不得批准;应依法取消资格并按序递补。", "An objection against this person was proven; they cannot be approved. Cancel, and fill the vacancy in order.")
	}
	return nil
}
