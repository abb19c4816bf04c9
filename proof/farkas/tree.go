package farkas

import (
	"fmt"
	"math/big"
	"slices"
)

// Tree shows that no network of these signs fits: nodes in preorder, of which each divides
// its networks between the next two subtrees, or is a contradiction.
type Tree struct {
	Signs []int // k, each 1 before each −1
	Nodes []Node
}

// Node is a split, or else multipliers that contradict each other.
type Node struct {
	Split *Split
	Rows  []RowMultiplier
	Sides []SideMultiplier
}

// Split is on the side of a sample's hyperplane on which a unit lies. First come the networks
// with the unit there, then those with the unit, and all that are symmetric to it, on the other one.
// A side that was decided before is forgotten.
type Split struct {
	Sample, Unit int
	Side         int // 1: ⟨w, x⟩ ≥ 0; −1: ⟨w, x⟩ ≤ 0
}

// RowMultiplier is the λ of what a sample says: Σ_j s_j t_j + ⟨c, z⟩ against y, with t_j =
// ⟨w_j, x⟩ for the active units and 0 for the others.
type RowMultiplier struct {
	Sample int
	Active []bool // k
	Value  *big.Rat
}

// SideMultiplier is the μ ≥ 0 of the side on which a unit was put.
type SideMultiplier struct {
	Sample, Unit int
	Value        *big.Rat
}

// sides are decisions: for each unit a side of a sample.
type sides []map[int]int

// with puts units on a side of a sample.
func (s sides) with(units []int, sample, side int) sides {
	next := make(sides, len(s))
	for j, decided := range s {
		next[j] = make(map[int]int, len(decided)+1)
		for i, at := range decided {
			next[j][i] = at
		}
	}
	for _, j := range units {
		next[j][sample] = side
	}
	return next
}

// alike are the units of j's sign and j's decisions, j among them.
func (s sides) alike(signs []int, j int) (units []int) {
	for other := range s {
		if signs[other] == signs[j] && sameSides(s[other], s[j]) {
			units = append(units, other)
		}
	}
	return units
}

func sameSides(a, b map[int]int) bool {
	if len(a) != len(b) {
		return false
	}
	for i, side := range a {
		if b[i] != side {
			return false
		}
	}
	return true
}

func (t *Tree) verify(s Samples) error {
	next, err := t.subtree(s, 0, make(sides, len(t.Signs)))
	if err == nil && next != len(t.Nodes) {
		err = fmt.Errorf("node %d belongs to nothing", next+1)
	}
	return err
}

// subtree verifies the nodes from at on that make a whole, and is the one after them.
func (t *Tree) subtree(s Samples, at int, decided sides) (next int, err error) {
	if at >= len(t.Nodes) {
		return at, fmt.Errorf("node %d is missing", at+1)
	}
	split := t.Nodes[at].Split
	if split == nil {
		if err := t.contradiction(s, &t.Nodes[at], decided); err != nil {
			return at, fmt.Errorf("node %d: %w", at+1, err)
		}
		return at + 1, nil
	}
	if err := inRange(s, split.Sample, split.Unit, len(decided)); err != nil {
		return at, fmt.Errorf("node %d: %w", at+1, err)
	}
	next, err = t.subtree(s, at+1, decided.with([]int{split.Unit}, split.Sample, split.Side))
	if err != nil {
		return next, err
	}
	return t.subtree(s, next, decided.with(decided.alike(t.Signs, split.Unit), split.Sample, -split.Side))
}

func inRange(s Samples, sample, unit, units int) error {
	switch {
	case sample < 0 || sample >= len(s.X):
		return fmt.Errorf("there is no row %d", sample+1)
	case unit < 0 || unit >= units:
		return fmt.Errorf("there is no unit %d", unit+1)
	}
	return nil
}

// combination is Σ of rows times multipliers: what stands before each weight, and what
// before the labels.
type combination struct {
	units  [][]*big.Rat // k×n
	output []*big.Rat   // p
	labels *big.Rat
}

func newCombination(s Samples, units int) *combination {
	c := &combination{output: zeros(s.OutputColumns()), labels: new(big.Rat)}
	for range units {
		c.units = append(c.units, zeros(len(s.X[0])))
	}
	return c
}

func zeros(n int) []*big.Rat {
	all := make([]*big.Rat, n)
	for d := range all {
		all[d] = new(big.Rat)
	}
	return all
}

// addTo adds factor times a row.
func addTo(sum []*big.Rat, factor *big.Rat, row []*big.Rat) {
	term := new(big.Rat)
	for d, v := range row {
		sum[d].Add(sum[d], term.Mul(factor, v))
	}
}

// contradiction wants multipliers under which all weights cancel and the labels come to less than 0.
func (t *Tree) contradiction(s Samples, n *Node, decided sides) error {
	sum := newCombination(s, len(t.Signs))
	for _, r := range n.Rows {
		if err := t.addRow(sum, s, r, decided); err != nil {
			return err
		}
	}
	for _, m := range n.Sides {
		if err := addSide(sum, s, m, decided); err != nil {
			return err
		}
	}
	for _, v := range slices.Concat(append(sum.units, sum.output)...) {
		if v.Sign() != 0 {
			return fmt.Errorf("a weight is left with the factor %s, not 0", v.RatString())
		}
	}
	if sum.labels.Sign() >= 0 {
		return fmt.Errorf("the labels come to %s, no contradiction", sum.labels.RatString())
	}
	return nil
}

// addRow adds what a sample says. A unit whose term may be too small must not turn "≤" round.
func (t *Tree) addRow(sum *combination, s Samples, r RowMultiplier, decided sides) error {
	if err := inRange(s, r.Sample, 0, 1); err != nil {
		return err
	}
	if len(r.Active) != len(t.Signs) {
		return fmt.Errorf("row %d names %d units of %d", r.Sample+1, len(r.Active), len(t.Signs))
	}
	for j, active := range r.Active {
		factor := new(big.Rat).Mul(r.Value, big.NewRat(int64(t.Signs[j]), 1))
		if exact := decided[j][r.Sample] == side(active); !exact && factor.Sign() < 0 {
			return fmt.Errorf("row %d needs a multiplier of the other sign, for the side of unit %d is not known", r.Sample+1, j+1)
		}
		if active {
			addTo(sum.units[j], factor, s.X[r.Sample])
		}
	}
	if s.Z != nil {
		addTo(sum.output, r.Value, s.Z[r.Sample])
	}
	addTo([]*big.Rat{sum.labels}, r.Value, s.Y[r.Sample:r.Sample+1])
	return nil
}

// side is that of an active unit, or of another.
func side(active bool) int {
	if active {
		return 1
	}
	return -1
}

func addSide(sum *combination, s Samples, m SideMultiplier, decided sides) error {
	if err := inRange(s, m.Sample, m.Unit, len(decided)); err != nil {
		return err
	}
	at := decided[m.Unit][m.Sample]
	switch {
	case at == 0:
		return fmt.Errorf("unit %d was put on no side of row %d", m.Unit+1, m.Sample+1)
	case m.Value.Sign() < 0:
		return fmt.Errorf("the multiplier of unit %d's side of row %d is %s", m.Unit+1, m.Sample+1, m.Value.RatString())
	}
	addTo(sum.units[m.Unit], new(big.Rat).Mul(m.Value, big.NewRat(int64(-at), 1)), s.X[m.Sample])
	return nil
}
