package relucert_test

import (
	"testing"

	"relucert"
	"relucert/internal/oracle"
	"relucert/internal/thorough"
)

// TestAdditiveGap: an absolute gap alone ends the search, optimal within it by brute
// force, and some searches sooner than a gap of a millionth does.
func TestAdditiveGap(t *testing.T) {
	sooner, count := 0, thorough.Of(uint64(120), 40)
	for seed := range count {
		p := tiny(3000 + seed)
		p.NormBound = 0
		squares := sumOfSquares(p.Data)
		best, additive := oracle.Solve(toOracle(p)), 0.05*squares
		for _, method := range []relucert.Method{relucert.Conic, relucert.Sign} {
			r, err := relucert.Fit(t.Context(), p, relucert.Options{Additive: additive, NodeLimit: 20 * patience, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			if r.Status != relucert.Optimal || r.SSE-r.SSELower > additive*(1+1e-9) || r.SSE > best.SSE+additive*(1+1e-9) {
				t.Errorf("seed %d, 41: %v, SSE in [%g, %g], oracle %g, additive %g\n%s", 3000+seed, r.Status, r.SSELower, r.SSE, best.SSE, additive, describe(p))
			}
			if largestWhitened(p, best.Units) <= r.WeightLimit && r.SSELower > best.SSE+1e-12*squares {
				t.Errorf("seed %d, 41: lower bound %g, oracle %g", 3000+seed, r.SSELower, best.SSE)
			}
			closed, err := relucert.Fit(t.Context(), p, relucert.Options{Gap: tightGap, NodeLimit: patience, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			if r.Nodes < closed.Nodes {
				sooner++
			}
		}
	}
	t.Logf("%d of %d searches ended sooner", sooner, 2*count)
	if sooner < int(count)/6 {
		t.Error("too few")
	}
}
