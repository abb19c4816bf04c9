package second_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// An edge is a table that strains arithmetic, or is none, and the flags of a search.
type edge struct {
	problem
	bad  string  // what a refusal is to name: file, line and column; "": the table makes sense
	way  string  // how the answer is come to
	goal float64 // the gap
}

// cells are kinds of columns.
var cells = []func(r *rand.Rand, i int) string{
	func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.3f", r.NormFloat64()) },
	func(r *rand.Rand, _ int) string { return strconv.Itoa(r.IntN(5) - 2) },
	func(r *rand.Rand, i int) string { return strconv.Itoa(1700000000000000 + 3*i + r.IntN(3)) },
	func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.2fe9", r.NormFloat64()) },
	func(r *rand.Rand, _ int) string { return fmt.Sprintf("%.2fe-9", r.NormFloat64()) },
	func(*rand.Rand, int) string { return "4.2" },
	func(*rand.Rand, int) string { return "0" },
	func(r *rand.Rand, _ int) string { return strconv.Itoa(max(0, r.IntN(9)-6)) },
}

var features = []string{"a", "b", "c"}

// randomEdge is a table of few rows, some of them equal, perhaps with one cell that is no number, and a search.
func randomEdge(r *rand.Rand) *edge {
	columns, m := 1+r.IntN(2), pick(r, 0, 1, 2, 3, 5, 8, 12)
	e := &edge{way: pick(r, "fit", "start", "resume", "job")}
	kinds := make([]func(*rand.Rand, int) string, columns+1)
	for c := range kinds {
		kinds[c] = pick(r, cells...)
	}
	weighted, twins := r.IntN(3) == 0, r.IntN(3)
	head := append(slices.Clone(features[:columns]), "y")
	if weighted {
		head = append(head, "w")
	}
	rows := [][]string{head}
	for i := range m {
		var row []string
		for _, kind := range kinds {
			row = append(row, kind(r, i))
		}
		if i > 0 && r.IntN(3) < twins {
			copy(row[:columns], rows[1+r.IntN(i)]) // with a label of its own
		}
		if weighted {
			row = append(row, pick(r, "1", "0", "2", "1e-9", "1e9"))
		}
		rows = append(rows, row)
	}
	if m > 0 && r.IntN(8) == 0 {
		e.spoil(r, rows)
	}
	for _, row := range rows {
		e.csv += strings.Join(row, ",") + "\n"
	}
	e.data = []string{"--target", "y", "--features", strings.Join(features[:columns], ",")}
	if weighted {
		e.data = append(e.data, "--sample-weights", "w")
	}
	e.ask(r, columns)
	return e
}

// spoil puts in the place of a number what is none.
func (e *edge) spoil(r *rand.Rand, rows [][]string) {
	i, c := 1+r.IntN(len(rows)-1), r.IntN(len(rows[0]))
	if last := len(rows[0]) - 1; rows[0][last] == "w" {
		rows[i][last] = "1" // of rows that weigh nothing no cell is read
	}
	rows[i][c] = pick(r, "", "NA", "nan", "x", "inf", "1e999")
	e.bad = fmt.Sprintf("data.csv:%d: column %q", i+1, rows[0][c])
}

// ask chooses what is searched.
func (e *edge) ask(r *rand.Rand, columns int) {
	e.goal = pick(r, 1e-3, 1e-6)
	e.fit = []string{"--gap", fmt.Sprint(e.goal)}
	switch r.IntN(6) {
	case 0:
		if e.way == "job" {
			break // hinges and jumps are no search for many machines
		}
		if columns == 1 {
			e.fit = append(e.fit, "--breakpoints", pick(r, "1", "2"), "--jumps")
			return
		}
		e.fit = append(e.fit, "--break", pick(r, "any:1", "a:1", "b:2"))
		return
	case 1, 2:
		e.fit = append(e.fit, "--loss", pick(r, "absolute", "huber:0.5", "huber:1e-9", "huber:1e9", "quantile:0.9", "quantile:1e-9"))
		if r.IntN(2) == 0 {
			e.fit = append(e.fit, "--ridge", pick(r, "1e-9", "0.5", "1e9"))
		}
	case 3:
		e.fit = append(e.fit, "--ridge", pick(r, "1e-300", "1e-9", "0.5", "1e9", "1e300"))
	}
	e.fit = append(e.fit, "--units", pick(r, "1", "1", "2"), "--linear", pick(r, "none", "intercept", "affine"), "--bias="+strconv.FormatBool(r.IntN(4) > 0))
}

// run runs a command, which refuses in one line or answers.
func (e *edge) run(t *testing.T, command, folder string, args ...string) (out []byte, answered bool) {
	t.Helper()
	cmd := exec.Command(command, args...)
	var log bytes.Buffer
	cmd.Dir, cmd.Stderr = folder, &log
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && (!ok || exit.ExitCode() != 2 && exit.ExitCode() != 3) {
		t.Errorf("%q: %v", args, err)
	}
	switch cmd.ProcessState.ExitCode() {
	case 0, 3:
		return out, true
	case 2:
		if text := log.String(); !strings.HasPrefix(text, "relucert: ") || strings.Count(text, "\n") != 1 || !strings.Contains(text, e.bad) {
			t.Errorf("%q: not one line that names %q: %s", args, e.bad, text)
		}
	}
	return nil, false
}

// answer searches, and says what the checkers take; nil: it was refused.
func (e *edge) answer(t *testing.T, command, folder string) []string {
	t.Helper()
	search := append(append([]string{}, e.data...), e.fit...)
	fit := append([]string{"fit", "data.csv", "-q", "--json", "--certificate", "proof.rcert", "--model", "model.json", "--threads", "1"}, search...)
	files := append([]string{filepath.Join(folder, "proof.rcert"), filepath.Join(folder, "data.csv")}, e.data...)
	switch limited := append(slices.Clone(fit), "--node-limit", "30"); e.way {
	case "start":
		out, ok := e.run(t, command, folder, append(slices.Clone(fit), "--node-limit", "1")...)
		if !ok || bytes.Contains(out, []byte(`"jumps": true`)) {
			return nil
		}
		before := e.claim(t, out)
		out, ok = e.run(t, command, folder, append(limited, "--start", "model.json")...)
		if after := e.claim(t, out); ok && after.cost() > before.cost()*(1+1e-9) {
			t.Errorf("begun with a network of %g, it comes to %g", before.cost(), after.cost())
		}
		return files
	case "resume":
		if _, ok := e.run(t, command, folder, append(slices.Clone(fit), "--node-limit", "2", "--checkpoint", "kept")...); !ok {
			return nil
		}
		out, ok := e.run(t, command, folder, append(limited, "--checkpoint", "kept", "--resume", "kept")...)
		e.claim(t, out)
		if !ok {
			t.Errorf("what was begun is not gone on with")
		}
		return files
	case "job":
		out, ok := e.run(t, command, folder, append([]string{"plan", "data.csv", "--parts", "2", "-o", "job", "--node-limit", "300"}, search...)...)
		if !ok || len(out) == 0 {
			return nil
		}
		for part := range out[0] - '0' {
			e.run(t, command, folder, "work", "-q", fmt.Sprint("job/part-", part), "--node-limit", "30")
		}
		if _, ok := e.run(t, command, folder, "gather", "job"); !ok {
			t.Errorf("gather fails")
		}
		return append([]string{filepath.Join(folder, "job", "proof.rcert.gz"), filepath.Join(folder, "job", "data.csv")}, e.data...)
	default:
		out, ok := e.run(t, command, folder, limited...)
		if !ok {
			return nil
		}
		e.claim(t, out)
		return files
	}
}

// A claim is what fit says.
type claim struct {
	Status    string
	SSE       float64
	Lower     float64 `json:"sse_lower"`
	Floor     float64
	Method    string
	Objective *struct{ Value, Lower float64 }
}

func (c *claim) cost() float64 {
	if c.Objective != nil {
		return c.Objective.Value
	}
	return c.SSE
}

func (e *edge) claim(t *testing.T, out []byte) *claim {
	t.Helper()
	c := new(claim)
	if out == nil {
		return c
	}
	if err := json.Unmarshal(out, c); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	lower := c.Lower
	if c.Objective != nil {
		lower = c.Objective.Lower
	}
	if gap := c.cost() - lower; gap < 0 || c.Status == "optimal" && gap > max(e.goal*c.cost(), c.Floor)*(1+1e-12) {
		t.Errorf("%s with [%g, %g], floor %g", c.Status, lower, c.cost(), c.Floor)
	}
	return c
}

// TestEdges: of tables that strain arithmetic or make no sense, the program refuses each in one line, which names file, line and column of what
// is no number, or claims what both checkers prove.
func TestEdges(t *testing.T) {
	t.Parallel()
	s, command := startSecond(t), program.Built(t, "relucert")
	seed, n := uint64(amount(t, "SECOND_SEED", 1)), amount(t, "SECOND_EDGES", thorough.Of(40, 12))
	ends := map[string]int{}
	for i := range n {
		e, folder := randomEdge(rand.New(rand.NewPCG(seed, uint64(i)))), t.TempDir()
		write(t, filepath.Join(folder, "data.csv"), []byte(e.csv))
		args := e.answer(t, command, folder)
		if args == nil {
			ends[e.way+" refused"]++
		} else {
			if v := compare(t, s, args...); v.code != 0 {
				t.Errorf("the solver's own certificate is refused: %s", v.text)
			}
			ends[e.way]++
			if e.bad != "" {
				t.Errorf("%s is not refused", e.bad)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d, edge %d, by %s: %s %s\n%s", seed, i, e.way, strings.Join(e.data, " "), strings.Join(e.fit, " "), e.csv)
		}
	}
	t.Logf("seed %d: %v", seed, ends)
}
