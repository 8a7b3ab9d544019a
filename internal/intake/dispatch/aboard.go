package dispatch

import (
	"slices"
	"strings"

	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/intake/cases"
	"muster/internal/office/role"
	"muster/internal/people"
)

// Boarding is the body of putting somebody on a transport.
type Boarding struct {
	Transport ident.ID `f:"transport,required,ref=transport" zh:"起运批次" en:"Transport"`
}

// Leaving is the body of taking somebody off a transport.
type Leaving struct {
	Reason string `f:"reason,required,max=60,reasons=dispatch" zh:"理由代码" en:"Reason code"`
	Remark string `f:"remark,required,long,max=500" zh:"说明(不写医学细节)" en:"In words (no medical detail)"`
}

// Issue is the body of issuing clothing.
type Issue struct {
	Items []string `f:"items,required" zh:"发放的被装(以 | 分隔)" en:"What was issued (separated by |)"`
}

// Likeness is the body of checking identity at the hand-over, by the officer who
// receives: what the card says, and whether it is the person of the gates.
type Likeness struct {
	Ends   string `f:"id_ends,required,min=4,max=6" zh:"居民身份证号码后 4 至 6 位" en:"Last 4 to 6 characters of the identity card"`
	Name   string `f:"card_name,required,max=60" zh:"证件姓名" en:"Name on the card"`
	Face   bool   `f:"face_matches" zh:"本人与证件、体检时照片一致" en:"Person, card and the photo of the gates agree"`
	Remark string `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

// Settling is the body of looking into a mismatch.
type Settling struct {
	Same    bool   `f:"same_person" zh:"经核查系同一人" en:"It is the same person"`
	Finding string `f:"finding,required,long,max=1000" zh:"核查情况" en:"What was found"`
}

// HandOver is the body of handing somebody over.
type HandOver struct {
	Remark string `f:"remark,long,max=500" zh:"说明" en:"Remark"`
}

// What a check of identity found.
const (
	Confirmed = "confirmed"
	Mismatch  = "mismatch"
)

func declareAboard(h *house.House) {
	waiting := []string{cases.Approved, cases.Dispatched}
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Boarding]{
		Name: "application.board", Title: i18n.T("编入起运批次", "Put on a transport"), Table: cases.Table, From: []string{cases.Approved}, By: officer(),
		Basis: "conscription-regulation 35", Do: func(w *act.Work, c *cases.Case, b *Boarding) error { return board(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Leaving]{
		Name: "application.leave_behind", Title: i18n.T("移出起运批次", "Take off the transport"), Table: cases.Table, From: waiting, To: []string{cases.Approved}, By: officer(),
		Adverse: true, Cause: true, Basis: "conscription-regulation 35", Do: func(w *act.Work, c *cases.Case, b *Leaving) error { return leave(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Issue]{
		Name: "application.kit", Title: i18n.T("发放被装", "Issue clothing"), Table: cases.Table, From: waiting, By: officer(),
		Do: func(w *act.Work, c *cases.Case, b *Issue) error {
			c.KitOn, c.Kit = w.Today(), b.Items
			_, err := aboard(w, c)
			return err
		}})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Likeness]{
		Name: "application.verify_identity", Title: i18n.T("核对身份(接收方)", "Check identity (receiving officer)"), Table: cases.Table, From: waiting, By: receiver(),
		Basis: "conscription-regulation 41", Do: func(w *act.Work, c *cases.Case, b *Likeness) error { return verify(w, h, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, Settling]{
		Name: "application.settle_identity", Title: i18n.T("核查身份不符", "Look into the mismatch"), Table: cases.Table, From: waiting, Cause: true,
		By: []access.Grant{role.Grant(role.Inspector, role.Integrity)}, Do: func(w *act.Work, c *cases.Case, b *Settling) error { return settle(w, c, b) }})
	act.Declare(h.Book, act.Spec[cases.Case, *cases.Case, HandOver]{
		Name: "application.hand_over", Title: i18n.T("交接", "Hand over"), Table: cases.Table, From: waiting, To: []string{cases.HandedOver},
		By: officer(), Sign: receiver(), Basis: "conscription-regulation 41", Do: func(w *act.Work, c *cases.Case, _ *HandOver) error { return handOver(w, h, c) }})
}

func board(w *act.Work, h *house.House, c *cases.Case, b *Boarding) error {
	t, err := act.Load[Transport](w, Transports, c.County, b.Transport)
	if err != nil {
		return err
	}
	if t.Cycle != c.Cycle || t.State != Planned && t.State != Ready {
		return fault.New(fault.Conflict, "transport.closed", "该批次不属本次征集,或已起运。", "That transport is of another intake, or has left.")
	}
	if err := t.unreviewed(w, h); err != nil {
		return err
	}
	c.Batch, c.Identity = t.ID, unsettled(c.Identity)
	c.Reason, c.Remark, c.ObjectBy = "", "", "" // whoever was left behind leaves after all
	return t.tell(w, h, c)
}

// Rejoin puts somebody back on the transport from which they were taken by what a review
// has set aside, where it still takes anybody; else they leave with a later one. Its list
// is then approved again.
func Rejoin(w *act.Work, h *house.House, c *cases.Case, transport ident.ID) error {
	t, err := act.Load[Transport](w, Transports, c.County, transport)
	if err != nil || t.State != Planned && t.State != Ready {
		return err
	}
	limit, needed, err := t.limit(w, h, stepReview)
	if err != nil || needed && w.Now > limit {
		return err
	}
	if err := t.unreviewed(w, h); err != nil {
		return err
	}
	c.Batch = t.ID
	return t.tell(w, h, c)
}

// unreviewed notes that the files on a transport are no longer all reviewed. It is
// refused where they could not be reviewed in time any more.
func (t *Transport) unreviewed(w *act.Work, h *house.House) error {
	limit, needed, err := t.limit(w, h, stepReview)
	if err != nil || !needed {
		return err
	}
	if w.Now > limit {
		return tooLate(limit, h)
	}
	if t.Reviewed == 0 {
		return nil
	}
	t.Reviewed = 0
	w.Save(Transports, t)
	return t.took(w, h, "")
}

// unsettled is what remains of a check of identity when somebody changes the
// transport: a mismatch, until an inspector has looked into it.
func unsettled(identity string) string {
	if identity == Mismatch {
		return Mismatch
	}
	return ""
}

// leave takes somebody off: the list must then be approved again.
func leave(w *act.Work, h *house.House, c *cases.Case, b *Leaving) error {
	t, err := aboard(w, c)
	if err != nil {
		return err
	}
	r, err := c.ReasonOf(h, "dispatch", b.Reason)
	if err != nil {
		return err
	}
	c.Batch, c.State, c.Identity, c.Reason, c.Remark = "", cases.Approved, unsettled(c.Identity), b.Reason, b.Remark
	return c.TellAdverse(w, h, i18n.T("您未随批次“{name}”起运;批准不变,将编入以后的批次", "You did not leave with {name}; your approval stands and you go with a later one").With("name", t.Name), r, b.Remark)
}

const otherPersons = `SELECT (SELECT COUNT(*) FROM exam_appointment WHERE application = $1 AND person <> $2) + (SELECT COUNT(*) FROM vetting_round WHERE application = $1 AND subject <> $2)`

// verify compares what the receiving officer reads from the card with the file, and
// the file with the records of the gates. A mismatch blocks; it decides nothing
// about the person.
func verify(w *act.Work, h *house.House, c *cases.Case, b *Likeness) error {
	t, err := aboard(w, c)
	if err != nil {
		return err
	}
	if t.State == Planned {
		return fault.New(fault.Conflict, "transport.planned", "名单尚未审定。", "The list is not approved yet.")
	}
	if c.Identity == Mismatch {
		return fault.New(fault.Conflict, "identity.mismatch", "此前核对不符,须先由监察人员核查,不得重新核对。", "An earlier check found a mismatch: an inspector looks into it first, and nobody checks again before.")
	}
	p, err := people.PersonOf(w, c.FileHome(), c.Person)
	if err != nil {
		return err
	}
	var others int64
	if _, err := w.Query(otherPersons, []any{string(c.ID), string(c.Person)}, &others); err != nil {
		return err
	}
	typed, err := people.Canonical(h, b.Ends)
	if err != nil {
		return err
	}
	ends := typed != "" && strings.HasSuffix(p.IDNo, typed)
	if ends && p.Name == b.Name && p.Name == c.Name && b.Face && others == 0 {
		c.Identity = Confirmed
		return nil
	}
	c.Identity = Mismatch
	return c.Tell(w, true, i18n.T("身份核对待查", "Your identity is being checked"),
		i18n.T("交接时证件与记录不一致,已暂停交接并请监察人员核查;这不是对您的结论。请携带居民身份证、户口簿联系县(市、区)征兵办。",
			"At the hand-over your card and the records differed; the hand-over waits until an inspector has looked into it. This decides nothing about you. Bring your identity card and household book to the county office."))
}

func settle(w *act.Work, c *cases.Case, b *Settling) error {
	if c.Identity != Mismatch {
		return fault.New(fault.Conflict, "identity.settled", "没有待核查的身份不符。", "There is no mismatch to look into.")
	}
	if b.Same {
		c.Identity = "" // to be checked again by the receiving officer
	}
	return c.Tell(w, false, i18n.T("身份核对有结果", "Your identity was checked"), i18n.T("核查情况:{finding}", "Found: {finding}").With("finding", b.Finding))
}

// handOver passes the liability: both have signed, the receiving officer has
// confirmed who it is, and the person is on the list that was approved.
func handOver(w *act.Work, h *house.House, c *cases.Case) error {
	t, err := aboard(w, c)
	if err != nil {
		return err
	}
	stage := []string{Arrived}
	if t.Mode == Collected {
		stage = []string{Ready}
	}
	switch {
	case !slices.Contains(stage, t.State):
		return fault.New(fault.Conflict, "transport.stage", "按此交接方式,现在不能交接(批次:{state})。", "In this mode nobody is handed over now (the transport is {state}).", "state", Transports.StateLabel(t.State))
	case c.Identity != Confirmed:
		return fault.New(fault.Conflict, "identity.unconfirmed", "接收方尚未确认身份,或核对不符。", "The receiving officer has not confirmed the identity, or it does not match.")
	case c.KitOn == "":
		return fault.New(fault.Conflict, "transport.kit", "第 {rank} 名尚未发放被装。", "Rank {rank} has no clothing yet.", "rank", c.Rank)
	}
	if err := t.approved(w); err != nil {
		return err
	}
	if t.Mode == Collected { // the others' files were looked at when they departed
		if err := filesInOrder(w, h, t); err != nil {
			return err
		}
	}
	c.HandedAt, c.GivenBy, c.TakenBy, c.Arrived = w.Now, w.Actor.Account, w.Signer.Account, t.Arrived.Date(h.Pack.Zone())
	if t.Arrived == 0 {
		c.Arrived = t.DepartsAt.Date(h.Pack.Zone())
	}
	c.Move(cases.HandedOver, cases.ReachHandedOver)
	t.Handed, t.HandedAt = t.Handed+1, w.Now
	w.Save(Transports, t)
	if err := t.took(w, h, stepHandover); err != nil {
		return err
	}
	care, err := h.Pack.On(t.Law).Due("injury_care", c.Arrived)
	if err != nil {
		return err
	}
	return c.Tell(w, false, i18n.T("交接完成", "You were handed over"), i18n.T("您已由县(市、区)征兵办交接给部队。{day} 前患病负伤,部队免费治疗。",
		"The county office has handed you over to your unit. Illness or injury until {day} is treated free of charge.").With("day", care))
}
