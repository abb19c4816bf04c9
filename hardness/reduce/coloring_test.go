package reduce

import (
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/crillab/gophersat/solver"

	"relucert/hardness/instance"
)

// allHypergraphs are all on n vertices with edges of the given size, but the empty one.
func allHypergraphs(n, size int) (all []instance.Hypergraph) {
	edges := edgesOfSize(n, size)
	for chosen := 1; chosen < 1<<len(edges); chosen++ {
		h := instance.Hypergraph{Names: numberNames(n)}
		for i, edge := range edges {
			if chosen>>i&1 == 1 {
				h.Edges = append(h.Edges, edge)
			}
		}
		all = append(all, h)
	}
	return all
}

// hypergraphs is one of allHypergraphs of each isomorphism class.
func hypergraphs(n, size int) (all []instance.Hypergraph) {
	edges, place := edgesOfSize(n, size), make(map[uint64]int)
	for i, edge := range edges {
		place[setOf(edge)] = i
	}
	var renamings [][]int // where each edge goes
	permute(n, func(p []int) {
		to := make([]int, len(edges))
		for i, edge := range edges {
			var renamed []int
			for _, v := range edge {
				renamed = append(renamed, p[v])
			}
			to[i] = place[setOf(renamed)]
		}
		renamings = append(renamings, to)
	})
	for i, h := range allHypergraphs(n, size) {
		if isLeast(i+1, renamings) {
			all = append(all, h)
		}
	}
	return all
}

// setOf has a bit for each member.
func setOf(members []int) (set uint64) {
	for _, v := range members {
		set |= 1 << v
	}
	return set
}

// isLeast says that no renaming of its members makes the set a smaller number.
func isLeast(set int, renamings [][]int) bool {
	for _, to := range renamings {
		renamed := 0
		for i, at := range to {
			renamed |= set >> i & 1 << at
		}
		if renamed < set {
			return false
		}
	}
	return true
}

func edgesOfSize(n, size int) (all [][]int) {
	for mask := range 1 << n {
		var members []int
		for v := range n {
			if mask>>v&1 == 1 {
				members = append(members, v)
			}
		}
		if len(members) == size {
			all = append(all, members)
		}
	}
	return all
}

func numberNames(n int) (names []string) {
	for v := range n {
		names = append(names, strconv.Itoa(v+1))
	}
	return names
}

// properColouring asks a SAT solver; nil if there is none.
func properColouring(h instance.Hypergraph, k int) []int {
	var clauses [][]int
	has := func(v, colour int) int { return v*k + colour + 1 }
	for v := range h.Names {
		var some []int
		for j := range k {
			some = append(some, has(v, j))
		}
		clauses = append(clauses, some)
	}
	for _, edge := range h.Edges {
		for j := range k {
			var clause []int
			for _, v := range edge {
				clause = append(clause, -has(v, j))
			}
			clauses = append(clauses, clause)
		}
	}
	model := satisfy(clauses)
	if model == nil {
		return nil
	}
	colouring := make([]int, len(h.Names))
	for v := range colouring {
		colouring[v] = slices.Index(model[v*k:v*k+k], true)
	}
	return colouring
}

// satisfy is a model of the clauses, nil if there is none.
func satisfy(clauses [][]int) []bool {
	s := solver.New(solver.ParseSlice(clauses))
	if s.Solve() != solver.Sat {
		return nil
	}
	return s.Model()
}

// colourings are all of n vertices with k colours.
func colourings(n, k int, visit func([]int)) {
	colouring := make([]int, n)
	for {
		visit(colouring)
		v := 0
		for ; v < n && colouring[v] == k-1; v++ {
			colouring[v] = 0
		}
		if v == n {
			return
		}
		colouring[v]++
	}
}

func mustColor(t *testing.T, h instance.Hypergraph, k int, bounded bool) *Coloring {
	t.Helper()
	c, err := NewColoring(h, k, bounded)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestColoringsOfAllSmallHypergraphs, one of each isomorphism class: a SAT solver says whether there is a
// colouring; if so its weights have no error, else those of the best one have an SSE
// as claimed.
func TestColoringsOfAllSmallHypergraphs(t *testing.T) {
	for _, size := range []int{2, 3} {
		for n := size; n <= 5; n++ {
			for _, h := range hypergraphs(n, size) {
				for k := 2; k <= min(n, 3); k++ {
					testColoring(t, mustColor(t, h, k, false))
					testColoring(t, mustColor(t, h, k, true))
				}
			}
		}
	}
}

func testColoring(t *testing.T, c *Coloring) {
	t.Helper()
	colouring := properColouring(c.Hypergraph, c.Colors)
	isColourable := colouring != nil
	if !isColourable {
		colouring = bestColouring(c)
	}
	set, n := c.Set(), c.Weights(colouring)
	sse, q := set.SSE(n), whole(violated(c.Hypergraph, colouring))
	if isColourable != (sse.Sign() == 0) || isColourable != (q.Sign() == 0) {
		t.Fatalf("%v: colourable: %v, SSE %s, q = %s", c.Hypergraph.Edges, isColourable, sse, q)
	}
	if sse.Cmp(times(c.dearest(), q)) > 0 {
		t.Errorf("%v: SSE %s > %s·%s", c.Hypergraph.Edges, sse, c.dearest(), q)
	}
	judgeColoring(t, c, set, n)
	if c.Bounded {
		checkBounded(t, set)
		checkInBall(t, n)
	}
}

func bestColouring(c *Coloring) (best []int) {
	colourings(len(c.Hypergraph.Names), c.Colors, func(colouring []int) {
		if best == nil || violated(c.Hypergraph, colouring) < violated(c.Hypergraph, best) {
			best = slices.Clone(colouring)
		}
	})
	return best
}

// violated is the weight of the monochromatic edges, counted anew.
func violated(h instance.Hypergraph, colouring []int) (weight int64) {
	for e, edge := range h.Edges {
		colours := make(map[int]bool)
		for _, v := range edge {
			colours[colouring[v]] = true
		}
		if len(colours) == 1 {
			weight += h.Weight(e)
		}
	}
	return weight
}

func checkInBall(t *testing.T, n Network) {
	t.Helper()
	for j, w := range n.Weights {
		if norm := normSquare(w); norm.Cmp(whole(1)) > 0 {
			t.Errorf("unit %d has squared norm %s", j, norm)
		}
	}
}

// judgeColoring checks what Decode says of a network against the hypergraph, the
// theorem's inequality and the guarantee's words. It returns the SSE.
func judgeColoring(t *testing.T, c *Coloring, set *Set, n Network) *big.Rat {
	t.Helper()
	sse := set.SSE(n)
	answer := c.Decode(n, sse)
	named := answer.Solution.(map[string]int)
	colouring := make([]int, len(c.Hypergraph.Names))
	for v, name := range c.Hypergraph.Names {
		if colouring[v] = named[name]; colouring[v] < 1 || colouring[v] > c.Colors {
			t.Fatalf("vertex %s has colour %d of %d", name, named[name], c.Colors)
		}
	}
	q := whole(violated(c.Hypergraph, colouring))
	about := fmt.Sprintf("edges %v weights %v k = %d bounded %v signs %v: SSE %s, q = %s, %q",
		c.Hypergraph.Edges, c.Hypergraph.Weights, c.Colors, c.Bounded, n.Signs, Short(sse), q, answer.Guarantee)
	if q.Sign() > 0 && q.Cmp(sse) >= 0 {
		t.Errorf("%s: the claim SSE > q is false", about)
	}
	if answer.Value.Cmp(q) != 0 || answer.Valid != (q.Sign() == 0) {
		t.Errorf("%s: decoded as valid %v, value %s", about, answer.Valid, answer.Value)
	}
	if sure := sse.Cmp(whole(c.least)) <= 0; sure != (answer.Guarantee == "a proper colouring") || sure && !answer.Valid {
		t.Errorf("%s: the threshold is %s, valid %v", about, whole(c.least), answer.Valid)
	}
	if answer.Guaranteed != (sse.Cmp(whole(c.total)) <= 0) {
		t.Errorf("%s: guaranteed %v of %d", about, answer.Guaranteed, c.total)
	}
	return sse
}

func TestColoringText(t *testing.T) {
	h := instance.Hypergraph{Names: []string{"a", "b", "c", "lonely"}, Edges: [][]int{{0, 1}, {1, 2}, {0, 2}}, Weights: []int64{3, 1, 4}}
	c := mustColor(t, h, 2, false)
	if want := []string{"v_a", "v_b", "v_c", "gadget_1", "gadget_2"}; !slices.Equal(c.Set().Columns, want) {
		t.Errorf("columns %v", c.Set().Columns)
	}
	n := Network{Signs: []int{1, 1}, Weights: [][]*big.Rat{rats(1, -1, -1, 1, -1), rats(-1, 1, 1, -1, 1)}}
	answer := c.Decode(n, c.Set().SSE(n))
	want := []string{"colour 1: a lonely", "colour 2: b c", "monochromatic: b c (weight 1)"}
	if !slices.Equal(answer.Text, want) {
		t.Errorf("text %q, want %q", answer.Text, want)
	}
	for sse, want := range map[string]string{
		"1":    "a proper colouring",
		"1.01": "monochromatic edges of weight at most 1 of 8",
		"2":    "monochromatic edges of weight at most 1 of 8",
		"8":    "monochromatic edges of weight at most 7 of 8",
		"8.5":  "these weights guarantee nothing: SSE 8.5 > 8",
	} {
		v, _ := new(big.Rat).SetString(sse)
		if answer := c.Decode(n, v); answer.Guarantee != want || answer.Guaranteed != (sse != "8.5") {
			t.Errorf("SSE %s: %v, %q, want %q", sse, answer.Guaranteed, answer.Guarantee, want)
		}
	}
}

func rats(values ...int) (out []*big.Rat) {
	for _, v := range values {
		out = append(out, whole(v))
	}
	return out
}

func TestColoringProves(t *testing.T) {
	h := instance.Hypergraph{Names: numberNames(3), Edges: edgesOfSize(3, 2)}
	c := mustColor(t, h, 2, false)
	if got := c.dearest(); got.Cmp(whole(3)) != 0 {
		t.Errorf("D = %s, want 3", got)
	}
	for _, test := range []struct {
		lower *big.Rat
		want  string
	}{
		{whole(-1), ""},
		{whole(0), ""},
		{big.NewRat(1, 1000), "not 2-colourable: every colouring leaves monochromatic edges of weight at least 1"},
		{whole(3), "not 2-colourable: every colouring leaves monochromatic edges of weight at least 1"},
		{big.NewRat(301, 100), "not 2-colourable: every colouring leaves monochromatic edges of weight at least 2"},
	} {
		if got := c.Proves(test.lower); got != test.want {
			t.Errorf("%s proves %q, want %q", test.lower, got, test.want)
		}
	}
}

func TestColoringRefuses(t *testing.T) {
	names := numberNames(3)
	for _, test := range []struct {
		edges [][]int
		k     int
		want  string
	}{
		{[][]int{{0, 1}}, 1, "2 to 64"},
		{[][]int{{0, 1}}, -7, "2 to 64"},
		{[][]int{{0, 1}}, 65, "2 to 64"},
		{[][]int{{0, 3}}, 2, "edge 0"},
	} {
		_, err := NewColoring(instance.Hypergraph{Names: names, Edges: test.edges}, test.k, false)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, %d colours: %v, want %q", test.edges, test.k, err, test.want)
		}
	}
}

// TestColoringTrivial: no edges suit every colouring, edges of one vertex none, and the least
// SSE says so.
func TestColoringTrivial(t *testing.T) {
	for _, test := range []struct {
		edges  [][]int
		proves string
	}{
		{nil, ""},
		{[][]int{{0, 1}}, ""}, // more colours than vertices
		{[][]int{{2}}, "of weight at least 1"},
		{[][]int{{0, 1}, {2}, {2}, {0}}, "of weight at least 3"},
	} {
		for _, bounded := range []bool{false, true} {
			for k := 2; k <= 3; k++ {
				c := mustColor(t, instance.Hypergraph{Names: numberNames(3), Edges: test.edges}, k, bounded)
				colouring := []int{0, 1, 0}
				q := whole(c.Hypergraph.Monochromatic(colouring))
				n := c.Weights(colouring)
				sse := c.Set().SSE(n)
				a := c.Decode(n, sse)
				if sse.Cmp(times(whole(2), q)) != 0 || a.Value.Cmp(q) != 0 || a.Valid != (q.Sign() == 0) || a.Guaranteed != a.Valid && q.Sign() == 0 {
					t.Errorf("%v, %d colours: SSE %s, %+v", test.edges, k, sse, a)
				}
				if got := c.Proves(sse); !strings.Contains(got, test.proves) || (got == "") != (test.proves == "") {
					t.Errorf("%v, %d colours: proves %q", test.edges, k, got)
				}
				if fault := alwaysFits(c, n); fault != "" {
					t.Errorf("%v: %s", test.edges, fault)
				}
			}
		}
	}
}

// alwaysFits: the network is in the ball, and moving its weight on the column always
// makes it no better.
func alwaysFits(c *Coloring, n Network) string {
	set := c.Set()
	if moved, notices := set.intoBall(n); len(notices) > 0 {
		return fmt.Sprint(moved, notices)
	}
	if c.always == 0 {
		return ""
	}
	best, column := set.SSE(n), len(c.names)-1
	for _, change := range []int64{-1, 1} {
		w := slices.Clone(n.Weights[0])
		w[column] = plus(w[column], times(c.scale, big.NewRat(change, 100)))
		if worse := set.SSE(Network{n.Signs, append([][]*big.Rat{w}, n.Weights[1:]...)}); worse.Cmp(best) <= 0 {
			return "SSE " + worse.String()
		}
	}
	return ""
}

// TestParallelEdges: a triangle whose edges are tripled loses weight 3 with two colours,
// and any bound above 0 proves it.
func TestParallelEdges(t *testing.T) {
	h := instance.Hypergraph{Names: numberNames(3)}
	for range 3 {
		h.Edges = append(h.Edges, []int{0, 1}, []int{0, 2}, []int{1, 2})
	}
	c := mustColor(t, h, 2, false)
	if got := c.Proves(big.NewRat(1, 100)); !strings.HasSuffix(got, "of weight at least 3") {
		t.Errorf("proves %q", got)
	}
	if a := c.Decode(c.Weights([]int{0, 0, 1}), whole(3)); a.Value.Cmp(whole(3)) != 0 || a.Guarantee != "a proper colouring" {
		t.Errorf("%+v", a)
	}
}

func TestColoringClaim(t *testing.T) {
	h := instance.Hypergraph{Names: numberNames(4), Edges: [][]int{{0, 1, 3}, {1, 2}}, Weights: []int64{3, 2}}
	claim := mustColor(t, h, 3, false).Claim()
	for _, test := range []struct {
		name      string
		got, want *big.Rat
	}{
		{"step", claim.Step, whole(1)},
		{"scale: n + Σ d + 132(Ω+1)", claim.Scale, whole(4 + 13 + 132*6)},
		{"threshold", claim.Threshold, whole(2)},
		{"condition", claim.Condition, whole(6)},
		{"largest", claim.Largest, whole(2)},
	} {
		if test.got.Cmp(test.want) != 0 {
			t.Errorf("%s %s, want %s", test.name, test.got, test.want)
		}
	}
	if want := "min SSE = 0 if q = 0, else q < min SSE ≤ 3/2·q, q = least weight of monochromatic edges"; claim.Relation != want {
		t.Errorf("relation %q", claim.Relation)
	}
}

func TestColoringIsEasyNote(t *testing.T) {
	for _, test := range []struct {
		size, k int
		easy    bool
	}{{2, 2, true}, {2, 3, false}, {3, 2, false}} {
		c := mustColor(t, instance.Hypergraph{Names: numberNames(4), Edges: edgesOfSize(4, test.size)}, test.k, true)
		if got := strings.Contains(c.Claim().Theorem, "easy"); got != test.easy {
			t.Errorf("edges of %d, %d colours: %q", test.size, test.k, c.Claim().Theorem)
		}
	}
}

func TestColoringSurvivesJSON(t *testing.T) {
	h := instance.Hypergraph{Names: numberNames(4), Edges: [][]int{{0, 1}, {0, 1, 3}}, Weights: []int64{2, 5}}
	c := mustColor(t, h, 3, true)
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var plain Coloring
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	again := mustColor(t, plain.Hypergraph, plain.Colors, plain.Bounded)
	if got, want := fmt.Sprint(again.Set()), fmt.Sprint(c.Set()); got != want {
		t.Errorf("%s became\n%s", want, got)
	}
}
