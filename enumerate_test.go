package relucert_test

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"relucert"
	"relucert/internal/engine/patterns"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
)

// tiny is a random problem, with a norm bound or not.
func tiny(seed uint64) relucert.Problem { return randomTiny(rand.New(rand.NewPCG(seed, 41))) }

// TestEnumerationAgainstBruteForce compares method enumerate with the oracle.
func TestEnumerationAgainstBruteForce(t *testing.T) {
	var c tally
	count := thorough.Of(uint64(300), 40)
	for seed := range count {
		p := tiny(seed)
		c.enter(t, seed, relucert.Enumerate, againstOracle(t, p, oracle.Solve(toOracle(p)), relucert.Enumerate))
	}
	c.judge(t, relucert.Enumerate, count)
}

// TestMethodsAgree compares the intervals of all methods and brute force: they must
// meet.
func TestMethodsAgree(t *testing.T) {
	for seed := range thorough.Of(uint64(200), 10) {
		p := tiny(1000 + seed)
		squares := sumOfSquares(p.Data)
		best := oracle.Solve(toOracle(p))
		lower, upper := 0.0, math.Inf(1)
		for _, method := range []relucert.Method{relucert.Conic, relucert.Sign, relucert.Enumerate} {
			r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: patience, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			lower, upper = max(lower, r.SSELower), min(upper, r.SSE)
			if largestWhitened(p, best.Units) <= r.WeightLimit {
				lower, upper = max(lower, (1-tightGap)*best.SSE), min(upper, best.SSE)
			}
		}
		if lower > upper+1e-12*squares {
			t.Errorf("seed %d, 41: a lower bound of %.12g, an SSE of %.12g\n%s", 1000+seed, lower, upper, describe(p))
		}
	}
}

// TestBoundsOfABlindEnumeration hides the networks that are found, so that every choice
// below a bad incumbent is bounded: see TestBoundsOfABlindSearch.
func TestBoundsOfABlindEnumeration(t *testing.T) {
	tight, count := 0, 0
	for seed := range thorough.Of(uint64(100), 15) {
		p := tiny(2000 + seed)
		w, err := whiten.New(context.Background(), p.Data, network.Class{NoBias: !p.Bias(), Output: p.Output, NormBound: p.NormBound})
		if err != nil {
			t.Fatal(err)
		}
		floor := 1e-12 * sumOfSquares(p.Data) / w.SSEScale
		class := p.Class
		tree, err := patterns.New(context.Background(), w, p.Data, class, 1, tightGap, floor)
		if err != nil {
			t.Fatal(err)
		}
		best, squares := oracle.Solve(toOracle(p)), sumOfSquares(p.Data)
		upper := (2*best.SSE + 0.1*squares) / w.SSEScale
		r := runBlind(tree, tree.Roots(), upper, search.Options{Workers: 1, Gap: tightGap, Floor: floor})
		lower := r.Lower * w.SSEScale
		if lower > best.SSE+1e-12*squares {
			t.Errorf("seed %d, 41: lower bound %.12g, oracle %.12g\n%s", 2000+seed, lower, best.SSE, describe(p))
		}
		if best.SSE > 1e-9*squares {
			if count++; lower > (1-1e-6)*best.SSE {
				tight++
			}
		}
	}
	t.Logf("%d of %d bounds within 1e-6 of the oracle", tight, count)
	if tight < count*9/10 {
		t.Error("too few")
	}
}

// TestEnumerationRefuses names what is missing, and how much would be too much.
func TestEnumerationRefuses(t *testing.T) {
	small := relucert.Problem{Data: table([][]float64{{1}, {2}}, []float64{1, 2}, nil), Class: network.Class{Units: 1, NoBias: true, Output: network.None}}
	rng := rand.New(rand.NewPCG(1, 42))
	x, y := make([][]float64, 200), make([]float64, 200)
	for i := range x {
		for range 3 {
			x[i] = append(x[i], rng.NormFloat64())
		}
	}
	large := relucert.Problem{Data: table(x[:100], y[:100], nil), Class: network.Class{Units: 2, Output: network.None}}
	huge := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1, Output: network.None}}
	small.Data.SHA256[0] = 1 // as if from a file
	for _, test := range []struct {
		p    relucert.Problem
		opts relucert.Options
		want string
	}{
		{small, relucert.Options{Certificate: &relucert.Certificate{Out: new(bytes.Buffer)}}, "no certificate"},
		{large, relucert.Options{}, "up to 209434243600"},
		{huge, relucert.Options{}, "too many activation patterns"},
	} {
		test.opts.Method = relucert.Enumerate
		_, err := relucert.Fit(t.Context(), test.p, test.opts)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, want ...%s...", err, test.want)
		}
	}
}

// TestEnumerationEnds at a limit, with a valid interval.
func TestEnumerationEnds(t *testing.T) {
	d := example(t, "ozone1.csv", "O3", "temp")
	p := relucert.Problem{Data: d, Class: network.Class{Units: 3, Output: network.Intercept}}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	r, err := relucert.Fit(ctx, p, relucert.Options{Gap: tightGap, Method: relucert.Enumerate})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > late || r.Status != relucert.TimeLimit || r.SSELower > r.SSE {
		t.Errorf("%v after %v, SSE in [%g, %g]", r.Status, took, r.SSELower, r.SSE)
	}
}
