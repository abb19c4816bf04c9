package instance

import (
	"errors"
	"fmt"
)

// Check says what is wrong with a set cover that no reader of this package has
// made, as one out of JSON: nil means that everything holds that [SetCover]
// promises, and that the costs' sum is at most 2^53.
func (s SetCover) Check() error {
	if len(s.Names) != len(s.Sets) || len(s.Costs) != len(s.Sets) {
		return fmt.Errorf("%d sets have %d names and %d costs", len(s.Sets), len(s.Names), len(s.Costs))
	}
	for i, set := range s.Sets {
		if err := ascending(set, len(s.Elements)); err != nil {
			return fmt.Errorf("set %d: %w", i, err)
		}
	}
	return summable("cost", s.Costs, 0)
}

// Check is [SetCover.Check] for circuits.
func (c Circuit) Check() error {
	if len(c.Costs) != len(c.Inputs) {
		return fmt.Errorf("%d inputs have %d costs", len(c.Inputs), len(c.Costs))
	}
	for i, g := range c.Gates {
		for _, v := range g.Reads {
			if v < 0 || v >= len(c.Inputs)+i {
				return fmt.Errorf("gate %d reads wire %d, which does not come before it", i, v)
			}
		}
	}
	if c.Output < 0 || c.Output >= len(c.Inputs)+len(c.Gates) {
		return fmt.Errorf("the output is wire %d of %d", c.Output, len(c.Inputs)+len(c.Gates))
	}
	return summable("cost", c.Costs, 0)
}

// Check is [SetCover.Check] for graphs.
func (g Graph) Check() error {
	if g.Weights != nil && len(g.Weights) != len(g.Edges) {
		return fmt.Errorf("%d edges have %d weights", len(g.Edges), len(g.Weights))
	}
	last := [2]int{-1, -1}
	for i, e := range g.Edges {
		if err := ascending(e[:], len(g.Names)); err != nil {
			return fmt.Errorf("edge %d: %w", i, err)
		}
		if e[0] < last[0] || e[0] == last[0] && e[1] <= last[1] {
			return fmt.Errorf("edge %d is not after the one before", i)
		}
		last = e
	}
	return summable("weight", g.Weights, 1)
}

// Check is [SetCover.Check] for hypergraphs.
func (h Hypergraph) Check() error {
	if h.Weights != nil && len(h.Weights) != len(h.Edges) {
		return fmt.Errorf("%d edges have %d weights", len(h.Edges), len(h.Weights))
	}
	for i, edge := range h.Edges {
		if len(edge) == 0 {
			return fmt.Errorf("edge %d has no vertices", i)
		}
		if err := ascending(edge, len(h.Names)); err != nil {
			return fmt.Errorf("edge %d: %w", i, err)
		}
	}
	return summable("weight", h.Weights, 1)
}

// Check is [SetCover.Check] for formulas. It also refuses a number of variables
// far beyond those in use.
func (f CNF) Check() error {
	literals := 0
	for i, clause := range f.Clauses {
		for _, literal := range clause {
			if literal == 0 || literal < -f.Variables || literal > f.Variables {
				return fmt.Errorf("clause %d: literal %d of %d variables", i, literal, f.Variables)
			}
		}
		literals += len(clause)
	}
	if f.Variables < 0 || f.Variables > literals+maxIdle {
		return fmt.Errorf("%d variables with %d literals", f.Variables, literals)
	}
	return nil
}

// ascending says that members are from 0 below n, each once, in order.
func ascending(members []int, n int) error {
	last := -1
	for _, v := range members {
		switch {
		case v < 0 || v >= n:
			return fmt.Errorf("member %d is not from 0 below %d", v, n)
		case v <= last:
			return errors.New("its members are not ascending")
		}
		last = v
	}
	return nil
}

// summable says that the numbers are low or more, and their sum a count.
func summable(what string, numbers []int64, low int64) error {
	sum := int64(0)
	for i, n := range numbers {
		if n < low {
			return fmt.Errorf("%s %d is %d, less than %d", what, i, n, low)
		}
		if n > maxNumber-sum {
			return fmt.Errorf("the sum of all %ss exceeds 2^53", what)
		}
		sum += n
	}
	return nil
}
