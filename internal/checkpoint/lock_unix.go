//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package checkpoint

import (
	"errors"
	"os"
	"syscall"
)

// exclude takes the lock, which ends with the process. File systems without locks give it to everybody: two runs then
// spoil each other's state, which its SHA-256 tells.
func exclude(f *os.File) error {
	if errors.Is(syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB), syscall.EWOULDBLOCK) {
		return ErrBusy
	}
	return nil
}
