package hinges

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// limited is the least squares of a node where the weight limit binds: each unit has hinges of its own, with weights whose
// sum is at most the limit. A unit is full while they sum to it exactly: then one of them, the pivot, takes what the others leave.
type limited struct {
	*relaxation
	units  []unit
	loads  []load
	full   []bool // a unit
	pivots []int  // a unit: its largest load if it is full, else -1
	free   []int  // the loads that are no pivots
	barred []load // depend on others
}

// load is a hinge of one unit, with the unit's sign.
type load struct {
	unit, knot   int
	sign, weight float64 // weight ≥ 0
}

// withinLimit is the share of the weight limit that units are fitted to: rounding keeps them below nearLimit.
const withinLimit = 1 - 0x1p-29

func (t *table) mostWeight() float64 { return withinLimit * t.p.WeightLimit }

// limit finds nearly the best sum of hinges that the units can have within the limit, from some that need not be within. The
// sum is then r.active; it returns each unit's.
func (r *relaxation) limit(units []unit, from [][]hinge) [][]hinge {
	s := &limited{relaxation: r, units: units, full: make([]bool, len(units)), pivots: make([]int, len(units))}
	for j, sum := range from {
		s.begin(j, sum)
	}
	for range mostSteps {
		settled := s.settle()
		r.active = together(s.clusters())
		r.slopes()
		if settled && !s.release() && !s.enter() {
			break
		}
	}
	return s.clusters()
}

// begin gives a unit hinges, with less weight if they have too much.
func (s *limited) begin(j int, sum []hinge) {
	total := 0.0
	for _, h := range sum {
		total += math.Abs(h.beta)
	}
	s.full[j] = total >= s.mostWeight()
	share := min(1, s.mostWeight()/total)
	for _, h := range sum {
		s.loads = append(s.loads, load{j, h.knot, float64(s.units[j].sign()), share * math.Abs(h.beta)})
	}
}

// settle goes to the best weights of the loads with full units full, up to where a load is 0, which leaves, or another unit
// is full. It says whether neither came.
func (s *limited) settle() bool {
	target := s.target()
	step, leaves, fills := 1.0, -1, -1
	for i, l := range s.loads {
		if share := l.weight / (l.weight - target[i]); target[i] < 0 && share < step {
			step, leaves = share, i
		}
	}
	now, then := make([]float64, len(s.units)), make([]float64, len(s.units))
	for i, l := range s.loads {
		now[l.unit], then[l.unit] = now[l.unit]+l.weight, then[l.unit]+target[i]
	}
	for j := range s.units {
		if share := (s.mostWeight() - now[j]) / (then[j] - now[j]); !s.full[j] && then[j] > s.mostWeight() && share < step {
			step, leaves, fills = max(0, share), -1, j
		}
	}
	for i := range s.loads {
		s.loads[i].weight = max(0, s.loads[i].weight+step*(target[i]-s.loads[i].weight))
	}
	switch {
	case fills >= 0:
		s.full[fills] = true
	case leaves >= 0:
		s.drop(leaves)
	}
	if step > 0 && step < 1 {
		s.barred = s.barred[:0] // what depended on others may not any more
	}
	return step == 1
}

// target is the best weights of the loads, of any sign, with full units full. Loads that depend on others leave.
func (s *limited) target() []float64 {
	s.choose()
	right, dependent := s.solve()
	for dependent >= 0 {
		s.drop(dependent)
		s.choose()
		right, dependent = s.solve()
	}
	target := make([]float64, len(s.loads))
	for j, p := range s.pivots {
		if s.full[j] {
			target[p] = s.mostWeight()
		}
	}
	for f, i := range s.free {
		target[i] = right[f]
		if p := s.pivots[s.loads[i].unit]; p >= 0 {
			target[p] -= right[f]
		}
	}
	return target
}

// choose finds the pivots. A unit without loads is not full.
func (s *limited) choose() {
	s.free = s.free[:0]
	for j := range s.pivots {
		s.pivots[j] = -1
	}
	for i, l := range s.loads {
		if p := s.pivots[l.unit]; s.full[l.unit] && (p < 0 || l.weight > s.loads[p].weight) {
			s.pivots[l.unit] = i
		}
	}
	for j, p := range s.pivots {
		s.full[j] = p >= 0
	}
	for i, l := range s.loads {
		if s.pivots[l.unit] != i {
			s.free = append(s.free, i)
		}
	}
}

// solve finds the best weights of the free loads, or one that depends on those before it; -1: none does.
func (s *limited) solve() (right []float64, dependent int) {
	n := len(s.free)
	factor := make([]float64, n*n)
	for f, i := range s.free {
		s.Look(n * n)
		if !eliminated(factor, n, f, func(e int) float64 { return s.inner(i, s.free[e]) }, s.square[s.loads[i].knot]) {
			return nil, i
		}
		right = append(right, s.along(i))
	}
	linalg.CholeskySolve(factor, n, right)
	return right, -1
}

// inner is the inner product of two free loads' directions: of the hinge, less that of the pivot, if there is one.
func (s *limited) inner(i, e int) float64 {
	v := s.product(i, e)
	p, q := s.pivots[s.loads[i].unit], s.pivots[s.loads[e].unit]
	if p >= 0 {
		v -= s.product(p, e)
	}
	if q >= 0 {
		v -= s.product(i, q)
	}
	if p >= 0 && q >= 0 {
		v += s.product(p, q)
	}
	return v
}

func (s *limited) product(i, e int) float64 {
	a, b := s.loads[i], s.loads[e]
	return a.sign * b.sign * s.row(a.knot)[b.knot]
}

// along is the inner product of a free load's direction with the labels less the full pivots.
func (s *limited) along(i int) float64 {
	v := s.rest(i)
	if p := s.pivots[s.loads[i].unit]; p >= 0 {
		v -= s.rest(p)
	}
	return v
}

func (s *limited) rest(i int) float64 {
	v := s.loads[i].sign * s.with[s.loads[i].knot]
	for _, p := range s.pivots {
		if p >= 0 {
			v -= s.mostWeight() * s.product(i, p)
		}
	}
	return v
}

func (s *limited) drop(i int) {
	s.barred = append(s.barred, s.loads[i])
	s.loads = slices.Delete(s.loads, i, i+1)
}

// release makes the unit not full that gains most by less weight. It says whether there was one.
func (s *limited) release() bool {
	least, unit := 0.0, -1
	for j, p := range s.pivots {
		if p >= 0 && s.force(j) < least-s.tolerance(s.loads[p].knot) {
			least, unit = s.force(j), j
		}
	}
	if unit >= 0 {
		s.full[unit] = false
	}
	return unit >= 0
}

// force is what a unit would gain by more weight, if it is full.
func (s *limited) force(j int) float64 {
	p := s.pivots[j]
	if p < 0 {
		return 0
	}
	at, _ := slices.BinarySearchFunc(s.allowed, s.loads[p].knot, func(a allowance, k int) int { return a.knot - k })
	return s.loads[p].sign * s.slope[at]
}

// tolerance of a slope at a knot is what rounding leaves of it.
func (s *limited) tolerance(knot int) float64 { return margin * s.slack * s.size[knot] }

// enter gives a unit the hinge that promises most, with the weight 0. It says whether there was one.
func (s *limited) enter() bool {
	most, best := 0.0, load{}
	for j, u := range s.units {
		s.Look(len(s.allowed))
		sign, force := float64(u.sign()), s.force(j)
		for i, a := range s.allowed {
			excess := sign*s.slope[i] - force - s.tolerance(a.knot)
			if gain := excess * excess / s.diag[a.knot]; u.low <= a.knot && a.knot <= u.high && excess > 0 && s.diag[a.knot] > 0 && gain > most && !s.has(j, a.knot) {
				most, best = gain, load{j, a.knot, sign, 0}
			}
		}
	}
	if most > 0 {
		s.loads = append(s.loads, best)
	}
	return most > 0
}

// has says that a unit has a hinge, or may not have it.
func (s *limited) has(unit, knot int) bool {
	same := func(l load) bool { return l.unit == unit && l.knot == knot }
	return slices.ContainsFunc(s.loads, same) || slices.ContainsFunc(s.barred, same)
}

// clusters are each unit's hinges, from left to right.
func (s *limited) clusters() [][]hinge {
	all := make([][]hinge, len(s.units))
	for _, l := range s.loads {
		if l.weight > 0 {
			all[l.unit] = append(all[l.unit], hinge{l.knot, l.sign * l.weight})
		}
	}
	for _, sum := range all {
		slices.SortFunc(sum, func(a, b hinge) int { return a.knot - b.knot })
	}
	return all
}

// together is the units' sum, hinges at one knot as one.
func together(clusters [][]hinge) (sum []hinge) {
	for _, h := range join(clusters) {
		if i := slices.IndexFunc(sum, func(e hinge) bool { return e.knot == h.knot }); i >= 0 {
			sum[i].beta += h.beta
		} else {
			sum = append(sum, h)
		}
	}
	return sum
}

// within is a sum of single hinges, and its SSE, with the best weights of the same signs that are within the limit.
func (f *fitter) within(sum []hinge, value float64) (Solution, float64) {
	if s := single(sum); f.fits(s) {
		return s, value
	}
	var units []unit
	for _, h := range sum {
		units = append(units, unit{kindOf(int(f.of[h.knot]), h.beta), h.knot, h.knot})
	}
	f.inside.allow(slices.SortedFunc(slices.Values(units), func(a, b unit) int { return a.low - b.low }))
	s := f.inside.limit(units, single(sum))
	return s, f.value(join(s))
}
