//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package budget

import (
	"syscall"
	"time"
)

// Processor is how many seconds all threads of this process have spent so far together.
func Processor() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}
