//go:build linux || darwin || freebsd || netbsd || openbsd || dragonfly

package study

import (
	"syscall"
	"time"
)

// cpuSeconds is what all threads of this process have spent so far.
func cpuSeconds() float64 {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return 0
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}
