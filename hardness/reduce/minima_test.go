package reduce

import (
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// The solver's minima of every small instance up to names, through the file that fit reads,
// against brute force or a SAT solver on the source.

func TestMinimaOfSetCovers(t *testing.T) {
	for sets := 1; sets <= 3; sets++ {
		for elements := 1; elements <= thorough.Of(3, 2); elements++ {
			for code := range 1 << (sets * elements) {
				checkCover(t, coverOf(code, elements, []int64{1, 2, 3}[:sets]))
			}
		}
	}
	rng := seeded(t)
	for range thorough.Of(100, 12) {
		costs := make([]int64, 1+rng.IntN(6))
		for i := range costs {
			costs[i] = rng.Int64N(5)
		}
		elements := 1 + rng.IntN(6)
		checkCover(t, coverOf(rng.IntN(1<<(len(costs)*elements)), elements, costs))
	}
}

func checkCover(t *testing.T, c instance.SetCover) {
	t.Helper()
	r, err := NewSetCover(c, "exact")
	if err != nil {
		t.Fatal(err)
	}
	testSolvedCover(t, r, Layout{})
}

func TestMinimaOfCircuits(t *testing.T) {
	rng := seeded(t)
	for range thorough.Of(300, 30) {
		testSolvedCircuit(t, randomCircuit(rng))
	}
}

func TestMinimaOfDensest(t *testing.T) {
	vertices := thorough.Of(5, 4)
	for _, g := range graphs(vertices) {
		for size := 1; size <= vertices; size++ {
			d, err := NewDensest(g, size, "exact")
			if err != nil {
				t.Fatal(err)
			}
			testSolvedDensest(t, d)
		}
	}
}

func TestMinimaOfColorings(t *testing.T) {
	for n := 2; n <= thorough.Of(5, 4); n++ {
		for _, g := range graphs(n) {
			if len(g.Edges) > 0 {
				checkColoring(t, g.Hypergraph(), 2)
				checkColoring(t, g.Hypergraph(), min(3, n))
			}
		}
		for _, h := range hypergraphs(n, 3) {
			checkColoring(t, h, 2)
		}
	}
}

// checkColoring: the least SSE is 0 if and only if there is a proper colouring,
// which the weights then decode to; otherwise a positive bound is proved.
func checkColoring(t *testing.T, h instance.Hypergraph, colours int) {
	t.Helper()
	c := mustColor(t, h, colours, false)
	result, m := solveWithin(t, c, Layout{}, 0.5) // a bound above 0 refutes
	proper := properColouring(h, colours) != nil
	answer := Decode(c, weightsOf(m, result)).Answer
	if proper != answer.Valid && proper {
		t.Errorf("%v in %d colours: decoded to %+v", h.Edges, colours, answer)
	}
	if proper != (result.SSELower == 0) {
		t.Errorf("%v in %d colours: properly colourable is %t, least SSE in [%g, %g]", h.Edges, colours, proper, result.SSELower, result.SSE)
	}
	judgeColoring(t, c, c.Set(), weightsOf(m, result))
}

func TestMinimaOfFormulas(t *testing.T) {
	for _, f := range tinyFormulas() {
		s := mustSAT(t, f, 2, false)
		result, m := solveJob(t, s, Layout{})
		satisfiable := satisfy(f.Clauses) != nil
		answer := Decode(s, weightsOf(m, result)).Answer
		if satisfiable && !answer.Valid || satisfiable != (result.SSELower == 0) {
			t.Errorf("%v: satisfiable is %t, least SSE in [%g, %g], decoded to %+v", f.Clauses, satisfiable, result.SSELower, result.SSE, answer)
		}
	}
}
