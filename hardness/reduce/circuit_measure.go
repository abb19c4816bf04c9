package reduce

import (
	"fmt"
	"math/big"
	"slices"

	"relucert/hardness/instance"
)

// addNoInput makes the full instance.
func (c *Circuit) addNoInput() {
	c.full = c.Instance
	inputs := c.Instance.Inputs
	if c.lost = !c.Instance.Eval(slices.Repeat([]bool{true}, len(inputs))); c.lost {
		c.full = instance.Circuit{Inputs: append(slices.Clip(inputs), ""), Costs: append(slices.Clip(c.Instance.Costs), c.all()+1), Output: len(inputs)}
	}
}

// all is the cost of all inputs.
func (c *Circuit) all() int64 {
	return c.Instance.Cost(slices.Repeat([]bool{true}, len(c.Instance.Inputs)))
}

// measureDepth finds D.
func (c *Circuit) measureDepth() {
	c.depth = 1
	depths := make([]int64, len(c.wires))
	for v, w := range c.wires {
		for _, a := range w.reads {
			depths[v] = max(depths[v], depths[a]+1)
		}
		c.depth = max(c.depth, depths[v])
	}
}

// findCosts chooses the sets S_v and bounds their costs. That of an AND is taken
// for the sum of its reads', as if they shared no inputs: this takes linear time.
func (c *Circuit) findCosts() {
	total := c.all() // of an AND there is none, if c.lost
	for v := range c.wires {
		w := &c.wires[v]
		switch {
		case len(w.reads) == 0: // has its cost
		case w.and:
			w.cost = c.sumOfCosts(w.reads, total)
		default:
			w.cheapest = c.leastCost(w.reads)
			w.cost = c.wires[w.cheapest].cost
		}
	}
	c.known = c.full.Cost(c.inputs(c.reach(nil)))
}

// sumOfCosts is at most total, which is that of all inputs.
func (c *Circuit) sumOfCosts(reads []int, total int64) int64 {
	sum := int64(0)
	for _, a := range reads {
		if c.wires[a].cost >= total-sum {
			return total
		}
		sum += c.wires[a].cost
	}
	return sum
}

func (c *Circuit) leastCost(reads []int) int {
	least := reads[0]
	for _, a := range reads {
		if c.wires[a].cost < c.wires[least].cost {
			least = a
		}
	}
	return least
}

// findLeast bounds from below what it costs to make each wire true.
func (c *Circuit) findLeast() {
	for v := range c.wires {
		w := &c.wires[v]
		w.least = w.cost // right for an input
		for i, a := range w.reads {
			switch least := c.wires[a].least; {
			case i == 0:
				w.least = least
			case w.and:
				w.least = max(w.least, least)
			default:
				w.least = min(w.least, least)
			}
		}
	}
}

// divide finds the shares, and from the output back the divisions.
func (c *Circuit) divide() error {
	for v := range c.wires {
		c.wires[v].share, c.wires[v].division = c.shareOf(c.wires[v]), new(big.Int).Lsh(big.NewInt(1), fine)
		if c.wires[v].share.BitLen() > mostDivision {
			return fmt.Errorf("gate %s can be true in too many ways: a sample would need numbers above 2^%d",
				c.wires[v].name, mostDivision)
		}
	}
	for v := len(c.wires) - 1; v >= 0; v-- {
		for _, a := range c.wires[v].reads {
			c.wires[a].division = atLeast(c.wires[a].division, c.asked(c.wires[v], c.wires[a]))
		}
	}
	return nil
}

func (c *Circuit) shareOf(w wire) *big.Int {
	if len(w.reads) == 0 {
		return big.NewInt(1)
	}
	share := new(big.Int)
	for _, a := range w.reads {
		if w.and {
			share = atLeast(share, c.wires[a].share)
		} else {
			share.Add(share, c.wires[a].share)
		}
	}
	return share
}

// asked is the division that gate g asks of its read a.
func (c *Circuit) asked(g, a wire) *big.Int {
	if g.and {
		return g.division
	}
	part := new(big.Rat).SetFrac(g.share, a.share)
	return ceiling(part.Mul(part, new(big.Rat).SetInt(g.division)))
}

// coordinate is ⌈d_v⌉.
func (w wire) coordinate() *big.Rat {
	unit := new(big.Int).Lsh(big.NewInt(1), fine)
	return new(big.Rat).SetInt(ceiling(new(big.Rat).SetFrac(w.division, unit)))
}
