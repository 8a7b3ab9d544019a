//go:build !unix

package journal

import (
	"os"

	"muster/internal/frame/fault"
)

// lockFile opens the lock file; systems without flock refuse to rename over or
// remove an open file, which keeps a second process out.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "vault.keys_locked", "密钥库无法加锁:“{path}”。",
			"The key store cannot be locked: {path}.", "path", path).Because(err)
	}
	return file, nil
}
