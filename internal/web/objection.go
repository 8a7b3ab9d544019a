package web

import (
	"crypto/rand"
	"encoding/base32"
	"net/http"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/db"
	"muster/internal/frame/docs"
	"muster/internal/frame/fault"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection"
	"muster/internal/office/role"
)

// objectionData is the public page on which anybody objects to a notice, and reads
// the answer with the receipt.
type objectionData struct {
	Name, Back, Answer string
	Nonce              string // empty: the notice does not run
	Rank, Grounds      string
	Receipt            string
	Found              *selection.NoticeObjection
	Outcome            i18n.Text
	Fault              *fault.Fault
}

// objection reads the list that the page is about: one that is or was on notice.
func (q *request) objection() (d objectionData, r *selection.Ranking, err error) {
	q.w.Header().Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	r = &selection.Ranking{}
	err = q.s.read(q.Context(), func(tx *db.Tx) error {
		return selection.Rankings.Load(tx, unit.Code(q.PathValue("county")), ident.ID(q.PathValue("id")), r, false)
	})
	today := q.s.App.Today()
	if err == nil && !r.OnNotice(today) && !r.Over(today) {
		err = fault.New(fault.Unknown, "notice.none", "没有这份公示,或公示期已过。", "There is no such notice, or it has ended.")
	}
	if err != nil {
		return d, r, err
	}
	d = objectionData{Name: q.s.App.Road.Tree().Name(r.Unit), Back: noticePath(r), Answer: noticePath(r) + "/answer"}
	if r.OnNotice(today) {
		d.Nonce = q.s.nonces.issue(q.s.App.Clock.Now())
	}
	return d, r, nil
}

func (q *request) showObjection(status int, d objectionData) error {
	return q.render(status, objectionPage(q.page(i18n.T("对公示的异议", "Objections to the notice")), d))
}

func (s *server) objectionForm(q *request) error {
	d, _, err := q.objection()
	if err != nil {
		return err
	}
	return q.showObjection(http.StatusOK, d)
}

// objectionPaper is the form on paper: with a receipt to keep, and a code by which an
// office opens the form to enter it. The server keeps nothing of it.
func (s *server) objectionPaper(q *request) error {
	d, r, err := q.objection()
	if err != nil {
		return err
	}
	if d.Nonce == "" {
		return fault.New(fault.Conflict, "notice.over", "公示未在进行,不能对公示提出异议;请改用投诉或举报。", "The notice does not run; use a complaint or the tip line.")
	}
	receipt := newReceipt()
	line := i18n.Same(strings.Repeat("_", 60))
	return q.print("notice-objection", []docs.Paper{{Title: i18n.T("对公示的异议", "Objection to a notice"), Issuer: q.officeOf(r.Unit), Number: receipt,
		Parts: []docs.Part{docs.Facts{{Label: i18n.T("公示期", "Notice"), Value: string(r.NoticeFrom) + " – " + string(r.NoticeTo)}, {Label: i18n.T("回执(请自行留存)", "Receipt (keep it)"), Value: receipt}},
			docs.Words{Heading: i18n.T("所涉名次(不填为整个名单)", "Rank concerned (empty: the whole list)"), Lines: []i18n.Text{line}},
			docs.Words{Heading: i18n.T("异议内容(事实与线索;不必说明自己是谁)", "What is wrong, and how it is known (not who you are)"), Lines: []i18n.Text{line, line, line, line, line}},
			docs.Signatures{i18n.T("收件人签名、日期", "Received by, date")}},
		Code:  "muster:objection " + string(r.County) + " " + string(r.ID) + " " + receipt,
		About: i18n.T("交到村(社区)、乡镇(街道)或县(市、区)征兵办录入,不必署名;凭回执在公示页查看答复。", "Hand it in at the village, township or county office, without a name; read the answer on the page of the notice with the receipt."),
		Foot:  i18n.T("网上与纸质效力相同。", "Paper and online have the same effect.")}})
}

// objectionSend files an objection for somebody who need not say who they are; the
// product's own account takes it in, as the box of the tip line is emptied.
func (s *server) objectionSend(q *request) error {
	d, r, err := q.objection()
	if err != nil {
		return err
	}
	d.Rank, d.Grounds = q.PostFormValue("rank"), q.PostFormValue("grounds")
	rank := int64(0)
	if d.Rank != "" {
		if rank, err = strconv.ParseInt(d.Rank, 10, 64); err != nil {
			rank = -1
		}
	}
	receipt := newReceipt()
	err = s.nonces.take(q.PostFormValue("nonce"), s.App.Clock.Now())
	if err == nil {
		_, err = s.App.Road.Do(q.Context(), act.Request{Kind: "notice_objection.file", Actor: s.App.System(), Purpose: role.Integrity, Key: "objection-" + receipt,
			Body: &selection.Doubting{Ranking: r.ID, Home: r.County, Rank: rank, Grounds: d.Grounds, Receipt: receipt}})
	}
	if err != nil {
		if d.Fault = fault.As(err); d.Fault.Kind == fault.Internal {
			return err
		}
		return q.showObjection(statuses[d.Fault.Kind], d)
	}
	d.Receipt, d.Nonce = receipt, ""
	return q.showObjection(http.StatusOK, d)
}

// receiptBytes are the random bytes of a receipt: 80 bits.
const receiptBytes = 10

func newReceipt() string {
	raw := make([]byte, receiptBytes)
	_, _ = rand.Read(raw) // never fails: it ends the program instead
	text := base32.StdEncoding.EncodeToString(raw)
	return strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
}

// objectionAnswer shows the answer to whoever has the receipt.
func (s *server) objectionAnswer(q *request) error {
	d, r, err := q.objection()
	if err != nil {
		return err
	}
	status := http.StatusOK
	err = s.read(q.Context(), func(tx *db.Tx) (err error) {
		d.Found, err = selection.ObjectionOf(tx, r.County, r.ID, q.PostFormValue("code"))
		return err
	})
	if err != nil {
		if d.Fault = fault.As(err); d.Fault.Kind == fault.Internal {
			return err
		}
		status = statuses[d.Fault.Kind]
	} else if why, ok := s.App.Pack.On(r.PolicyDay).Reason("notice_objection." + d.Found.Outcome); ok {
		d.Outcome = why.Text
	}
	return q.showObjection(status, d)
}
