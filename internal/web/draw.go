package web

import (
	"fmt"
	"strconv"

	"github.com/a-h/templ"

	"muster/internal/frame/i18n"
	"muster/internal/frame/register/transfer"
	"muster/internal/insight/smallcell"
	"muster/internal/intake/cases"
)

// product is the name in the head of every page.
var product = i18n.T("兵役工作系统", "Muster")

// The size of a tile of the map, in units of its drawing.
const (
	tileWidth  = 120
	tileHeight = 64
)

func num(n int) string { return strconv.Itoa(n) }

func funnelBox(d funnelData) string { return fmt.Sprintf("0 0 800 %d", 34*len(d.Stages)+4) }

func tileBox(d funnelData) string {
	rows := (len(d.Tiles) + d.Columns - 1) / d.Columns
	return fmt.Sprintf("0 0 %d %d", d.Columns*tileWidth, rows*tileHeight)
}

// short is a name that fits a tile; the table beside it has the whole one.
func short(name string) string {
	const fits = 6
	if letters := []rune(name); len(letters) > fits {
		return string(letters[:fits-1]) + "…"
	}
	return name
}

func toneClass(tone int) string { return "tone-" + strconv.Itoa(tone) }

// toneText is the colour of writing that can be read on a tone.
func toneText(tone int) string {
	if tone >= 4 {
		return "on-dark"
	}
	return "on-light"
}

func toneLabel(tone int) i18n.Text {
	if tone == 0 {
		return i18n.T("无数据或不显示", "none, or not shown")
	}
	return i18n.T("{from}%–{to}%", "{from}%–{to}%").With("from", (tone-1)*100/6, "to", tone*100/6)
}

func lost(c smallcell.Cell) string {
	switch {
	case c.Hidden:
		return c.Show()
	case c.N == 0:
		return ""
	}
	return "−" + number(c.N)
}

// signed renders how many more or fewer.
func signed(n int) string {
	switch {
	case n < 0:
		return "−" + number(-n)
	case n == 0:
		return "0"
	}
	return "+" + number(n)
}

// over renders what a gate is over: its people and those at the point before, or
// the applicants.
func over(counts []smallcell.Cell, gate int) string {
	if gate == 0 {
		return cell(counts[0])
	}
	return cell(counts[gate]) + " / " + cell(counts[gate-1])
}

func noticeColor(n *notice) string {
	if n.Wait {
		return "info"
	}
	return "success"
}

func summaryColor(s *transfer.Summary) string {
	if s.Failed > 0 {
		return "warning"
	}
	return "success"
}

func yesNo(b bool) i18n.Text {
	if b {
		return i18n.T("是", "yes")
	}
	return i18n.T("否", "no")
}

// describe ties a control to what is wrong with it.
func describe(in input) templ.Attributes {
	out := templ.Attributes{}
	if in.Field.Required {
		out["aria-required"] = "true"
	}
	if len(in.Wrong) > 0 {
		out["aria-invalid"] = "true"
		out["aria-describedby"] = in.ID + "-wrong"
	}
	return out
}

func standingLabel(s cases.Standing) i18n.Text {
	switch s {
	case cases.Passed:
		return i18n.T("已通过", "passed")
	case cases.Failed:
		return i18n.T("未通过或已停止", "not passed, or stopped")
	case cases.Now:
		return i18n.T("正在办理", "in progress")
	}
	return i18n.T("未开始", "not yet")
}
