package main

import (
	"os"
	"syscall"
)

// resident is the most memory that a process had in bytes.
func resident(s *os.ProcessState) int64 { return s.SysUsage().(*syscall.Rusage).Maxrss << 10 }
