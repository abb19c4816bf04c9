package study

import (
	"bytes"
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// quick runs an experiment small, once for all tests.
func quick(t *testing.T, e Experiment) []Run {
	t.Helper()
	if runs, done := quickRuns[e.Name]; done {
		return runs
	}
	runs, err := e.Measure(t.Context(), Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	quickRuns[e.Name] = runs
	return runs
}

var quickRuns = map[string][]Run{}

// slow are experiments that take a second or more even when they are small.
var slow = map[string]bool{"realizable": true, "benign": true, "agnostic": true, "heuristics": true}

// TestQuick runs everything small: each run ends at its ε, with a bound below its
// error, or proves that there is no such error, each panel has runs for each of its curves, and there is a verdict.
func TestQuick(t *testing.T) {
	for _, e := range All() {
		if slow[e.Name] && !thorough.Tests() {
			continue
		}
		runs := quick(t, e)
		t.Logf("%s: %s", e.Name, e.Verdict(runs))
		for _, r := range runs {
			if r.Status == refused && math.IsNaN(r.Error) && !strings.HasPrefix(r.Series, proper) {
				continue
			}
			if !r.Finished() || !(r.Seconds > 0) || r.Samples == 0 || r.Units == 0 {
				t.Errorf("%s: %+v", e.Name, r)
			}
			if isKernel := strings.HasPrefix(r.Series, improper); !isKernel && !(r.Lower <= r.Error+1e-9) {
				t.Errorf("%s: the error is below the bound: %+v", e.Name, r)
			}
			if r.Series == unitsColours {
				if r.Lower < r.Epsilon {
					t.Errorf("%s: not refuted: %+v", e.Name, r)
				}
			} else if r.Epsilon > 0 && r.Error > r.Lower+r.Epsilon*(1+1e-6) && !strings.HasPrefix(r.Series, improper) {
				t.Errorf("%s: not within ε: %+v", e.Name, r)
			}
		}
		for _, p := range e.Panels {
			for _, c := range p.Curves {
				if used, _ := c.Use(runs); len(used) == 0 {
					t.Errorf("%s, %s: no runs of %q", e.Name, p.Name, c.Series)
				}
			}
		}
	}
}

// TestSameRuns: all but the times is the same again.
func TestSameRuns(t *testing.T) {
	e := separation()
	again, err := e.Measure(t.Context(), Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, runs := range [][]Run{slices.Clone(quick(t, e)), again} {
		for i := range runs {
			runs[i].Seconds = 0
		}
		var text bytes.Buffer
		if err := WriteCSV(&text, runs); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text.String())
	}
	if texts[0] != texts[1] {
		t.Errorf("%s\n\n%s", texts[0], texts[1])
	}
}

// TestDensestAgainstBruteForce: min SSE = Z − den, with one Z for all cubic graphs of
// the same size; the run is within half an edge of it.
func TestDensestAgainstBruteForce(t *testing.T) {
	var tops []float64
	for seed := range uint64(5) {
		g := cubic(seed, 8)
		if slices.ContainsFunc(g.Degrees(), func(d int) bool { return d != 3 }) {
			t.Errorf("degrees %v", g.Degrees())
		}
		one := trial{seed: seed, load: densest(8, "exact"), ways: []way{certified}}
		runs, err := one.measure(t.Context())
		task, loading := one.load(seed)
		if err != nil || loading != nil {
			t.Fatal(err, loading)
		}
		edge := 1 / task.problem.Data.SumOfWeights() // as training error: min SSE = Z − den
		if open := runs[0].Error - runs[0].Lower; open > 0.5*edge*(1+1e-6) {
			t.Errorf("seed %d: %v edges open", seed, open/edge)
		}
		den := float64(densestOf(g, 4))
		tops = append(tops, runs[0].Lower/edge+den, runs[0].Error/edge+den)
	}
	slices.Sort(tops)
	t.Logf("Z − bounds + den: %v to %v edges", tops[0], tops[len(tops)-1])
	if tops[len(tops)-1]-tops[0] > 1+1e-6 {
		t.Errorf("bounds and errors are up to %v edges apart", tops[len(tops)-1]-tops[0])
	}
}

// densestOf is the most edges among size vertices.
func densestOf(g instance.Graph, size int) (most int) {
	for set := range uint(1) << len(g.Names) {
		if bits.OnesCount(set) == size {
			most = max(most, edgesIn(g, set))
		}
	}
	return most
}

func edgesIn(g instance.Graph, set uint) (inside int) {
	for _, e := range g.Edges {
		if set>>e[0]&1 == 1 && set>>e[1]&1 == 1 {
			inside++
		}
	}
	return inside
}

// TestColouringAgainstBruteForce: the error is more than half a step exactly where no
// colouring leaves every edge in two colours.
func TestColouringAgainstBruteForce(t *testing.T) {
	none := 0
	for seed := range uint64(12) {
		h := triples(seed, 6, 14)
		one := trial{seed: seed, load: colouring(6, func(uint64) (instance.Hypergraph, error) { return h, nil }), ways: []way{certified}}
		runs, err := one.measure(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		colourable := false
		for colours := range uint(1) << 6 {
			colourable = colourable || !slices.ContainsFunc(h.Edges, func(e []int) bool {
				return colours>>e[0]&1 == colours>>e[1]&1 && colours>>e[1]&1 == colours>>e[2]&1
			})
		}
		if !colourable {
			none++
		}
		if r := runs[0]; colourable != (r.Error <= r.Epsilon) || !colourable && r.Lower <= r.Epsilon {
			t.Errorf("seed %d: colourable %v, %+v", seed, colourable, r)
		}
	}
	t.Logf("%d of 12 have no colouring", none)
	if none == 0 || none == 12 {
		t.Error("one answer only")
	}
}

// TestMeasureEnds a series beyond the level that did not finish, and keeps what there
// is when it is interrupted.
func TestMeasureEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	e := Experiment{Name: "e"}
	e.trials = func(bool) []trial {
		trials := sweep("s", 4, 2, func(int) func(uint64) (task, error) { return noisy(2, 5) })
		for i := range trials {
			trials[i].ways = []way{{train: func(_ context.Context, _ task, r *Run) error {
				r.Status = finished
				if r.Level == 1 {
					r.Status = "node_limit"
				}
				return nil
			}}}
		}
		return trials
	}
	runs, err := e.Measure(ctx, Options{})
	if err != nil || len(runs) != 4 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
	if used, lost := (Curve{Series: "s"}).Use(runs); len(used) != 2 || lost != 2 {
		t.Errorf("%d used, %d lost", len(used), lost)
	}
	runs, err = e.Measure(ctx, Options{OnRun: func(r Run, done, _ int) {
		if done == 2 {
			cancel()
		}
	}})
	if err != context.Canceled || len(runs) != 2 {
		t.Errorf("%d runs, %v", len(runs), err)
	}
}

func TestCSVLeavesOutWhatIsNot(t *testing.T) {
	var out bytes.Buffer
	if err := WriteCSV(&out, []Run{{Series: "a, b", Seed: 3, Inputs: 2, Samples: 9, Units: 1, Epsilon: 0.25, Seconds: 0.5, Status: refused, Error: math.NaN(), Lower: 0.125}}); err != nil {
		t.Fatal(err)
	}
	want := "series,level,seed,vertices,inputs,samples,units,epsilon,nodes,cpu_seconds,status,training_error,lower_bound,fresh_error,fresh_least\n" +
		"\"a, b\",0,3,,2,9,1,0.25,0,0.5,refused,,0.125,,\n"
	if out.String() != want {
		t.Errorf("%s", out.String())
	}
}

// TestCSVRoundTrip: what was written is read, and nothing else.
func TestCSVRoundTrip(t *testing.T) {
	runs := quick(t, sizes())
	var out bytes.Buffer
	if err := WriteCSV(&out, runs); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	if got, err := ReadCSV(&out); err != nil || !slices.Equal(got, runs) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "a,b\n", strings.Replace(text, ",optimal", "", 1), strings.Replace(text, ",100,1,", ",hundred,1,", 1)} {
		if runs, err := ReadCSV(strings.NewReader(bad)); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%.60q: %v, %v", bad, runs, err)
		}
	}
}

// TestNeeds: what Theorem 5's family needs, by drawing, and its exponents, 2 and 1.
func TestNeeds(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	const epsilon, runs = 0.2, 4000
	rate := func(m int) float64 {
		failures := 0
		for range runs {
			right := 0
			for range m {
				if rng.Float64() < 0.5+epsilon/2 {
					right++
				}
			}
			if 2*right < m {
				failures++
			}
		}
		return float64(failures) / runs
	}
	m := int(coin(epsilon))
	if enough, few := rate(m), rate(m/2+1-m/2%2); enough > unsure+0.012 || few <= unsure+0.02 {
		t.Errorf("seed 4: %d samples fail at a rate of %v, half at %v", m, enough, few)
	}
	if got := []float64{coin(0.2), coin(0.1), rare(0.1)}; !slices.Equal(got, []float64{67, 269, 29}) {
		t.Errorf("needed: %v", got)
	}
	e := algorithms()
	f := findings{&e, quick(t, e)}
	for series, want := range map[string]float64{coinNeeds: 2, coinFormula: 2, rareNeeds: 1} {
		if fit := f.fit("needs", series); math.Abs(fit.Exponent-want) > 0.04 {
			t.Errorf("%s: exponent %v, want %v", series, fit.Exponent, want)
		}
	}
	if fit := f.fit("rows", byRows); fit.Grows {
		t.Errorf("Theorem 5's cost grows with the rows: %+v", fit)
	}
}
