package hinges

import (
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
)

// Solution is a network: for each unit the hinges at one knot, or at two neighbours, that make it.
type Solution [][]hinge

// most that an exchange may be wrong by: gains below are rounding.
const leastGain = 1e-10

// fitter finds networks. Each worker has its own.
type fitter struct {
	hand
	menu   [][]int // a unit: the columns that it may be on
	inside relaxation
	factor []float64
	right  []float64
	cross  []float64
}

// at is the best network with kinks at the knots, and its SSE; false if they depend on each other.
func (f *fitter) at(knots []int) ([]hinge, float64, bool) {
	n := len(knots)
	if !f.load(knots) {
		return nil, 0, false
	}
	linalg.CholeskySolve(f.factor, n, f.right)
	sum, value := make([]hinge, n), f.labels+f.p.Offset
	for i, a := range knots {
		sum[i] = hinge{a, f.right[i]}
		value -= f.right[i] * f.with[a]
	}
	return sum, value, true
}

func (f *fitter) load(knots []int) bool {
	n := len(knots)
	f.factor, f.right = append(f.factor[:0], make([]float64, n*n)...), f.right[:0]
	for i, a := range knots {
		f.Look(n * n)
		row := f.row(a)
		if !eliminated(f.factor, n, i, func(e int) float64 { return row[knots[e]] }, f.square[a]) {
			return false
		}
		f.right = append(f.right, f.with[a])
	}
	return true
}

// best is the knot on some columns that lowers the SSE most beside others, and by how much; -1: none does.
func (f *fitter) best(others []int, columns []int) (knot int, gain float64) {
	n := len(others)
	if !f.load(others) {
		return -1, 0
	}
	rows := make([][]float64, n)
	for i, a := range others {
		rows[i] = f.row(a)
	}
	knot = -1
	half := make([]float64, n)
	copy(half, f.right)
	f.lower(half)
	for _, c := range columns {
		for a := f.columns[c].first; a < f.columns[c].first+f.columns[c].knots(); a++ {
			f.Look(n * (n + 1))
			f.cross = f.cross[:0]
			for i := range rows {
				f.cross = append(f.cross, rows[i][a])
			}
			f.lower(f.cross)
			left := f.diag[a] - linalg.Dot(f.cross, f.cross)
			with := f.with[a] - linalg.Dot(f.cross, half)
			if left > leastGain*f.square[a] && with*with > gain*left {
				knot, gain = a, with*with/left
			}
		}
	}
	return knot, gain
}

// lower solves with the factor's lower triangle.
func (f *fitter) lower(v []float64) {
	n := len(v)
	for i := range v {
		v[i] = (v[i] - linalg.Dot(f.factor[i*n:][:i], v)) * f.factor[i*n+i]
	}
}

// grow adds a hinge for each unit that has none yet, the best first: what earth does.
func (f *fitter) grow(knots []int) []int {
	for j := len(knots); j < len(f.menu); j++ {
		knot, _ := f.best(knots, f.menu[j])
		if knot < 0 {
			return knots
		}
		knots = append(knots, knot)
	}
	return knots
}

// exchange gives one unit after another the best knot, until none gains.
func (f *fitter) exchange(knots []int) (sum []hinge, value float64) {
	sum, value, ok := f.at(knots)
	if !ok {
		return nil, math.Inf(1)
	}
	for waits, j := 0, 0; waits < len(knots); j = (j + 1) % len(knots) {
		waits++
		others := slices.Delete(slices.Clone(knots), j, j+1)
		a, _ := f.best(others, f.menu[j])
		if a < 0 || a == knots[j] {
			continue
		}
		next := slices.Clone(knots)
		next[j] = a
		if s, v, ok := f.at(next); ok && v < value-leastGain*f.labels {
			sum, value, knots, waits = s, v, next, 0
		}
	}
	return sum, value
}

// start is the best of some greedy networks, exchanged: one for each column of the first unit, while there is time. It is no worse than one that is
// given.
func (f *fitter) start(given Solution) (best Solution, least float64) {
	defer budget.Catch(func() {})
	least = f.labels + f.p.Offset
	if value := f.value(join(given)); value < least {
		best, least = given, value
	}
	for _, c := range f.menu[0] {
		first, _ := f.best(nil, []int{c})
		if first < 0 {
			continue
		}
		knots := f.grow([]int{first})
		if s, value := f.within(f.exchange(knots)); value < least {
			best, least = s, value
		}
	}
	return best, least
}

func single(sum []hinge) Solution {
	s := make(Solution, len(sum))
	for j, h := range sum {
		s[j] = []hinge{h}
	}
	return s
}

// nearLimit is the share of the weight limit that units keep to, so that rounding keeps them in the class.
const nearLimit = 1 - 0x1p-30

// fits says that no unit rises by more than the weight limit over its column.
func (t *table) fits(s Solution) bool {
	for _, sum := range s {
		rise := 0.0
		for _, h := range sum {
			rise += h.beta
		}
		if !(math.Abs(rise) <= nearLimit*t.p.WeightLimit) {
			return false
		}
	}
	return true
}

// unit is the one that hinges at a knot or at two neighbours make.
func (t *table) unit(sum []hinge) network.Unit {
	u := network.Unit{Sign: 1, Weights: make([]float64, t.features)}
	slope, moment, c := 0.0, 0.0, (*column)(nil)
	for _, h := range sum {
		c = t.columns[t.of[h.knot]]
		slope += h.beta
		moment += h.beta * c.values[c.number(h.knot)]
	}
	if slope == 0 {
		return u
	}
	kink := moment / slope
	low, high := c.values[c.number(sum[0].knot)], c.values[c.number(sum[len(sum)-1].knot)]
	kink = max(low, min(kink, high))
	if slope < 0 {
		u.Sign = -1
	}
	w := math.Abs(slope) / c.span * t.p.LabelScale
	u.Weights[c.feature], u.Bias = w, -w*kink
	return u
}

// sumOf is the hinges that a unit is on the samples, but for an affine part: at its kink or at the values on both sides.
func (t *table) sumOf(u *network.Unit) []hinge {
	for _, c := range t.columns {
		w := u.Weights[c.feature]
		if w == 0 {
			continue
		}
		kink, beta := -u.Bias/w, float64(u.Sign)*math.Abs(w)*c.span/t.p.LabelScale
		next, _ := slices.BinarySearch(c.values, kink)
		if next == 0 || next == len(c.values) {
			return nil // affine, or 0
		}
		share := (kink - c.values[next-1]) / (c.values[next] - c.values[next-1])
		return c.hinges(hinge{next - 1, beta * (1 - share)}, hinge{next, beta * share})
	}
	return nil
}

// hinges are those, at values by their numbers, that are at knots and not 0.
func (c *column) hinges(at ...hinge) (sum []hinge) {
	for _, h := range at {
		if h.beta != 0 && 0 < h.knot && h.knot <= c.knots() {
			sum = append(sum, hinge{c.first + h.knot - 1, h.beta})
		}
	}
	return sum
}

// network is a solution with the best affine part, in the user's units. Units of 0 fill up to k.
func (t *table) network(s Solution, k int) *network.Network {
	rest := slices.Clone(t.p.Y)
	net := &network.Network{}
	for j := range k {
		u := network.Unit{Sign: 1, Weights: make([]float64, t.features)}
		if j < len(s) && len(s[j]) > 0 {
			u = t.unit(s[j])
			t.subtract(rest, s[j])
		}
		net.Units = append(net.Units, u)
	}
	net.Output = t.p.Network(whiten.Point{C: t.p.Affine(t.factor, rest)}, nil).Output
	return net
}

func (t *table) subtract(rest []float64, sum []hinge) {
	for _, h := range sum {
		c := t.columns[t.of[h.knot]]
		at := c.places[c.number(h.knot)]
		for i, l := range c.level {
			if x := c.places[l]; x > at {
				rest[i] -= h.beta * (x - at)
			}
		}
	}
}
