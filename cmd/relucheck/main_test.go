package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestMain lets the test binary be relucheck itself.
func TestMain(m *testing.M) {
	if os.Getenv("BE_RELUCHECK") != "" {
		main()
	}
	os.Exit(m.Run())
}

// relucheck ends with a code and a complaint.
func relucheck(t *testing.T, stdout *os.File, args ...string) (int, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	var log bytes.Buffer
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), "BE_RELUCHECK=1"), stdout, &log
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), log.String()
}

// proofs are for data in the same folder.
const (
	proof = "../../proof/check/testdata/good/intercept.rcert"
	data  = "../../proof/check/testdata/good/line.csv"
)

// TestExitCodes: what cannot be read or written is 2, and no verdict is lost in silence.
func TestExitCodes(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want int
		args string
	}{
		{0, proof + " " + data},
		{1, proof + " " + data + " --target x"},
		{2, proof}, {2, ". " + data}, {2, proof + " ."}, {2, "nowhere " + data}, {2, proof + " nowhere"},
		{2, "--frobnicate"}, {2, "cover ."}, {2, "cover nowhere"}, {2, "realizable . " + data}, {2, proof + " " + data + " --threads=?"},
	} {
		if got, log := relucheck(t, null, strings.Fields(c.args)...); got != c.want || (got == 2) != strings.HasPrefix(log, "relucheck: ") {
			t.Errorf("relucheck %s: exit code %d, want %d: %s", c.args, got, c.want, log)
		}
	}
}

func TestStandardOutput(t *testing.T) {
	in, closed, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	in.Close()
	for want, args := range map[int][]string{0: {proof, data}, 1: {proof, data, "--target", "x"}} {
		if got, log := relucheck(t, closed, args...); got != want || log != "" {
			t.Errorf("relucheck %v | head -0: exit code %d, want %d: %s", args, got, want, log)
		}
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			continue
		}
		if got, log := relucheck(t, full, args...); got != 2 || log != "relucheck: cannot write standard output: no space left on device\n" {
			t.Errorf("relucheck %v > /dev/full: exit code %d: %s", args, got, log)
		}
	}
}
