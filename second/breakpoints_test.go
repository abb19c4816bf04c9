package second_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"relucert/internal/thorough"
)

// TestBreakpoints holds relucheck.py's proofs by breakpoints against optima that breakpoints_test.py finds by
// listing all chains of tiny data, and against a table of certificates that are unreadable or prove nothing.
func TestBreakpoints(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not there")
	}
	seed, problems := amount(t, "SECOND_SEED", 1), amount(t, "SECOND_PROBLEMS", thorough.Of(12, 2))
	cmd := exec.Command(python, "-B", "breakpoints_test.py", strconv.Itoa(seed), strconv.Itoa(problems))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Log(strings.TrimSpace(string(out)))
}
