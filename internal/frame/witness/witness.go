package witness

import (
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"muster/internal/frame/fault"
	"muster/internal/frame/receipt"
)

// Seen is the last checkpoint of a log that a witness cosigned.
type Seen struct {
	Size int64
	Root [32]byte
}

// State is what a witness has seen, by the origin of each log.
type State map[string]Seen

// Text is the one way in which a state is kept: a line for each log with its
// origin, size and root.
func (s State) Text() string {
	var b strings.Builder
	for _, origin := range slices.Sorted(maps.Keys(s)) {
		seen := s[origin]
		b.WriteString(origin + " " + strconv.FormatInt(seen.Size, 10) + " " + base64.StdEncoding.EncodeToString(seen.Root[:]) + "\n")
	}
	return b.String()
}

// ParseState reads what Text wrote. A state that cannot be read is a fault of kind
// Invalid: a witness that goes on without it would be none.
func ParseState(text string) (State, error) {
	s := State{}
	for line := range strings.Lines(text) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		if len(parts) != 3 {
			return nil, badState()
		}
		size, err := strconv.ParseInt(parts[1], 10, 64)
		root, errRoot := base64.StdEncoding.Strict().DecodeString(parts[2])
		if err != nil || errRoot != nil || len(root) != 32 {
			return nil, badState()
		}
		s[parts[0]] = Seen{size, [32]byte(root)}
	}
	if s.Text() != text {
		return nil, badState()
	}
	return s, nil
}

func badState() error {
	return fault.New(fault.Invalid, "witness.state", "见证人的记录已损坏;请从备份恢复,不要删除它。", "the witness's record of what it saw is damaged; restore it and do not delete it")
}

// Witness cosigns checkpoints of the logs that one key signs.
type Witness struct {
	Key Key
	Log receipt.Key
}

// Cosign answers a request and notes in the state what it saw. The answer is the
// checkpoint with this witness's signature; it may be handed out once the state is
// safe. A checkpoint that the log did not sign is a fault of kind Denied, and one
// that is not an extension of what this witness saw of kind Conflict; then the
// state stays as it is.
func (w Witness) Cosign(state State, r Request, now time.Time) (answer string, err error) {
	c, err := receipt.OpenCheckpoint(r.Checkpoint, w.Log)
	if err != nil {
		return "", err
	}
	if strings.ContainsAny(c.Origin, " \n") || !strings.HasPrefix(c.Origin, w.Log.Name+"/") {
		return "", fault.New(fault.Denied, "witness.origin", "检查点的来源 {origin} 不属于这把公钥。", "the origin {origin} of the checkpoint is not one of this key", "origin", c.Origin)
	}
	if err := extends(state[c.Origin], c, r); err != nil {
		return "", err
	}
	state[c.Origin] = Seen{c.Size, c.Root}
	return c.Text + "\n" + w.Key.line(c.Text, now), nil
}

// extends says why a checkpoint is no extension of what was seen; nil where it is
// one. A log seen for the first time is taken as it is.
func extends(seen Seen, c receipt.Checkpoint, r Request) error {
	switch {
	case seen.Size != r.Old:
		return fault.New(fault.Conflict, "witness.old", "日志 {log} 我最后见到的是 {seen} 条,请求却从 {old} 条说起;请用 --log {code} --old {seen} 重新请求。",
			"of the log {log} I saw {seen} entries last, and the request begins at {old}; ask again with --log {code} --old {seen}",
			"log", c.Origin, "seen", seen.Size, "old", r.Old, "code", c.Origin[strings.LastIndexByte(c.Origin, '/')+1:])
	case seen.Size == 0:
		return nil
	case c.Size < seen.Size:
		return fault.New(fault.Conflict, "witness.shrunk", "日志 {log} 变短了:见证过 {seen} 条,现在只有 {size} 条。已拒绝。",
			"the log {log} has shrunk: {seen} entries were witnessed, now there are {size}. Refused.", "log", c.Origin, "seen", seen.Size, "size", c.Size)
	case c.Size == seen.Size && c.Root == seen.Root && len(r.Proof) == 0:
		return nil
	}
	proof := make(tlog.TreeProof, len(r.Proof))
	for i, h := range r.Proof {
		proof[i] = h
	}
	if c.Size == seen.Size || tlog.CheckTree(proof, c.Size, c.Root, seen.Size, seen.Root) != nil {
		return fault.New(fault.Conflict, "witness.fork", "日志 {log} 的这份检查点不是我所见证的延续(第 {seen} 条时的指纹是 {root}):历史被改写或分叉。已拒绝,请报告。",
			"this checkpoint of the log {log} is no extension of what I witnessed (root {root} at {seen} entries): its history was rewritten or forked. Refused; report it.",
			"log", c.Origin, "seen", seen.Size, "root", hexOf(seen.Root))
	}
	return nil
}
