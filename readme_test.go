package relucert_test

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestTheoremsHaveTests: every test file that the README's table of theorems names is
// there, with tests in it.
func TestTheoremsHaveTests(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "## The theorems")
	section, _, _ = strings.Cut(section, "\n## ")
	named := regexp.MustCompile("`([a-z/_]+_test\\.go)`").FindAllStringSubmatch(section, -1)
	if rows := strings.Count(section, "\n|") - 3; len(named) < rows { // head, rule, and the study
		t.Errorf("%d rows name %d tests", rows, len(named))
	}
	for _, match := range named {
		content, err := os.ReadFile(match[1])
		if err != nil || !bytes.Contains(content, []byte("\nfunc Test")) {
			t.Errorf("%s: no tests, %v", match[1], err)
		}
	}
}

// TestOutputsAreIgnored: git does not see what README's commands write.
func TestOutputsAreIgnored(t *testing.T) {
	if exec.Command("git", "rev-parse").Run() != nil {
		t.Skip("no git repository")
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	outputs := regexp.MustCompile(`(?m)^\$ go run .*?$`).FindAllString(string(text), -1)
	flags := regexp.MustCompile(` (?:-o|--plot|--model|--certificate|--certificates|--plots) ([^ ]+)`)
	found := 0
	for _, line := range outputs {
		for _, match := range flags.FindAllStringSubmatch(line, -1) {
			found++
			ignored := func(path string) bool { return exec.Command("git", "check-ignore", "-q", path).Run() == nil }
			if !ignored(match[1]) && !ignored(match[1]+"/") {
				t.Errorf(".gitignore does not cover %s", match[1])
			}
		}
	}
	if found < 8 {
		t.Errorf("%d outputs in README's commands", found)
	}
}
