package reduce

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"relucert/hardness/instance"
)

// TestDensestEpsilon: with a gap of 8, 1/ε is at most 135·√N for 16 vertices or more of degree 3, at most 100·√N
// from 128 on, and from there no sample has more than half of the weight.
func TestDensestEpsilon(t *testing.T) {
	for n := 16; n <= 1024; n *= 2 {
		d, err := NewDensest(cubic(n), n/4, "paper")
		if err != nil {
			t.Fatal(err)
		}
		set, claim := d.Set(), d.Claim()
		epsilon, _ := set.Epsilon(claim).Float64()
		constant, most := 1/epsilon/math.Sqrt(float64(n)), 135.0
		if n >= 128 {
			most = 100
		}
		if constant > most || n >= 128 && set.HeaviestShare() > 0.5 {
			t.Errorf("N = %d: 1/ε = %.1f·√N, the heaviest sample %.2f of all", n, constant, set.HeaviestShare())
		}
		if set.Total().Cmp(d.total()) != 0 {
			t.Errorf("N = %d: the weights' sum is %s, not %s", n, set.Total(), d.total())
		}
	}
}

// TestSATEpsilon: 1/ε is at most 2,000·N for 4N clauses of three, with a gap of an eighth, and a fourfold N makes it at
// most five times as large; no sample outweighs the others.
func TestSATEpsilon(t *testing.T) {
	rng := seeded(t)
	before := math.Inf(1)
	for n := 8; n <= 512; n *= 4 {
		f := instance.CNF{Variables: n}
		for range 4 * n {
			var clause []int
			for _, v := range rng.Perm(n)[:3] {
				clause = append(clause, (v+1)*(1-2*rng.IntN(2)))
			}
			f.Clauses = append(f.Clauses, clause)
		}
		s := mustSAT(t, f, 2, true)
		if err := s.SetGap(0.125); err != nil {
			t.Fatal(err)
		}
		set, claim := s.Set(), s.Claim()
		epsilon, _ := set.Epsilon(claim).Float64()
		t.Logf("N = %d: 1/ε = %.1f·N", n, 1/epsilon/float64(n))
		if 1/epsilon > 2000*float64(n) || 1/epsilon > 5*before || set.HeaviestShare() > 0.2 {
			t.Errorf("N = %d: 1/ε = %.1f·N, the heaviest sample %.2f of all", n, 1/epsilon/float64(n), set.HeaviestShare())
		}
		before = 1 / epsilon
	}
}

// cubic is a cycle and its long diagonals.
func cubic(n int) instance.Graph {
	g := instance.Graph{Names: numberNames(n)}
	for u := range n {
		if u == 0 {
			g.Edges = append(g.Edges, [2]int{0, 1}, [2]int{0, n / 2}, [2]int{0, n - 1})
			continue
		}
		if u+1 < n {
			g.Edges = append(g.Edges, [2]int{u, u + 1})
		}
		if u+1 < n/2 || u < n/2 && u+1 == n/2 {
			g.Edges = append(g.Edges, [2]int{u, u + n/2})
		}
	}
	return g
}

// TestEpsilonDecides: the weights of a set of l edges, with an average error of almost ε more, are
// still promised more than s edges, exactly as the claim has it.
func TestEpsilonDecides(t *testing.T) {
	rng := seeded(t)
	for range 8 {
		n, size := 8+rng.IntN(3), 4+rng.IntN(2)
		promise := Promise{Complete: size * (size - 1) / 2, Sound: 1}
		d, err := NewDensest(plantedClique(n, size), size, "paper", promise)
		if err != nil {
			t.Fatal(err)
		}
		if fault := attackDensest(d, rng, 3); fault != "" {
			t.Fatal(fault)
		}
		best := densestWeights(d, []int{0, 1, 2, 3, 4}[:size])
		set := d.Set()
		almost := times(set.Epsilon(d.Claim()), set.Total(), big.NewRat(999, 1000))
		sound := fmt.Sprintf("%d vertices with at least %d edges among them", size, promise.Sound)
		if a := d.Decode(best, plus(set.SSE(best), almost)); !a.Guaranteed || a.Guarantee == sound {
			t.Errorf("almost ε above the least error: %q", a.Guarantee)
		}
		more := times(almost, big.NewRat(1001, 999))
		if a := d.Decode(best, plus(set.SSE(best), more)); a.Guaranteed && a.Guarantee != sound {
			t.Errorf("more than ε above the least error: %q", a.Guarantee)
		}
	}
}

// plantedClique is a clique of the first vertices and a path through the others.
func plantedClique(n, size int) instance.Graph {
	g := instance.Graph{Names: numberNames(n)}
	for u := range n {
		for v := u + 1; v < n; v++ {
			if v < size || u >= size && v == u+1 {
				g.Edges = append(g.Edges, [2]int{u, v})
			}
		}
	}
	return g
}
