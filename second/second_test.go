// Package second_test holds the two checkers against each other: relucheck, and relucheck.py, which was written
// from the documents alone.
package second_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"relucert/internal/checkcmd"
)

// slack is the relative difference up to which two computed bounds count as equal: FORMAT.md lets a checker
// round the derivation of a bound record, roots, and sums as it likes.
const slack = 1e-9

// A verdict is what a checker says: exit code and text.
type verdict struct {
	code int
	text string
}

// goVerdict runs relucheck in this process, in integers of any length if it asks for them.
func goVerdict(args []string) verdict {
	v := goOnce(args)
	if strings.Contains(v.text, "(use --exact)") {
		return goOnce(append([]string{"--exact"}, args...))
	}
	return v
}

func goOnce(args []string) verdict {
	commands := map[string]func() *cobra.Command{"cover": checkcmd.NewCover, "realizable": checkcmd.NewRealizable}
	command := func() *cobra.Command { return checkcmd.New("relucheck") }
	if named, ok := commands[args[0]]; ok {
		command, args = named, args[1:]
	}
	var out bytes.Buffer
	c := command()
	c.SetArgs(args)
	c.SetOut(&out)
	c.SetErr(io.Discard)
	c.SilenceErrors, c.SilenceUsage = true, true
	err := c.Execute()
	if err != nil && out.Len() == 0 {
		fmt.Fprint(&out, err)
	}
	return verdict{checkcmd.ExitCode(err), strings.TrimSpace(out.String())}
}

// second is relucheck.py, started once for many jobs.
type second struct {
	in  *json.Encoder
	out *bufio.Reader
}

func startSecond(t *testing.T) *second {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not there: the second checker is not compared with the first")
	}
	cmd := exec.Command(python, "-B", "relucheck.py", "--batch")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	return &second{json.NewEncoder(in), bufio.NewReader(out)}
}

func (s *second) verdict(t *testing.T, args []string) verdict {
	t.Helper()
	if err := s.in.Encode(args); err != nil {
		t.Fatal(err)
	}
	line, err := s.out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("relucheck.py ended at %q: %v", args, err)
	}
	var v verdict
	if err := json.Unmarshal(line, &[]any{&v.code, &v.text}); err != nil {
		t.Fatal(err)
	}
	return v
}

var (
	gap     = regexp.MustCompile(` \([^)]*\)`) // or that the fit is exact
	number  = regexp.MustCompile(`-?[0-9]\.[0-9]+e[+-][0-9]+`)
	sha     = regexp.MustCompile(`[0-9a-f]{64}`)
	records = regexp.MustCompile(`(?:the records prove|^PROVED) +(\S+) <= min `)
)

// disagree says how the verdicts on the same arguments differ, or nothing. What fixed point, which may round the
// derivation of a bound, does not prove, is put to integers of any length.
func disagree(args []string, first, other verdict) string {
	if first.code == 1 && (other.code == 0 || !near(first.text, other.text)) {
		first = goOnce(append([]string{"--exact"}, args...))
	}
	switch {
	case atEdge(first, other), otherQuestion(first, other):
		return ""
	case first.code != other.code:
		return "exit codes"
	case first.code == 0 && !sameClaim(first.text, other.text):
		return "what is proved"
	case first.code == 1 && !near(first.text, other.text):
		return "the bounds that the records prove"
	}
	return ""
}

// sameClaim reports whether two texts prove the same of the same files: numbers up to their last digits, and hashes.
// Their words may differ.
func sameClaim(a, b string) bool {
	a, b = gap.ReplaceAllString(a, ""), gap.ReplaceAllString(b, "")
	x, y := number.FindAllString(a, -1), number.FindAllString(b, -1)
	return slices.EqualFunc(x, y, func(p, q string) bool { return within(float(p), float(q)) }) &&
		slices.Equal(sha.FindAllString(a, -1), sha.FindAllString(b, -1))
}

// atEdge reports whether relucheck proves all but the last digits of a claim that relucheck.py, whose derivations
// are the more exact, proves.
func atEdge(first, other verdict) bool {
	return first.code == 1 && other.code == 0 && near(first.text, other.text) && !math.IsNaN(bound(first.text)+bound(other.text))
}

// otherQuestion reports whether relucheck did not come to read the data, since the certificate is for another question.
func otherQuestion(first, other verdict) bool {
	return strings.HasPrefix(first.text, "NOT PROVED  the certificate is for") && other.code == 2
}

// near reports whether the bounds that the records prove all the same, if both say so, are equal.
func near(a, b string) bool {
	x, y := bound(a), bound(b)
	return math.IsNaN(x) || math.IsNaN(y) || within(x, y)
}

func within(x, y float64) bool { return math.Abs(x-y) <= slack*math.Max(math.Abs(x), math.Abs(y)) }

// bound is the lower bound that a text speaks of, or NaN.
func bound(text string) float64 {
	m := records.FindStringSubmatch(text)
	if m == nil {
		return math.NaN()
	}
	return float(m[1])
}

func float(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}

// compare runs both checkers and complains if they differ.
func compare(t *testing.T, s *second, args ...string) verdict {
	t.Helper()
	first, other := goVerdict(args), s.verdict(t, args)
	if why := disagree(args, first, other); why != "" {
		t.Errorf("%s differ: %s\n  relucheck    %d %s\n  relucheck.py %d %s", why, strings.Join(args, " "),
			first.code, first.text, other.code, other.text)
	}
	return first
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.FromSlash(pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files %s (%v)", pattern, err)
	}
	return files
}
