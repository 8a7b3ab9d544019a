// Package typeface holds the font of printed papers. The build takes it out of
// Debian's package fonts-wqy-microhei (make assets); no font is in the source tree.
package typeface

import (
	"embed"

	"muster/internal/frame/fault"
)

//go:embed dist
var dist embed.FS

// file is the first face of the collection, as the build leaves it.
const file = "dist/microhei.ttf"

// Regular is the font. A program that was built without it cannot print.
func Regular() ([]byte, error) {
	data, err := dist.ReadFile(file)
	if err != nil {
		return nil, fault.New(fault.Internal, "docs.typeface", "本程序构建时没有字体,不能生成 PDF;请用 make build 重新构建。",
			"This program was built without its font and cannot make PDFs; build it with make build.").Because(err)
	}
	return data, nil
}
