package reduce

import (
	"cmp"
	"fmt"
	"slices"

	"relucert/hardness/instance"
)

// SAT trains k units to satisfy a CNF formula, through a colouring (Theorem 10:
// bounded training of k ≥ 2 units to additive error ε takes time 2^Ω(1/ε), even if
// some network has no error).
//
// Literals that a clause repeats count once; clauses with x and ¬x hold and are
// left out. Of the m clauses left, occ(l) contain the literal l. The hypergraph's
// vertices are the N ≤ 2n literals that occur, s, and z_3, …, z_k; its edges
//
//	{x, ¬x}              weight min(occ(x), occ(¬x)), if both occur
//	{l_1, …, l_r, s}     weight 1, for each clause l_1 ∨ … ∨ l_r
//	{v, z_i}             weight d(v), that of v's edges above, for each v of the above
//	{z_i, z_j}           weight W, that of all edges of the first two kinds
//
// Dimension N + k + 1; at most n + m + (k-2)(N+1) + (k-2)(k-3)/2 edges.
//
// Claim. A k-colouring that leaves weight q monochromatic gives an assignment that
// leaves at most q clauses unsatisfied; an assignment that leaves u unsatisfied
// gives a k-colouring with q = u. So the least q is the least number of
// unsatisfied clauses, and what Coloring claims of q holds of it: any weights and
// signs decode to an assignment that leaves fewer than SSE clauses unsatisfied, or
// none.
//
// Proof. True literals get colour 1, the others and s colour 0, z_i colour i-1: only
// the edges of unsatisfied clauses are monochromatic. Conversely, if two z share a
// colour, q ≥ W ≥ m and any assignment will do. Otherwise two colours are left.
// Give one of them to each v that shares a colour with a z: its new monochromatic
// edges weigh at most d(v), which {v, z_i} no longer costs. Now call a literal true
// if its colour is not that of s. If x and ¬x share a colour, the less frequent one
// is negated: at most min(occ(x), occ(¬x)) clauses are lost, which {x, ¬x} no longer
// costs. A clause left unsatisfied has all literals in the colour of s. ∎
//
// Bounded, the weights of such a colouring are smaller than Coloring has to allow for, if no
// vertex is given up. Let r be the longest clause. Against the unit of colour 0 only true
// literals need more than 1, at most r, and there is one a variable; against that of colour 1
// s needs at most r and false literals max(1, (r-1)/2), as s helps them; against the others 1
// suffices. So with V variables that occur and n vertices, n(ℓ-1)² becomes
//
//	max(Vr² + n - V, r² + (n-1) max(1, (r-1)/2)²).
//
// With a weight of 1 for every {x, ¬x} there is no gap: one vertex pays for any
// number of clauses. For k = 3 the textbook reduction to graphs (a palette, and six
// vertices a clause) would be right as well, but takes 2n + 3 + 6m vertices instead
// of N + 2 ≤ 2n + 2 and clauses of three literals, and has no such claim.
type SAT struct {
	Formula instance.CNF `json:"formula"`
	Colors  int          `json:"colors"`
	Bounded bool         `json:"bounded"`
	// Gap is δ: of the cases to be told apart, in the one some assignment satisfies the
	// formula, in the other every one violates at least the share Gap of its clauses. 0: at
	// least one.
	Gap float64 `json:"gap,omitempty"`

	clauses  [][]int     // without repetitions and without those that always hold
	literals []int       // a vertex, before s
	vertex   map[int]int // a literal
	occurs   []int64     // a vertex of a literal
	coloring *Coloring
}

// mostColors keeps the set at most about this times as large as the formula.
const mostColors = 64

// NewSAT goes through a colouring with colors colours, 2 to 64. An empty clause is an
// edge of one vertex, s; nothing satisfies it. Bounded is the version with norm bound 1.
func NewSAT(f instance.CNF, colors int, bounded bool) (*SAT, error) {
	if err := f.Check(); err != nil {
		return nil, err
	}
	if colors < 2 || colors > mostColors {
		return nil, fmt.Errorf("%d colours: 2 to %d are possible", colors, mostColors)
	}
	s := &SAT{Formula: f, Colors: colors, Bounded: bounded}
	s.simplify()
	s.count()
	coloring, err := NewColoring(s.hypergraph(), colors, bounded)
	if err != nil {
		return nil, err
	}
	s.coloring = coloring
	if bounded {
		coloring.keeps, coloring.squares = true, s.squares(int64(len(coloring.names)))
		coloring.balance()
	}
	return s, nil
}

// squares is the maximum above, rounded up.
func (s *SAT) squares(n int64) int64 {
	occurring, long := make(map[int]bool), int64(1)
	for _, clause := range s.clauses {
		long = max(long, int64(len(clause)))
		for _, literal := range clause {
			occurring[variable(literal)] = true
		}
	}
	v, twice := int64(len(occurring)), max(2, long-1)
	return max(v*long*long+n-v, long*long+((n-1)*twice*twice+3)/4)
}

// simplify finds the m clauses, each sorted by variable.
func (s *SAT) simplify() {
	for _, clause := range s.Formula.Clauses {
		clause = slices.Clone(clause)
		slices.SortFunc(clause, byVariable)
		clause = slices.Compact(clause)
		if !tautology(clause) {
			s.clauses = append(s.clauses, clause)
		}
	}
}

// byVariable puts x before ¬x, and both before the next variable.
func byVariable(a, b int) int {
	return cmp.Or(cmp.Compare(variable(a), variable(b)), cmp.Compare(b, a))
}

func variable(literal int) int { return max(literal, -literal) }

// tautology is for clauses sorted by variable.
func tautology(clause []int) bool {
	for i := 1; i < len(clause); i++ {
		if clause[i] == -clause[i-1] {
			return true
		}
	}
	return false
}

// count gives each literal that occurs a vertex.
func (s *SAT) count() {
	occurs := make(map[int]int64)
	for _, clause := range s.clauses {
		for _, literal := range clause {
			occurs[literal]++
		}
	}
	s.vertex = make(map[int]int, len(occurs))
	for literal := range occurs {
		s.literals = append(s.literals, literal)
	}
	slices.SortFunc(s.literals, byVariable)
	for v, literal := range s.literals {
		s.vertex[literal] = v
		s.occurs = append(s.occurs, occurs[literal])
	}
}

// anchor is the vertex s, whose colour means false; the z follow it.
func (s *SAT) anchor() int { return len(s.literals) }

// Kind is "sat".
func (s *SAT) Kind() string { return "sat" }

// Set is that of the colouring described at SAT. Its columns are v_ and x3, not_x3,
// s or z3, and two for the gadget.
func (s *SAT) Set() *Set { return s.coloring.Set() }

// Claim implements Reduction.
func (s *SAT) Claim() Claim {
	claim := s.coloring.Claim()
	claim.Theorem = "Theorem 10"
	claim.Relation = s.coloring.relation("least number of unsatisfied clauses")
	claim.Order = Order{N: s.Formula.Variables, Things: "variables"}
	if s.clauses != nil {
		claim.Separation = s.coloring.promised(s.Gap, int64(len(s.Formula.Clauses)))
		claim.Cases = fmt.Sprintf("a formula that can be satisfied from %s unsatisfied clauses or more, whatever the assignment", claim.Separation.Num())
	}
	return claim
}

// SetGap says which cases are to be told apart; 0 ≤ gap ≤ 1.
func (s *SAT) SetGap(gap float64) error {
	err := s.coloring.SetGap(gap)
	s.Gap = s.coloring.Gap
	return err
}
