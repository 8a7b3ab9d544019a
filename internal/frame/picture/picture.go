// Package picture draws charts of rectangles, lines, dots and words, as SVG for
// pages and files and as PNG for papers and messages, the same drawing both ways.
// The PNG is written with the font of printed papers, so that Chinese can be read
// whatever the reader's machine has; the SVG names fonts and leaves the words text.
package picture

import (
	"fmt"
	"html"
	"io"
	"math"
	"strings"

	"muster/internal/frame/fault"
)

// Anchor says which part of a text lies at its point.
type Anchor int

// The anchors of text.
const (
	Start Anchor = iota
	Middle
	End
)

// Drawing is a chart in units of its own; the zero value of what was drawn is empty.
type Drawing struct {
	Width, Height int
	Label         string // what it shows, for those who cannot see it
	shapes        []shape
}

// shape is one thing that was drawn: a polygon, a dot or a text.
type shape struct {
	points []point
	radius float64
	text   string
	size   float64
	anchor Anchor
	colour string // #rrggbb
}

type point struct{ x, y float64 }

// Rect fills a rectangle.
func (d *Drawing) Rect(x, y, width, height float64, colour string) {
	d.shapes = append(d.shapes, shape{points: []point{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}, colour: colour})
}

// Line draws a straight line of some width.
func (d *Drawing) Line(x1, y1, x2, y2, width float64, colour string) {
	dx, dy := x2-x1, y2-y1
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	ox, oy := -dy/length*width/2, dx/length*width/2
	d.shapes = append(d.shapes, shape{points: []point{{x1 + ox, y1 + oy}, {x2 + ox, y2 + oy}, {x2 - ox, y2 - oy}, {x1 - ox, y1 - oy}}, colour: colour})
}

// Dot fills a circle.
func (d *Drawing) Dot(x, y, radius float64, colour string) {
	d.shapes = append(d.shapes, shape{points: []point{{x, y}}, radius: radius, colour: colour})
}

// Text writes one line; y is its baseline.
func (d *Drawing) Text(x, y, size float64, anchor Anchor, colour, text string) {
	d.shapes = append(d.shapes, shape{points: []point{{x, y}}, text: text, size: size, anchor: anchor, colour: colour})
}

// fonts are those of the pages.
const fonts = `system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', sans-serif`

// Markup is the drawing as SVG that stands alone and can be put into a page.
func (d *Drawing) Markup() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" class="picture" role="img" aria-label="%s" font-family="%s">`,
		d.Width, d.Height, d.Width, d.Height, html.EscapeString(d.Label), html.EscapeString(fonts))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#ffffff"/>`, d.Width, d.Height)
	for _, s := range d.shapes {
		s.markup(&b)
	}
	b.WriteString("</svg>")
	return b.String()
}

func (s shape) markup(b *strings.Builder) {
	at := s.points[0]
	switch {
	case s.text != "":
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" font-size="%.0f" text-anchor="%s" fill="%s">%s</text>`, at.x, at.y, s.size,
			[]string{"start", "middle", "end"}[s.anchor], s.colour, html.EscapeString(s.text))
	case s.radius > 0:
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill="%s"/>`, at.x, at.y, s.radius, s.colour)
	default:
		b.WriteString(`<polygon points="`)
		for _, p := range s.points {
			fmt.Fprintf(b, "%.1f,%.1f ", p.x, p.y)
		}
		fmt.Fprintf(b, `" fill="%s"/>`, s.colour)
	}
}

// SVG writes the drawing as a file.
func (d *Drawing) SVG(w io.Writer) error {
	_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+d.Markup())
	return err
}

// Write writes the drawing in a format: svg or png; any other is a fault.
func (d *Drawing) Write(w io.Writer, format string) error {
	switch format {
	case "svg":
		return d.SVG(w)
	case "png":
		return d.PNG(w)
	}
	return fault.New(fault.Invalid, "picture.format", "图片格式只有 svg 和 png。", "A picture is svg or png.")
}

func tooLarge(width, height int) error {
	return fault.New(fault.Invalid, "picture.size", "图片过大({width}×{height});请缩小范围。", "The picture is too large ({width} × {height}); ask for less.", "width", width, "height", height)
}
