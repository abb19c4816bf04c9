package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"relucert/internal/program"
	"relucert/internal/thorough"
)

// askedOfFit are ways to ask for a fit, the data first, then flags that may change nothing there since they say what is so anyway, or how to search.
var askedOfFit = []struct{ file, flags, idle string }{
	{"one.csv", "--units 1", "breakpoints break profile start seed gap"},
	{"one.csv", "--breakpoints 2", "profile start seed"},
	{"one.csv", "--breakpoints 0", "profile seed gap"},
	{"one.csv", "--breakpoints 0..2", "start seed"},
	{"one.csv", "--breakpoints 0..2 --select bic", "profile seed"},
	{"one.csv", "--breakpoints 0..2 --select cv", "profile seed"},
	{"one.csv", "--slopes=-,0,+", "units profile seed"},
	{"one.csv", "--breakpoints 2 --jumps --min-samples 3", "jumps seed gap"},
	{"one.csv", "--energy 4p", "profile seed gap"},
	{"one.csv", "--energy auto", "profile seed gap"},
	{"one.csv", "--loss absolute", "breakpoints method start seed"},
	{"one.csv", "--units 2 --linear none", "units method start"},
	{"one.csv", "--until 1", "breakpoints break profile start seed gap"},
	{"one.csv", "--breakpoints 1 --kink-test 19", "breakpoints break profile kink-test start seed gap"},
	{"one.csv", "--breakpoints 1 --bootstrap 9", "breakpoints break start seed gap"},
	{"two.csv", "--units 1", "linear method start seed gap"},
	{"two.csv", "--break a:1", "breakpoints linear-columns start seed"},
	{"two.csv", "--linear-columns g", "breakpoints break linear-columns start seed"},
	{"two.csv", "--until 0", "linear seed"},
	{"two.csv", "--output-relu --node-limit 50", "output-relu seed gap"},
}

// changesOfFit are flags of values that change the question, or the answer's form.
var changesOfFit = map[string]string{
	"units": "2", "signs": "-", "bias": "false", "linear": "intercept", "output-relu": "true", "norm-bound": "0.1", "weight-limit": "0.1", "breakpoints": "1", "break": "any:1",
	"linear-columns": "b", "loss": "huber:1", "ridge": "5", "min-samples": "15", "min-width": "25", "kinks-between": "40,45", "known-kinks": "50", "slopes": "0,*", "through": "0,0",
	"jumps": "true", "level": "0.5", "profile": "true", "bootstrap": "7", "resample": "pairs", "block": "3", "kink-test": "19", "select": "aic", "folds": "3", "draws": "19",
	"alpha": "0.3", "energy": "3ph", "until": "1e9", "method": "enumerate", "start": "start.json", "seed": "7", "gap": "0.5",
}

// TestFlagsAreUsed: a flag that is given beside others changes the answer, or is refused in one line; none is passed over.
func TestFlagsAreUsed(t *testing.T) {
	dir, relucert := t.TempDir(), program.Built(t, "relucert")
	writeIdle(t, dir)
	const seed = 7
	rng := rand.New(rand.NewPCG(seed, 1))
	flags := slices.Sorted(maps.Keys(changesOfFit))
	for _, asked := range askedOfFit {
		plain, _ := fitJSON(t, dir, relucert, asked.file, asked.flags)
		for _, name := range flags {
			if slices.Contains(strings.Fields(asked.idle), name) || !thorough.Tests() && rng.IntN(12) > 0 {
				continue
			}
			more := fmt.Sprintf("%s --%s=%s", asked.flags, name, changesOfFit[name])
			if answer, refusal := fitJSON(t, dir, relucert, asked.file, more); refusal != "" && strings.Count(refusal, "\n") != 1 || reflect.DeepEqual(answer, plain) {
				t.Errorf("seed %d: fit %s %s: %q, and the answer is that without --%s", seed, asked.file, more, refusal, name)
			}
		}
	}
}

// fitJSON is what fit prints, without what changes from run to run, or why it refuses.
func fitJSON(t *testing.T, dir, relucert, file, flags string) (answer map[string]any, refusal string) {
	t.Helper()
	cmd := exec.Command(relucert, append([]string{"fit", file, "-q", "--json", "--node-limit", "2000"}, strings.Fields(flags)...)...)
	var log bytes.Buffer
	cmd.Dir, cmd.Stderr = dir, &log
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() == 2 {
		return nil, log.String()
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatalf("fit %s %s: %v: %s", file, flags, err, &log)
	}
	for _, name := range []string{"seconds", "seconds_left", "nodes"} {
		delete(answer, name)
	}
	return answer, ""
}

// writeIdle makes a valley on one column, and a surface on three.
func writeIdle(t *testing.T, dir string) {
	t.Helper()
	rng := rand.New(rand.NewPCG(7, 2))
	one, two := "t,y\n", "a,b,g,y\n"
	for i := range 40 {
		x, a, b := 20+1.7*float64(i), float64(rng.IntN(100))/10, float64(rng.IntN(100))/10
		one += fmt.Sprintf("%.2f,%.2f\n", x, 12+math.Max(0, 52-x)+2*math.Max(0, x-66)+3*rng.NormFloat64())
		two += fmt.Sprintf("%.2f,%.2f,%d,%.2f\n", a, b, i%2, math.Abs(a-3)+math.Max(0, a-7)+b/2+rng.NormFloat64())
	}
	for name, text := range map[string]string{"one.csv": one, "two.csv": two, "start.json": `{"W": [[1]], "b": [-60], "a": [2], "c": 20}`} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
