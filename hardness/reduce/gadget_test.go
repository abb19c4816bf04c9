package reduce

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"relucert/internal/oracle"
)

func eachGadget(t *testing.T, most int, test func(t *testing.T, k int, toll *big.Rat, g gadget)) {
	for k := 2; k <= most; k++ {
		for _, bounded := range []bool{false, true} {
			toll := big.NewRat(7, 3)
			t.Run(fmt.Sprintf("k=%d,bounded=%v", k, bounded), func(t *testing.T) {
				test(t, k, toll, newGadget(k, toll, roomOf(bounded)))
			})
		}
	}
}

func (g gadget) network() Network {
	var n Network
	for _, unit := range g.units {
		n.Signs, n.Weights = append(n.Signs, 1), append(n.Weights, unit[:])
	}
	return n
}

func (g gadget) set() *Set { return &Set{Samples: g.on(0)} }

func TestGadgetIsRealizable(t *testing.T) {
	eachGadget(t, 9, func(t *testing.T, k int, _ *big.Rat, g gadget) {
		if len(g.units) != k {
			t.Fatalf("%d units", len(g.units))
		}
		if sse := g.set().SSE(g.network()); sse.Sign() != 0 {
			t.Errorf("SSE %s", sse)
		}
	})
}

func TestBoundedGadgetFits(t *testing.T) {
	half := big.NewRat(1, 2)
	for k := 2; k <= 40; k++ {
		g := newGadget(k, whole(1), roomOf(true))
		for _, w := range g.network().Weights {
			if norm := normSquare(w); norm.Cmp(half) > 0 {
				t.Errorf("k = %d: a unit of squared norm %s", k, norm)
			}
		}
		checkBounded(t, &Set{Samples: g.on(0), Units: k})
	}
}

// checkBounded is for ‖x‖ ≤ 1 and 0 ≤ y ≤ k.
func checkBounded(t *testing.T, s *Set) {
	t.Helper()
	for i, sample := range s.Samples {
		norm := new(big.Rat)
		for _, term := range sample.X {
			norm.Add(norm, square(term.Value))
		}
		if norm.Cmp(whole(1)) > 0 {
			t.Errorf("row %d has squared norm %s", i, norm)
		}
		if sample.Y.Sign() < 0 || sample.Y.Cmp(whole(s.Units)) > 0 {
			t.Errorf("row %d has label %s", i, sample.Y)
		}
	}
}

// TestGadgetToll finds the global minimum for each number of plus signs by brute
// force over all activation patterns.
func TestGadgetToll(t *testing.T) {
	eachGadget(t, 3, func(t *testing.T, k int, toll *big.Rat, g gadget) {
		least, _ := toll.Float64()
		for plus := 0; plus <= k; plus++ {
			got := oracle.Solve(problem(g.set(), signsOf(k, plus))).SSE
			switch {
			case plus == k && got > 1e-9:
				t.Errorf("all ones: SSE %g", got)
			case plus < k && got < least*(1-1e-9):
				t.Errorf("%d of %d signs are +1: SSE %g is below the toll %g", plus, k, got, least)
			case plus == k-1 && math.Abs(got-least) > 1e-6:
				t.Errorf("%d of %d signs are +1: SSE %g, the toll %g is said to be attained", plus, k, got, least)
			}
		}
	})
}

func signsOf(k, plus int) []int {
	signs := make([]int, k)
	for j := range signs {
		signs[j] = -1
		if j < plus {
			signs[j] = 1
		}
	}
	return signs
}

func problem(s *Set, signs []int) oracle.Problem {
	p := oracle.Problem{Signs: signs}
	for _, sample := range s.Samples {
		x := make([]float64, 2)
		for _, term := range sample.X {
			x[term.Column], _ = term.Value.Float64()
		}
		y, _ := sample.Y.Float64()
		weight, _ := sample.Weight.Float64()
		p.X, p.Y, p.Weights = append(p.X, x), append(p.Y, y), append(p.Weights, weight)
	}
	return p
}

// cheapest is the network with one -1 that costs only the toll.
func (g gadget) cheapest() Network {
	n := g.network()
	k := len(g.units)
	n.Signs[k-1] = -1
	n.Weights[k-1] = []*big.Rat{new(big.Rat), new(big.Rat)}
	if k == 2 {
		return n
	}
	// The last two units have weights slope·(-k-τ, k-τ), for τ = k-3 and k-1.
	slope := new(big.Rat).Set(g.units[k-1][1])
	middle := minus(whole(k), big.NewRat(23, 9))
	n.Weights[k-2] = []*big.Rat{
		times(slope, big.NewRat(3, 2), minus(whole(-k), middle)),
		times(slope, big.NewRat(3, 2), minus(whole(k), middle)),
	}
	return n
}

func TestGadgetTollIsAttained(t *testing.T) {
	eachGadget(t, 9, func(t *testing.T, k int, toll *big.Rat, g gadget) {
		if sse := g.set().SSE(g.cheapest()); sse.Cmp(toll) != 0 {
			t.Errorf("SSE %s, want %s", sse, toll)
		}
	})
}

// roomOf is what half of a unit's norm leaves to a gadget.
func roomOf(bounded bool) *big.Rat {
	if bounded {
		return big.NewRat(1, 2)
	}
	return nil
}
