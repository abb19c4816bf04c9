//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestUserSignalKeepsAtOnce: a search that is to be kept once an hour is kept at SIGUSR1, and goes on.
func TestUserSignalKeepsAtOnce(t *testing.T) {
	dir := t.TempDir()
	data, err := filepath.Abs("../../examples/ozone1.csv")
	if err != nil {
		t.Fatal(err)
	}
	run := started(t, dir, "fit", "-q", data, "--target", "O3", "--features", "temp,ibh,vis", "--units", "3", "--linear", "affine", "--checkpoint", "kept", "--every", "1h")
	comes := func(name string) {
		t.Helper()
		for range 6000 {
			if _, err := os.Stat(filepath.Join(dir, "kept", name)); err == nil {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Fatalf("%s does not come", name)
	}
	comes("state") // the first, at once
	if err := run.Process.Signal(syscall.SIGUSR1); err != nil {
		t.Fatal(err)
	}
	comes("state.old")
	if err := run.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if run.Wait(); run.ProcessState.ExitCode() != exitInterrupted {
		t.Errorf("ended with %v", run.ProcessState)
	}
	limited := runs(t, dir, nil, "fit -q --target O3 --features temp,ibh,vis --units 3 --linear affine --resume kept --node-limit 1 "+data)
	if limited.code != exitLimit || strings.Contains(limited.stdout, " 0 nodes") {
		t.Errorf("gone on: %+v", limited)
	}
}
