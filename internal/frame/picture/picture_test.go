package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"strings"
	"testing"

	"muster/internal/frame/fault"
)

func sample() *Drawing {
	d := &Drawing{Width: 200, Height: 100, Label: `"征集" <进展>`}
	d.Rect(10, 10, 50, 20, "#ff0000")
	d.Line(0, 90, 200, 90, 2, "#0000ff")
	d.Line(5, 5, 5, 5, 2, "#0000ff")
	d.Dot(150, 50, 10, "#00ff00")
	d.Text(100, 70, 16, Middle, "#000000", "双合格 <1,234>")
	return d
}

// TestSVGIsWellFormed: any XML reader reads the drawing, with every word in it.
func TestSVGIsWellFormed(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := sample().Write(&out, "svg"); err != nil {
		t.Fatal(err)
	}
	words, in := "", xml.NewDecoder(bytes.NewReader(out.Bytes()))
	for {
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			words += string(text)
		}
	}
	if !strings.Contains(words, "双合格 <1,234>") {
		t.Errorf("the words are %q", words)
	}
}

// TestPNGHasWhatWasDrawn looks at pixels: fills where they belong, ink where the
// words are, white elsewhere; Chinese letters differ from each other, so that they
// are no boxes of a font that lacks them.
func TestPNGHasWhatWasDrawn(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := sample().Write(&out, "png"); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&out)
	if err != nil {
		t.Fatal(err)
	}
	if size := img.Bounds().Size(); size.X != 400 || size.Y != 200 {
		t.Errorf("the picture is %v", size)
	}
	for _, x := range []struct {
		x, y    int
		r, g, b uint32
	}{{40, 40, 0xff, 0, 0}, {200, 180, 0, 0, 0xff}, {300, 100, 0, 0xff, 0}, {4, 4, 0xff, 0xff, 0xff}} {
		if r, g, b, _ := img.At(x.x, x.y).RGBA(); r>>8 != x.r || g>>8 != x.g || b>>8 != x.b {
			t.Errorf("at %d,%d: %d %d %d", x.x, x.y, r>>8, g>>8, b>>8)
		}
	}
	if a, b := pixels(t, "双"), pixels(t, "合"); a == b {
		t.Error("two letters look the same")
	}
}

func pixels(t *testing.T, letter string) string {
	t.Helper()
	d := &Drawing{Width: 30, Height: 30}
	d.Text(5, 25, 20, Start, "#000000", letter)
	var out bytes.Buffer
	if err := d.PNG(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestRefusals: other formats and pictures that would fill the memory.
func TestRefusals(t *testing.T) {
	t.Parallel()
	if err := sample().Write(io.Discard, "gif"); !fault.Coded(err, "picture.format") {
		t.Errorf("gif: %v", err)
	}
	if err := (&Drawing{Width: 10_000, Height: 10_000}).PNG(io.Discard); !fault.Coded(err, "picture.size") {
		t.Errorf("large: %v", err)
	}
}
