//go:build unix

package cli

import (
	"io/fs"
	"os"
	"syscall"
)

// owned says whether a file belongs to whoever runs this program.
func owned(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
