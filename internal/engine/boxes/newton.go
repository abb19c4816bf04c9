package boxes

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// newton is the scratch of one Newton step. Its variables are c and, for each
// unit with free vertices, λ at the unit's reference vertex v0 and the other
// free vertices' α: their columns are v - v0, short in a narrow box, so that
// the Hessian keeps its accuracy where plain vertices would be all but equal.
type newton struct {
	*loss
	line      line
	smallest  float64 // what pivots are raised to
	free      []int   // indices in x of the free variables; c first, then by unit
	first     []int   // a unit: where its free variables start; then where they end
	reference []int   // a free variable: the position in free of its unit's v0; itself for c
	hessian   []float64
	factor    []float64
	slope     []float64 // half gradient of the merit at x
	model     []float64 // that of its quadratic model at x + total
	direction []float64
	total     []float64 // the sum of partial directions
	column    []float64 // a scratch row
	columns   []float64 // a free α: its column, N each
	width     int       // that of rows of as many numbers as there are free variables, and some zeros
	across    []float64 // a unit and coordinate: its columns' entries, such a row, 0 for other variables
	images    []float64 // a free α: A·(its column), size each
	aims      []aim     // a unit
	kept      []int     // positions in free that have not run into a limit
	capped    []bool    // a unit: λ has run into its limit
	released  []bool    // a free variable: has been given back to the walk
}

func newNewton(of *loss, sumWeights float64) newton {
	dim, units := of.dim(), of.units
	aims := make([]aim, units)
	return newton{
		loss: of, line: newLine(of, aims), smallest: leastDamping * sumWeights,
		slope: make([]float64, dim), model: make([]float64, dim), direction: make([]float64, dim), total: make([]float64, dim),
		column: make([]float64, dim),
		aims:   aims, capped: make([]bool, units), released: make([]bool, dim),
	}
}

// Levenberg's damping, relative to the Hessian's diagonal, starts at the first
// value and grows by the factor until the step is neither too long nor useless.
const (
	leastDamping  = 1e-10
	mostDamping   = 1e-6
	dampingFactor = 100
)

// entering is how many vertices a unit may free in one step.
const entering = 4

// growth limits a step: nearly flat directions are followed to where the
// variables are this many times larger, no further.
const growth = 4

// aim is a small reward for larger λ, so that a unit's conditions Ψ(v) end near
// ε(1 - λ/limit) > 0 instead of 0: rounding and an early stop then leave them
// satisfied. It ends at limit, or λ would follow flat directions.
type aim struct{ epsilon, limit float64 }

func (a aim) slope(lambda float64) float64 {
	return a.epsilon * max(0, 1-lambda/a.limit)
}

func (a aim) curvature(lambda float64) float64 {
	if lambda < a.limit {
		return a.epsilon / a.limit
	}
	return 0
}

// limitAims ends the rewards well above usual λ, but inside a ball: a unit of no use would follow it.
func (s *newton) limitAims() {
	for j := range s.aims {
		s.aims[j].limit = min(32, s.norms.inside)
	}
}

// chooseFree lists the free variables: c, the positive α, and a few vertices
// of each unit that would lower the merit. The reference is the largest α.
func (s *newton) chooseFree() {
	s.free, s.reference = s.free[:0], s.reference[:0]
	for d := range s.p.P {
		s.free = append(s.free, d)
		s.reference = append(s.reference, d)
	}
	s.first = s.first[:0]
	for j := range s.units {
		s.first = append(s.first, len(s.free))
		s.freeVertices(j, s.aims[j].slope(s.lambda(s.x, j)))
	}
	s.first = append(s.first, len(s.free))
}

func (s *newton) freeVertices(j int, epsilon float64) {
	base, first := s.firstAlpha(j), len(s.free)
	alpha, g := s.x[base:base+s.vertices], s.now.gradient[base:base+s.vertices]
	for q, a := range alpha {
		if a > 0 {
			s.free = append(s.free, base+q)
		}
	}
	positive := len(s.free)
	for range entering {
		best := -1
		for q, a := range alpha {
			if a == 0 && g[q] < epsilon && (best < 0 || g[q] < g[best]) && !slices.Contains(s.free[positive:], base+q) {
				best = q
			}
		}
		if best < 0 {
			break
		}
		s.free = append(s.free, base+best)
	}
	reference := first
	for f := first; f < positive; f++ {
		if s.x[s.free[f]] > s.x[s.free[reference]] {
			reference = f
		}
	}
	for range s.free[first:] {
		s.reference = append(s.reference, reference)
	}
}

// modelGradient starts the model at x: half gradients in the step's variables.
func (s *newton) modelGradient() {
	for f, q := range s.free {
		g := s.now.gradient[q]
		switch ref := s.reference[f]; {
		case ref != f:
			g -= s.now.gradient[s.free[ref]]
		case q >= s.p.P:
			j := s.unitOf(q)
			g -= s.aims[j].slope(s.lambda(s.x, j))
		}
		s.slope[f], s.model[f] = g, g
	}
}

// minimiseModel walks to the quadratic model's minimum under α ≥ 0 and λ ≤ Λ:
// along the Newton direction until one of them is reached, which then stays,
// and on without it. It leaves the whole way in total and returns the merit's
// slope along it.
func (s *newton) minimiseModel(damping float64) (linear float64) {
	n := len(s.free)
	clear(s.total[:n])
	clear(s.capped)
	s.kept = s.kept[:0]
	for f := range s.free {
		s.kept = append(s.kept, f)
	}
	clear(s.released)
	for len(s.kept) > 0 || s.release() {
		s.modelDirection(damping)
		t, blocking, capped := s.longestInModel()
		s.advanceModel(t)
		if blocking >= 0 {
			s.block(blocking, capped)
		} else if !s.release() {
			break
		}
	}
	return linalg.Dot(s.slope[:n], s.total)
}

// release gives the blocked variable back to the walk that would lower the
// model most by leaving its limit; each but once, so that the walk ends. Without
// it, variables that block one another in turn may all stay where none should.
func (s *newton) release() bool {
	best, steepest := -1, releasing*s.steepest()
	for f := s.p.P; f < len(s.free); f++ {
		gain := -s.model[f]
		if unit := s.unitOf(s.free[f]); s.capped[unit] && s.reference[f] == f {
			gain = -gain
		}
		if gain > steepest && !s.released[f] && !slices.Contains(s.kept, f) {
			best, steepest = f, gain
		}
	}
	if best < 0 {
		return false
	}
	s.released[best] = true
	s.kept = append(s.kept, best)
	if unit := s.unitOf(s.free[best]); s.reference[best] == best {
		s.capped[unit] = false
	}
	return true
}

// releasing is the share of the steepest slope below which one counts as none.
const releasing = 1e-9

// steepest is the largest slope of the model where it started.
func (s *newton) steepest() float64 { return largest(s.slope[:len(s.free)]) }

// block takes a variable that has reached its limit out of the walk.
func (s *newton) block(f int, capped bool) {
	unit := s.unitOf(s.free[f])
	if capped {
		s.capped[unit] = true
	} else if s.reference[f] == f {
		best := s.replaceReference(f)
		if s.capped[unit] {
			f = best // λ's new place
		}
	}
	if at := slices.Index(s.kept, f); at >= 0 {
		s.kept = slices.Delete(s.kept, at, at+1)
	}
}

// replaceReference makes the largest kept α of its unit the reference in place
// of old, which is used up. The new reference's column is the sum of its own
// and old's, v - v0 + v0, and it is subtracted from the other vertices' ones.
func (s *newton) replaceReference(old int) (best int) {
	best = -1
	largest := -1.0
	for _, f := range s.kept {
		if s.reference[f] == old && f != old {
			if a := s.x[s.free[f]] + s.total[f]; a > largest {
				best, largest = f, a
			}
		}
	}
	if best < 0 {
		return best
	}
	n := len(s.free)
	lambda := s.total[old]
	s.total[old] = s.change(s.total, old)
	s.total[best] = lambda
	for i := range n {
		s.rebase(s.hessian[i*n:(i+1)*n], 1, old, best)
	}
	for i := range n {
		s.rebase(s.hessian[i:], n, old, best)
	}
	s.rebase(s.slope, 1, old, best)
	s.rebase(s.model, 1, old, best)
	for f, ref := range s.reference {
		if ref == old {
			s.reference[f] = best
		}
	}
	return best
}

// rebase changes a row or column (entries stride apart) to the new reference.
func (s *newton) rebase(row []float64, stride, old, best int) {
	c := row[best*stride]
	for f, ref := range s.reference {
		if ref == old && f != old && f != best {
			row[f*stride] -= c
		}
	}
	row[best*stride] += row[old*stride]
	row[old*stride] = -c
}

// modelDirection solves for the Newton direction in the kept variables.
func (s *newton) modelDirection(damping float64) {
	n, k := len(s.free), len(s.kept)
	l, b := s.factor[:k*k], s.column[:k]
	for a, f := range s.kept {
		row := s.hessian[f*n:]
		for c, g := range s.kept[:a+1] {
			l[a*k+c] = row[g]
		}
		l[a*k+a] += damping*row[f] + s.aimCurvature(f)
		b[a] = -s.model[f]
	}
	linalg.CholeskyFactorShifted(l, k, s.smallest)
	linalg.CholeskySolve(l, k, b)
	clear(s.direction[:n])
	for a, f := range s.kept {
		s.direction[f] = b[a]
	}
}

// aimCurvature is the reward's second derivative.
func (s *newton) aimCurvature(f int) float64 {
	q := s.free[f]
	if q < s.p.P || s.reference[f] != f {
		return 0
	}
	j := s.unitOf(q)
	return s.aims[j].curvature(s.lambda(s.x, j))
}

// change is what a vector of the step's variables changes at free variable f:
// a reference vertex carries λ less the other vertices.
func (s *newton) change(v []float64, f int) float64 {
	d := v[f]
	if s.reference[f] != f || s.free[f] < s.p.P {
		return d
	}
	for g, ref := range s.reference {
		if ref == f && g != f {
			d -= v[g]
		}
	}
	return d
}

// longestInModel is how far the direction stays feasible, at most 1, and the
// position in free that blocks it (-1: none), by its λ if capped is set.
func (s *newton) longestInModel() (t float64, blocking int, capped bool) {
	t, blocking = 1, -1
	for f := s.p.P; f < len(s.free); f++ {
		d := s.change(s.direction, f)
		left := max(0, s.x[s.free[f]]+s.change(s.total, f))
		if d < 0 && left < -d*t {
			t, blocking, capped = left/-d, f, false
		}
		unit := s.unitOf(s.free[f])
		if s.reference[f] != f || s.capped[unit] {
			continue
		}
		d, left = s.direction[f], max(0, s.p.WeightLimit-s.lambda(s.x, unit)-s.total[f])
		if d > 0 && left < d*t {
			t, blocking, capped = left/d, f, true
		}
	}
	return t, blocking, capped
}

// advanceModel moves the model by t along its direction.
func (s *newton) advanceModel(t float64) {
	n := len(s.free)
	for f := range s.free {
		s.total[f] += t * s.direction[f]
		s.model[f] += t * linalg.Dot(s.hessian[f*n:(f+1)*n], s.direction)
	}
}

// search returns how far to go along total, at most reach.
func (s *newton) search(reach float64) float64 {
	s.aimLine()
	return s.line.search(reach)
}

// aimLine makes the line that along total.
func (s *newton) aimLine() {
	clear(s.line.change)
	for f, q := range s.free {
		s.line.change[q] = s.change(s.total, f)
	}
	s.line.prepare()
}

// reach is the share of the step that does not go far out along a flat direction.
func (s *newton) reach() float64 {
	size, step := 1.0, 0.0
	for f, q := range s.free {
		size = max(size, math.Abs(s.x[q]))
		step = max(step, math.Abs(s.total[f]))
	}
	return min(1, growth*size/step)
}

// vanishing is the α, relative to its step, below which it is set to zero.
const vanishing = 1e-13

// move adds t·total to x.
func (s *newton) move(t float64) {
	for _, q := range s.free {
		d := t * s.line.change[q]
		before := s.x[q]
		s.x[q] += d
		if q >= s.p.P && s.x[q] <= vanishing*(math.Abs(d)+before) {
			s.x[q] = 0
		}
	}
}
