// Package policies holds the policy packs that the product brings along, one
// folder each. The files are data; frame/policy reads them.
package policies

import (
	"embed"
	"io/fs"
	"os"

	"muster/internal/frame/fault"
)

// FS holds every pack, such as "cn/pack.yaml".
//
//go:embed all:cn
var FS embed.FS

// Open finds a pack by its short name, or by the path of a folder of one's own.
func Open(name string) (fs.FS, error) {
	if fs.ValidPath(name) {
		if _, err := fs.Stat(FS, name+"/pack.yaml"); err == nil {
			return fs.Sub(FS, name)
		}
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return os.DirFS(name), nil
	}
	return nil, fault.New(fault.Unknown, "policy.unknown", "没有名为“{name}”的政策包或文件夹；内置的有 cn。",
		"there is no policy pack or folder named {name}; cn is built in.", "name", name)
}
