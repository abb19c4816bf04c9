package relucert_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"relucert/internal/thorough"
	"relucert/paper/theorems"
)

// TestTheoremPages: docs/theorems is what relucert theorem --build makes of today's program.
func TestTheoremPages(t *testing.T) {
	if !thorough.Tests() || runtime.GOARCH != "amd64" {
		t.Skip("solves to optimality; the digits are those of amd64")
	}
	pages, err := theorems.Pages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		if got, err := os.ReadFile(filepath.Join("docs", "theorems", name)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("docs/theorems/%s is not up to date (%v): run relucert theorem --build docs/theorems", name, err)
		}
	}
	there, err := os.ReadDir("docs/theorems")
	if err != nil || len(there) != len(pages) {
		t.Errorf("%d files in docs/theorems, %d pages, %v", len(there), len(pages), err)
	}
}

// TestTheoremsAreThere: what statements name exists, and a verdict that is not full says why.
func TestTheoremsAreThere(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range theorems.All() {
		if seen[s.ID] || s.Says == "" || len(s.Commands) == 0 || len(s.Tests) == 0 || len(s.Code) == 0 || (s.Verdict == theorems.Full) != (s.Why == "") {
			t.Errorf("%s: twice, or something is missing", s.ID)
		}
		seen[s.ID] = true
		for _, file := range s.Code {
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %v", s.ID, err)
			}
		}
		for _, test := range s.Tests {
			file, name, _ := strings.Cut(test, ":")
			if text, err := os.ReadFile(file); err != nil || !bytes.Contains(text, []byte("\nfunc "+name+"(t *testing.T)")) {
				t.Errorf("%s: %s is not there, %v", s.ID, test, err)
			}
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d statements, the paper has 30", len(seen))
	}
}

// TestTheoremExamples run, in order, and end well.
func TestTheoremExamples(t *testing.T) {
	if !thorough.Tests() || runtime.GOOS == "windows" {
		t.Skip("long, and the shell is sh")
	}
	buildPrograms(t)
	for _, s := range theorems.All() {
		dir := workshop(t)
		for _, line := range s.Example {
			cmd := exec.Command("sh", "-c", line)
			cmd.Dir = dir
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %s: %v\n%s", s.ID, line, err, out)
			}
		}
	}
}
