package tips

import (
	"muster/internal/frame/access"
	"muster/internal/frame/act"
	"muster/internal/frame/clock"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/house"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/register"
)

// Sender is who wrote a message.
type Sender string

// The senders.
const (
	Reporter  Sender = "reporter"
	Inspector Sender = "inspector"
)

// Options is the closed list of senders.
func (Sender) Options() []field.Option {
	return []field.Option{{Value: string(Reporter), Label: i18n.T("举报人", "the reporter")}, {Value: string(Inspector), Label: i18n.T("纪检监察干部", "the inspector")}}
}

// Message is one message of the correspondence, sealed once to the office and
// once to the reporter.
type Message struct {
	record.Base
	Tip         ident.ID   `f:"tip,required,filter,ref=tip" zh:"举报件" en:"Tip"`
	Sender      Sender     `f:"sender,required" zh:"来自" en:"From"`
	Day         clock.Date `f:"day,sort" zh:"日期" en:"Day"`
	Key         ident.ID   `f:"key,hidden" zh:"信箱" en:"Letter box"`
	ForOffice   string     `f:"for_office,hidden,max=200000" zh:"封给单位" en:"Sealed to the office"`
	ForReporter string     `f:"for_reporter,hidden,max=200000" zh:"封给举报人" en:"Sealed to the reporter"`
	Addressed   []string   `f:"addressed,hidden" zh:"收件人" en:"Addressed to"`
}

// Messages is the table of messages.
var Messages = messages()

func messages() *record.Table {
	t := record.NewTable[Message]("tip_message", i18n.T("举报往来", "Message of a tip"), record.State{Name: register.Active, Label: i18n.T("已封存", "sealed"), End: true})
	t.Personal = true
	return t
}

// Reply is the body of writing to the reporter.
type Reply struct {
	Text string `f:"text,required,long,secret,class=T1,max=3000" zh:"内容(只有持回执者能读)" en:"Message (only the receipt opens it)"`
}

// Followed is the body by which a reporter's further message comes out of the box.
type Followed struct {
	Day         clock.Date `f:"day,required,hidden" zh:"收到日" en:"Day"`
	Key         ident.ID   `f:"key,required,hidden" zh:"信箱" en:"Letter box"`
	ForOffice   string     `f:"for_office,required,hidden,secret,max=200000" zh:"封给单位" en:"Sealed to the office"`
	ForReporter string     `f:"for_reporter,required,hidden,secret,max=200000" zh:"封给举报人" en:"Sealed to the reporter"`
}

func declareMessages(h *house.House) {
	act.Declare(h.Book, act.Spec[Tip, *Tip, Followed]{
		Name: "tip.follow", Title: i18n.T("收到举报人补充", "Further message of the reporter"), Table: Tips, From: []string{Received, Assigned, Inquiry, Closed},
		By: []access.Grant{system}, Do: follow})
	h.Shelf.Add(h.Book, &register.Register{Table: Messages, Floor: "intake", Columns: []string{"tip", "sender", "day"}, Read: []access.Grant{addressed}})
}

func message(w *act.Work, t *Tip, from Sender, day clock.Date) *Message {
	m := &Message{Tip: t.ID, Sender: from, Day: day, Key: t.Key, Addressed: t.Addressed}
	m.Base = record.Base{County: t.County, ID: w.NewID(), Unit: t.Unit, Place: t.Place, State: register.Active}
	w.Save(Messages, m)
	return m
}

func follow(w *act.Work, t *Tip, b *Followed) error {
	m := message(w, t, Reporter, b.Day)
	m.Key, m.ForOffice, m.ForReporter = b.Key, b.ForOffice, b.ForReporter
	return nil
}

// reply seals an answer to the reporter, and a copy to the office.
func reply(w *act.Work, t *Tip, text string) error {
	if text == "" { // a second signature or an import carries no sealed words
		return fault.New(fault.Invalid, "tip.empty", "答复不能为空。", "The answer is empty.")
	}
	keys, err := act.List[Key](w, Keys, "county = $1 AND id = $2", string(t.County), string(t.Key))
	if err != nil {
		return err
	}
	if len(keys) != 1 {
		return record.Missing(Keys.Title)
	}
	mine, err := publicKey(office(), keys[0].Public)
	if err != nil {
		return err
	}
	theirs, err := publicKey(kem(), t.ReplyKey)
	if err != nil {
		return err
	}
	m := message(w, t, Inspector, w.Today())
	if m.ForOffice, err = seal(mine, messageInfo, []byte(text)); err != nil {
		return err
	}
	m.ForReporter, err = seal(theirs, answerInfo, []byte(text))
	return err
}
