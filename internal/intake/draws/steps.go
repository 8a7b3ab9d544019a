package draws

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"muster/internal/frame/act"
	"muster/internal/frame/fault"
	"muster/internal/frame/ident"
	"muster/internal/frame/unit"
	"muster/internal/intake/selection/draw"
	"muster/internal/office/role"
)

// fewest is how many lines the contributors of a draw come from at least.
const fewest = 3

// Freeze fixes the lists of a new draw; rooms whose lists come from their own
// records declare an act that does.
func Freeze(w *act.Work, d *Draw, b *Lists) error {
	if err := writeLists(d, b); err != nil {
		return err
	}
	if err := undrawn(w, b); err != nil {
		return err
	}
	d.Name, d.Station, d.Reason, d.Witnessed, d.State = b.Name, b.Station, b.Reason, b.Witnessed, Frozen
	d.Source, d.Represented = b.Source, b.Citizens
	return nil
}

// contributor is one line of Contributors.
type contributor struct{ account, line, commitment string }

func (d *Draw) contributors() []contributor {
	out := make([]contributor, len(d.Contributors))
	for i, entry := range d.Contributors {
		parts := strings.Split(entry, "=")
		out[i] = contributor{parts[0], parts[1], parts[2]}
	}
	return out
}

// commit takes one commitment of each contributor, and none twice: who repeats what
// another has committed to could repeat their reveal too.
func commit(w *act.Work, d *Draw, b *Commitment) error {
	if raw, err := hex.DecodeString(b.Hash); err != nil || len(raw) != 32 {
		return fault.New(fault.Invalid, "draw.commitment", "承诺应为 64 位十六进制。", "A commitment is 64 characters of hex.").
			OnField("commitment", "draw.commitment", "应为 64 位十六进制。", "64 characters of hex.")
	}
	if w.Actor.Role == role.Citizen && !slices.Contains(d.Represented, string(w.Actor.Account)) {
		return fault.New(fault.Denied, "draw.citizen", "您不是这次抽签封存时确定的公民代表。", "You are not among the citizens named with the lists of this draw.")
	}
	for _, c := range d.contributors() {
		if w.Same(ident.ID(c.account), w.Actor.Account) || c.commitment == strings.ToLower(b.Hash) {
			return fault.New(fault.Conflict, "draw.twice", "您已提交承诺,或承诺与他人的相同。", "You committed already, or the commitment is somebody else's.")
		}
	}
	d.Contributors = append(d.Contributors, string(w.Actor.Account)+"="+string(w.Actor.Role)+"="+strings.ToLower(b.Hash))
	return nil
}

func closeCommitments(w *act.Work, d *Draw, b *Closing) error {
	lines := map[string]bool{}
	for _, c := range d.contributors() {
		lines[c.line] = true
	}
	if len(lines) < fewest {
		return fault.New(fault.Conflict, "draw.few", "须有 {n} 种不同职责的人提交承诺。", "Contributors of {n} different lines must have committed.", "n", fewest)
	}
	if b.RevealBy < w.Today() {
		return fault.New(fault.Invalid, "draw.past", "公开截止日已过。", "That day has passed.").OnField("reveal_by", "draw.past", "已过。", "It has passed.")
	}
	d.RevealBy, d.State = b.RevealBy, Committed
	return nil
}

// revealed finds the reveal of an account.
func (d *Draw) revealed(account string) bool {
	return slices.ContainsFunc(d.Reveals, func(entry string) bool { return strings.HasPrefix(entry, account+"=") })
}

func reveal(w *act.Work, d *Draw, b *Reveal) error {
	s, err := draw.ParseSecret(b.Secret, b.Salt)
	if err != nil {
		return err
	}
	account, sum := string(w.Actor.Account), s.Commitment()
	list := d.contributors()
	at := slices.IndexFunc(list, func(c contributor) bool { return c.account == account })
	if at < 0 || d.revealed(account) {
		return fault.New(fault.Conflict, "draw.no_part", "您没有提交承诺,或已公开。", "You did not commit, or have revealed already.")
	}
	if list[at].commitment != hex.EncodeToString(sum[:]) {
		return fault.New(fault.Conflict, "draw.mismatch", "密值和盐与您的承诺不符。", "Secret and salt are not what you committed to.")
	}
	d.note(account, s)
	return nil
}

// note keeps what was revealed, or what stands in.
func (d *Draw) note(account string, s draw.Secret) {
	d.Reveals = append(d.Reveals, strings.Join([]string{account, hex.EncodeToString(s.Value[:]), hex.EncodeToString(s.Salt[:]), strconv.FormatBool(s.Defaulted)}, "="))
}

// standIn puts the value fixed in advance in place of a missing reveal.
func standIn(w *act.Work, d *Draw, b *Default) error {
	account := string(b.Contributor)
	at := slices.IndexFunc(d.contributors(), func(c contributor) bool { return c.account == account })
	if at < 0 || d.revealed(account) {
		return fault.New(fault.Conflict, "draw.no_part", "此人没有提交承诺,或已公开。", "They did not commit, or have revealed already.")
	}
	if w.Today() <= d.RevealBy {
		return fault.New(fault.Conflict, "draw.early", "公开期限到 {day} 才届满。", "They may reveal until {day}.", "day", d.RevealBy)
	}
	d.note(account, draw.StandIn(d.Name, d.H, at, d.Witnessed))
	return nil
}

// secrets lists the parts in the order in which they were committed.
func (d *Draw) secrets() ([]draw.Secret, error) {
	out := make([]draw.Secret, len(d.Contributors))
	for i, c := range d.contributors() {
		at := slices.IndexFunc(d.Reveals, func(entry string) bool { return strings.HasPrefix(entry, c.account+"=") })
		if at < 0 {
			return nil, fault.New(fault.Conflict, "draw.open", "还有出值人没有公开。", "Not everybody has revealed yet.")
		}
		parts := strings.Split(d.Reveals[at], "=")
		s, err := draw.ParseSecret(parts[1], parts[2])
		if err != nil {
			return nil, err
		}
		s.Defaulted = parts[3] == "true"
		out[i] = s
	}
	return out, nil
}

// conclude draws.
func conclude(_ *act.Work, d *Draw, b *Conclusion) error {
	secrets, err := d.secrets()
	if err != nil {
		return err
	}
	files := d.files()
	seed := draw.Seed(d.Name, draw.ListsHash(files), secrets, b.Public)
	d.Assigned = "place,candidate,examiner\n"
	for i, a := range draw.Assign(seed, d.lists()) {
		d.Assigned += strconv.Itoa(i+1) + "," + a.Candidate + "," + a.Examiner + "\n"
	}
	d.Record = string(draw.NewRecord(d.Name, b.Public, secrets, files, []byte(d.Assigned)).Bytes())
	d.Public, d.S, d.State = b.Public, hex.EncodeToString(seed[:]), Concluded
	return nil
}

// redraw sets a draw aside and freezes its lists anew: everybody commits again.
func redraw(w *act.Work, d *Draw, b *Again) error {
	again := &Draw{Name: b.Name, Station: d.Station, Reason: b.Reason, Replaces: d.ID, Witnessed: b.Witnessed, Source: b.Source, Represented: d.Represented, H: d.H,
		Candidates: d.Candidates, Examiners: d.Examiners, Conflicts: d.Conflicts}
	again.State = Frozen
	d.State = SetAside
	return w.Found(Table, again, d.Unit)
}

// Drawn gives the examiner of every candidate of the draws at a station whose name
// begins so and that stand. An empty examiner means that nobody was left for the
// candidate; who is on none of the lists is not in the answer.
func Drawn(w *act.Work, station unit.Code, name string) (map[string]ident.ID, error) {
	at, ok := w.Tree.Get(station)
	if !ok {
		return nil, act.UnknownUnit(station)
	}
	list, err := act.List[Draw](w, Table, "county = $1 AND station = $2 AND state = $3 AND name >= $4 AND name < $5", string(at.Home), string(station), Concluded,
		name, name+"\U0010FFFF")
	out := map[string]ident.ID{}
	for _, d := range list {
		for _, r := range rows(d.Assigned) {
			out[r[1]] = ident.ID(r[2])
		}
	}
	return out, err
}

// Files are the files of a draw by their names, as "muster verify draw" reads
// them; those of the outcome only once it is concluded.
func (d *Draw) Files() map[string]string {
	out := map[string]string{"candidates.csv": d.Candidates, "examiners.csv": d.Examiners, "conflicts.csv": d.Conflicts}
	if d.Record != "" {
		out["assigned.csv"], out["record.json"] = d.Assigned, d.Record
	}
	return out
}
