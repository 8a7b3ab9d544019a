package sheet

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"

	"muster/internal/frame/fault"
)

// window is how far ahead the encoding is judged, in bytes.
const window = 256 << 10

// charset is what is known about the encoding of a text so far.
type charset uint8

const (
	undecided charset = iota // only ASCII until now, which both read alike
	utf8Text
	gb18030Text
)

// lines splits a text into lines of UTF-8. The encoding is settled at the
// first line that is not ASCII, from all text then in sight.
type lines struct {
	src     *bufio.Reader
	number  int // of the line read last, from 1
	charset charset
	gb      *encoding.Decoder
	pending []line // lines given back, to be read again first
	long    []byte // collects a line that is longer than the window
}

// line is one line with its line end taken off; crlf tells which it was.
type line struct {
	text   string
	number int
	crlf   bool
	wrong  *fault.Fault // the line cannot be read
}

func newLines(src *bufio.Reader) *lines {
	l := &lines{src: src}
	if mark, _ := src.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		l.charset = utf8Text
		_, _ = src.Discard(3) // cannot fail: just seen
	}
	return l
}

// next returns the next line; io.EOF after the last one. Any other error is
// the source's own.
func (l *lines) next() (line, error) {
	if n := len(l.pending); n > 0 {
		first := l.pending[n-1]
		l.pending = l.pending[:n-1]
		return first, nil
	}
	raw, tooLong, err := l.raw()
	if err != nil {
		return line{}, err
	}
	l.number++
	got := line{number: l.number}
	if n := len(raw); n > 0 && raw[n-1] == '\n' {
		raw = raw[:n-1]
		if got.crlf = n > 1 && raw[n-2] == '\r'; got.crlf {
			raw = raw[:n-2]
		}
	}
	if tooLong {
		got.wrong = tooLongRow().At("", l.number, "")
		return got, nil
	}
	got.text, got.wrong = l.decode(raw)
	return got, nil
}

// giveBack returns lines to be read again, in their order.
func (l *lines) giveBack(again []line) {
	for i := len(again) - 1; i >= 0; i-- {
		l.pending = append(l.pending, again[i])
	}
}

// raw reads up to and including the next line feed. A line beyond MaxRow is
// read to its end and cut.
func (l *lines) raw() (raw []byte, tooLong bool, err error) {
	raw, err = l.src.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], raw...)
		for errors.Is(err, bufio.ErrBufferFull) {
			raw, err = l.src.ReadSlice('\n')
			if tooLong = tooLong || len(l.long)+len(raw) > MaxRow; !tooLong {
				l.long = append(l.long, raw...)
			}
		}
		raw = l.long
	}
	if errors.Is(err, io.EOF) && len(raw) > 0 {
		err = nil
	}
	return raw, tooLong, err
}

// decode turns the bytes of a line into UTF-8 text.
func (l *lines) decode(raw []byte) (string, *fault.Fault) {
	if bytes.IndexByte(raw, 0) >= 0 {
		return "", fault.New(fault.Invalid, "sheet.nul", "本行含有空字符(NUL);文件可能已损坏或不是文本文件。",
			"This line contains a NUL byte; the file is damaged or is no text file.").At("", l.number, "")
	}
	if isASCII(raw) {
		return string(raw), nil
	}
	if l.charset == undecided {
		raw = bytes.Clone(raw) // looking ahead reuses the buffer
		l.charset = l.judge(raw)
	}
	if l.charset == utf8Text && utf8.Valid(raw) {
		return string(raw), nil
	}
	if l.charset == gb18030Text {
		if l.gb == nil {
			l.gb = simplifiedchinese.GB18030.NewDecoder()
		}
		if text, err := l.gb.Bytes(raw); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
			return string(text), nil
		}
	}
	return "", fault.New(fault.Invalid, "sheet.encoding",
		"本行的文字编码有误(本文件按 {charset} 读取);请把文件另存为“CSV UTF-8”。",
		"This line is not valid {charset}, as which the file is read; save the file as CSV UTF-8.",
		"charset", l.charset).At("", l.number, "")
}

// judge decides by the majority of the lines in sight that are not ASCII, so
// that one damaged line does not change how the others are read. UTF-8 text
// does not come about by chance: a tie is UTF-8.
func (l *lines) judge(first []byte) charset {
	ahead, err := l.src.Peek(window)
	if err == nil { // the last line in sight may be cut
		ahead = ahead[:bytes.LastIndexByte(ahead, '\n')+1]
	}
	asUTF8, asGB := 0, 0
	gb := simplifiedchinese.GB18030.NewDecoder()
	count := func(text []byte) {
		if isASCII(text) {
			return
		}
		if utf8.Valid(text) {
			asUTF8++
		} else if decoded, err := gb.Bytes(text); err == nil && !bytes.ContainsRune(decoded, utf8.RuneError) {
			asGB++
		}
	}
	count(first)
	for text := range bytes.Lines(ahead) {
		count(text)
	}
	if asGB > asUTF8 {
		return gb18030Text
	}
	return utf8Text
}

// String names the encoding for a message.
func (c charset) String() string {
	if c == gb18030Text {
		return "GB18030"
	}
	return "UTF-8"
}

// isASCII looks at eight bytes at a time, since it sees every byte read.
func isASCII(text []byte) bool {
	for ; len(text) >= 8; text = text[8:] {
		if binary.NativeEndian.Uint64(text)&0x8080808080808080 != 0 {
			return false
		}
	}
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func tooLongRow() *fault.Fault {
	return fault.New(fault.Invalid, "sheet.row_too_long", "本行过长(超过 {limit} 字节)。",
		"This row is longer than {limit} bytes.", "limit", MaxRow)
}
