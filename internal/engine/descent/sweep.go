package descent

import (
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// sweep finds the best place of one unit on two input columns, all others held:
// as the unit's direction turns through half a circle each sample comes and
// goes once, so running sums give the least squares of every activation pattern
// in O(m), after sorting once.
type sweep struct {
	*turn
	inverse  [4]float64
	rest     []float64 // labels minus the other units
	all, now sums
	limits
	restZ   [2]float64 // Σ ω rest z
	fit     [2]float64 // inverse·restZ
	without float64    // the SSE without the unit
}

// sums are those over the samples on which the unit is on.
type sums struct {
	gram   [3]float64 // Σ ω x xᵀ as 00, 01, 11
	labels [2]float64 // Σ ω rest x
	output [2]float64 // Σ ω z x for an intercept
}

// turn is the samples in the order in which the unit's boundary meets them. It
// does not change, so searches share it.
type turn struct {
	*samples
	at []float64 // the angle of the boundary, see angle
}

// newTurn sorts rows of two columns.
func newTurn(rows *samples, watch *budget.Watch) *turn {
	keys := make([]uint64, rows.m)
	for i := range keys {
		watch.Look(angular)
		keys[i] = uint64((angle(across(rows.row(i)))+1)*(1<<38))<<rowBits | uint64(i)
	}
	sortKeys(watch, keys)
	t := &turn{samples: rows.empty(rows.m), at: make([]float64, rows.m)}
	for b, key := range keys {
		watch.Look(angular)
		t.add(rows, int(key&(1<<rowBits-1)))
		t.at[b] = angle(across(t.row(b)))
	}
	t.share(rows)
	return t
}

// angular is how many multiplications take as long as a row's angle.
const angular = 16

func newSweep(t *turn) *sweep {
	s := &sweep{turn: t, rest: make([]float64, t.m)}
	s.invert()
	return s
}

// across is the direction orthogonal to x with second entry ≥ 0, and of the two
// for x = (0, ±1) the one at the end of the turn.
func across(x []float64) [2]float64 {
	switch {
	case x[0] < 0:
		return [2]float64{x[1], -x[0]}
	case x[0] > 0:
		return [2]float64{-x[1], x[0]}
	}
	return [2]float64{-math.Abs(x[1]), 0}
}

// angle grows with the angle of a direction in the upper half plane, from -1 to 1.
func angle(u [2]float64) float64 {
	if n := math.Abs(u[0]) + u[1]; n > 0 {
		return -u[0] / n
	}
	return -1
}

// invert fills in the inverse of gramZ.
func (s *sweep) invert() {
	var l [4]float64
	copy(l[:], s.gramZ)
	linalg.CholeskyFactor(l[:], s.p)
	for d := range s.p {
		column := s.inverse[d*s.p:][:s.p]
		column[d] = 1
		linalg.CholeskySolve(l[:], s.p, column)
	}
}

func (a *sums) add(omega float64, x []float64, rest, z float64) {
	u, v := omega*x[0], omega*x[1]
	a.gram[0] += u * x[0]
	a.gram[1] += u * x[1]
	a.gram[2] += v * x[1]
	a.labels[0] += u * rest
	a.labels[1] += v * rest
	a.output[0] += u * z
	a.output[1] += v * z
}

func (a sums) minus(b *sums) sums {
	for d := range a.gram {
		a.gram[d] -= b.gram[d]
	}
	for d := range a.labels {
		a.labels[d] -= b.labels[d]
		a.output[d] -= b.output[d]
	}
	return a
}

// place is a unit's weights and the SSE they save.
type place struct {
	gain   float64
	weight [2]float64
}

// put writes a place, with the output part that suits it, as unit j to theta.
func (s *sweep) put(p place, a float64, theta []float64, j int) {
	copy(theta[s.p+2*j:], p.weight[:])
	left := s.restZ
	for i, omega := range s.weight {
		if t := linalg.Dot(p.weight[:], s.row(i)); t > 0 {
			linalg.AddScaled(left[:s.p], -a*omega*t, s.output(i))
		}
	}
	clear(theta[:s.p])
	for d := range s.p {
		linalg.AddScaled(theta[:s.p], left[d], s.inverse[d*s.p:])
	}
}

// candidates is how many multiplications take as long as those of a cell.
const candidates = 64

// best returns the best place for unit j of the point of w in each of equally
// many samples' worth of angles, best first; places that save nothing are left
// out.
func (s *sweep) best(w *walk, j, sectors int) []place {
	s.prepare(w, j)
	s.limits = w.limits
	found := make([]place, sectors)
	a := w.signs[j]
	for b := -1; b < s.m; b++ {
		w.watch.Look(candidates)
		from, to := -1.0, 1.0
		if b >= 0 {
			s.pass(b)
			from = s.at[b]
		}
		if b+1 < s.m {
			to = s.at[b+1]
		}
		sector := &found[max(b, 0)*sectors/s.m]
		s.offer(sector, &s.now, a, 1, from, to)
		if !s.affine { // with an affine output -w is no other unit than w
			off := s.all.minus(&s.now)
			s.offer(sector, &off, a, -1, from, to)
		}
	}
	found = slices.DeleteFunc(found, func(p place) bool { return p.gain == 0 })
	slices.SortFunc(found, func(p, q place) int { return -cmpFloat(p.gain, q.gain) })
	return found
}

func cmpFloat(a, b float64) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// prepare computes what the other units leave and the sums of the samples that
// are on where the turn begins, at direction (1, 0).
func (s *sweep) prepare(w *walk, j int) {
	s.all, s.now, s.restZ, s.fit, s.without = sums{}, sums{}, [2]float64{}, [2]float64{}, 0
	for i := range s.rest {
		w.watch.Look(2*w.k + angular)
		x, rest := s.row(i), s.y[i]
		for l := range w.k {
			if l != j {
				rest -= w.signs[l] * max(0, linalg.Dot(x, w.unit(w.theta, l)))
			}
		}
		s.rest[i] = rest
		s.without += s.weight[i] * rest * rest
		linalg.AddScaled(s.restZ[:s.p], s.weight[i]*rest, s.output(i))
		s.all.add(s.weight[i], x, rest, s.interceptOf(i))
		if x[0] > 0 || x[0] == 0 && x[1] > 0 {
			s.now.add(s.weight[i], x, rest, s.interceptOf(i))
		}
	}
	for d := range s.p {
		linalg.AddScaled(s.fit[:s.p], s.restZ[d], s.inverse[d*s.p:])
	}
	s.without -= linalg.Dot(s.fit[:s.p], s.restZ[:])
}

func (s *sweep) interceptOf(i int) float64 {
	if s.p == 1 {
		return s.z[i]
	}
	return 0
}

// pass switches sample b.
func (s *sweep) pass(b int) {
	x, omega := s.row(b), -s.weight[b]
	if x[0] < 0 || x[0] == 0 && x[1] < 0 {
		omega = -omega
	}
	s.now.add(omega, x, s.rest[b], s.interceptOf(b))
}

// regular is the share of all samples' norm or determinant that a candidate's
// must exceed to be more than rounding.
const regular = 1e-12

// offer considers the two candidates that one cell of directions has: on its
// first boundary, and inside if the pattern's least squares lies there.
func (s *sweep) offer(best *place, on *sums, a, side, from, to float64) {
	gram, rhs := s.eliminateOutput(on)
	rhs[0] *= a
	rhs[1] *= a
	s.offerRay(best, gram, rhs, [2]float64{-side * from, side * (1 - math.Abs(from))})
	det := gram[0]*gram[2] - gram[1]*gram[1]
	w := [2]float64{gram[2]*rhs[0] - gram[1]*rhs[1], gram[0]*rhs[1] - gram[1]*rhs[0]}
	gain := w[0]*rhs[0] + w[1]*rhs[1]
	inside := side*w[1] >= 0 && s.longest(w)*det >= 1
	if inside && gain > best.gain*det && det > regular*s.all.gram[0]*s.all.gram[2] {
		if t := angle([2]float64{side * w[0], side * w[1]}); from <= t && t <= to {
			*best = place{gain / det, [2]float64{w[0] / det, w[1] / det}}
		}
	}
}

// offerRay considers the best multiple of u within the limits.
func (s *sweep) offerRay(best *place, gram [3]float64, rhs, u [2]float64) {
	num := u[0]*rhs[0] + u[1]*rhs[1]
	if num <= 0 {
		return
	}
	den, all := quadratic2(gram, u), quadratic2(s.all.gram, u)
	length := min(num/den, s.longest(u))
	if gain := length * (2*num - length*den); gain > best.gain && den > regular*all {
		*best = place{gain, [2]float64{u[0] * length, u[1] * length}}
	}
}

// longest is the largest multiple of u within the limits.
func (s *sweep) longest(u [2]float64) float64 {
	length := s.box / max(math.Abs(u[0]), math.Abs(u[1]))
	if s.ball > 0 {
		length = min(length, s.ball/math.Sqrt(linalg.QuadForm(s.norm, 2, u[:])))
	}
	return length
}

func quadratic2(gram [3]float64, u [2]float64) float64 {
	return u[0]*u[0]*gram[0] + 2*u[0]*u[1]*gram[1] + u[1]*u[1]*gram[2]
}

// eliminateOutput is the unit's 2×2 normal equations with the output part
// solved for.
func (s *sweep) eliminateOutput(on *sums) (gram [3]float64, rhs [2]float64) {
	gram, rhs = on.gram, on.labels
	cross := [4]float64{on.gram[0], on.gram[1], on.gram[1], on.gram[2]} // p×2
	if s.p == 1 {
		copy(cross[:], on.output[:])
	}
	for d := range s.p {
		c := [2]float64{cross[2*d], cross[2*d+1]}
		rhs[0] -= c[0] * s.fit[d]
		rhs[1] -= c[1] * s.fit[d]
		for e := range s.p {
			v := s.inverse[d*s.p+e]
			gram[0] -= v * c[0] * cross[2*e]
			gram[1] -= v * c[0] * cross[2*e+1]
			gram[2] -= v * c[1] * cross[2*e+1]
		}
	}
	return gram, rhs
}
