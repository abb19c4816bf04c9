//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package budget

import "time"

var start = time.Now()

// Processor is time on the wall where the system tells no other.
func Processor() float64 { return time.Since(start).Seconds() }
