package sheet

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"muster/internal/frame/fault"
)

// csvSource reads the records of RFC 4180.
type csvSource struct {
	lines *lines
	cells int // of the record before: what to expect of the next
}

func newCSVSource(src *bufio.Reader) *csvSource { return &csvSource{lines: newLines(src)} }

// next implements source.
func (c *csvSource) next() (cells []string, number int, err error) {
	first, err := c.lines.next()
	for err == nil && first.text == "" && first.wrong == nil {
		first, err = c.lines.next()
	}
	if err != nil {
		return nil, 0, err
	}
	if first.wrong != nil {
		return nil, first.number, first.wrong
	}
	if strings.IndexByte(first.text, '"') < 0 {
		cells = splitPlain(first.text, c.cells)
	} else if cells, err = c.quoted(first); err != nil {
		return nil, first.number, err
	}
	c.cells = len(cells)
	return cells, first.number, nil
}

// quoted reads a record that contains quotes and may therefore go on over
// several lines: it is complete where its quotes are paired. If it is broken,
// the lines after the first one are given back, so that they are read as rows
// of their own.
func (c *csvSource) quoted(first line) ([]string, error) {
	text, extra, err := c.joinPaired(first)
	if err != nil {
		return nil, err
	}
	cells, broken := splitQuoted(text, c.cells)
	if broken != nil {
		c.lines.giveBack(extra)
		return nil, broken.At("", first.number, broken.Place.Column)
	}
	return cells, nil
}

// joinPaired appends lines until the quotes are paired, the text ends, a line
// cannot be read or MaxRow is reached.
func (c *csvSource) joinPaired(first line) (text string, extra []line, err error) {
	open := strings.Count(first.text, `"`)%2 == 1
	if !open {
		return first.text, nil, nil
	}
	var joined strings.Builder
	joined.WriteString(first.text)
	for last := first; open && joined.Len() <= MaxRow; {
		following, err := c.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, err
		}
		extra = append(extra, following)
		if following.wrong != nil {
			break
		}
		joined.WriteString(lineEnd(last))
		joined.WriteString(following.text)
		open = open != (strings.Count(following.text, `"`)%2 == 1)
		last = following
	}
	return joined.String(), extra, nil
}

// lineEnd is the line end as it was read: it is content inside quotes.
func lineEnd(l line) string {
	if l.crlf {
		return "\r\n"
	}
	return "\n"
}

// close implements source.
func (c *csvSource) close() error { return nil }

// splitPlain splits a record without quotes.
func splitPlain(text string, expect int) []string {
	cells := make([]string, 0, max(expect, 1))
	for {
		comma := strings.IndexByte(text, ',')
		if comma < 0 {
			return append(cells, text)
		}
		cells = append(cells, text[:comma])
		text = text[comma+1:]
	}
}

// splitQuoted splits a record that has quotes.
func splitQuoted(text string, expect int) ([]string, *fault.Fault) {
	cells := make([]string, 0, max(expect, 1))
	for {
		var cell string
		var more bool
		var broken *fault.Fault
		if strings.HasPrefix(text, `"`) {
			cell, text, more, broken = cutQuoted(text[1:])
		} else {
			cell, text, more = strings.Cut(text, ",")
			if strings.IndexByte(cell, '"') >= 0 {
				broken = fault.New(fault.Invalid, "sheet.quote_stray",
					"单元格中间出现引号;含引号的单元格要整体加引号,内部引号写两个。",
					"A quote stands inside an unquoted cell; quote the whole cell and double the quotes inside.")
			}
		}
		if broken != nil {
			return nil, broken.At("", 0, "#"+strconv.Itoa(len(cells)+1))
		}
		if cells = append(cells, cell); !more {
			return cells, nil
		}
	}
}

// cutQuoted takes one cell whose opening quote is already gone; more says
// whether another cell follows.
func cutQuoted(text string) (cell, rest string, more bool, broken *fault.Fault) {
	end, doubled := 0, false
	for {
		quote := strings.IndexByte(text[end:], '"')
		if quote < 0 {
			return "", "", false, fault.New(fault.Invalid, "sheet.quote_open",
				"引号没有闭合。", "A quote is opened and never closed.")
		}
		if end += quote; !strings.HasPrefix(text[end+1:], `"`) {
			break
		}
		doubled, end = true, end+2
	}
	cell, rest = text[:end], text[end+1:]
	if doubled {
		cell = strings.ReplaceAll(cell, `""`, `"`)
	}
	if rest == "" {
		return cell, "", false, nil
	}
	if rest[0] != ',' {
		return "", "", false, fault.New(fault.Invalid, "sheet.quote_stray",
			"引号之后应为逗号或行尾。", "After a closing quote there must be a comma or the end of the line.")
	}
	return cell, rest[1:], true, nil
}
