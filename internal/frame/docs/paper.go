// Package docs prints papers: certificates, notices, forms, files, as PDF with a
// code that can be checked without a line.
//
// A paper is declared as a title, parts and a code; how it looks is decided here
// once. Characters that the font lacks are printed as a box and named to the
// caller: nothing is dropped in silence. The package reads no database and no
// clock; whoever calls it has checked who may see what it prints.
package docs

import (
	"bytes"
	"image"
	"image/draw"
	"io"
	"sync"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/qr"
	"github.com/signintech/gopdf"

	"muster/internal/frame/docs/typeface"
	"muster/internal/frame/i18n"
)

// Paper is one document, of one or more pages of A4.
type Paper struct {
	Title  i18n.Text
	Issuer string // the office
	Number string // of the paper; may be empty
	Parts  []Part
	Code   string    // content of the code at the end; "" for none
	About  i18n.Text // what the code proves and how it is checked
	Foot   i18n.Text // on every page
}

// Part is a part of a paper: Facts, Words or Table.
type Part interface{ print(*printer) error }

// Facts are names with values, one a line.
type Facts []Fact

// Fact is a value with its name.
type Fact struct {
	Label i18n.Text
	Value string
}

// Words are paragraphs, the first a heading where Heading is set.
type Words struct {
	Heading i18n.Text
	Lines   []i18n.Text
}

// Table is a grid. Widths are shares of the width of the page.
type Table struct {
	Heading i18n.Text
	Head    []i18n.Text
	Widths  []float64
	Rows    [][]string
}

// Signatures are lines to be signed by hand.
type Signatures []i18n.Text

// Measures of the page, in points.
const (
	margin     = 56.0
	pageWidth  = 595.28
	pageHeight = 841.89
	inner      = pageWidth - 2*margin
	bodySize   = 10.5
	titleSize  = 18.0
	headSize   = 12.5
	smallSize  = 8.5
	leading    = 1.55
	codeSide   = 150.0
	missing    = '□' // stands for a character that the font lacks
)

// printer is a paper on its way.
type printer struct {
	pdf     gopdf.GoPdf
	lang    i18n.Lang
	foot    string
	lacking map[rune]bool
}

// face is read once: a build has one font.
var face = sync.OnceValues(typeface.Regular)

// Print writes papers, each beginning on a page of its own, in one language. It
// returns the characters that the font lacks.
func Print(w io.Writer, lang i18n.Lang, papers ...Paper) (lacking []rune, err error) {
	font, err := face()
	if err != nil {
		return nil, err
	}
	p := &printer{lang: lang, lacking: map[rune]bool{}}
	p.pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	err = p.pdf.AddTTFFontDataWithOption("face", font, gopdf.TtfOption{OnGlyphNotFound: func(r rune) { p.lacking[r] = true },
		OnGlyphNotFoundSubstitute: func(rune) rune { return missing }})
	if err != nil {
		return nil, err
	}
	for _, paper := range papers {
		if err := p.paper(paper); err != nil {
			return nil, err
		}
	}
	for r := range p.lacking {
		lacking = append(lacking, r)
	}
	var out bytes.Buffer
	if _, err := p.pdf.WriteTo(&out); err != nil {
		return nil, err
	}
	_, err = w.Write(out.Bytes())
	return lacking, err
}

func (p *printer) paper(paper Paper) error {
	p.foot = paper.Foot.In(p.lang)
	if err := p.page(); err != nil {
		return err
	}
	if err := p.centred(paper.Title.In(p.lang), titleSize); err != nil {
		return err
	}
	for _, line := range []string{paper.Issuer, paper.Number} {
		if line != "" {
			if err := p.centred(line, bodySize); err != nil {
				return err
			}
		}
	}
	p.pdf.SetY(p.pdf.GetY() + bodySize)
	for _, part := range paper.Parts {
		if err := part.print(p); err != nil {
			return err
		}
		p.pdf.SetY(p.pdf.GetY() + bodySize)
	}
	return p.code(paper)
}

// code prints the code with what it proves beside it.
func (p *printer) code(paper Paper) error {
	if paper.Code == "" {
		return nil
	}
	picture, err := Code(paper.Code)
	if err != nil {
		return err
	}
	if err := p.room(codeSide); err != nil {
		return err
	}
	top := p.pdf.GetY()
	if err := p.pdf.ImageFrom(picture, margin, top, &gopdf.Rect{W: codeSide, H: codeSide}); err != nil {
		return err
	}
	p.pdf.SetXY(margin+codeSide+12, top+8)
	if err := p.lines(paper.About.In(p.lang), smallSize, margin+codeSide+12, inner-codeSide-12); err != nil {
		return err
	}
	p.pdf.SetY(top + codeSide)
	return nil
}

// Code draws a QR code, large enough to be scanned from paper.
func Code(content string) (image.Image, error) {
	code, err := qr.Encode(content, qr.M, qr.Unicode)
	if err != nil {
		return nil, err
	}
	const pixelsPerModule = 6
	side := code.Bounds().Dx() * pixelsPerModule
	large, err := barcode.Scale(code, side, side)
	if err != nil {
		return nil, err
	}
	plain := image.NewGray(large.Bounds()) // eight bits a pixel, as a PDF takes it
	draw.Draw(plain, plain.Bounds(), large, image.Point{}, draw.Src)
	return plain, nil
}
