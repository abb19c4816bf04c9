package output

import (
	"errors"
	"syscall"
)

func surviveReader() {} // nothing kills it here

// noData is ERROR_NO_DATA: the pipe is being closed.
const noData = syscall.Errno(232)

// readerLeft says that a pipe's reader has closed it.
func readerLeft(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, noData)
}
