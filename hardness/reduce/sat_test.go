package reduce

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

func mustSAT(t *testing.T, f instance.CNF, k int, bounded bool) *SAT {
	t.Helper()
	s, err := NewSAT(f, k, bounded)
	if err != nil {
		t.Fatalf("%v: %v", f.Clauses, err)
	}
	return s
}

// smallFormulas are the tinyFormulas, and random formulas with repeated clauses and
// literals, tautologies and idle variables.
func smallFormulas(t *testing.T) []instance.CNF {
	t.Helper()
	all := tinyFormulas()
	const seed = 4711
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range thorough.Of(150, 12) {
		all = append(all, randomFormula(rng))
	}
	return all
}

// tinyClauses are those over two variables.
func tinyClauses() [][]int { return [][]int{{1}, {-1}, {2}, {-2}, {1, 2}, {1, -2}, {-1, 2}, {-1, -2}} }

// tinyFormula has the tinyClauses whose bits are set.
func tinyFormula(chosen int) instance.CNF {
	f := instance.CNF{Variables: 2}
	for i, clause := range tinyClauses() {
		if chosen>>i&1 == 1 {
			f.Clauses = append(f.Clauses, clause)
		}
	}
	return f
}

// tinyFormulas are all over two variables, one of those that exchanging and negating them makes of each other.
func tinyFormulas() (all []instance.CNF) {
	clauses := tinyClauses()
	var renamings [][]int // where each clause goes
	for _, image := range [][]int{{1, 2}, {-1, 2}, {1, -2}, {-1, -2}, {2, 1}, {-2, 1}, {2, -1}, {-2, -1}} {
		var to []int
		for _, clause := range clauses {
			var renamed []int
			for _, literal := range clause {
				if literal > 0 {
					renamed = append(renamed, image[literal-1])
				} else {
					renamed = append(renamed, -image[-literal-1])
				}
			}
			to = append(to, slices.IndexFunc(clauses, func(c []int) bool {
				return len(c) == len(renamed) && !slices.ContainsFunc(renamed, func(l int) bool { return !slices.Contains(c, l) })
			}))
		}
		renamings = append(renamings, to)
	}
	for chosen := 1; chosen < 1<<len(clauses); chosen++ {
		if isLeast(chosen, renamings) {
			all = append(all, tinyFormula(chosen))
		}
	}
	return all
}

func randomFormula(rng *rand.Rand) instance.CNF {
	f := instance.CNF{Variables: 2 + rng.IntN(3), Clauses: [][]int{{1, -2}}}
	for range 2 + rng.IntN(16) {
		var clause []int
		for range 1 + rng.IntN(3) {
			clause = append(clause, (1+rng.IntN(f.Variables))*(1-2*rng.IntN(2)))
		}
		f.Clauses = append(f.Clauses, clause)
		if rng.IntN(3) == 0 {
			f.Clauses = append(f.Clauses, clause)
		}
	}
	return f
}

// TestSATOfSmallFormulas: a SAT solver says whether there is an assignment; if so
// its weights have no error, else those of a best one decode to it.
func TestSATOfSmallFormulas(t *testing.T) {
	satisfiable := 0
	for _, f := range smallFormulas(t) {
		assignment := satisfy(f.Clauses)
		if assignment != nil {
			satisfiable++
		}
		for k := 2; k <= 4; k++ {
			testFormula(t, mustSAT(t, f, k, false), assignment)
			testFormula(t, mustSAT(t, f, k, true), assignment)
		}
	}
	t.Logf("%d satisfiable", satisfiable)
}

func testFormula(t *testing.T, s *SAT, assignment []bool) {
	t.Helper()
	isSatisfiable := assignment != nil
	if !isSatisfiable {
		assignment = bestAssignment(s.Formula)
	}
	assignment = append(assignment, make([]bool, s.Formula.Variables-len(assignment))...)
	set, n := s.Set(), s.Weights(assignment)
	sse := set.SSE(n)
	if isSatisfiable != (sse.Sign() == 0) {
		t.Fatalf("%v, k = %d: satisfiable %v, SSE %s", s.Formula.Clauses, s.Colors, isSatisfiable, sse)
	}
	if q := whole(s.Formula.Unsatisfied(assignment)); sse.Cmp(times(q, s.coloring.dearest())) > 0 {
		t.Errorf("%v, k = %d: SSE %s > %s·%s", s.Formula.Clauses, s.Colors, sse, s.coloring.dearest(), q)
	}
	judgeSAT(t, s, n, sse)
	if s.Bounded {
		checkBounded(t, set)
		checkInBall(t, n)
	}
}

func bestAssignment(f instance.CNF) (best []bool) {
	for mask := range 1 << f.Variables {
		assignment := make([]bool, f.Variables)
		for v := range assignment {
			assignment[v] = mask>>v&1 == 1
		}
		if best == nil || f.Unsatisfied(assignment) < f.Unsatisfied(best) {
			best = assignment
		}
	}
	return best
}

// judgeSAT checks what Decode says of a network of a given SSE against the formula.
func judgeSAT(t *testing.T, s *SAT, n Network, sse *big.Rat) {
	t.Helper()
	answer := s.Decode(n, sse)
	about := fmt.Sprintf("%v, k = %d: SSE %s, %v, %q", s.Formula.Clauses, s.Colors, Short(sse), answer.Text, answer.Guarantee)
	u := whole(unsatisfied(t, s.Formula, answer))
	if u.Sign() > 0 && u.Cmp(sse) >= 0 {
		t.Errorf("%s: the claim SSE > %s is false", about, u)
	}
	if answer.Value.Cmp(u) != 0 || answer.Valid != (u.Sign() == 0) || answer.Valid != (answer.Text[0] == "s SATISFIABLE") {
		t.Errorf("%s: value %s, %s are unsatisfied", about, answer.Value, u)
	}
	if sure := sse.Cmp(whole(1)) <= 0; sure != strings.Contains(answer.Guarantee, "that satisfies") || sure && !answer.Valid {
		t.Errorf("%s: valid %v", about, answer.Valid)
	}
}

// unsatisfied reads the v line as a program would, and counts anew.
func unsatisfied(t *testing.T, f instance.CNF, answer Answer) (clauses int) {
	t.Helper()
	words := strings.Fields(strings.TrimPrefix(answer.Text[len(answer.Text)-1], "c "))
	if words[0] != "v" || words[len(words)-1] != "0" || len(words) != f.Variables+2 {
		t.Fatalf("%q is no v line of %d variables", words, f.Variables)
	}
	for _, clause := range f.Clauses {
		if !slices.ContainsFunc(clause, func(l int) bool { return slices.Contains(words, fmt.Sprint(l)) }) {
			clauses++
		}
	}
	return clauses
}

// TestSATOfAllColourings checks the claim for every colouring: the assignment that
// it decodes to leaves no more unsatisfied than the colouring violates. So the
// least violation is the least number of unsatisfied clauses.
func TestSATOfAllColourings(t *testing.T) {
	for _, f := range smallFormulas(t) {
		for k := 2; k <= 5; k++ {
			s := mustSAT(t, f, k, false)
			h := s.coloring.Hypergraph
			if colourCount(len(h.Names), k) > 30000 {
				continue
			}
			colourings(len(h.Names), k, func(colouring []int) {
				u, q := f.Unsatisfied(s.assignment(colouring)), h.Monochromatic(colouring)
				if int64(u) > q {
					t.Fatalf("%v, k = %d: %v of %v violates %d, but %d clauses are not satisfied", f.Clauses, k, colouring, h.Names, q, u)
				}
			})
		}
	}
}

func colourCount(n, k int) int {
	count := 1
	for range n {
		count *= k
	}
	return count
}

// TestSATOfAssignments: an assignment's colouring violates what it leaves unsatisfied.
func TestSATOfAssignments(t *testing.T) {
	for _, f := range smallFormulas(t) {
		for k := 2; k <= 4; k++ {
			s := mustSAT(t, f, k, true)
			for mask := range 1 << f.Variables {
				assignment := make([]bool, f.Variables)
				for v := range assignment {
					assignment[v] = mask>>v&1 == 1
				}
				for _, w := range s.Weights(assignment).Weights {
					if normSquare(w).Cmp(whole(1)) > 0 {
						t.Fatalf("%v, k = %d: squared norm %s", f.Clauses, k, normSquare(w))
					}
				}
				u, q := f.Unsatisfied(assignment), s.coloring.Hypergraph.Monochromatic(s.colouring(assignment))
				if int64(u) != q {
					t.Fatalf("%v, k = %d: %v leaves %d unsatisfied, its colouring violates %d", f.Clauses, k, assignment, u, q)
				}
			}
		}
	}
}

func TestSATOfDisturbedWeights(t *testing.T) {
	const seed = 99
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range thorough.Of(120, 30) {
		f := randomFormula(rng)
		s := mustSAT(t, f, 2+rng.IntN(3), rng.IntN(2) == 0)
		a := adversary{rng, s.coloring, s.Set()}
		for _, colouring := range [][]int{a.randomColouring(), s.colouring(bestAssignment(f))} {
			good := s.coloring.Weights(colouring)
			n := a.network(func(j, column int) *big.Rat {
				return plus(good.Weights[j][column], times(a.noise(200), s.coloring.scale))
			})
			judgeSAT(t, s, n, a.set.SSE(n))
			n.Signs = good.Signs
			judgeSAT(t, s, n, a.set.SSE(n))
			n = a.descend(n, colouring)
			judgeSAT(t, s, n, a.set.SSE(n))
		}
	}
}

// TestSATTrivial: no clause that can be violated, and one that must be.
func TestSATTrivial(t *testing.T) {
	for _, test := range []struct {
		clauses [][]int
		u       int
	}{{nil, 0}, {[][]int{{1, 2, -1}, {-2, 2}}, 0}, {[][]int{{}}, 1}, {[][]int{{1}, {}, {-1}}, 2}} {
		for k := 2; k <= 4; k++ {
			for _, bounded := range []bool{false, true} {
				s := mustSAT(t, instance.CNF{Variables: 2, Clauses: test.clauses}, k, bounded)
				n := s.Weights([]bool{true, false})
				sse := s.Set().SSE(n)
				a := s.Decode(n, sse)
				judgeSAT(t, s, n, sse)
				if (sse.Sign() == 0) != (test.u == 0) || a.Value.Cmp(whole(test.u)) != 0 || a.Guaranteed != (test.u == 0) && test.u == 0 {
					t.Errorf("%v, %d colours: SSE %s, %+v", test.clauses, k, sse, a)
				}
				if got := s.Proves(sse); (got == "") != (test.u == 0) {
					t.Errorf("%v: proves %q", test.clauses, got)
				}
			}
		}
	}
}

func TestSATRefuses(t *testing.T) {
	for _, test := range []struct {
		f    instance.CNF
		k    int
		want string
	}{
		{instance.CNF{Variables: 2, Clauses: [][]int{{1, 3}}}, 2, "literal 3"},
		{instance.CNF{Variables: 2, Clauses: [][]int{{1, 2}}}, 1, "1 colours"},
		{instance.CNF{Variables: 2, Clauses: [][]int{{1, 2}}}, 1 << 40, "2 to 64"},
	} {
		s, err := NewSAT(test.f, test.k, false)
		if s != nil || err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%v, %d colours: %v, want %q", test.f, test.k, err, test.want)
		}
	}
}

// TestSATText has repeated literals, a tautology, a pure literal and idle variables.
func TestSATText(t *testing.T) {
	f := instance.CNF{Variables: 5, Clauses: [][]int{{3, 1, 3}, {-3, 1}, {-3}, {5, -5, 2}}}
	s := mustSAT(t, f, 3, false)
	h := s.coloring.Hypergraph
	if want := []string{"x1", "x3", "not_x3", "s", "z3"}; !slices.Equal(h.Names, want) {
		t.Errorf("vertices %v, want %v", h.Names, want)
	}
	wantEdges := "[[1 2] [0 1 3] [0 2 3] [2 3] [0 4] [1 4] [2 4] [3 4]] [1 1 1 1 2 2 3 3]"
	if got := fmt.Sprint(h.Edges, h.Weights); got != wantEdges {
		t.Errorf("edges %s, want %s", got, wantEdges)
	}
	for _, test := range []struct {
		colouring []int
		want      []string
	}{
		{[]int{1, 0, 1, 0, 2}, []string{"s SATISFIABLE", "v 1 -2 -3 -4 -5 0"}},
		{[]int{1, 0, 0, 0, 2}, []string{"c not satisfied: 1 of 4 clauses", "c v 1 -2 3 -4 -5 0"}},
		{[]int{2, 1, 0, 0, 2}, []string{"c not satisfied: 2 of 4 clauses", "c v -1 -2 3 -4 -5 0"}},
	} {
		n := s.coloring.Weights(test.colouring)
		for j, w := range n.Weights { // undo what Weights gives up
			for v, colour := range test.colouring {
				w[v] = whole(-1)
				if colour == j {
					w[v] = whole(1)
				}
			}
		}
		if got := s.Decode(n, new(big.Rat)).Text; !slices.Equal(got, test.want) {
			t.Errorf("%v: %q, want %q", test.colouring, got, test.want)
		}
	}
}

func TestSATProves(t *testing.T) {
	s := mustSAT(t, instance.CNF{Variables: 1, Clauses: [][]int{{1}, {-1}}}, 2, false)
	if got := s.Proves(new(big.Rat)); got != "" {
		t.Errorf("0 proves %q", got)
	}
	want := "unsatisfiable: every assignment leaves at least 1 of 2 clauses unsatisfied"
	if got := s.Proves(big.NewRat(1, 9)); got != want {
		t.Errorf("1/9 proves %q", got)
	}
}

func TestSATSurvivesJSON(t *testing.T) {
	s := mustSAT(t, instance.CNF{Variables: 3, Clauses: [][]int{{1, -2}, {2, 3, -1}}}, 3, true)
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var plain SAT
	if err := json.Unmarshal(text, &plain); err != nil {
		t.Fatal(err)
	}
	again := mustSAT(t, plain.Formula, plain.Colors, plain.Bounded)
	if got, want := fmt.Sprint(again.Set()), fmt.Sprint(s.Set()); got != want {
		t.Errorf("%s became\n%s", want, got)
	}
}
