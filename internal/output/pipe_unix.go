//go:build unix

package output

import (
	"errors"
	"os/signal"
	"syscall"
)

// surviveReader keeps a closed pipe from killing the process.
func surviveReader() { signal.Ignore(syscall.SIGPIPE) }

// readerLeft says that a pipe's reader has closed it.
func readerLeft(err error) bool { return errors.Is(err, syscall.EPIPE) }
