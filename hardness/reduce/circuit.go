package reduce

import (
	"fmt"
	"math/big"

	"relucert/hardness/instance"
)

// Circuit trains one unit to choose the inputs of a monotone circuit (Theorem 4,
// where Minimum Monotone Circuit Satisfiability gives the inapproximability factor).
//
// Inputs of cost 0 are set, gates of one wire are that wire, wires that do not
// reach the output are left out, so are reads that another read implies or that imply it, and inputs
// that only one gate reads are one (simplify). D = max(1, most gates on a path from an input to
// the output). A wire's share s_v is 1 for an input, the greatest of its reads' for an AND
// and their sum for an OR. Its division is 1 for the output, else at least that of each
// AND that reads it, and for each OR g that does d_g s_g/s_v. S_v = some inputs that make v
// true, U = cost of S_out, c_v = the lesser of 2U and a bound on the cost of S_v. One
// coordinate a wire, and e_0; one sample each for e_0, the output, an OR gate, a read
// of an AND gate, and an input:
//
//	(e_0, 1, 32U)
//	output:              (e_0 + e_out, 0, 32U)
//	AND g, each read a:  (⌈d_g⌉ (e_a − e_g), 0, 4D² c_g)
//	OR g:                (⌈d_g⌉ (Σ e_a − e_g), 0, 4D² c_g)
//	input i:             (e_0 + 4⌈d_i⌉ e_i, 1, cost_i)
//
// Claim. The least SSE is OPT, the least cost of inputs that make the output true.
// If SSE ≤ 5U/4, Decode finds such inputs of cost ≤ SSE. (Beyond U for the sake of
// weights that are optimal but for rounding.)
//
// Proof. Write t_v = −w_v, "true" is large. Witness: w_0 = 1, t_v = 1 on the true
// wires and 0 on the others; only the samples of the true inputs have an error, 1
// each. So the least SSE is at most OPT. Conversely let SSE ≤ 5U/4; OPT ≤ U. The first
// two samples say (w_0 − 1)² + (w_0 − t_out)_+² ≤ 5/128 < 1/25, so t_out > 1 − √2/5 > 1/2,
// and by Cauchy
//
//	t_out − w_0/4 = 3/4 + (3/4)(w_0 − 1) − (w_0 − t_out) > 3/4 − (1/5)√(9/16 + 1) = 1/2.
//
// Descend from the output. A gate whose slack, t_g − t_a or t_g − Σ t_a, is above
// 1/(2D⌈d_g⌉) costs more than c_g (so c_g < 2U): add S_g and go no further. Of any other
// gate reach all wires that it reads (AND) or that of the largest t_a/s_a (OR), which has
// t_a ≥ (t_g − 1/(2D d_g)) s_a/s_g, as the shares s_a add up to s_g. By induction a wire reached over l gates has
// d_v t_v ≥ t_out − l/2D ≥ 0, so at reached inputs d_i t_i ≥ t_out − 1/2 ≥ w_0/4: their
// predictions are 0, and they cost cost_i. The reached inputs and the added sets
// make the output true; each is paid for by samples of its own. ∎
//
// If nothing makes the output true, the circuit is an input alone that costs more than all others together,
// and a bound as large proves that. Set Cover is the AND of ORs. All coordinates are integers. They grow with the
// shares: where each gate is read once, up to the number of inputs, counted as often as
// they are read, however deep the circuit is. A ladder of gates that are read twice
// can double the shares on each rung; what float64 cannot hold is refused.
type Circuit struct {
	Instance instance.Circuit `json:"instance"`

	full  instance.Circuit // that is compiled
	lost  bool             // nothing makes the output true
	wires []wire           // in the order of their columns after e_0, each after its reads
	depth int64            // D
	known int64            // U
}

// wire is an input or gate that is worth a column. Inputs that stand for several bear the name of the first.
type wire struct {
	name     string
	inputs   []int // of the instance, which make it true; of a gate none
	and      bool
	reads    []int
	cost     int64    // of S_v at least
	cheapest int      // of an OR: the read whose S is in its own
	least    int64    // no inputs that make it true cost less
	share    *big.Int // s_v
	division *big.Int // d_v in units of 2^-fine
}

// fine is how many binary digits divisions have after the point, rounded up: the sum
// of what a path of any length that fits a file adds is far below 1.
const fine = 64

// mostDivision is the bits of s_v from which no float64 holds 4d_v.
const mostDivision = 1020

// NewCircuit refuses circuits whose coordinates would not fit into float64.
func NewCircuit(circuit instance.Circuit) (*Circuit, error) {
	if err := circuit.Check(); err != nil {
		return nil, err
	}
	c := &Circuit{Instance: circuit}
	c.addNoInput()
	c.wires = simplify(prune(fold(c.full)))
	return c, c.measure()
}

// measure finds what the samples need.
func (c *Circuit) measure() error {
	c.measureDepth()
	c.findCosts()
	c.findLeast()
	return c.divide()
}

// Kind implements Reduction.
func (c *Circuit) Kind() string { return "circuit" }

// Claim implements Reduction.
func (c *Circuit) Claim() Claim {
	claim := Claim{
		Theorem:    "Theorem 4",
		Relation:   "min SSE = least cost of inputs that make the output true",
		Step:       whole(1),
		Separation: whole(1), Cases: "one cost from the next",
		Scale:     whole(max(c.known, 1)),
		Threshold: times(big.NewRat(5, 4), whole(c.known)),
		Condition: c.Set().Condition(),
		Largest:   whole(1),
	}
	if c.lost {
		claim.Relation += fmt.Sprintf(", which is above %d: there are none", c.all())
	}
	return claim
}

// LeastCost implements Covering. Costs are integers, so the bound is rounded up.
func (c *Circuit) LeastCost(lower *big.Rat) *big.Int {
	least := new(big.Int)
	if len(c.wires) > 0 {
		least.SetInt64(c.wires[len(c.wires)-1].least)
	}
	return atLeast(least, ceiling(lower))
}

// Proves implements Reduction.
func (c *Circuit) Proves(lower *big.Rat) string {
	least := ceiling(lower)
	switch {
	case least.Sign() <= 0:
		return ""
	case least.Cmp(big.NewInt(c.all())) > 0:
		return "no inputs make the output true"
	}
	below := new(big.Int).Sub(least, big.NewInt(1))
	return fmt.Sprintf("inputs that make the output true cost at least %s: none of cost %s exist", least, below)
}
