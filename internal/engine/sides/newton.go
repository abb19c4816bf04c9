package sides

import (
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// system is the linear system of a step in v. The samples' local variables are
// eliminated: a side pulls along one combined row with stiffness 1/κ, a kink
// adds a spring along its own t.
type system struct {
	matrix, factor []float64 // size×size, lower triangles
	right          []float64
	pairs          []float64 // a sample: (k+1)×(k+1) coefficients of its row products, lower triangle
	rows           []float64 // a sample: k+1 coefficients of its row, c first
	combined       []float64 // k+1
	ready          bool      // factor is of this node
}

func newSystem(p *whiten.Problem, units int) system {
	size, k := p.P+units*p.N, units+1
	return system{
		matrix: make([]float64, size*size), factor: make([]float64, size*size), right: make([]float64, size),
		pairs: make([]float64, p.M*k*k), rows: make([]float64, p.M*k), combined: make([]float64, k),
	}
}

// damping is a share of the largest diagonal entry that keeps flat directions flat.
const damping = 1e-13

// assemble builds and factors the matrix.
func (s *relaxation) assemble() {
	q := &s.system
	clear(q.pairs)
	for c := range s.all {
		s.all[c].stiff = s.all[c].lambda / s.all[c].s
	}
	for _, i := range s.decided {
		s.decidedRow(i)
		s.addPairs(i, s.p.Weights[i])
	}
	for d := range s.sides {
		s.assembleSide(&s.sides[d])
	}
	k := s.units + 1
	for _, w := range s.walls {
		c := &s.all[w.first]
		q.pairs[int(w.sample)*k*k+(w.unit+1)*(k+1)] += c.stiff
	}
	s.expand()
	s.assembleBalls()
	s.factor()
}

// decidedRow sets combined to the coefficients of ⟨c, z⟩ and each t in f.
func (s *relaxation) decidedRow(i int32) {
	row := s.system.combined
	row[0] = 1
	for j, r := range s.regions {
		row[j+1] = 0
		if r.side[i] > 0 {
			row[j+1] = float64(s.signs[j])
		}
	}
}

// addPairs adds weight·combined·combinedᵀ to sample i's coefficients.
func (s *relaxation) addPairs(i int32, weight float64) {
	q, k := &s.system, s.units+1
	pairs := q.pairs[int(i)*k*k:][:k*k]
	for a, v := range q.combined {
		if v == 0 {
			continue
		}
		for b, u := range q.combined[:a+1] {
			pairs[a*k+b] += weight * v * u
		}
	}
}

func (s *relaxation) assembleSide(d *side) {
	q, k := &s.system, s.units+1
	c := &s.all[d.first]
	d.kappa = 1/d.omega + 1/c.stiff
	s.sideRow(d)
	for l := range d.kinks {
		n := &d.kinks[l]
		d1, d2 := s.all[n.first].stiff, s.all[n.first+1].stiff
		n.stiff = d1 + d2
		n.share = d1 / n.stiff
		d.kappa += 1 / n.stiff
		q.combined[n.unit+1] += n.share
		q.pairs[int(d.sample)*k*k+(n.unit+1)*(k+1)] += n.share * d2
	}
	s.addPairs(d.sample, 1/d.kappa)
}

// sideRow sets combined to the coefficients of a.
func (s *relaxation) sideRow(d *side) {
	s.system.combined[0] = d.sign
	copy(s.system.combined[1:], d.slope)
}

// expand turns the coefficients into the matrix.
func (s *relaxation) expand() {
	q, p, k := &s.system, s.p, s.units+1
	clear(q.matrix)
	for i := range p.M {
		s.watch.Look(s.size * p.N)
		x, z := p.X[i*p.N:][:p.N], p.Z[i*p.P:][:p.P]
		pairs := q.pairs[i*k*k:][:k*k]
		if p.P > 0 && pairs[0] != 0 {
			s.addProduct(0, 0, pairs[0], z, z)
		}
		for a := 1; a < k; a++ {
			at := p.P + (a-1)*p.N
			if w := pairs[a*k]; w != 0 && p.P > 0 {
				s.addProduct(at, 0, w, x, z)
			}
			for b := 1; b <= a; b++ {
				if w := pairs[a*k+b]; w != 0 {
					s.addProduct(at, p.P+(b-1)*p.N, w, x, x)
				}
			}
		}
	}
}

// addProduct adds w·u·vᵀ at (row, column) of the matrix, its lower triangle if
// the block is on the diagonal.
func (s *relaxation) addProduct(row, column int, w float64, u, v []float64) {
	for a, ua := range u {
		if ua == 0 {
			continue
		}
		other := v
		if row == column {
			other = v[:a+1]
		}
		dst := s.system.matrix[(row+a)*s.size+column:][:len(other)]
		linalg.AddScaled(dst, w*ua, other)
	}
}

// assembleBalls adds λN + (λ/s)(Nŵ)(Nŵ)ᵀ for each ball.
func (s *relaxation) assembleBalls() {
	n := s.p.N
	for j := range s.balls {
		b := &s.balls[j]
		c := &s.all[b.first]
		at := s.p.P + b.unit*n
		s.addProduct(at, at, c.stiff, b.image, b.image)
		for d := range n {
			linalg.AddScaled(s.system.matrix[(at+d)*s.size+at:][:d+1], c.lambda, s.p.Norm[d*n:])
		}
	}
}

func (s *relaxation) factor() {
	q, most := &s.system, 0.0
	for d := range s.size {
		most = max(most, q.matrix[d*s.size+d])
	}
	copy(q.factor, q.matrix)
	for d := range s.size {
		q.factor[d*s.size+d] += damping * most
	}
	linalg.CholeskyFactorShiftedWatched(q.factor, s.size, damping*most, &s.watch)
	q.ready = true
}

// direction solves for the step in v, the local variables and the constraints,
// given each constraint's target.
func (s *relaxation) direction() {
	q := &s.system
	clear(q.rows)
	for c := range s.all {
		n := &s.all[c]
		n.q = (n.target - n.lambda*n.residual) / n.s
	}
	s.rightDecided()
	for d := range s.sides {
		s.rightSide(&s.sides[d])
	}
	for _, w := range s.walls {
		c := &s.all[w.first]
		q.rows[int(w.sample)*(s.units+1)+w.unit+1] += w.sigma * (c.lambda + c.q)
	}
	s.collect(q.right)
	s.rightBalls()
	copy(s.change, q.right)
	linalg.CholeskySolve(q.factor, s.size, s.change)
	s.images(s.change, s.moved, s.drift)
	s.recover()
}

// rightDecided enters -ω(f - y) on the decided samples' rows.
func (s *relaxation) rightDecided() {
	rows, k := s.system.rows, s.units+1
	for _, i := range s.decided {
		s.decidedRow(i)
		m := s.p.Weights[i] * s.decidedSum(i, s.base, s.t)
		for a, v := range s.system.combined {
			rows[int(i)*k+a] -= m * v
		}
	}
}

// decidedSum is f - y of a decided sample for its base and t, the change of f for
// theirs.
func (s *relaxation) decidedSum(i int32, base, t []float64) float64 {
	f := base[i]
	for j, r := range s.regions {
		if r.side[i] > 0 {
			f += float64(s.signs[j]) * t[int(i)*s.units+j]
		}
	}
	return f
}

// along is how the last step changes a, and a with the kinks' shares of t.
func (s *relaxation) along(d *side) (shift, all float64) {
	moved := s.moved[int(d.sample)*s.units:][:s.units]
	shift = d.sign * s.drift[d.sample]
	for j, b := range d.slope {
		shift += b * moved[j]
	}
	all = shift
	for _, n := range d.kinks {
		all += n.share * moved[n.unit]
	}
	return shift, all
}

// rightSide eliminates p and z: bp, bz are the right sides of their equations.
func (s *relaxation) rightSide(d *side) {
	row := s.system.rows[int(d.sample)*(s.units+1):][:s.units+1]
	c := &s.all[d.first]
	s.sideRow(d)
	pull := c.lambda + c.q // -(λ + q)·∇a
	for a, v := range s.system.combined {
		row[a] -= pull * v
	}
	d.bend = -(d.omega*d.p - c.lambda) + c.q
	d.beta = d.bend / d.omega
	for l := range d.kinks {
		n := &d.kinks[l]
		one, two := &s.all[n.first], &s.all[n.first+1]
		n.push = -(c.lambda - one.lambda - two.lambda) - c.q + one.q + two.q
		d.beta -= n.push / n.stiff
		row[n.unit+1] += n.share*n.push - one.lambda - one.q
		s.system.combined[n.unit+1] += n.share
	}
	for a, v := range s.system.combined {
		row[a] += d.beta / d.kappa * v
	}
}

// collect writes Σ_i (rows of i) to dst.
func (s *relaxation) collect(dst []float64) {
	p, k := s.p, s.units+1
	clear(dst)
	for i := range p.M {
		if i%budget.Stride == 0 {
			s.watch.Look(budget.Stride * s.size)
		}
		row := s.system.rows[i*k:][:k]
		if row[0] != 0 {
			linalg.AddScaled(dst[:p.P], row[0], p.Z[i*p.P:])
		}
		for j, m := range row[1:] {
			if m != 0 {
				linalg.AddScaled(dst[p.P+j*p.N:][:p.N], m, p.X[i*p.N:])
			}
		}
	}
}

// rightBalls enters -(λ + q)·Nŵ.
func (s *relaxation) rightBalls() {
	for j := range s.balls {
		b := &s.balls[j]
		c := &s.all[b.first]
		linalg.AddScaled(s.system.right[s.p.P+b.unit*s.p.N:][:s.p.N], -(c.lambda + c.q), b.image)
	}
}

// recover computes the steps of the local variables, slacks and multipliers.
func (s *relaxation) recover() {
	for d := range s.sides {
		s.recoverSide(&s.sides[d])
	}
	for _, w := range s.walls {
		s.all[w.first].follow(w.sigma * s.moved[int(w.sample)*s.units+w.unit])
	}
	for j := range s.balls {
		b := &s.balls[j]
		s.all[b.first].follow(-linalg.Dot(b.image, s.change[s.p.P+b.unit*s.p.N:]))
	}
}

func (s *relaxation) recoverSide(d *side) {
	moved := s.moved[int(d.sample)*s.units:][:s.units]
	shift, along := s.along(d)
	force := (d.beta - along) / d.kappa
	d.step = (d.bend - force) / d.omega
	rest := d.step - shift
	for l := range d.kinks {
		n := &d.kinks[l]
		n.step = (n.push + force + s.all[n.first].stiff*moved[n.unit]) / n.stiff
		rest -= n.step
		s.all[n.first].follow(n.step - moved[n.unit])
		s.all[n.first+1].follow(n.step)
	}
	s.all[d.first].follow(rest)
}

// follow sets the slack's and the multiplier's step when the constraint's value
// changes by the given amount.
func (c *constraint) follow(change float64) {
	c.ds = change + c.residual
	c.dlambda = (c.target - c.lambda*c.ds) / c.s
}
