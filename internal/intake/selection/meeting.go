package selection

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

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
	"muster/internal/frame/unit"
	"muster/internal/intake/cases"
	"muster/internal/intake/integrity"
	"muster/internal/office/role"
	"muster/internal/office/staff"
)

// Meeting is the meeting of a county office that decides collectively on one
// frozen list: who sat in it, who was recused from whom, how they voted, and the
// root of the list as it was put before them.
type Meeting struct {
	record.Base
	Ranking   ident.ID   `f:"ranking,required,filter,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Cycle     ident.ID   `f:"cycle,required,filter,ref=cycle" zh:"征集批次" en:"Intake"`
	Day       clock.Date `f:"day,required,sort" zh:"会议日" en:"Day"`
	Where     string     `f:"venue,max=120" zh:"地点" en:"Place"`
	Members   []string   `f:"members" zh:"到会成员(账号)" en:"Members present (accounts)"`
	Observers []string   `f:"observers" zh:"列席监督(账号)" en:"Observers (accounts)"`
	Recused   []string   `f:"recused" zh:"回避(账号=名次)" en:"Recused (account=rank)"`
	Quorum    int64      `f:"quorum" zh:"法定人数" en:"Quorum"`
	Recorder  ident.ID   `f:"recorder,ref=account" zh:"记录人" en:"Recorder"`
	Recording string     `f:"recording,max=120" zh:"录音录像编号" en:"Reference of the recording"`
	Votes     []string   `f:"votes" zh:"表决(事项 赞成:反对)" en:"Votes (item for:against)"`
	For       int64      `f:"votes_for" zh:"名单赞成票" en:"For the list"`
	Against   int64      `f:"votes_against" zh:"名单反对票" en:"Against the list"`
	Decision  Decision   `f:"decision,filter" zh:"决定" en:"Decision"`
	Root      string     `f:"root" zh:"名单指纹" en:"Root of the list"`
	Minutes   string     `f:"minutes,long,max=2000" zh:"会议纪要" en:"Minutes"`
	Origin    unit.Code  `f:"ranking_home,hidden" zh:"名单属地" en:"Home of the list"`
}

// Decision is what a meeting decided on its list.
type Decision string

// The decisions.
const (
	Carried  Decision = "carried"
	Rejected Decision = "rejected"
)

// Options is the closed list of decisions.
func (Decision) Options() []field.Option {
	return []field.Option{{Value: string(Carried), Label: i18n.T("通过", "carried")}, {Value: string(Rejected), Label: i18n.T("未通过", "not carried")}}
}

// States of a meeting.
const (
	Called = "called"
	Held   = "held"
	Closed = "closed"
)

// Meetings is the table of selection meetings.
var Meetings = record.NewTable[Meeting]("meeting", i18n.T("定兵会议", "Selection meeting"),
	record.State{Name: Called, Label: i18n.T("已召集", "called")}, record.State{Name: Held, Label: i18n.T("已召开,待表决", "held, to be closed")},
	record.State{Name: Closed, Label: i18n.T("已闭会", "closed"), End: true}, act.VoidState)

// Calling is the body of calling a meeting on a frozen list.
type Calling struct {
	Ranking ident.ID   `f:"ranking,required,ref=ranking" zh:"定兵名单" en:"Ranked list"`
	Home    unit.Code  `f:"ranking_home,required" zh:"名单属地" en:"Home of the list"`
	Day     clock.Date `f:"day,required" zh:"会议日" en:"Day"`
	Where   string     `f:"venue,required,max=120" zh:"地点" en:"Place"`
}

// Presence is the body of recording who is present.
type Presence struct {
	Members   []string `f:"members,required" zh:"到会成员(登录名,以 | 分隔)" en:"Members present (sign-in names, separated by |)"`
	Observers []string `f:"observers" zh:"列席的纪检监察人员(登录名)" en:"Observing inspectors (sign-in names)"`
	Recording string   `f:"recording,required,max=120" zh:"全程录音录像编号" en:"Reference of the recording"`
}

// Vote is the body of closing a meeting with its votes.
type Vote struct {
	For     int64    `f:"votes_for,min=0,max=99" zh:"名单赞成票" en:"Votes for the list"`
	Against int64    `f:"votes_against,min=0,max=99" zh:"名单反对票" en:"Votes against the list"`
	Items   []string `f:"votes" zh:"单独表决的名次(名次=赞成:反对,以 | 分隔)" en:"Ranks voted on singly (rank=for:against, separated by |)"`
	Minutes string   `f:"minutes,required,long,max=2000" zh:"会议纪要" en:"Minutes"`
}

func declareMeetings(h *house.House) {
	officer, approver := role.Grant(role.CountyOfficer, role.Intake), role.Grant(role.Approver, role.Selection)
	basis := "conscription-regulation 27"
	act.Declare(h.Book, act.Spec[Meeting, *Meeting, Calling]{
		Name: "meeting.call", Title: i18n.T("召集定兵会议", "Call the selection meeting"), Table: Meetings, New: true, To: []string{Called}, By: []access.Grant{officer}, Basis: basis,
		Unit: func(_ *act.Work, b *Calling) (unit.Code, error) { return b.Home, nil }, Do: call})
	act.Declare(h.Book, act.Spec[Meeting, *Meeting, Presence]{
		Name: "meeting.hold", Title: i18n.T("登记到会与回避", "Record who is present"), Table: Meetings, From: []string{Called}, To: []string{Held}, By: []access.Grant{officer}, Basis: basis,
		Do: func(w *act.Work, m *Meeting, b *Presence) error { return hold(w, h, m, b) }})
	act.Declare(h.Book, act.Spec[Meeting, *Meeting, Vote]{
		Name: "meeting.close", Title: i18n.T("登记表决并闭会", "Record the votes and close"), Table: Meetings, From: []string{Held}, To: []string{Closed}, By: []access.Grant{approver},
		NotBy: []string{"meeting.call", "meeting.hold"}, Basis: basis, Do: func(w *act.Work, m *Meeting, b *Vote) error { return closeMeeting(w, h, m, b) }})
	h.Shelf.Add(h.Book, &register.Register{Table: Meetings, Floor: "intake", Columns: []string{"day", "unit", "venue", "votes_for", "votes_against", "decision", "state"},
		Read: []access.Grant{officer, approver, role.Grant(role.Selector, role.Selection), role.Grant(role.VettingMember, role.Vetting), role.Grant(role.Inspector, role.Integrity), role.Grant(role.Leader, role.Intake)}})
	h.Book.Guard(decided)
}

// call puts a frozen list before a meeting; one meeting at a time, and none after
// one that carried the list.
func call(w *act.Work, m *Meeting, b *Calling) error {
	r, err := act.Load[Ranking](w, Rankings, b.Home, b.Ranking)
	if err != nil {
		return err
	}
	if r.State != Frozen || r.Unit != m.Unit {
		return fault.New(fault.Conflict, "meeting.list", "只能就本县已定稿、尚未公示的名单召集会议。", "A meeting is called on a frozen list of the county that is not on notice yet.")
	}
	if b.Day < w.Today() {
		return fault.New(fault.Invalid, "meeting.past", "会议日已过。", "That day is over.").OnField("day", "meeting.past", "已过。", "It is over.")
	}
	before, err := meetingsOf(w, r)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(before, func(o *Meeting) bool { return o.State != Closed || o.Decision == Carried }) {
		return fault.New(fault.Conflict, "meeting.doubled", "该名单已有会议。", "There is a meeting on this list already.")
	}
	m.Ranking, m.Origin, m.Cycle, m.Day, m.Where, m.State = r.ID, r.County, r.Cycle, b.Day, b.Where, Called
	return nil
}

func meetingsOf(w *act.Work, r *Ranking) ([]*Meeting, error) {
	return act.List[Meeting](w, Meetings, "county = $1 AND ranking = $2 AND state <> 'void'", string(r.County), string(r.ID))
}

// hold needs the quorum of the pack for everybody on the list: members without a
// declared interest in that person or their unit.
func hold(w *act.Work, h *house.House, m *Meeting, b *Presence) error {
	if w.Today() < m.Day {
		return fault.New(fault.Conflict, "meeting.early", "会议日 {day} 还没到。", "The meeting is on {day}.", "day", m.Day)
	}
	r, list, err := agenda(w, m)
	if err != nil {
		return err
	}
	view := h.Pack.On(r.PolicyDay)
	if m.Quorum, err = view.Int("selection.quorum"); err != nil {
		return err
	}
	posts, err := view.Text("selection.members")
	if err != nil {
		return err
	}
	if m.Members, err = present(w, m, b.Members, strings.Fields(posts)); err != nil {
		return err
	}
	if m.Observers, err = present(w, m, b.Observers, []string{string(role.Inspector)}); err != nil {
		return err
	}
	if m.Recused, err = recusals(w, m, list); err != nil {
		return err
	}
	if err := quorate(m, list); err != nil {
		return err
	}
	m.Recorder, m.Recording, m.State = w.Actor.Account, b.Recording, Held
	return nil
}

// agenda is the list before a meeting, as it was frozen.
func agenda(w *act.Work, m *Meeting) (*Ranking, []*cases.Case, error) {
	r, err := act.Load[Ranking](w, Rankings, m.Origin, m.Ranking)
	if err != nil {
		return nil, nil, err
	}
	list, err := intact(w, r)
	return r, list, err
}

const postsOf = `SELECT unit, role FROM post WHERE account = $1 AND state = 'active' AND valid_from <= $2 AND (valid_to = '' OR valid_to >= $2)`

// present finds the accounts of those named, who hold one of the posts at the
// office of the meeting or, observers, above it; each human once.
func present(w *act.Work, m *Meeting, names, posts []string) (out []string, err error) {
	for _, name := range names {
		_, id, known, err := w.Claimed(staff.Accounts, "login", strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		fits := false
		err = w.Each(postsOf, []any{string(id), string(w.Today())}, func(rows *sql.Rows) error {
			var at unit.Code
			var held string
			err := rows.Scan((*string)(&at), &held)
			office, ok := w.Tree.Get(at)
			fits = fits || ok && slices.Contains(posts, held) && (at == m.Unit || held == string(role.Inspector) && office.Place.Contains(m.Place))
			return err
		})
		if err != nil {
			return nil, err
		}
		if !known || !fits {
			return nil, fault.New(fault.Invalid, "meeting.member", "“{name}”不是本县征兵办公室有权参会的人员。", "{name} holds no post of the county office that may sit in the meeting.", "name", name).
				OnField("members", "meeting.member", "请核对登录名。", "Check the sign-in names.")
		}
		if !slices.ContainsFunc(out, func(other string) bool { return w.Same(ident.ID(other), id) }) {
			out = append(out, string(id))
		}
	}
	return out, nil
}

// recusals lists which member declared an interest in whom on the list.
func recusals(w *act.Work, m *Meeting, list []*cases.Case) (out []string, err error) {
	for _, member := range m.Members {
		interests, err := integrity.InterestsOf(w, ident.ID(member))
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if interests.In(w.Tree, c.Person, c.Place) {
				out = append(out, member+"="+strconv.FormatInt(c.Rank, 10))
			}
		}
	}
	return out, nil
}

// Voters is how many members may vote on a rank.
func (m *Meeting) Voters(rank int64) int64 {
	n := int64(len(m.Members))
	for _, entry := range m.Recused {
		if strings.HasSuffix(entry, "="+strconv.FormatInt(rank, 10)) {
			n--
		}
	}
	return n
}

func quorate(m *Meeting, list []*cases.Case) error {
	if have := int64(len(m.Members)); have < m.Quorum {
		return fault.New(fault.Conflict, "meeting.quorum", "到会 {have} 人,不足法定的 {quorum} 人。", "{have} are present; the quorum is {quorum}.", "have", have, "quorum", m.Quorum)
	}
	for _, c := range list {
		if have := m.Voters(c.Rank); have < m.Quorum {
			return fault.New(fault.Conflict, "meeting.recused", "审议第 {rank} 名时,扣除回避人员后只有 {have} 人,不足法定的 {quorum} 人;请增加成员。",
				"For rank {rank} only {have} remain after recusals; the quorum is {quorum}. More members are needed.", "rank", c.Rank, "have", have, "quorum", m.Quorum)
		}
	}
	return nil
}

// closeMeeting writes the votes, what follows from them, and the root of the list
// as it was put before the meeting.
func closeMeeting(w *act.Work, h *house.House, m *Meeting, b *Vote) error {
	r, list, err := agenda(w, m)
	if err != nil {
		return err
	}
	percent, err := h.Pack.On(r.PolicyDay).Int("selection.majority_percent")
	if err != nil {
		return err
	}
	if err := quorate(m, list); err != nil {
		return err
	}
	ranks := make([]int64, len(list))
	for i, c := range list {
		ranks[i] = c.Rank
	}
	if m.Decision, err = m.count(b, ranks, percent); err != nil {
		return err
	}
	m.For, m.Against, m.Votes, m.Minutes, m.Root, m.State = b.For, b.Against, b.Items, b.Minutes, Root(r, list), Closed
	return nil
}

// count judges the votes: the list is carried where more than the percentage of the
// votes cast are for it, and for each rank that was voted on singly.
func (m *Meeting) count(b *Vote, ranks []int64, percent int64) (Decision, error) {
	if cast := b.For + b.Against; cast < m.Quorum || cast > int64(len(m.Members)) {
		return "", miscounted("list", cast)
	}
	decision := Carried
	if b.For*100 <= percent*(b.For+b.Against) {
		decision = Rejected
	}
	for _, item := range b.Items {
		name, votes, _ := strings.Cut(item, "=")
		yes, no, _ := strings.Cut(votes, ":")
		rank, e1 := strconv.ParseInt(name, 10, 64)
		in, e2 := strconv.ParseInt(yes, 10, 64)
		out, e3 := strconv.ParseInt(no, 10, 64)
		if e1 != nil || e2 != nil || e3 != nil || in < 0 || out < 0 || !slices.Contains(ranks, rank) || in+out < m.Quorum || in+out > m.Voters(rank) {
			return "", miscounted(item, in+out)
		}
		if in*100 <= percent*(in+out) {
			decision = Rejected
		}
	}
	return decision, nil
}

func miscounted(item string, cast int64) error {
	return fault.New(fault.Invalid, "meeting.votes", "“{item}”的票数 {cast} 与到会、回避或法定人数不符。", "The {cast} votes on {item} do not fit those present, recused or needed.", "item", item, "cast", cast).
		OnField("votes", "meeting.votes", "请核对票数。", "Check the votes.")
}
