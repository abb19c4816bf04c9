package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"relucert/internal/program"
)

// A pipe that never ends must not keep relucert from stopping.
func TestInterruptWhileReading(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no signals")
	}
	cmd := exec.Command(program.Built(t, "relucert"), "fit", "-")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	// More than a pipe holds: when it is written, the process has begun to read.
	if _, err := in.Write([]byte("x,y\n" + strings.Repeat("1,2\n", 1<<18))); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(hangs, func() { cmd.Process.Kill() })
	defer kill.Stop()
	if exit, ok := errors.AsType[*exec.ExitError](cmd.Wait()); !ok || exit.ExitCode() != exitInterrupted {
		t.Errorf("ended with %v, want exit code %d", exit, exitInterrupted)
	}
}

// A killed run leaves in FILE.partial what it has proved, and FILE as it was; a run
// that comes upon it, or is beside another one, refuses.
func TestCertificateAfterAKill(t *testing.T) {
	dir := t.TempDir()
	old := filepath.Join(dir, "p.rcert.gz")
	if err := os.WriteFile(old, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	examples, err := filepath.Abs("../../examples")
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(examples, "ozone1.csv")
	first := endless(t, dir, "fit", data, "--target", "O3", "--features", "temp,ibh", "--units", "3", "--linear", "affine", "--certificate", "p.rcert.gz")
	second := runs(t, dir, nil, "fit "+data+" --target O3 --certificate ./p.rcert.gz")
	if second.code != 2 || !strings.Contains(second.log, "p.rcert.gz.partial is there: another run is writing it") {
		t.Errorf("beside another run: %+v", second)
	}
	first.Process.Kill()
	first.Wait()
	if text, err := os.ReadFile(old); err != nil || string(text) != "old" {
		t.Errorf("the old file: %q, %v", text, err)
	}
	verdict := runs(t, dir, nil, "check p.rcert.gz.partial "+data+" --target O3 --features temp,ibh")
	if verdict.code != 1 || !strings.HasPrefix(verdict.stdout, "NOT PROVED  no trailer") || !strings.Contains(verdict.stdout, "; the records prove ") {
		t.Errorf("after a kill: %+v", verdict)
	}
}

// endless starts a run, and returns when its search is under way.
func endless(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	cmd, _ := begun(t, dir, nil, "start", args...)
	return cmd
}

// begun starts a run, and returns when it has logged a word, with what it has logged by then.
func begun(t *testing.T, dir string, stdout io.Writer, word string, args ...string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(program.Built(t, "relucert"), args...)
	cmd.Dir, cmd.Stdout = dir, stdout
	log, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	var seen bytes.Buffer
	readUntil(log, &seen, word)
	return cmd, seen.String()
}
