package picture

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"muster/internal/frame/docs/typeface"
)

// scale is how many pixels of a PNG a unit of the drawing has: sharp on paper.
const scale = 2

// largest bounds the pixels of a PNG, so that no table makes a picture that fills
// the memory.
const largest = 40_000_000

// letters is the font of printed papers, read once.
var letters = sync.OnceValues(func() (*opentype.Font, error) {
	data, err := typeface.Regular()
	if err != nil {
		return nil, err
	}
	return opentype.Parse(data)
})

// PNG writes the drawing as pixels, two a unit.
func (d *Drawing) PNG(w io.Writer) error {
	if d.Width*d.Height*scale*scale > largest {
		return tooLarge(d.Width, d.Height)
	}
	face, err := letters()
	if err != nil {
		return err
	}
	canvas := image.NewRGBA(image.Rect(0, 0, d.Width*scale, d.Height*scale))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	for _, s := range d.shapes {
		if s.text == "" {
			s.fill(canvas)
			continue
		}
		if err := s.write(canvas, face); err != nil {
			return err
		}
	}
	return png.Encode(w, canvas)
}

// fill paints a polygon or a dot with smooth edges, in no more of the canvas than
// it covers.
func (s shape) fill(canvas *image.RGBA) {
	outline := s.outline()
	box := image.Rectangle{Min: canvas.Bounds().Max}
	for _, p := range outline {
		box.Min.X, box.Min.Y = min(box.Min.X, int(math.Floor(p.x))), min(box.Min.Y, int(math.Floor(p.y)))
		box.Max.X, box.Max.Y = max(box.Max.X, int(math.Ceil(p.x))), max(box.Max.Y, int(math.Ceil(p.y)))
	}
	if box = box.Intersect(canvas.Bounds()); box.Empty() {
		return
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	for i, p := range outline {
		x, y := float32(p.x)-float32(box.Min.X), float32(p.y)-float32(box.Min.Y)
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(canvas, box, image.NewUniform(paint(s.colour)), image.Point{})
}

// outline is the shape in pixels; a dot is a polygon of many sides.
func (s shape) outline() (out []point) {
	if s.radius == 0 {
		for _, p := range s.points {
			out = append(out, point{p.x * scale, p.y * scale})
		}
		return out
	}
	const sides = 32
	for i := range sides {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / sides)
		out = append(out, point{(s.points[0].x + s.radius*cos) * scale, (s.points[0].y + s.radius*sin) * scale})
	}
	return out
}

func (s shape) write(canvas *image.RGBA, f *opentype.Font) error {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: s.size * scale, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return err
	}
	pen := font.Drawer{Dst: canvas, Src: image.NewUniform(paint(s.colour)), Face: face}
	width := pen.MeasureString(s.text)
	x := fixed.Int26_6(s.points[0].x * scale * 64)
	switch s.anchor {
	case Middle:
		x -= width / 2
	case End:
		x -= width
	}
	pen.Dot = fixed.Point26_6{X: x, Y: fixed.Int26_6(s.points[0].y * scale * 64)}
	pen.DrawString(s.text)
	return face.Close()
}

// paint reads #rrggbb; what is no colour is black.
func paint(colour string) color.RGBA {
	n, err := strconv.ParseUint(colour[min(1, len(colour)):], 16, 32)
	if err != nil {
		n = 0
	}
	return color.RGBA{uint8(n >> 16), uint8(n >> 8), uint8(n), 0xff}
}
