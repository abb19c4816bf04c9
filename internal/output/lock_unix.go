//go:build unix && !solaris && !aix

package output

import (
	"errors"
	"os"
	"syscall"
)

// alone holds a file for this process until it is closed or the process ends, however; false if another
// process holds it. Where the file system has no locks it is taken for held.
func alone(file *os.File) bool {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	return !errors.Is(err, syscall.EWOULDBLOCK)
}
