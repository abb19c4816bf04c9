package relucert_test

import (
	"math/rand/v2"
	"testing"

	"relucert"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
)

// TestUntil: a search that only is to decide whether an SSE can be reached
// decides as brute force does, and the checker confirms its bounds.
func TestUntil(t *testing.T) {
	undecided, sooner := 0, 0
	count := thorough.Of(150, 50)
	for seed := range uint64(count) {
		rng := rand.New(rand.NewPCG(seed, 43))
		p := randomTiny(rng)
		best := oracle.Solve(toOracle(p))
		until := best.SSE * []float64{0.3, 0.7, 0.95, 1.05, 1.5, 3}[rng.IntN(6)]
		if best.SSE < 1e-9*sumOfSquares(p.Data) || largestWhitened(p, best.Units) > solveLimit(t, p) {
			continue
		}
		opts := relucert.Options{Gap: tightGap, NodeLimit: patience, Method: []relucert.Method{relucert.Conic, relucert.Sign}[seed%2], Until: until}
		r := confirm(t, t.Context(), p, opts, false)
		if r.Status != relucert.Decided && r.Status != relucert.Optimal {
			undecided++
			continue
		}
		if reached := r.SSE <= until; reached != (best.SSE <= until) || !reached && r.SSELower < until*(1-1e-12) {
			t.Errorf("seed %d: SSE in [%.9g, %.9g], until %.9g, oracle %.9g\n%s", seed, r.SSELower, r.SSE, until, best.SSE, describe(p))
		}
		if r.Status == relucert.Decided {
			sooner++
		}
	}
	t.Logf("%d of %d ended before the gap was closed, %d were not decided", sooner, count, undecided)
	if sooner < count/4 || undecided > count/20 {
		t.Errorf("%d decided, %d not", sooner, undecided)
	}
}

// solveLimit is the weight limit that a solution of p is held to.
func solveLimit(t *testing.T, p relucert.Problem) float64 {
	t.Helper()
	r, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r.WeightLimit
}
