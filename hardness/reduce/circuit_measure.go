package reduce

import (
	"fmt"
	"math/big"
	"slices"
)

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
	total := c.Instance.Cost(slices.Repeat([]bool{true}, len(c.Instance.Inputs)))
	for v := range c.wires {
		w := &c.wires[v]
		switch {
		case w.input != gate:
			w.cost = c.Instance.Costs[w.input]
		case w.and:
			w.cost = c.sumOfCosts(w.reads, total)
		default:
			w.cheapest = c.leastCost(w.reads)
			w.cost = c.wires[w.cheapest].cost
		}
	}
	c.known = c.Instance.Cost(c.inputs(c.reach(nil)))
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

// divide finds the divisions, from the output back.
func (c *Circuit) divide() error {
	for v := range c.wires {
		c.wires[v].division = big.NewInt(1)
	}
	for v := len(c.wires) - 1; v >= 0; v-- {
		share := c.share(c.wires[v])
		if share.BitLen() > mostDivision {
			return fmt.Errorf("too many OR gates between gate %s and the output: a sample would need numbers above 2^%d",
				c.wires[v].name, mostDivision)
		}
		for _, a := range c.wires[v].reads {
			if c.wires[a].division.Cmp(share) < 0 {
				c.wires[a].division = share
			}
		}
	}
	return nil
}

// share is the division that w asks of the wires that it reads.
func (c *Circuit) share(w wire) *big.Int {
	if w.and {
		return w.division
	}
	return new(big.Int).Mul(w.division, big.NewInt(int64(len(w.reads))))
}
