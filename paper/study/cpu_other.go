//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package study

import "time"

var start = time.Now()

// cpuSeconds is time on the wall where the system tells no other.
func cpuSeconds() float64 { return time.Since(start).Seconds() }
