package breakpoints

import (
	"slices"

	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// undecided says that chains of a node differ in the side of a breakpoint.
func (t *tree) undecided(n *node) bool {
	found := map[side]bool{}
	for i := range n.groups {
		for k := range n.groups[i].states {
			found[t.side(int(n.groups[i].states[k].cut))] = true
		}
	}
	return found[beforePoint] && found[behindPoint]
}

// decide removes the sides, of a node whose chains differ in nothing else, on which the best chain costs the cutoff or more:
// with that chain's multipliers the states of that side go. It is false if both are left.
func (t *tree) decide(n *node, o *open, h *hand, cutoff float64, e *search.Expansion[*open, solution]) bool {
	c, _ := t.trace(n, &h.scratch)
	c = t.known(n, c)
	decided := false
	for _, s := range bothSides {
		if c.side = s; t.try(c, h, e) < cutoff {
			continue
		}
		decided = true
		if t.log != nil {
			o.proof.sweeps = append(o.proof.sweeps, h.matcher.sweep(c), &certificate.Multipliers{})
		}
		for i := range n.groups {
			g := &n.groups[i]
			g.states = slices.DeleteFunc(g.states, func(q state) bool { return t.side(int(q.cut)) == s })
		}
	}
	return decided
}

// twoSided is a node of which both sides are left: it waits for the cutoff to be that of what was found there, if this is better.
func (t *tree) twoSided(n *node, o *open, cutoff float64, e search.Expansion[*open, solution]) search.Expansion[*open, solution] {
	if e.Found && e.Value < cutoff {
		return t.waiting(n, o, e)
	}
	return e
}

// sweep is the multipliers of the program's solution, for a node's states; a second one, of no news, finds what they remove.
func (p *program) sweep(c chain) *certificate.Multipliers {
	m := &certificate.Multipliers{}
	for i, k := range p.record().All {
		cut := p.joints[i].at
		m.All = append(m.All, certificate.Penalty{Level: i + 1, Sign: int(c.signs[i]), Side: p.sideAt(cut).mark(), At: cut, Alpha: k.Alpha, Beta: k.Beta})
	}
	return m
}
