// Package docstest reads the codes of printed papers as a phone does, from the
// picture that stands in the PDF, for tests.
package docstest

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/draw"
	"image/png"
	"regexp"
	"strconv"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// picture finds a grey picture of a PDF with its size and the length of its data.
var picture = regexp.MustCompile(`/Subtype /Image\s+/Width (\d+)\s+/Height (\d+)\s+/ColorSpace /DeviceGray\s+/BitsPerComponent 8[^>]*>>\s+/Length (\d+)\s+>>\s*stream\n`)

// quiet is the white margin in pixels that the paper gives a code.
const quiet = 24

// Read gives the contents of all codes printed in a PDF, in their order. What a
// reader cannot read fails the test.
func Read(t *testing.T, pdf []byte) (out []string) {
	t.Helper()
	for _, at := range picture.FindAllSubmatchIndex(pdf, -1) {
		number := func(i int) int {
			n, err := strconv.Atoi(string(pdf[at[2*i]:at[2*i+1]]))
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		grey, err := png.Decode(bytes.NewReader(wrap(number(1), number(2), pdf[at[1]:at[1]+number(3)])))
		if err != nil {
			t.Fatal(err)
		}
		text, err := scan(grey)
		if err != nil {
			t.Fatalf("the code cannot be read: %v", err)
		}
		out = append(out, text)
	}
	return out
}

// scan reads one code on white paper.
func scan(code image.Image) (string, error) {
	paper := image.NewGray(image.Rect(0, 0, code.Bounds().Dx()+2*quiet, code.Bounds().Dy()+2*quiet))
	draw.Draw(paper, paper.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(paper, code.Bounds().Add(image.Pt(quiet, quiet)), code, code.Bounds().Min, draw.Src)
	bits, err := gozxing.NewBinaryBitmapFromImage(paper)
	if err != nil {
		return "", err
	}
	// The picture has neither slant nor noise. The reader's search for the corners, made for
	// photographs, misses one code in ten of this density.
	found, err := qrcode.NewQRCodeReader().Decode(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true})
	if err != nil {
		return "", err
	}
	return found.GetText(), nil
}

// wrap makes a PNG file of the data of a picture in a PDF, which are those of a
// PNG without its frame.
func wrap(width, height int, data []byte) []byte {
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, uint32(width)), uint32(height))
	out := []byte("\x89PNG\r\n\x1a\n")
	out = chunk(out, "IHDR", append(head, 8, 0, 0, 0, 0))
	return chunk(chunk(out, "IDAT", data), "IEND", nil)
}

func chunk(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(append([]byte(name), data...)))
}
