package receipt

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"

	"muster/internal/frame/fault"
)

// noticeHead is the first line of a notice.
const noticeHead = "muster/notice/v1"

// RootField is the field of the disclosed record that commits to the rows.
const RootField = "notice_root"

// Row is what a public list says of one person, and nothing else (SECURITY, 3.8).
type Row struct {
	Rank  int64
	Name  string // masked
	Place string // township or school
}

// line is the row as it is published and hashed. A name with a tab or a line end
// in it is written with blanks.
func (r Row) line() string {
	plain := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
	return strconv.FormatInt(r.Rank, 10) + "\t" + plain.Replace(r.Name) + "\t" + plain.Replace(r.Place)
}

// Mask leaves the first character of a name and puts a star for every other one,
// at most three. It is the one mask of the product: two masks of one name could be
// joined, and of a minor no more than an initial may be shown.
func Mask(name string) string {
	letters := []rune(name)
	if len(letters) == 0 {
		return "*"
	}
	return string(letters[0]) + strings.Repeat("*", min(3, max(1, len(letters)-1)))
}

// ListRoot is what the record of a list commits to: a hash over the number of its
// rows and the RFC 6962 root over them, as hex. There must be a row.
func ListRoot(rows []Row) string {
	root, _ := treeRoot(hashes(rows), -1)
	return listRoot(int64(len(rows)), root)
}

func hashes(rows []Row) [][32]byte {
	out := make([][32]byte, len(rows))
	for i, r := range rows {
		out[i] = leafHash([]byte(r.line()))
	}
	return out
}

func listRoot(n int64, root [32]byte) string {
	b := binary.BigEndian.AppendUint64([]byte(noticeHead+"\x00"), uint64(n))
	sum := sha256.Sum256(append(b, root[:]...))
	return hex.EncodeToString(sum[:])
}

// Notice writes a list, or with index 0 or more one of its rows with the proof
// that it stands there. The receipt is of the leaf that published the list, with
// the list's record disclosed.
func Notice(rows []Row, index int, receipt *Receipt) string {
	var b strings.Builder
	b.WriteString(noticeHead + "\nlist " + receipt.Fact.Table + "/" + receipt.Fact.ID + "\nrows " + strconv.Itoa(len(rows)) + "\n")
	if index >= 0 && index < len(rows) {
		_, proof := treeRoot(hashes(rows), index)
		b.WriteString("row " + strconv.Itoa(index) + "\n")
		writeProof(&b, proof)
		rows = rows[index : index+1]
	}
	for _, r := range rows {
		b.WriteString(": " + r.line() + "\n")
	}
	return b.String() + receipt.Text()
}

// List is what a good notice proves.
type List struct {
	*Proven
	List string `json:"list"` // table and id
	All  int64  `json:"all"`  // rows of the list
	Rows []Row  `json:"rows"` // all of them, or the one that the file is about
}

// CheckNotice checks a notice under the terms of Check.
func CheckNotice(text string, trust Trust) (*List, error) {
	s := scanner{rest: text, bad: !utf8.ValidString(text)}
	s.only(noticeHead)
	list := &List{List: s.line("list ")}
	list.All = s.number(s.line("rows "))
	index := int64(-1)
	var proof [][32]byte
	if s.next("row ") {
		index = s.number(s.line("row "))
		proof = s.proof()
	}
	list.Rows = s.rows()
	r, ok := parse(s.rest)
	if s.bad || !ok || len(list.Rows) == 0 || r.Fact == nil || list.List != r.Fact.Table+"/"+r.Fact.ID {
		return nil, fault.New(fault.Invalid, "receipt.notice", "这不是一份未经改动的公示文件。", "this is not an unaltered notice")
	}
	var err error
	if list.Proven, err = r.check(trust); err != nil {
		return nil, err
	}
	return list, list.compare(r.Fact.Body, index, proof)
}

// rows reads the rows of a notice.
func (s *scanner) rows() (out []Row) {
	for s.next(": ") {
		cells := strings.Split(s.line(": "), "\t")
		if len(cells) != 3 {
			s.bad = true
			return nil
		}
		out = append(out, Row{s.number(cells[0]), cells[1], cells[2]})
	}
	return out
}

// compare compares the rows with what the record committed to.
func (l *List) compare(body string, index int64, proof [][32]byte) error {
	root, fits := [32]byte{}, false
	if index >= 0 {
		root, fits = rootFrom(leafHash([]byte(l.Rows[0].line())), index, l.All, proof)
		fits = fits && len(l.Rows) == 1
	} else if fits = int64(len(l.Rows)) == l.All; fits {
		root, _ = treeRoot(hashes(l.Rows), -1)
	}
	var said map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &said); err != nil || !fits || string(said[RootField]) != `"`+listRoot(l.All, root)+`"` {
		return wrong("rows", "名单或这一行不是当时公示的:被改过、增删过或换过位置。", "the list or this row is not what was published: something was changed, added, removed or moved")
	}
	return nil
}
