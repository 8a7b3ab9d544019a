//go:build unix

package journal

import (
	"os"
	"syscall"

	"muster/internal/frame/fault"
)

// lockFile takes the lock that the system frees when the process ends, however
// it ends.
func lockFile(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		if err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			_ = file.Close()
		}
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, "vault.keys_locked", "密钥库正被另一进程使用,或无法加锁:“{path}”。",
			"Another process holds the key store, or it cannot be locked: {path}.", "path", path).Because(err)
	}
	return file, nil
}
