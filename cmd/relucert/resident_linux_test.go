package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"relucert/internal/program"
)

// resident is the most memory that a process had in bytes.
func resident(s *os.ProcessState) int64 { return s.SysUsage().(*syscall.Rusage).Maxrss << 10 }

// residentText is how much of the program itself is resident in bytes, which --memory-limit does not count: in a process that waits for its data.
func residentText(t *testing.T) (bytes int64) {
	t.Helper()
	cmd := exec.Command(program.Built(t, "relucert"), "fit", "-", "--target", "y")
	data, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when it is written, the process has begun to read.
	if _, err := data.Write([]byte("x,y\n" + strings.Repeat("1,2\n", 1<<18))); err != nil {
		t.Fatal(err)
	}
	for range 20 {
		time.Sleep(10 * time.Millisecond)
		bytes = max(bytes, fileBacked(t, cmd.Process.Pid))
	}
	data.Close()
	cmd.Wait()
	return bytes
}

func fileBacked(t *testing.T, pid int) int64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(status) {
		var kilobytes int64
		if _, err := fmt.Sscanf(string(line), "RssFile: %d kB", &kilobytes); err == nil {
			return kilobytes << 10
		}
	}
	t.Fatal("no RssFile")
	return 0
}
