package reduce

import (
	"fmt"
	"math/big"
	"strings"
)

// Decode implements Reduction. Its Solution is the names of the inputs: those of
// S_out if the weights' own would cost more.
func (c *Circuit) Decode(n Network, sse *big.Rat) Answer {
	inputs := c.inputs(c.reach(n.Weights[0]))
	if c.full.Cost(inputs) > c.known {
		inputs = c.inputs(c.reach(nil))
	}
	inputs = inputs[:len(c.Instance.Inputs)]
	names := c.names(inputs)
	a := Answer{Valid: c.Instance.Eval(inputs), Value: whole(c.Instance.Cost(inputs)), Solution: names}
	a.Text = []string{fmt.Sprintf("inputs of cost %s: %s", Short(a.Value), strings.Join(names, " "))}
	if !a.Valid {
		a.Text[0] = "no inputs make the output true"
	}
	a.Guaranteed, a.Guarantee = c.guarantee(sse)
	return a
}

// reach says which wires the descent of the proof meets: those it reaches, and
// those of the sets S that it adds. Nil weights add that of the output.
func (c *Circuit) reach(weights []*big.Rat) []bool {
	reached, added := make([]bool, len(c.wires)), make([]bool, len(c.wires))
	for v := len(c.wires) - 1; v >= 0; v-- {
		output := v == len(c.wires)-1
		reached[v] = reached[v] || added[v] || output
		if !reached[v] {
			continue
		}
		added[v] = added[v] || weights == nil || c.slackens(v, weights)
		for _, a := range c.next(v, added[v], weights) {
			reached[a] = true
			added[a] = added[a] || added[v]
		}
	}
	return reached
}

// next is the wires after v, on the way down by the weights or in S_v.
func (c *Circuit) next(v int, added bool, weights []*big.Rat) []int {
	w := c.wires[v]
	switch {
	case w.and || len(w.reads) == 0:
		return w.reads
	case added:
		return []int{w.cheapest}
	default:
		return []int{c.truest(w.reads, weights)}
	}
}

// slackens says that a sample of v pays for S_v.
func (c *Circuit) slackens(v int, weights []*big.Rat) bool {
	if len(c.wires[v].reads) == 0 {
		return false
	}
	n, limit := Network{Signs: []int{1}, Weights: [][]*big.Rat{weights}}, big.NewRat(1, 2*c.depth)
	for _, s := range c.samples(v) {
		if n.At(s.X).Cmp(limit) > 0 {
			return true
		}
	}
	return false
}

// truest is the read of the largest t for its share, t being the negative weight.
func (c *Circuit) truest(reads []int, weights []*big.Rat) int {
	best, most := -1, new(big.Rat)
	for _, a := range reads {
		t := over(new(big.Rat).Neg(weights[a+1]), new(big.Rat).SetInt(c.wires[a].share))
		if best < 0 || t.Cmp(most) > 0 {
			best, most = a, t
		}
	}
	return best
}

// inputs is the values of the instance's inputs: those of cost 0 and the reached.
func (c *Circuit) inputs(reached []bool) []bool {
	inputs := make([]bool, len(c.full.Inputs))
	for i, cost := range c.full.Costs {
		inputs[i] = cost == 0
	}
	for v, w := range c.wires {
		for _, i := range w.inputs {
			inputs[i] = inputs[i] || reached[v]
		}
	}
	return inputs
}

func (c *Circuit) names(inputs []bool) []string {
	names := []string{}
	for i, on := range inputs {
		if on {
			names = append(names, c.Instance.Inputs[i])
		}
	}
	return names
}

func (c *Circuit) guarantee(sse *big.Rat) (bool, string) {
	if c.lost {
		return false, "no inputs make the output true"
	}
	if most := c.Claim().Threshold; sse.Cmp(most) > 0 {
		return true, fmt.Sprintf("inputs of cost at most %d, the reduction's own: %s", c.known, nothing(sse, most))
	}
	return true, fmt.Sprintf("inputs of cost at most %s", floor(sse))
}
