package reduce

import (
	"math/big"
	"testing"
)

// TestSolveDensest: the least SSE is Z − den, in paper mode up to the loss, and the
// solver's weights decode to that.
func TestSolveDensest(t *testing.T) {
	most := 4
	if testing.Short() {
		most = 3
	}
	for n := 1; n <= most; n++ {
		for _, g := range graphs(n) {
			for size := 1; size <= n; size++ {
				for _, mode := range densestModes {
					d, err := NewDensest(g, size, mode)
					if err != nil {
						t.Fatal(err)
					}
					testSolvedDensest(t, d)
				}
			}
		}
	}
}

// rounding is what the solver's gap and float64 may make of an optimum.
var rounding = big.NewRat(1, 1000)

func testSolvedDensest(t *testing.T, d *Densest) {
	t.Helper()
	result, m := solveJob(t, d, Layout{})
	decoding := Decode(d, weightsOf(m, result))
	den := whole(densest(d))
	excess := minus(over(minus(d.top(), decoding.SSE), d.step()), den)
	if excess.Cmp(minus(new(big.Rat), rounding)) < 0 || excess.Cmp(plus(d.loss, rounding)) > 0 {
		t.Errorf("%s: least SSE %s is worth %s edges more than %s", describeDensest(d), Short(decoding.SSE), Short(excess), Short(den))
	}
	if least := minus(den, d.loss); decoding.Value.Cmp(least) < 0 {
		t.Errorf("%s: decoded to %s edges of %s", describeDensest(d), Short(decoding.Value), Short(den))
	}
}

// densest is den by brute force.
func densest(d *Densest) (den int) {
	vertexSets(len(d.Instance.Names), d.Size, func(vertices []int) {
		den = max(den, d.Instance.EdgesWithin(vertices))
	})
	return den
}
