//go:build !linux

package main

import (
	"os"
	"testing"
)

// resident is not known.
func resident(*os.ProcessState) int64 { return 0 }

// residentText is not known.
func residentText(*testing.T) int64 { return 0 }
