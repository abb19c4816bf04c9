package hinges

import (
	"math"
	"slices"
)

// assign gives each unit hinges of the sum: of one kind, from left to right, so that each has them as close together as can be.
func (n *node) assign(sum []hinge, t *table) [][]hinge {
	all := make([][]hinge, len(n.units))
	for j := 0; j < len(n.units); {
		end := j
		for end < len(n.units) && n.units[end].kind == n.units[j].kind {
			end++
		}
		parts, _ := parted(ofKind(sum, n.units[j].kind, t), n.units[j:end], t)
		copy(all[j:end], parts)
		j = end
	}
	return all
}

func ofKind(sum []hinge, k kind, t *table) []hinge {
	var mine []hinge
	for _, h := range sum {
		if int(t.of[h.knot]) == k.column() && h.beta*float64(k.sign()) > 0 {
			mine = append(mine, h)
		}
	}
	slices.SortFunc(mine, func(a, b hinge) int { return a.knot - b.knot })
	return mine
}

// parted parts hinges among units of one kind, and says how far from single ones they are.
func parted(sum []hinge, units []unit, t *table) (parts [][]hinge, spread float64) {
	if len(units) == 0 {
		if len(sum) > 0 {
			return nil, math.Inf(1)
		}
		return nil, 0
	}
	spread = math.Inf(1)
	for n := 0; n <= len(sum); n++ {
		if n > 0 && (sum[n-1].knot < units[0].low || sum[n-1].knot > units[0].high) {
			break
		}
		rest, more := parted(sum[n:], units[1:], t)
		if more += t.spread(sum[:n]); more < spread {
			parts, spread = append([][]hinge{sum[:n]}, rest...), more
		}
	}
	return parts, spread
}

// spread is the area between a sum of hinges and the one at their mean, times 2.
func (t *table) spread(sum []hinge) float64 {
	if len(sum) < 2 {
		return 0
	}
	mass, moment, square := 0.0, 0.0, 0.0
	c := t.columns[t.of[sum[0].knot]]
	for _, h := range sum {
		x, w := c.places[c.number(h.knot)], math.Abs(h.beta)
		mass, moment, square = mass+w, moment+w*x, square+w*x*x
	}
	return max(0, square-moment*moment/mass)
}

// mean is the knot nearest to the mean of a sum's.
func (t *table) mean(sum []hinge) int {
	mass, moment := 0.0, 0.0
	c := t.columns[t.of[sum[0].knot]]
	for _, h := range sum {
		mass, moment = mass+math.Abs(h.beta), moment+math.Abs(h.beta)*c.places[c.number(h.knot)]
	}
	at, best := 0, math.Inf(1)
	for a := c.first; a < c.first+c.knots(); a++ {
		if d := math.Abs(c.places[c.number(a)] - moment/mass); d < best {
			at, best = a, d
		}
	}
	return at
}

// widest finds the unit whose hinges are furthest from one, and where to cut its interval; false if each unit has one, at a knot or
// between two neighbours.
func (n *node) widest(clusters [][]hinge, t *table) (j, at int, ok bool) {
	most := -1.0
	for i, c := range clusters {
		if len(c) < 2 {
			continue
		}
		low, high := c[0].knot, c[len(c)-1].knot
		if s := t.spread(c); high > low+1 && s > most {
			most, ok = s, true
			j, at = i, max(low+1, min(t.mean(c), high-1))
		}
	}
	return j, at, ok
}

func join(clusters [][]hinge) []hinge { return slices.Concat(clusters...) }

// inOrder puts the units' hinges where the menu has their columns. There is such a way, for the node has it.
func (f *fitter) inOrder(clusters [][]hinge) Solution {
	s, ok := f.arranged(clusters, f.menu)
	if !ok {
		return nil
	}
	return s
}

func (f *fitter) arranged(clusters [][]hinge, menu [][]int) (Solution, bool) {
	if len(menu) == 0 {
		return nil, !slices.ContainsFunc(clusters, func(c []hinge) bool { return len(c) > 0 })
	}
	for i, c := range clusters {
		if len(c) > 0 && !slices.Contains(menu[0], int(f.of[c[0].knot])) {
			continue
		}
		if rest, ok := f.arranged(slices.Delete(slices.Clone(clusters), i, i+1), menu[1:]); ok {
			return append(Solution{c}, rest...), true
		}
	}
	return nil, false
}
