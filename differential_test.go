package relucert_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
)

// patience bounds a tiny problem, in nodes. Most take a few dozen.
const patience = 1500

// unfinishedShare of the runs may end at patience or at float64's precision: four
// or five in 400 have optima whose units cancel at magnitudes near the weight
// limit, where rounding costs more than the gap. Their bounds must be valid all
// the same.
const unfinishedShare = 0.03

// enough failures end a test.
const enough = 10

// randomTiny is a problem small enough for the oracle, of any kind: at most 3
// raw columns, 8 samples and 3 units; integers (many ties) or reals, with
// duplicates and zero rows.
func randomTiny(rng *rand.Rand) relucert.Problem {
	p := relucert.Problem{Class: network.Class{Units: 1 + rng.IntN(3), NoBias: !(rng.IntN(2) == 0), Output: network.OutputPart(rng.IntN(3))}}
	columns, most := 1+rng.IntN(3), 8
	if p.Bias() {
		columns = 1 + rng.IntN(2)
	}
	if p.Units == 3 {
		most = 5
	}
	number := numbers(rng)
	x := make([][]float64, 1+rng.IntN(most))
	y := make([]float64, len(x))
	for i := range x {
		x[i] = make([]float64, columns)
		y[i] = number()
		if i > 0 && rng.IntN(8) == 0 {
			x[i] = x[rng.IntN(i)]
			continue
		}
		if rng.IntN(12) == 0 {
			continue
		}
		for d := range x[i] {
			x[i][d] = number()
		}
	}
	if rng.IntN(2) == 0 {
		p.Signs = make([]int, p.Units)
		for j := range p.Signs {
			p.Signs[j] = 1 - 2*rng.IntN(2)
		}
	}
	var weights []float64
	if rng.IntN(3) == 0 {
		for range x {
			weights = append(weights, []float64{0.5, 1, 1, 2, 0.1 + 3*rng.Float64()}[rng.IntN(5)])
		}
	}
	if rng.IntN(4) == 0 {
		p.NormBound = []float64{0.3, 1, 3}[rng.IntN(3)]
	}
	p.Data = table(x, y, weights)
	if !p.Bias() && allZero(p.Data.X) {
		return randomTiny(rng) // refused by Fit: see TestNothingToFeedAUnit
	}
	return p
}

// numbers draws small integers, halves, or reals.
func numbers(rng *rand.Rand) func() float64 {
	switch rng.IntN(4) {
	case 0:
		return func() float64 { return float64(rng.IntN(3) - 1) }
	case 1:
		return func() float64 { return float64(rng.IntN(11)-5) / 2 }
	}
	return rng.NormFloat64
}

// verdict is a run compared with brute force.
type verdict struct {
	faults []string
	// unfinished: the run ended before the gap was closed.
	unfinished bool
	// beyond: the oracle's network is beyond the weight limit; then the solver
	// claims less, and only what is claimed is compared.
	beyond bool
}

func againstOracle(t *testing.T, p relucert.Problem, best oracle.Result, method relucert.Method) verdict {
	t.Helper()
	r, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: tightGap, NodeLimit: patience, Method: method})
	if err != nil {
		return verdict{faults: []string{err.Error() + " " + describe(p)}}
	}
	squares := sumOfSquares(p.Data)
	v := verdict{
		faults:     networkFaults(p, r),
		unfinished: r.Status != relucert.Optimal,
		beyond:     r.WeightLimit > 0 && largestWhitened(p, best.Units) > r.WeightLimit,
	}
	fault := func(condition bool, text string) {
		if condition {
			v.faults = append(v.faults, text)
		}
	}
	fault(r.SSE < best.SSE-1e-9*squares, "better than the oracle")
	if !v.beyond {
		fault(r.SSELower > best.SSE+1e-13*squares, "the lower bound is above the oracle")
		fault(!v.unfinished && r.SSE > best.SSE*(1+tightGap)+2e-12*squares, "worse than the oracle")
	}
	if len(v.faults) > 0 {
		t.Logf("status %v, SSE %.12g, lower %.12g, oracle %.12g, weight limit %.4g, oracle's weights %.4g, %d nodes, %.3f s\n%s", r.Status,
			r.SSE, r.SSELower, best.SSE, r.WeightLimit, largestWhitened(p, best.Units), r.Nodes, r.Seconds, describe(p))
	}
	return v
}

// TestAgainstBruteForce compares both methods with the oracle on hundreds of
// tiny problems.
func TestAgainstBruteForce(t *testing.T) {
	count := thorough.Of(uint64(400), 60)
	methods := []relucert.Method{relucert.Conic, relucert.Sign}
	tallies := make([]tally, len(methods))
	for seed := range count {
		p := randomTiny(rand.New(rand.NewPCG(seed, 11)))
		best := oracle.Solve(toOracle(p))
		for i, method := range methods {
			tallies[i].enter(t, seed, method, againstOracle(t, p, best, method))
		}
	}
	for i, method := range methods {
		tallies[i].judge(t, method, count)
	}
}

// tally counts the runs of one method.
type tally struct {
	excused, failed int
	unfinished      []uint64
}

func (c *tally) enter(t *testing.T, seed uint64, method relucert.Method, v verdict) {
	if len(v.faults) > 0 {
		t.Errorf("%v, seed %d: %s", method, seed, strings.Join(v.faults, "; "))
		c.failed++
	}
	if c.failed == enough {
		t.Fatalf("%d of %d seeds failed: that is enough", c.failed, seed+1)
	}
	if v.unfinished {
		c.unfinished = append(c.unfinished, seed)
	}
	if v.beyond {
		c.excused++
	}
}

func (c *tally) judge(t *testing.T, method relucert.Method, count uint64) {
	t.Logf("%v: %d of %d runs unfinished after %d nodes: seeds %v; %d oracles beyond the weight limit",
		method, len(c.unfinished), count, patience, c.unfinished, c.excused)
	// Short runs are for the race detector, which is ten times slower.
	if thorough.Tests() && float64(len(c.unfinished)) > unfinishedShare*float64(count) {
		t.Errorf("%v: %d of %d runs unfinished: more than the known share", method, len(c.unfinished), count)
	}
	if c.excused > int(count)/20 {
		t.Errorf("%v: %d of %d oracles lie beyond the weight limit: the test has lost its bite", method, c.excused, count)
	}
}
