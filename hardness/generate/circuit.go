package generate

import (
	"cmp"
	"slices"
	"strconv"

	"relucert/hardness/instance"
)

// CircuitOptions are the sizes of a random monotone circuit.
type CircuitOptions struct {
	Inputs, Gates int
	FanIn         int // inputs of a gate, at least 2
	MaxCost       int // costs are random from 1 to MaxCost; 0: all 1
	Seed          uint64
}

// mostTried is how many inputs a circuit may have for its optimum to be found by
// trying all of their subsets.
const mostTried = 16

// Circuit makes AND and OR gates that read random wires before them. The last one,
// the output, is the AND of all wires that nothing has read: so every wire matters.
//
// The optimum is found by trial for up to 16 inputs. Beyond, it is bounded from
// above by dropping inputs, the dearest first, while the output stays true, and
// from below by the dearest input of an AND and the cheapest of an OR.
func Circuit(o CircuitOptions) (instance.Circuit, Known, error) {
	if err := o.check(); err != nil {
		return instance.Circuit{}, Known{}, err
	}
	rng := newRand(o.Seed)
	c := instance.Circuit{Output: o.Inputs + o.Gates - 1}
	for i := range o.Inputs {
		c.Inputs = append(c.Inputs, "x"+strconv.Itoa(i+1))
		c.Costs = append(c.Costs, 1+rng.Int64N(int64(max(1, o.MaxCost))))
	}
	isRead := make([]bool, c.Output)
	for wire := o.Inputs; wire < c.Output; wire++ {
		reads := subset(rng, wire, min(o.FanIn, wire))
		for _, v := range reads {
			isRead[v] = true
		}
		c.Gates = append(c.Gates, instance.Gate{Name: "g" + strconv.Itoa(len(c.Gates)+1), And: rng.IntN(2) == 0, Reads: reads})
	}
	c.Gates = append(c.Gates, instance.Gate{Name: "out", And: true, Reads: members(isRead, false)})
	if o.Inputs <= mostTried {
		return c, tryAll(c), nil
	}
	return c, bound(c), nil
}

func (o CircuitOptions) check() error {
	return cmp.Or(between("inputs", o.Inputs, 1, mostSquared), between("gates", o.Gates, 1, mostSquared),
		between("fan-in", o.FanIn, 2, mostSquared), atLeast("largest cost", o.MaxCost, 0),
		fits("gates", o.Gates, o.FanIn))
}

func tryAll(c instance.Circuit) Known {
	best, cost := -1, int64(0)
	on := make([]bool, len(c.Inputs))
	for mask := range 1 << len(on) {
		for i := range on {
			on[i] = mask>>i&1 == 1
		}
		if total := c.Cost(on); (best < 0 || total < cost) && c.Eval(on) {
			best, cost = mask, total
		}
	}
	for i := range on {
		on[i] = best>>i&1 == 1
	}
	return Known{Objective: "least cost", Lower: float64(cost), Upper: float64(cost), Witness: members(on, true),
		Why: "all subsets of the inputs were tried"}
}

func bound(c instance.Circuit) Known {
	on := irredundant(c)
	return Known{Objective: "least cost", Lower: float64(cheapest(c)), Upper: float64(c.Cost(on)), Witness: members(on, true),
		Why: "these inputs suffice, and an AND costs at least its dearest input, an OR its cheapest"}
}

// irredundant is inputs that make the output true, none of which can be spared.
func irredundant(c instance.Circuit) []bool {
	on, order := make([]bool, len(c.Inputs)), make([]int, len(c.Inputs))
	for i := range on {
		on[i], order[i] = true, i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(c.Costs[j], c.Costs[i]) })
	for _, i := range order {
		on[i] = false
		on[i] = !c.Eval(on)
	}
	return on
}

// cheapest is a lower bound on the cost of making the output true.
func cheapest(c instance.Circuit) int64 {
	lower := slices.Clone(c.Costs)
	for _, g := range c.Gates {
		low := lower[g.Reads[0]]
		for _, v := range g.Reads[1:] {
			if g.And {
				low = max(low, lower[v])
			} else {
				low = min(low, lower[v])
			}
		}
		lower = append(lower, low)
	}
	return lower[c.Output]
}

// members is where in has a value; indicator is the way back from true.
func members(in []bool, value bool) (all []int) {
	for v, is := range in {
		if is == value {
			all = append(all, v)
		}
	}
	return all
}

func indicator(members []int, n int) []bool {
	in := make([]bool, n)
	for _, v := range members {
		in[v] = true
	}
	return in
}
