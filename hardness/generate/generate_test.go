package generate

import (
	"fmt"
	"io"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"relucert/hardness/instance"
)

// seeds is how many instances of each family a test looks at.
const seeds = 30

// made is what a generator made of one seed.
type made[T any] struct {
	instance T
	known    Known
}

// each runs a test on instances of the seeds 1…, after checking that one seed gives
// one instance and two give two.
func each[T any](t *testing.T, generate func(seed uint64) (T, Known, error), test func(t *testing.T, v T, k Known)) {
	t.Helper()
	build := func(seed uint64) made[T] {
		v, k, err := generate(seed)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		return made[T]{v, k}
	}
	if !reflect.DeepEqual(build(1), build(1)) || reflect.DeepEqual(build(1), build(2)) {
		t.Error("instances do not go with their seeds")
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		m := build(seed)
		if checked, ok := any(m.instance).(interface{ Check() error }); ok && checked.Check() != nil {
			t.Errorf("seed %d: %v", seed, checked.Check())
		}
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { test(t, m.instance, m.known) })
	}
}

// subsets calls f with each subset of 0…n−1.
func subsets(n int, f func(in []int)) {
	for mask := range 1 << n {
		var in []int
		for i := range n {
			if mask>>i&1 == 1 {
				in = append(in, i)
			}
		}
		f(in)
	}
}

func exactly(t *testing.T, k Known, optimum float64) {
	t.Helper()
	if !k.Exact() || k.Lower != optimum {
		t.Errorf("the optimum is %v, not %v", optimum, k)
	}
}

func TestSetCover(t *testing.T) {
	for _, o := range []SetCoverOptions{{Sets: 9, Elements: 11, Cover: 3}, {Sets: 9, Elements: 11, Cover: 3, Price: 4}, {Sets: 4, Elements: 4, Cover: 4, Price: 9}, {Sets: 12, Elements: 8, Cover: 4}} {
		generate := func(seed uint64) (instance.SetCover, Known, error) { o.Seed = seed; return SetCover(o) }
		each(t, generate, func(t *testing.T, s instance.SetCover, k Known) {
			best, ties := int64(math.MaxInt64), 0
			subsets(len(s.Sets), func(chosen []int) {
				cost := s.Cost(chosen)
				switch {
				case !s.Covers(chosen) || cost > best:
				case cost < best:
					best, ties = cost, 1
				default:
					ties++
				}
			})
			exactly(t, k, float64(best))
			if !s.Covers(k.Witness) || float64(s.Cost(k.Witness)) != k.Upper || len(k.Witness) != o.Cover {
				t.Errorf("witness %v", k.Witness)
			}
			if o.Price > 0 && ties != 1 {
				t.Errorf("%d optimal covers", ties)
			}
		})
	}
}

func TestCircuit(t *testing.T) {
	o := CircuitOptions{Inputs: 7, Gates: 12, FanIn: 3, MaxCost: 5}
	generate := func(seed uint64) (instance.Circuit, Known, error) { o.Seed = seed; return Circuit(o) }
	each(t, generate, func(t *testing.T, c instance.Circuit, k Known) {
		best := int64(math.MaxInt64)
		subsets(len(c.Inputs), func(in []int) {
			if on := indicator(in, len(c.Inputs)); c.Eval(on) {
				best = min(best, c.Cost(on))
			}
		})
		exactly(t, k, float64(best))
		witness := indicator(k.Witness, len(c.Inputs))
		if !c.Eval(witness) || c.Cost(witness) != best {
			t.Errorf("witness %v", k.Witness)
		}
		if b := bound(c); b.Lower > float64(best) || b.Upper < float64(best) || b.Lower < 1 || !c.Eval(indicator(b.Witness, len(c.Inputs))) {
			t.Errorf("bounds %v at optimum %d", b, best)
		}
		if read := readBy(c); len(read) != len(c.Inputs)+len(c.Gates)-1 {
			t.Errorf("only wires %v are read", read)
		}
	})
}

func readBy(c instance.Circuit) map[int]bool {
	read := make(map[int]bool)
	for _, g := range c.Gates {
		for _, v := range g.Reads {
			read[v] = true
		}
	}
	return read
}

func TestLargeCircuit(t *testing.T) {
	c, k, err := Circuit(CircuitOptions{Inputs: 100, Gates: 300, FanIn: 4, Seed: 3})
	if err != nil || c.Check() != nil || k.Lower < 1 || k.Lower > k.Upper || !c.Eval(indicator(k.Witness, 100)) {
		t.Errorf("%v, %v, %v", k, err, c.Check())
	}
}

func TestDensest(t *testing.T) {
	for _, o := range []DensestOptions{{Vertices: 9, Size: 4, Inside: 1, Outside: 0.3}, {Vertices: 9, Size: 4, Inside: 0.8, Outside: 0.3}} {
		generate := func(seed uint64) (instance.Graph, Known, error) { o.Seed = seed; return Densest(o) }
		each(t, generate, func(t *testing.T, g instance.Graph, k Known) {
			best := 0
			subsets(len(g.Names), func(part []int) {
				if len(part) == o.Size {
					best = max(best, g.EdgesWithin(part))
				}
			})
			if k.Lower > float64(best) || float64(best) > k.Upper || o.Inside == 1 && (!k.Exact() || best != 6) {
				t.Errorf("%d edges, known %v", best, k)
			}
			if len(k.Witness) != o.Size || float64(g.EdgesWithin(k.Witness)) != k.Lower {
				t.Errorf("witness %v", k.Witness)
			}
		})
	}
}

// TestBounded: both cases against all vertex sets, and their gap.
func TestBounded(t *testing.T) {
	for _, o := range []BoundedOptions{
		{Vertices: 10, Size: 4, Degree: 3}, {Vertices: 12, Size: 6, Degree: 2}, {Vertices: 9, Size: 5, Degree: 3},
		{Vertices: 12, Size: 4, Degree: 3, Unplanted: true}, {Vertices: 11, Size: 5, Degree: 4, Unplanted: true}, {Vertices: 3, Size: 3, Degree: 1, Unplanted: true},
	} {
		generate := func(seed uint64) (instance.Graph, Known, error) { o.Seed = seed; return Bounded(o) }
		each(t, generate, func(t *testing.T, g instance.Graph, k Known) {
			if most := slices.Max(g.Degrees()); most > o.Degree {
				t.Errorf("a degree of %d", most)
			}
			best := 0
			subsets(len(g.Names), func(part []int) {
				if len(part) == o.Size {
					best = max(best, g.EdgesWithin(part))
				}
			})
			if float64(best) > k.Upper || float64(best) < k.Lower || !o.Unplanted && (best < o.complete() || o.Size%(o.Degree+1) == 0 && !k.Exact()) {
				t.Errorf("%d edges, known %v", best, k)
			}
			if bound := spectralBound(g, o.Size, float64(o.Degree)/float64(o.Vertices)); bound < best {
				t.Errorf("eigenvalues allow %d edges, but there are %d", bound, best)
			}
		})
	}
}

// TestBoundedGap: 42 of 630 vertices of degree 20 have 420 edges in one case, less than half as many
// in the other; that is proved, a third is not.
func TestBoundedGap(t *testing.T) {
	o := BoundedOptions{Vertices: 630, Size: 42, Degree: 20, Seed: 3}
	_, planted, err := Bounded(o)
	if err != nil || planted.Lower != 420 || !planted.Exact() {
		t.Fatal(planted, err)
	}
	o.Unplanted, o.Gap = true, 2
	if _, k, err := Bounded(o); err != nil || 2*k.Upper >= planted.Lower {
		t.Errorf("%v, %v", k, err)
	}
	o.Gap = 3
	if _, _, err := Bounded(o); err == nil || !strings.Contains(err.Error(), "a gap of 2.") {
		t.Error(err)
	}
}

func TestDensestProbabilities(t *testing.T) {
	g, _, err := Densest(DensestOptions{Vertices: 100, Size: 50, Inside: 0.8, Outside: 0.2, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	// Means 0.8·1225 and 0.2·3725 have standard deviations 14 and 24.
	if n := float64(len(g.Edges)); math.Abs(n-980-745) > 5*28 {
		t.Errorf("%v edges", n)
	}
}

// leastMonochromatic tries all colourings with the given number of colours.
func leastMonochromatic(h instance.Hypergraph, colours int) int64 {
	best, colouring := int64(math.MaxInt64), make([]int, len(h.Names))
	for {
		best = min(best, h.Monochromatic(colouring))
		v := 0
		for ; v < len(colouring) && colouring[v] == colours-1; v++ {
			colouring[v] = 0
		}
		if v == len(colouring) {
			return best
		}
		colouring[v]++
	}
}

func testColoring(t *testing.T, h instance.Hypergraph, colours int, k Known) {
	t.Helper()
	exactly(t, k, float64(leastMonochromatic(h, colours)))
	if float64(h.Monochromatic(k.Witness)) != k.Upper {
		t.Errorf("witness %v leaves %d", k.Witness, h.Monochromatic(k.Witness))
	}
	for _, c := range k.Witness {
		if c < 0 || c >= colours {
			t.Errorf("colour %d of %d", c, colours)
		}
	}
}

func TestColoring(t *testing.T) {
	for _, o := range []ColoringOptions{
		{Vertices: 7, Edges: 12, Size: 2, Colors: 3}, {Vertices: 7, Edges: 12, Size: 2, Colors: 3, Uncolorable: true},
		{Vertices: 8, Edges: 20, Size: 3, Colors: 2}, {Vertices: 8, Edges: 20, Size: 3, Colors: 2, Uncolorable: true},
		{Vertices: 8, Edges: 20, Size: 2, Colors: 2, Gap: 0.2}, {Vertices: 8, Edges: 20, Size: 2, Colors: 3, Gap: 0.1}, {Vertices: 7, Edges: 30, Size: 3, Colors: 2, Gap: 0.05},
		{Vertices: 5, Edges: 9, Size: 3, Colors: 2}, {Vertices: 4, Edges: 5, Size: 2, Colors: 2, Uncolorable: true},
	} {
		generate := func(seed uint64) (instance.Hypergraph, Known, error) { o.Seed = seed; return Coloring(o) }
		each(t, generate, func(t *testing.T, h instance.Hypergraph, k Known) {
			testColoring(t, h, o.Colors, k)
			if k.Upper != float64(o.parts()) || k.Upper < o.Gap*float64(o.Edges) || len(h.Edges) != o.Edges || o.Gap == 0 && len(distinct(h.Edges)) != o.Edges {
				t.Errorf("known %v, edges %v", k, h.Edges)
			}
		})
	}
}

func distinct(edges [][]int) map[string]bool {
	seen := make(map[string]bool)
	for _, e := range edges {
		seen[fmt.Sprint(e)] = true
	}
	return seen
}

func TestClassics(t *testing.T) {
	for rim := 3; rim <= 8; rim++ {
		g, k, err := Wheel(rim)
		if err != nil || g.Check() != nil || len(g.Edges) != 2*rim {
			t.Fatalf("wheel %d: %v, %v, %v", rim, g, err, g.Check())
		}
		testColoring(t, g.Hypergraph(), 3, k)
	}
	for n := 2; n <= 6; n++ {
		g, k, err := Complete(n)
		if err != nil || g.Check() != nil || len(g.Edges) != n*(n-1)/2 {
			t.Fatalf("complete %d: %v, %v, %v", n, g, err, g.Check())
		}
		testColoring(t, g.Hypergraph(), n-1, k)
	}
	h, k := Fano()
	testColoring(t, h, 2, k)
	for a := range 7 {
		for b := range a {
			if n := linesThrough(h, a, b); n != 1 {
				t.Errorf("%d lines through %d and %d", n, a, b)
			}
		}
	}
}

func linesThrough(h instance.Hypergraph, a, b int) (n int) {
	for _, line := range h.Edges {
		if in := indicator(line, 7); in[a] && in[b] {
			n++
		}
	}
	return n
}

func TestSAT(t *testing.T) {
	for _, o := range []SATOptions{{Variables: 8, Clauses: 30, Size: 3}, {Variables: 8, Clauses: 30, Size: 3, Unsatisfiable: true}, {Variables: 2, Clauses: 2, Size: 1},
		{Variables: 8, Clauses: 40, Size: 3, Gap: 0.125}, {Variables: 7, Clauses: 30, Size: 2, Gap: 0.1}} {
		generate := func(seed uint64) (instance.CNF, Known, error) { o.Seed = seed; return SAT(o) }
		each(t, generate, func(t *testing.T, f instance.CNF, k Known) {
			best := len(f.Clauses)
			subsets(f.Variables, func(in []int) { best = min(best, f.Unsatisfied(indicator(in, f.Variables))) })
			exactly(t, k, float64(best))
			assignment := make([]bool, f.Variables)
			for _, literal := range k.Witness {
				assignment[max(literal, -literal)-1] = literal > 0
			}
			if float64(f.Unsatisfied(assignment)) != k.Upper || k.Lower < o.Gap*float64(o.Clauses) || len(f.Clauses) != o.Clauses || f.Variables != o.Variables {
				t.Errorf("witness %v of %v", k.Witness, f)
			}
		})
	}
}

func errorOf[T any](_ T, _ Known, err error) error { return err }

func TestOptionsOutOfRange(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{errorOf(SetCover(SetCoverOptions{Sets: 2, Elements: 9, Cover: 3})), "sets must be from 3 to 16777216, not 2"},
		{errorOf(SetCover(SetCoverOptions{Sets: 3, Elements: 2, Cover: 3})), "elements must be from 3 to 16777216, not 2"},
		{errorOf(SetCover(SetCoverOptions{})), "cover must be from 1 to 16777216, not 0"},
		{errorOf(SetCover(SetCoverOptions{Sets: 1, Elements: 1, Cover: 1, Price: -1})), "price must be from 0 to 16777216, not -1"},
		{errorOf(Circuit(CircuitOptions{Inputs: 0, Gates: 1, FanIn: 2})), "inputs must be from 1 to 16384, not 0"},
		{errorOf(Circuit(CircuitOptions{Inputs: 1, Gates: 0, FanIn: 2})), "gates must be from 1 to 16384, not 0"},
		{errorOf(Circuit(CircuitOptions{Inputs: 1, Gates: 1, FanIn: 1})), "fan-in must be from 2 to 16384, not 1"},
		{errorOf(Circuit(CircuitOptions{Inputs: 1, Gates: 1, FanIn: 2, MaxCost: -1})), "largest cost must be from 0 to 16777216, not -1"},
		{errorOf(Densest(DensestOptions{Vertices: 3, Size: 4})), "vertices must be from 4 to 16384, not 3"},
		{errorOf(Densest(DensestOptions{Vertices: 3, Size: 2, Inside: 2})), "inside must be a probability from 0 to 1, not 2"},
		{errorOf(Densest(DensestOptions{Vertices: 3, Size: 2, Outside: math.NaN()})), "outside must be a probability from 0 to 1, not NaN"},
		{errorOf(Coloring(ColoringOptions{Vertices: 4, Edges: 5, Size: 2, Colors: 2})), "there are only 4 edges of 2 vertices that 2 colours keep apart"},
		{errorOf(Coloring(ColoringOptions{Vertices: 9, Edges: 5, Size: 2, Colors: 1})), "colors must be from 2 to 16777216, not 1"},
		{errorOf(Coloring(ColoringOptions{Vertices: 4, Edges: 6, Size: 2, Colors: 2, Uncolorable: true})), "there are only 5 edges of 2 vertices that 2 colours keep apart"},
		{errorOf(Coloring(ColoringOptions{Vertices: 9, Edges: 9, Size: 3, Colors: 2, Uncolorable: true})), "edges must be at least 10: all of 3 vertices among 5"},
		{errorOf(Coloring(ColoringOptions{Vertices: 4, Edges: 10, Size: 3, Colors: 2, Uncolorable: true})), "vertices must be from 5 to 16777216, not 4"},
		{errorOf(SAT(SATOptions{Variables: 2, Clauses: 3, Size: 3})), "variables must be from 3 to 16777216, not 2"},
		{errorOf(SAT(SATOptions{Variables: 9, Clauses: 7, Size: 3, Unsatisfiable: true})), "clauses must be from 8 to 16777216, not 7"},
		{errorOf(SAT(SATOptions{Variables: 99, Clauses: 99, Size: 70, Unsatisfiable: true})), "size must be from 1 to 20, not 70"},
		{errorOf(SetCover(SetCoverOptions{Sets: 1e6, Elements: 1e6, Cover: 1})), "1000000 sets of 1000000 numbers each are more than 134217728 numbers"},
		{errorOf(Wheel(2)), "rim must be from 3 to 16777216, not 2"},
		{errorOf(Complete(1)), "vertices must be from 2 to 16384, not 1"},
		{errorOf(Planted(PlantedOptions{Features: 0, Samples: 1})), "features must be from 1 to 16777216, not 0"},
		{errorOf(Planted(PlantedOptions{Features: 1, Samples: 1, Signs: []int{0}})), "a sign must be 1 or -1, not 0"},
		{errorOf(Noise(NoiseOptions{Features: 1})), "samples must be from 1 to 16777216, not 0"},
		{errorOf(BrokenLine(BrokenLineOptions{Samples: 1, Noise: math.Inf(1)})), "noise must be finite and not negative, but is +Inf"},
	} {
		if c.err == nil || c.err.Error() != c.want {
			t.Errorf("got %v, want %s", c.err, c.want)
		}
	}
}

func TestKnownReads(t *testing.T) {
	for want, k := range map[string]Known{
		"least cost = 12: because":    {Objective: "least cost", Lower: 12, Upper: 12, Why: "because"},
		"3 ≤ most edges ≤ 7: because": {Objective: "most edges", Lower: 3, Upper: 7, Why: "because"},
	} {
		if got := k.String(); got != want {
			t.Errorf("got %q", got)
		}
	}
}

// TestWritten: what is made here survives the writers and readers.
func TestWritten(t *testing.T) {
	cover, _, _ := SetCover(SetCoverOptions{Sets: 9, Elements: 11, Cover: 3, Price: 4, Seed: 1})
	again(t, cover, func(r io.Reader) (instance.SetCover, error) { return instance.ReadSetCover(r, "s", instance.ORLibrary) })
	circuit, _, _ := Circuit(CircuitOptions{Inputs: 7, Gates: 12, FanIn: 3, MaxCost: 5, Seed: 1})
	again(t, circuit, func(r io.Reader) (instance.Circuit, error) { return instance.ReadCircuit(r, "c", instance.Bench, "") })
	graph, _, _ := Densest(DensestOptions{Vertices: 9, Size: 4, Inside: 1, Outside: 0.3, Seed: 1})
	again(t, graph, func(r io.Reader) (instance.Graph, error) { return instance.ReadGraph(r, "g", instance.DIMACS) })
	hypergraph, _, _ := Coloring(ColoringOptions{Vertices: 8, Edges: 20, Size: 3, Colors: 2, Seed: 1})
	again(t, hypergraph, func(r io.Reader) (instance.Hypergraph, error) {
		return instance.ReadHypergraph(r, "h", instance.HMETIS)
	})
	formula, _, _ := SAT(SATOptions{Variables: 8, Clauses: 30, Size: 3, Seed: 1})
	again(t, formula, func(r io.Reader) (instance.CNF, error) { return instance.ReadCNF(r, "f") })
}

func again[T interface{ Write(io.Writer) error }](t *testing.T, v T, read func(io.Reader) (T, error)) {
	t.Helper()
	var b strings.Builder
	if err := v.Write(&b); err != nil {
		t.Error(err)
	}
	if got, err := read(strings.NewReader(b.String())); err != nil || !reflect.DeepEqual(got, v) {
		t.Errorf("%q reads as %+v, %v", b.String(), got, err)
	}
}
