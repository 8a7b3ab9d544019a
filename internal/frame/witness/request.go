package witness

import (
	"encoding/base64"
	"strconv"
	"strings"

	"muster/internal/frame/fault"
)

// Request asks for a signature under a checkpoint.
type Request struct {
	Old        int64      // the size that the witness saw last; 0: none
	Proof      [][32]byte // that the checkpoint extends it (RFC 6962, 2.1.2)
	Checkpoint string     // signed by the log
}

// Text is the one way in which requests are written, one after the other.
func Text(requests []Request) string {
	var b strings.Builder
	for i, r := range requests {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("old " + strconv.FormatInt(r.Old, 10) + "\n")
		for _, p := range r.Proof {
			b.WriteString(base64.StdEncoding.EncodeToString(p[:]) + "\n")
		}
		b.WriteString("\n" + r.Checkpoint)
	}
	return b.String()
}

// Parse reads requests; anything but what Text writes is a fault of kind Invalid.
func Parse(text string) (out []Request, err error) {
	blocks := blocksOf(text)
	if len(blocks) == 0 || len(blocks)%3 != 0 {
		return nil, badRequest()
	}
	for ; len(blocks) > 0; blocks = blocks[3:] {
		lines := strings.Split(strings.TrimSuffix(blocks[0], "\n"), "\n")
		old, marked := strings.CutPrefix(lines[0], "old ")
		r := Request{Checkpoint: blocks[1] + "\n" + blocks[2]}
		if r.Old, err = strconv.ParseInt(old, 10, 64); err != nil || !marked || r.Old < 0 {
			return nil, badRequest()
		}
		for _, line := range lines[1:] {
			raw, err := base64.StdEncoding.Strict().DecodeString(line)
			if err != nil || len(raw) != 32 {
				return nil, badRequest()
			}
			r.Proof = append(r.Proof, [32]byte(raw))
		}
		out = append(out, r)
	}
	if Text(out) != text {
		return nil, badRequest()
	}
	return out, nil
}

func badRequest() error {
	return fault.New(fault.Invalid, "witness.request", "这不是一份见证请求。", "this is no request to a witness")
}

// blocksOf cuts a text at its empty lines; each block keeps its line ends.
func blocksOf(text string) []string {
	if text == "" || !strings.HasSuffix(text, "\n") {
		return nil
	}
	blocks := strings.Split(strings.TrimSuffix(text, "\n"), "\n\n")
	for i := range blocks {
		blocks[i] += "\n"
	}
	return blocks
}

// Answers writes cosigned checkpoints one after the other.
func Answers(notes []string) string { return strings.Join(notes, "\n") }

// ParseAnswers reads what Answers wrote: checkpoints, each with the signature of
// the witness alone.
func ParseAnswers(text string) (notes []string, err error) {
	blocks := blocksOf(text)
	if len(blocks) == 0 || len(blocks)%2 != 0 {
		return nil, fault.New(fault.Invalid, "witness.answer", "这不是见证人的答复。", "this is no answer of a witness")
	}
	for ; len(blocks) > 0; blocks = blocks[2:] {
		notes = append(notes, blocks[0]+"\n"+blocks[1])
	}
	return notes, nil
}
