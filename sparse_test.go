package relucert_test

import (
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
	"relucert/network"
)

// randomSparse is like what reductions write: labels for single columns, 0 for
// sums of some, so that few samples depend on each other. Now and then other labels
// or a negative entry spoil that.
func randomSparse(rng *rand.Rand, columns, units int) relucert.Problem {
	p := relucert.Problem{Class: network.Class{Units: units, NoBias: true, Output: network.None}}
	var x [][]float64
	var y, weights []float64
	add := func(label, weight float64, at ...int) {
		row := make([]float64, columns)
		for _, d := range at {
			row[d] = 1
		}
		if rng.IntN(10) == 0 {
			row[at[0]] = -1
		}
		x, y, weights = append(x, row), append(y, label), append(weights, weight)
	}
	for d := range columns {
		add([]float64{1, 1, 1, 2, -1}[rng.IntN(5)], 1+rng.Float64(), d)
	}
	for range columns {
		add([]float64{0, 0, 0, 0.5}[rng.IntN(4)], 1+3*rng.Float64(), rng.Perm(columns)[:2]...)
	}
	if rng.IntN(2) == 0 {
		p.Signs = make([]int, units)
		for j := range p.Signs {
			p.Signs[j] = 1 - 2*(rng.IntN(4)/3)
		}
	}
	if rng.IntN(3) == 0 {
		p.NormBound = []float64{1, 3}[rng.IntN(2)]
	}
	p.Data = table(x, y, weights)
	return p
}

// TestSparseAgainstBruteForce: with clusters, too, the bounds hold, the optimum is found, and the
// checker confirms it.
func TestSparseAgainstBruteForce(t *testing.T) {
	unfinished := 0
	count := thorough.Of(150, 30)
	for seed := range uint64(count) {
		rng := rand.New(rand.NewPCG(seed, 61))
		p := randomSparse(rng, 3, 2)
		best := oracle.Solve(toOracle(p))
		if largestWhitened(p, best.Units) > solveLimit(t, p) {
			continue
		}
		r := confirm(t, t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: patience, Method: relucert.Sign}, seed%5 == 0)
		squares := sumOfSquares(p.Data)
		if r.SSELower > best.SSE+1e-12*squares || r.SSE < best.SSE-1e-9*squares {
			t.Fatalf("seed %d: SSE in [%.12g, %.12g], oracle %.12g\n%s", seed, r.SSELower, r.SSE, best.SSE, describe(p))
		}
		if r.Status != relucert.Optimal {
			unfinished++
		}
	}
	if unfinished > count/20 {
		t.Errorf("%d of %d unfinished", unfinished, count)
	}
}

// TestSparseMethodsAgree: method sign's proved interval meets conic's, whatever ends the search,
// any number of threads finds the same, and the checker confirms it.
func TestSparseMethodsAgree(t *testing.T) {
	for seed := range thorough.Of(uint64(30), 4) {
		rng := rand.New(rand.NewPCG(seed, 62))
		p := randomSparse(rng, 4+rng.IntN(2), 2+rng.IntN(2))
		opts := relucert.Options{Gap: tightGap, NodeLimit: 400, Method: relucert.Sign, Threads: 1}
		switch seed % 3 {
		case 1:
			opts.NodeLimit = 1 + rng.Int64N(200)
		case 2:
			opts.Until = 0.1 + rng.Float64()
		}
		r := confirm(t, t.Context(), p, opts, false)
		opts.Threads = 3
		if again := confirm(t, t.Context(), p, opts, false); fingerprintOf(again) != fingerprintOf(r) {
			t.Errorf("seed %d: three threads:\n%s\none:\n%s", seed, fingerprintOf(again), fingerprintOf(r))
		}
		other, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: 250, Method: relucert.Conic})
		if err != nil {
			t.Fatal(err)
		}
		if slack := 1e-9 * sumOfSquares(p.Data); r.SSELower > other.SSE+slack || other.SSELower > r.SSE+slack {
			t.Errorf("seed %d: sign [%.9g, %.9g], conic [%.9g, %.9g]\n%s", seed, r.SSELower, r.SSE, other.SSELower, other.SSE, describe(p))
		}
	}
}

// oddCycle cannot be coloured with two colours: a label of 1 for each vertex, 0 for the sum over each edge,
// any weights, the signs given or not.
func oddCycle(rng *rand.Rand, vertices int) relucert.Problem {
	p := relucert.Problem{Class: network.Class{Signs: []int{1, 1}, NoBias: true, Output: network.None}}
	if rng.IntN(2) == 0 {
		p = relucert.Problem{Class: network.Class{Units: 2, NoBias: true, Output: network.None}}
	}
	var x [][]float64
	var y, weights []float64
	for v := range 2 * vertices {
		row, label := make([]float64, vertices), 1.0
		row[v%vertices] = 1
		if v >= vertices {
			row[(v+1)%vertices], label = 1, 0
		}
		x, y, weights = append(x, row), append(y, label), append(weights, 1+3*rng.Float64())
	}
	p.Data = table(x, y, weights)
	return p
}

// TestBoundsAtAnyMoment: wherever the search ends, what it claims is proved, parts put off included. With
// what clusters decide it takes few nodes.
func TestBoundsAtAnyMoment(t *testing.T) {
	for seed := range thorough.Of(uint64(4), 2) {
		rng, last := rand.New(rand.NewPCG(seed, 99)), 0.0
		p := oddCycle(rng, 5+rng.IntN(3))
		for limit := int64(4); ; limit += 1 + limit/10 {
			r := confirm(t, t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: limit, Method: relucert.Sign}, false)
			if r.SSELower < last {
				t.Errorf("seed %d, limit %d: the lower bound fell from %g to %g", seed, limit, last, r.SSELower)
			}
			if last = r.SSELower; r.Status == relucert.NodeLimit {
				continue
			}
			t.Logf("seed %d: %d nodes, SSE %g", seed, r.Nodes, r.SSE)
			if r.Status != relucert.Optimal || r.Nodes > 100 {
				t.Errorf("seed %d: %v after %d nodes: do clusters help?", seed, r.Status, r.Nodes)
			}
			break
		}
	}
}
