package act

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"muster/internal/frame/access"
	"muster/internal/frame/fault"
	"muster/internal/frame/field"
	"muster/internal/frame/i18n"
	"muster/internal/frame/ident"
	"muster/internal/frame/record"
	"muster/internal/frame/unit"
)

// Proposal is an act that waits for its second signature. The second person
// signs the digest of exactly what the screen shows; what is executed must hash
// to it.
type Proposal struct {
	record.Base
	Act      string         `f:"act,filter" zh:"事项" en:"Act"`
	Subject  ident.ID       `f:"subject,filter" zh:"对象" en:"Subject"`
	SeenRev  int64          `f:"seen_rev" zh:"对象版本" en:"Revision seen"`
	Body     string         `f:"body,long,max=100000" zh:"内容" en:"Contents"`
	Purpose  access.Purpose `f:"purpose" zh:"用途" en:"Purpose"`
	Basis    string         `f:"basis" zh:"依据" en:"Basis"`
	Proposer ident.ID       `f:"proposer,filter,ref=account" zh:"提出人" en:"Proposed by"`
	Role     string         `f:"role" zh:"角色" en:"Role"`
	Office   unit.Code      `f:"office" zh:"提出单位" en:"Office"`
	Strength int64          `f:"strength,hidden" zh:"认证强度" en:"Strength"`
	Digest   string         `f:"digest" zh:"摘要" en:"Digest"`
	Reason   string         `f:"reason" zh:"意见" en:"Opinion"`
}

// States of a proposal.
const (
	ProposalOpen    = "open"
	ProposalSigned  = "signed"
	ProposalRefused = "refused"
)

// Proposals is the table of acts that wait for a second signature.
var Proposals = record.NewTable[Proposal]("proposal", i18n.T("待会签事项", "Proposal"),
	record.State{Name: ProposalOpen, Label: i18n.T("待会签", "awaiting signature")},
	record.State{Name: ProposalSigned, Label: i18n.T("已会签", "signed"), End: true},
	record.State{Name: ProposalRefused, Label: i18n.T("未同意", "refused"), End: true})

const (
	proposeName = "proposal.open"
	signName    = "proposal.sign"
	refuseName  = "proposal.refuse"
)

// Opinion is the body of signing and refusing.
type Opinion struct {
	Digest string `f:"digest,required" zh:"所见内容的摘要" en:"Digest of what you saw"`
	Reason string `f:"reason,long" zh:"意见" en:"Opinion"`
}

// declareProposals declares signing and refusing. Who may do so grows with each
// declared kind that asks for a second signature (Book.signable).
func declareProposals(b *Book) {
	b.AddTable(Proposals)
	b.opener = &Kind{Name: proposeName, Title: i18n.T("提出(待会签)", "Propose"), Table: Proposals}
	b.opinion(signName, i18n.T("会签同意", "Sign"), ProposalSigned, signProposal)
	b.opinion(refuseName, i18n.T("不同意", "Refuse"), ProposalRefused, refuseProposal)
}

func (b *Book) opinion(name string, title i18n.Text, to string, do func(*Work, *Proposal, *Opinion) error) {
	b.kinds[name] = &Kind{Name: name, Title: title, Table: Proposals, Body: field.Of[Opinion](),
		From: []string{ProposalOpen}, To: []string{to}, newBody: func() any { return new(Opinion) },
		do: func(w *Work, r record.Record, body any) error { return do(w, r.(*Proposal), body.(*Opinion)) }}
}

// signable lets the second signatories of a kind sign and refuse proposals.
func (b *Book) signable(k *Kind) {
	b.kinds[signName].By = append(b.kinds[signName].By, k.Sign...)
	b.kinds[refuseName].By = append(b.kinds[refuseName].By, k.Sign...)
}

// propose stores the act as a proposal, after its rule has been tried.
func (r *Road) propose(w *Work, q Request, s record.Record, payload []byte, o options, a *Answer) error {
	home := *s.Head()
	if err := w.rule(s, q.Body); err != nil {
		return err
	}
	if o.dry {
		return errDry
	}
	p := &Proposal{Act: w.Kind.Name, Subject: q.Subject, SeenRev: home.Rev, Body: string(payload), Purpose: w.Purpose, Basis: w.Basis,
		Proposer: w.Actor.Account, Role: string(w.Actor.Role), Office: w.Actor.Unit, Strength: int64(w.Actor.Strength)}
	p.County, p.Unit, p.Place, p.ID, p.State = home.County, home.Unit, home.Place, w.NewID(), ProposalOpen
	p.Digest = p.digest()
	w.changes, w.saved, w.notices, w.jobs, w.Kind = nil, nil, nil, nil, r.Book.opener
	w.Save(Proposals, p)
	err := r.store(w, q, p, payload, a)
	a.Pending = true
	return err
}

// digest is taken over everything that decides what would be executed: whoever
// alters any of it after the screen was shown breaks the signature.
func (p *Proposal) digest() string {
	h := sha256.New()
	h.Write([]byte("muster/proposal/v1\x00"))
	for _, part := range []string{p.Act, string(p.County), string(p.Subject), strconv.FormatInt(p.SeenRev, 10), p.Body, string(p.Purpose), p.Basis,
		string(p.Proposer), p.Role, string(p.Office), strconv.FormatInt(p.Strength, 10)} {
		_ = binary.Write(h, binary.BigEndian, uint32(len(part))) // a hash takes everything
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Sound says whether the digest fits everything that it is taken over.
func (p *Proposal) Sound() bool { return p.Digest == p.digest() }

// inner is the act that a signature sets free.
type inner struct {
	work    *Work
	request Request
	subject record.Record
	payload []byte
}

func signProposal(w *Work, p *Proposal, o *Opinion) error {
	k := w.road.Book.Kind(p.Act)
	if k == nil || p.Digest != o.Digest || !p.Sound() {
		return refuse("proposal.changed", i18n.T("您看到的内容与待会签的内容不一致。", "What you saw is not what would be signed."))
	}
	body := k.newBody()
	if err := k.Body.Restore([]byte(p.Body), body); err != nil {
		return err
	}
	proposer := access.Actor{Account: p.Proposer, Role: access.Role(p.Role), Unit: p.Office, Strength: int(p.Strength), Ranges: w.Tree.Scope(p.Office)}
	proposer = w.road.whole(proposer)
	q := Request{Kind: p.Act, County: p.County, Subject: p.Subject, Rev: p.SeenRev, Body: body, Actor: proposer, Purpose: p.Purpose, Basis: p.Basis}
	in := &Work{Actor: proposer, Signer: w.Actor, Now: w.Now, Tree: w.Tree, Kind: k, Purpose: p.Purpose, Basis: p.Basis, road: w.road, tx: w.tx, dry: w.dry}
	s, err := in.subject(q)
	if err != nil {
		return err
	}
	if err := in.maySign(s, w.Actor, w.Purpose); err != nil {
		return err
	}
	if err := in.rule(s, body); err != nil {
		return err
	}
	p.State, p.Reason = ProposalSigned, o.Reason
	w.inner = &inner{in, q, s, []byte(p.Body)}
	return nil
}

// maySign checks the second person: another one, entitled, and not excluded by
// the separation of duties.
func (w *Work) maySign(s record.Record, signer access.Actor, purpose access.Purpose) error {
	if w.Same(signer.Account, w.Actor.Account) {
		return fault.New(fault.Denied, "access.second", "会签须由另一人办理。", "The second signature must be another person's.")
	}
	if !access.Any(w.Kind.Sign, signer, purpose, ViewOf(w.Kind.Table, s)) {
		return access.Denied()
	}
	if err := w.stopped(signer); err != nil {
		return err
	}
	if err := w.guarded(s, signer); err != nil {
		return err
	}
	return w.separate(s, signer)
}

func refuseProposal(w *Work, p *Proposal, o *Opinion) error {
	if o.Reason == "" {
		return fault.New(fault.Invalid, "reason.required", "请写明理由。", "Please give the reason.").
			OnField("reason", "field.required", "必须填写。", "This is required.")
	}
	p.State, p.Reason = ProposalRefused, o.Reason
	return nil
}
