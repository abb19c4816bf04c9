package relucert_test

import (
	"bytes"
	"os"
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
