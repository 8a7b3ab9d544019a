package docs

import (
	"strings"

	"github.com/signintech/gopdf"

	"muster/internal/frame/i18n"
)

// page begins a page and prints its foot.
func (p *printer) page() error {
	p.pdf.AddPage()
	if p.foot != "" {
		p.pdf.SetXY(margin, pageHeight-margin+smallSize)
		if err := p.lines(p.foot, smallSize, margin, inner); err != nil {
			return err
		}
	}
	p.pdf.SetXY(margin, margin)
	return nil
}

// room begins a page where the rest of this one is too short.
func (p *printer) room(height float64) error {
	if p.pdf.GetY()+height <= pageHeight-margin {
		return nil
	}
	return p.page()
}

func (p *printer) centred(text string, size float64) error {
	if err := p.pdf.SetFont("face", "", size); err != nil {
		return err
	}
	lines, err := p.wrapped(text, inner)
	if err != nil {
		return err
	}
	for _, line := range lines {
		width, err := p.pdf.MeasureTextWidth(line)
		if err != nil {
			return err
		}
		p.pdf.SetX((pageWidth - width) / 2)
		if err := p.pdf.Cell(nil, line); err != nil {
			return err
		}
		p.pdf.SetY(p.pdf.GetY() + size*leading)
	}
	return nil
}

// lines prints text from an edge on, in a width, breaking pages where it must.
func (p *printer) lines(text string, size, left, width float64) error {
	if err := p.pdf.SetFont("face", "", size); err != nil {
		return err
	}
	wrapped, err := p.wrapped(text, width)
	if err != nil {
		return err
	}
	for _, line := range wrapped {
		if p.pdf.GetY()+size*leading > pageHeight-margin && left == margin && size != smallSize {
			if err := p.page(); err != nil {
				return err
			}
			if err := p.pdf.SetFont("face", "", size); err != nil {
				return err
			}
		}
		p.pdf.SetX(left)
		if err := p.pdf.Cell(nil, line); err != nil {
			return err
		}
		p.pdf.SetY(p.pdf.GetY() + size*leading)
	}
	return nil
}

// wrapped breaks text into lines of a width: between words where there are
// blanks, between characters otherwise.
func (p *printer) wrapped(text string, width float64) (out []string, err error) {
	for _, paragraph := range strings.Split(text, "\n") {
		if paragraph == "" {
			out = append(out, "")
			continue
		}
		lines, err := p.pdf.SplitTextWithOption(paragraph, width, &gopdf.BreakOption{Mode: gopdf.BreakModeIndicatorSensitive, BreakIndicator: ' '})
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			whole, err := p.pdf.MeasureTextWidth(line)
			if err != nil {
				return nil, err
			}
			if whole <= width {
				out = append(out, line)
				continue
			}
			pieces, err := p.pdf.SplitText(line, width)
			if err != nil {
				return nil, err
			}
			out = append(out, pieces...)
		}
	}
	return out, nil
}

func (p *printer) heading(text i18n.Text) error {
	if text.IsZero() {
		return nil
	}
	if err := p.room(3 * headSize); err != nil {
		return err
	}
	return p.lines(text.In(p.lang), headSize, margin, inner)
}

func (f Facts) print(p *printer) error {
	const label = 150.0
	for _, fact := range f {
		if err := p.room(bodySize * leading); err != nil {
			return err
		}
		top := p.pdf.GetY()
		if err := p.lines(fact.Label.In(p.lang), bodySize, margin, label-8); err != nil {
			return err
		}
		below := p.pdf.GetY()
		p.pdf.SetY(top)
		if err := p.lines(fact.Value, bodySize, margin+label, inner-label); err != nil {
			return err
		}
		p.pdf.SetY(max(below, p.pdf.GetY()))
	}
	return nil
}

func (w Words) print(p *printer) error {
	if err := p.heading(w.Heading); err != nil {
		return err
	}
	for _, line := range w.Lines {
		if err := p.lines(line.In(p.lang), bodySize, margin, inner); err != nil {
			return err
		}
	}
	return nil
}

func (s Signatures) print(p *printer) error {
	for _, who := range s {
		if err := p.room(3 * bodySize * leading); err != nil {
			return err
		}
		p.pdf.SetY(p.pdf.GetY() + bodySize)
		if err := p.lines(who.In(p.lang), bodySize, margin, inner); err != nil {
			return err
		}
		y := p.pdf.GetY() + bodySize
		p.pdf.SetLineWidth(0.5)
		p.pdf.Line(margin, y, margin+inner/2, y)
		p.pdf.SetY(y + bodySize)
	}
	return nil
}

func (t Table) print(p *printer) error {
	if err := p.heading(t.Heading); err != nil {
		return err
	}
	head := make([]string, len(t.Head))
	for i, h := range t.Head {
		head[i] = h.In(p.lang)
	}
	if err := t.row(p, head); err != nil {
		return err
	}
	for _, cells := range t.Rows {
		if err := t.row(p, cells); err != nil {
			return err
		}
	}
	return nil
}

// row prints the cells of one row, as high as the highest of them, and a line
// below.
func (t Table) row(p *printer, cells []string) error {
	if err := p.pdf.SetFont("face", "", smallSize); err != nil {
		return err
	}
	total := 0.0
	for _, w := range t.Widths {
		total += w
	}
	wrapped, rows := make([][]string, len(cells)), 1
	for i, cell := range cells {
		lines, err := p.wrapped(cell, inner*t.Widths[i]/total-6)
		if err != nil {
			return err
		}
		wrapped[i], rows = lines, max(rows, len(lines))
	}
	height := float64(rows)*smallSize*leading + 4
	if err := p.room(height); err != nil {
		return err
	}
	if err := p.pdf.SetFont("face", "", smallSize); err != nil {
		return err
	}
	top, left := p.pdf.GetY(), margin
	for i, lines := range wrapped {
		for n, line := range lines {
			p.pdf.SetXY(left, top+2+float64(n)*smallSize*leading)
			if err := p.pdf.Cell(nil, line); err != nil {
				return err
			}
		}
		left += inner * t.Widths[i] / total
	}
	p.pdf.SetLineWidth(0.3)
	p.pdf.Line(margin, top+height, margin+inner, top+height)
	p.pdf.SetXY(margin, top+height)
	return nil
}
