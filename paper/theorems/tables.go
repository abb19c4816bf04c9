package theorems

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"relucert"
	"relucert/hardness/generate"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
	"relucert/paper/realizable"
	"relucert/proof/farkas"
)

// Table is small instances, all of them, each with its optimum and what training says.
type Table struct {
	Title string
	Note  string
	Head  []string
	Rows  [][]string
	// Wrong are the rows in which training and trying all solutions disagree: there are none.
	Wrong []string
}

// tables are computed anew, by the name that statements give.
func tables(ctx context.Context, name string) (*Table, error) {
	switch name {
	case "4":
		return covers(ctx)
	case "7":
		return densest(ctx)
	case "8":
		return colourings(ctx)
	case "10":
		return formulas(ctx)
	case "vu":
		return twoWays()
	}
	return nil, fmt.Errorf("there is no table %q", name)
}

// solved is the interval of the least SSE on a reduction's set, to a quarter of one unit of the objective.
func solved(ctx context.Context, r reduce.Reduction) (lower, upper float64, err error) {
	m, err := reduce.NewMeta(r, reduce.Layout{}, instance.Source{}, "theorems")
	if err != nil {
		return 0, 0, err
	}
	data, err := m.Dataset()
	if err != nil {
		return 0, 0, err
	}
	step, _ := r.Claim().Step.Float64()
	result, err := relucert.Fit(ctx, relucert.Problem{Data: data, Class: m.Class()}, relucert.Options{Additive: step / 4, NodeLimit: 50_000, Threads: 1})
	if err != nil {
		return 0, 0, err
	}
	return result.SSELower, result.SSE, nil
}

func interval(lower, upper float64) string {
	if upper < 1e-6 {
		return "0"
	}
	return fmt.Sprintf("%.2f to %.2f", lower, upper)
}

// covers are all families of at most three sets over at most three elements that cover them, up to names.
func covers(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All set covers of at most three sets over three elements",
		Note: "Up to names, each set of cost 1. The least SSE is the least number of sets that cover.",
		Head: []string{"sets", "least cover", "min SSE"}}
	for _, family := range families() {
		r, err := reduce.NewSetCover(coverOf(family), "exact")
		if err != nil {
			return nil, err
		}
		lower, upper, err := solved(ctx, r)
		if err != nil {
			return nil, err
		}
		least := float64(leastCover(family))
		t.add([]string{setsText(family), fmt.Sprint(least), interval(lower, upper)}, lower <= least+1e-6 && upper >= least-1e-6 && upper-lower < 0.5)
	}
	return t, nil
}

func (t *Table) add(row []string, right bool) {
	t.Rows = append(t.Rows, row)
	if !right {
		t.Wrong = append(t.Wrong, strings.Join(row, " | "))
	}
}

// families are sets of bit sets of {0, 1, 2}, one of each class.
func families() (all [][]int) {
	for chosen := 1; chosen < 1<<7; chosen++ {
		var family []int
		union := 0
		for set := 1; set <= 7; set++ {
			if chosen>>(set-1)&1 == 1 {
				family = append(family, set)
				union |= set
			}
		}
		if union == 7 && len(family) <= 3 && isFirst(family) {
			all = append(all, family)
		}
	}
	return all
}

// isFirst says that no renaming of the elements makes the family a smaller list.
func isFirst(family []int) bool {
	for _, p := range [][]int{{0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
		var renamed []int
		for _, set := range family {
			other := 0
			for e := range 3 {
				other |= set >> e & 1 << p[e]
			}
			renamed = append(renamed, other)
		}
		slices.Sort(renamed)
		if slices.Compare(renamed, family) < 0 {
			return false
		}
	}
	return true
}

func coverOf(family []int) instance.SetCover {
	c := instance.SetCover{Elements: []string{"1", "2", "3"}}
	for i, set := range family {
		c.Names, c.Costs = append(c.Names, fmt.Sprint(i+1)), append(c.Costs, 1)
		c.Sets = append(c.Sets, members(set))
	}
	return c
}

func members(set int) (all []int) {
	for e := range 3 {
		if set>>e&1 == 1 {
			all = append(all, e)
		}
	}
	return all
}

// leastCover tries all.
func leastCover(family []int) int {
	least := len(family)
	for chosen := range 1 << len(family) {
		union, size := 0, 0
		for i, set := range family {
			if chosen>>i&1 == 1 {
				union, size = union|set, size+1
			}
		}
		if union == 7 {
			least = min(least, size)
		}
	}
	return least
}

func setsText(family []int) string {
	var all []string
	for _, set := range family {
		text := ""
		for _, e := range members(set) {
			text += fmt.Sprint(e + 1)
		}
		all = append(all, "{"+text+"}")
	}
	return strings.Join(all, " ")
}

// densest are all graphs on four vertices with an edge, up to names, of which two or three vertices are sought.
func densest(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All graphs on four vertices, κ = 2 and 3",
		Note: "Up to names. The least SSE is Z − den, Z of the reduction's file; the table has Z − min SSE. The interval is to a quarter of an edge.",
		Head: []string{"edges", "κ", "den", "Z − min SSE"}}
	for _, g := range graphs(4) {
		for size := 2; size <= 3; size++ {
			r, err := reduce.NewDensest(g, size, "exact")
			if err != nil {
				return nil, err
			}
			lower, upper, err := solved(ctx, r)
			if err != nil {
				return nil, err
			}
			den := mostEdges(g, size)
			z, _ := new(big.Rat).Add(r.Set().SSE(chosen(r, g, size)), new(big.Rat).SetInt64(int64(den))).Float64()
			row := []string{edgesText(g.Edges), fmt.Sprint(size), fmt.Sprint(den), fmt.Sprintf("%.2f to %.2f", z-upper, z-lower)}
			t.add(row, z-upper <= float64(den)+1e-6 && z-lower >= float64(den)-1e-6 && upper-lower < 0.5)
		}
	}
	return t, nil
}

// chosen are the weights of a densest set, as the proof has them: A on e0 and b on its vertices.
func chosen(r *reduce.Densest, g instance.Graph, size int) reduce.Network {
	m := int64(1)
	for m*m < 2*int64(size) {
		m++
	}
	norm := big.NewInt(m*m + int64(size))
	w := []*big.Rat{new(big.Rat).SetFrac(big.NewInt(m*m-int64(size)), norm)}
	best := densestSet(g, size)
	for v := range g.Names {
		value := new(big.Rat)
		if best>>v&1 == 1 {
			value.SetFrac(big.NewInt(2*m), norm)
		}
		w = append(w, value)
	}
	return reduce.Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
}

func mostEdges(g instance.Graph, size int) int { return inside(g, densestSet(g, size)) }

// densestSet tries all, as bits.
func densestSet(g instance.Graph, size int) (best int) {
	most := -1
	for set := range 1 << len(g.Names) {
		if popcount(set) == size && inside(g, set) > most {
			best, most = set, inside(g, set)
		}
	}
	return best
}

func inside(g instance.Graph, set int) (edges int) {
	for _, e := range g.Edges {
		edges += (set >> e[0]) & (set >> e[1]) & 1
	}
	return edges
}

func popcount(set int) (bits int) {
	for ; set > 0; set &= set - 1 {
		bits++
	}
	return bits
}

// graphs are all with an edge, one of each class.
func graphs(n int) (all []instance.Graph) {
	pairs := pairsOf(n)
	seen := map[int]bool{}
	for bits := 1; bits < 1<<len(pairs); bits++ {
		if least := leastName(bits, n, pairs); seen[least] {
			continue
		} else {
			seen[least] = true
		}
		g := instance.Graph{}
		for v := range n {
			g.Names = append(g.Names, fmt.Sprint(v+1))
		}
		for i, pair := range pairs {
			if bits>>i&1 == 1 {
				g.Edges = append(g.Edges, pair)
			}
		}
		all = append(all, g)
	}
	return all
}

func pairsOf(n int) (pairs [][2]int) {
	for u := range n {
		for v := u + 1; v < n; v++ {
			pairs = append(pairs, [2]int{u, v})
		}
	}
	return pairs
}

// leastName is the smallest number of the graph under renamings of its vertices.
func leastName(bits, n int, pairs [][2]int) int {
	least := bits
	permutations(n, func(p []int) {
		renamed := 0
		for i, pair := range pairs {
			if bits>>i&1 == 1 {
				a, b := p[pair[0]], p[pair[1]]
				renamed |= 1 << slices.Index(pairs, [2]int{min(a, b), max(a, b)})
			}
		}
		least = min(least, renamed)
	})
	return least
}

func permutations(n int, visit func([]int)) {
	p := make([]int, 0, n)
	var extend func()
	extend = func() {
		if len(p) == n {
			visit(p)
			return
		}
		for v := range n {
			if !slices.Contains(p, v) {
				p = append(p, v)
				extend()
				p = p[:len(p)-1]
			}
		}
	}
	extend()
}

func edgesText(edges [][2]int) string {
	var all []string
	for _, e := range edges {
		all = append(all, fmt.Sprintf("%d%d", e[0]+1, e[1]+1))
	}
	return strings.Join(all, " ")
}

// colourings are all graphs on three and four vertices with two and three colours, decided in fractions.
func colourings(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All graphs on three and four vertices, two and three colours",
		Note: "Up to names. Whether a k-ReLU fits without error is decided in rationals (`relucert realizable`), with a proof that is verified.",
		Head: []string{"edges", "k", "k-colourable", "realizable", "cases in the proof"}}
	for n := 3; n <= 4; n++ {
		for _, g := range graphs(n) {
			for k := 2; k <= 3; k++ {
				if err := t.colouring(ctx, g, k); err != nil {
					return nil, err
				}
			}
		}
	}
	return t, nil
}

func (t *Table) colouring(ctx context.Context, g instance.Graph, k int) error {
	r, err := reduce.NewColoring(g.Hypergraph(), k, false)
	if err != nil {
		return err
	}
	samples, choices := rows(r.Set()), farkas.SignChoices(k)
	proof, err := realizable.DecideSum(ctx, samples, choices, realizable.Options{})
	if err == nil {
		err = proof.Verify(samples, choices)
	}
	if err != nil {
		return err
	}
	cases := 0
	for _, tree := range proof.Refutations {
		cases += (len(tree.Nodes) + 1) / 2
	}
	colourable, fits := colourable(g, k), proof.Network != nil
	t.add([]string{edgesText(g.Edges), fmt.Sprint(k), yes(colourable), yes(fits), fmt.Sprint(cases)}, colourable == fits)
	return nil
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// rows are a set's samples in full.
func rows(set *reduce.Set) (s farkas.Samples) {
	for _, sample := range set.Samples {
		row := make([]*big.Rat, len(set.Columns))
		for c := range row {
			row[c] = new(big.Rat)
		}
		for _, term := range sample.X {
			row[term.Column] = term.Value
		}
		s.X, s.Y = append(s.X, row), append(s.Y, sample.Y)
	}
	return s
}

// colourable tries all colourings.
func colourable(g instance.Graph, k int) bool {
	total := 1
	for range g.Names {
		total *= k
	}
	for code := range total {
		if proper(g, code, k) {
			return true
		}
	}
	return false
}

func proper(g instance.Graph, code, k int) bool {
	colours := make([]int, len(g.Names))
	for v := range colours {
		colours[v], code = code%k, code/k
	}
	for _, e := range g.Edges {
		if colours[e[0]] == colours[e[1]] {
			return false
		}
	}
	return true
}

// formulas are all formulas of different clauses of two literals over two variables, up to names.
func formulas(ctx context.Context) (*Table, error) {
	t := &Table{Title: "All formulas of clauses of two literals over two variables",
		Note: "Up to names and signs. With u clauses unsatisfied at least, min SSE is 0 if u = 0 and else more than u.",
		Head: []string{"clauses", "least unsatisfied", "min SSE"}}
	for _, clauses := range [][][]int{{{1, 2}}, {{1, 2}, {1, -2}}, {{1, 2}, {-1, -2}}, {{1, 2}, {1, -2}, {-1, 2}}, {{1, 2}, {1, -2}, {-1, 2}, {-1, -2}}} {
		r, err := reduce.NewSAT(instance.CNF{Variables: 2, Clauses: clauses}, 2, true)
		if err != nil {
			return nil, err
		}
		lower, upper, err := solved(ctx, r)
		if err != nil {
			return nil, err
		}
		u := leastUnsatisfied(clauses)
		t.add([]string{clausesText(clauses), fmt.Sprint(u), interval(lower, upper)}, u == 0 && upper < 0.3 || u > 0 && lower > float64(u)-0.3)
	}
	return t, nil
}

func clausesText(clauses [][]int) string {
	var all []string
	for _, c := range clauses {
		var literals []string
		for _, l := range c {
			literals = append(literals, strings.Replace(fmt.Sprintf("x%d", l), "x-", "¬x", 1))
		}
		all = append(all, "("+strings.Join(literals, " ∨ ")+")")
	}
	return strings.Join(all, " ")
}

// leastUnsatisfied tries all assignments of two variables.
func leastUnsatisfied(clauses [][]int) int {
	least := len(clauses)
	for assignment := range 4 {
		count := 0
		for _, clause := range clauses {
			if !slices.ContainsFunc(clause, func(l int) bool { return assignment>>(max(l, -l)-1)&1 == 1 == (l > 0) }) {
				count++
			}
		}
		least = min(least, count)
	}
	return least
}

// twoWays has 1/ε of both ways to k units, ε being the average error below which weights decode to a solution.
func twoWays() (*Table, error) {
	t := &Table{Title: "Two ways to k units",
		Note: "1/ε, with ε the average squared error up to which weights surely decode to a proper colouring, within ‖w‖ ≤ 1. Random hypergraphs of N vertices and 3N edges of three. " +
			"Directly: k colours, k units, as the paper does. By way of two colours: k − 2 units are kept busy, in the manner of Vu. Left with the gadget that forces the signs, right with signs fixed (step I).",
		Head: []string{"N", "k", "direct", "by two colours", "loss", "direct, signs fixed", "by two colours, signs fixed", "loss"}}
	for _, n := range []int{8, 16, 32, 64} {
		h, _, err := generate.Coloring(generate.ColoringOptions{Vertices: n, Edges: 3 * n, Size: 3, Colors: 2, Seed: 1})
		if err != nil {
			return nil, err
		}
		for k := 3; k <= 5; k++ {
			row := []string{fmt.Sprint(n), fmt.Sprint(k)}
			for _, plain := range []bool{false, true} {
				direct, err := reduce.CompleteColoring(reduce.Coloring{Hypergraph: h, Colors: k, Bounded: true, NoGadget: plain})
				if err != nil {
					return nil, err
				}
				busy, err := reduce.NewOccupied(reduce.Occupied{Hypergraph: h, Colors: 2, Units: k, Bounded: true, NoGadget: plain})
				if err != nil {
					return nil, err
				}
				a, b := inverse(direct), inverse(busy)
				row = append(row, fmt.Sprintf("%.3g", a), fmt.Sprintf("%.3g", b), fmt.Sprintf("%.1f×", b/a))
			}
			t.add(row, true)
		}
	}
	return t, nil
}

// inverse is 1/ε: the sum of the sample weights over the threshold of decoding.
func inverse(r reduce.Reduction) float64 {
	total := new(big.Rat)
	for _, s := range r.Set().Samples {
		total.Add(total, s.Weight)
	}
	v, _ := total.Quo(total, r.Claim().Threshold).Float64()
	return v
}
