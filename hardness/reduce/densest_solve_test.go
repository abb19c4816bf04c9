package reduce

import (
	"math/big"
	"testing"

	"relucert/internal/thorough"
)

// TestSolveDensest: the least SSE is Z − E·den, in paper mode or below, as far as den is worth,
// and the solver's weights decode to what theirs is worth.
func TestSolveDensest(t *testing.T) {
	most := 4
	if !thorough.Tests() {
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
	gain, error := minus(d.top(), decoding.SSE), times(rounding, d.step())
	if gain.Cmp(minus(times(d.step(), den), error)) < 0 || d.Size > 1 && gain.Cmp(plus(d.worth(densest(d)), error)) > 0 {
		t.Errorf("%s: least SSE %s is %s below Z, den = %s", describeDensest(d), Short(decoding.SSE), Short(gain), Short(den))
	}
	if exact := d.Mode == "exact"; exact && decoding.Value.Cmp(den) < 0 {
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
