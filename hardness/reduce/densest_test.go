package reduce

import (
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

var densestModes = []string{"exact", "paper"}

// TestDensestSmall is about all graphs of up to 5 vertices.
func TestDensestSmall(t *testing.T) {
	rng := seeded(t)
	most := 5
	if !thorough.Tests() {
		most = 4
	}
	for n := 1; n <= most; n++ {
		for _, g := range graphs(n) {
			for size := 1; size <= n; size++ {
				testDensest(t, g, size, rng, 3)
			}
		}
	}
}

func TestDensestRandom(t *testing.T) {
	rng := seeded(t)
	for range thorough.Of(16, 3) {
		n := 6 + rng.IntN(5)
		g := graphOf(n, rng.Uint64()&rng.Uint64())
		if rng.IntN(2) == 0 { // parallel edges
			for range g.Edges {
				g.Weights = append(g.Weights, 1+rng.Int64N(4))
			}
		}
		testDensest(t, g, 1+rng.IntN(n), rng, 10)
	}
}

func seeded(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// testDensest tests both modes: the weights of all sets, and tries attempts to
// find weights that decode worse than promised.
func testDensest(t *testing.T, g instance.Graph, size int, rng *rand.Rand, tries int) {
	t.Helper()
	for _, mode := range densestModes {
		d, err := NewDensest(g, size, mode)
		if err != nil {
			t.Fatal(err)
		}
		if fault := densestBounds(d); fault != "" {
			t.Fatalf("%s: %s", describeDensest(d), fault)
		}
		if fault := densestWitnesses(d); fault != "" {
			t.Fatalf("%s: %s", describeDensest(d), fault)
		}
		if fault := attackDensest(d, rng, tries); fault != "" {
			t.Fatalf("%s: %s", describeDensest(d), fault)
		}
	}
}

func describeDensest(d *Densest) string {
	return fmt.Sprintf("%s mode, %d of %d vertices, edges %v", d.Mode, d.Size, len(d.Instance.Names), d.Instance.Edges)
}

// densestBounds says whether all samples are in the ball and all labels at most 1.
func densestBounds(d *Densest) string {
	for i, s := range d.Set().Samples {
		norm := new(big.Rat)
		for _, term := range s.X {
			norm.Add(norm, square(term.Value))
		}
		if norm.Cmp(whole(1)) > 0 || new(big.Rat).Abs(s.Y).Cmp(whole(1)) > 0 || s.Weight.Sign() <= 0 {
			return fmt.Sprintf("sample %d: ‖x‖² = %s, y = %s, weight %s", i, norm, s.Y, s.Weight)
		}
	}
	return ""
}

// densestWeights is A on e_0 and b on the set.
func densestWeights(d *Densest, set []int) Network {
	w := make([]*big.Rat, len(d.Instance.Names)+1)
	for c := range w {
		w[c] = new(big.Rat)
	}
	w[0] = d.a
	for _, v := range set {
		w[v+1] = d.b
	}
	return Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
}

// densestWitnesses looks at the weights of every set of the right size: they are
// on the sphere, have the stated SSE, and decode to the set.
func densestWitnesses(d *Densest) (fault string) {
	set := d.Set()
	den := new(big.Rat)
	vertexSets(len(d.Instance.Names), d.Size, func(vertices []int) {
		n, edges := densestWeights(d, vertices), whole(d.Instance.EdgesWithin(vertices))
		sse := set.SSE(n)
		a := d.Decode(n, sse)
		switch {
		case normSquare(n.Weights[0]).Cmp(whole(1)) != 0:
			fault = fmt.Sprintf("norm² of %v is %s", vertices, normSquare(n.Weights[0]))
		case sse.Cmp(minus(d.top(), times(d.step(), edges))) != 0:
			fault = fmt.Sprintf("SSE of %v is %s", vertices, sse)
		case !a.Valid || a.Value.Cmp(edges) != 0:
			fault = fmt.Sprintf("%v decoded to %v", vertices, a)
		}
		den = larger(den, edges)
	})
	if fault != "" {
		return fault
	}
	return densestProofs(d, den)
}

// densestProofs compares what lower bounds prove with the truth.
func densestProofs(d *Densest, den *big.Rat) string {
	want := ""
	if den.Cmp(whole(d.evident())) < 0 {
		want = fmt.Sprintf("no %d vertices have more than %s edges among them", d.Size, den.Num())
	}
	least := minus(d.top(), times(d.step(), den))
	below := minus(least, times(d.step(), big.NewRat(9, 10)))
	for _, lower := range []*big.Rat{least, below} {
		if text := d.Proves(lower); text != want {
			return fmt.Sprintf("SSE ≥ %s proves %q, not %q", lower, text, want)
		}
	}
	if text := d.Proves(new(big.Rat)); text != "" {
		return fmt.Sprintf("SSE ≥ 0 proves %q", text)
	}
	return ""
}

// attackDensest looks for weights whose promise is not kept.
func attackDensest(d *Densest, rng *rand.Rand, tries int) string {
	set := d.Set()
	for range tries {
		l := newLandscape(set)
		w := l.project(densestStart(d, rng))
		faults := densestBroken(d, set, w)
		if rng.IntN(2) == 0 {
			l.distort(rng)
		}
		w = l.descend(w, 150)
		faults += densestBroken(d, set, w)
		faults += densestBroken(d, set, newLandscape(set).descend(w, 150))
		if faults != "" {
			return faults
		}
	}
	return ""
}

// densestStart is weights of any set, scaled, noisy, or wild.
func densestStart(d *Densest, rng *rand.Rand) []float64 {
	var vertices []int
	want := d.Size + rng.IntN(5) - 2
	for _, v := range rng.Perm(len(d.Instance.Names)) {
		if len(vertices) < want {
			vertices = append(vertices, v)
		}
	}
	w := floats(densestWeights(d, vertices))
	switch rng.IntN(5) {
	case 4: // few or many vertices that share all that the ball leaves
		w = make([]float64, len(w))
		a, _ := d.a.Float64()
		w[0] = min(0.99, a*(0.3+1.2*rng.Float64()))
		part := rng.Perm(len(d.Instance.Names))[:1+rng.IntN(len(d.Instance.Names))]
		for _, v := range part {
			w[v+1] = math.Sqrt((1 - w[0]*w[0]) / float64(len(part)))
		}
	case 0:
		w[0] *= 0.5 + rng.Float64()
	case 1:
		w = noisy(w, 0.1, rng)
	case 2:
		w = noisy(make([]float64, len(w)), 1, rng)
	}
	return w
}

// densestBroken says how the weights break the claim.
func densestBroken(d *Densest, set *Set, w []float64) string {
	n, _ := set.intoBall(unit(w))
	sse := set.SSE(n)
	a := d.Decode(n, sse)
	gain, edges := minus(d.top(), sse), int(a.Value.Num().Int64())
	kept := d.Size == 1 || d.worth(edges).Cmp(gain) >= 0
	promises := d.Size > 1 && d.evident() > 0 && d.worth(0).Cmp(gain) < 0
	if !a.Valid || !kept || a.Guaranteed != promises {
		return fmt.Sprintf("weights %v, %s below Z, decode to %v, worth %s\n", w, Short(gain), a, Short(d.worth(edges)))
	}
	return ""
}

// TestDensestMutants: with lighter constants, the attacks succeed.
func TestDensestMutants(t *testing.T) {
	rng := seeded(t)
	mutants := map[string]func(*Densest){
		"V/4":  func(d *Densest) { d.v = times(d.v, big.NewRat(1, 4)) },
		"T/16": func(d *Densest) { d.t = times(d.t, big.NewRat(1, 16)) },
	}
	for name, mutate := range mutants {
		if !densestFalls(t, "exact", mutate, rng) {
			t.Errorf("%s was not noticed", name)
		}
	}
	for name, mutate := range map[string]func(*Densest){
		"V/16": func(d *Densest) { d.v = times(d.v, big.NewRat(1, 16)) },
		"T/8":  func(d *Densest) { d.t = times(d.t, big.NewRat(1, 8)) },
	} {
		if !densestFalls(t, "paper", mutate, rng) {
			t.Errorf("%s was not noticed in paper mode", name)
		}
	}
}

func densestFalls(t *testing.T, mode string, mutate func(*Densest), rng *rand.Rand) bool {
	for _, g := range graphs(5) {
		for size := 1; size <= 4; size++ {
			d, err := NewDensest(g, size, mode)
			if err != nil {
				t.Fatal(err)
			}
			mutate(d)
			if attackDensest(d, rng, 10) != "" {
				return true
			}
		}
	}
	return false
}

// TestDensestOutside: weights outside the ball have a smaller SSE that says nothing.
func TestDensestOutside(t *testing.T) {
	d, err := NewDensest(graphOf(3, 7), 2, "exact")
	if err != nil {
		t.Fatal(err)
	}
	n := densestWeights(d, []int{0, 1})
	n.Weights[0][1] = times(n.Weights[0][1], big.NewRat(1001, 1000))
	if a := d.Decode(n, new(big.Rat)); a.Guaranteed || a.Value.Cmp(whole(1)) != 0 {
		t.Errorf("%+v", a)
	}
	if a := Decode(d, n); !a.Guaranteed || len(a.Notices) != 1 {
		t.Errorf("%+v", a)
	}
}

// TestSelectionResizes: a triangle 0 1 2 with a path 2 3 4.
func TestSelectionResizes(t *testing.T) {
	g := instance.Graph{Names: []string{"0", "1", "2", "3", "4"}, Edges: [][2]int{{0, 1}, {0, 2}, {1, 2}, {2, 3}, {3, 4}}}
	for _, start := range [][]int{{0, 1, 2, 3, 4}, {1, 2}, {0}, {0, 1, 2}} {
		s := newSelection(g)
		for _, v := range start {
			s.flip(v)
		}
		s.resize(3)
		if !slices.Equal(s.vertices(), []int{0, 1, 2}) {
			t.Errorf("%v became %v", start, s.vertices())
		}
	}
}

func TestDensestErrors(t *testing.T) {
	triangle := graphOf(3, 7)
	for _, c := range []struct {
		g    instance.Graph
		size int
		mode string
		want string
	}{
		{triangle, 0, "exact", "the size is from 1 to the number of vertices, 3, not 0"},
		{triangle, 4, "exact", "the size is from 1 to the number of vertices, 3, not 4"},
		{instance.Graph{}, 1, "exact", "the size is from 1 to the number of vertices, 0, not 1"},
		{triangle, 2, "other", `the mode is exact or paper, not "other"`},
		{instance.Graph{Names: []string{"a"}, Edges: [][2]int{{0, 1}}}, 1, "exact", "edge 0: member 1 is not from 0 below 1"},
	} {
		if _, err := NewDensest(c.g, c.size, c.mode); err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
