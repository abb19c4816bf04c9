package sides

import "relucert/internal/linalg"

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

func newSystem(l *layout) system {
	p, size, k := l.p, l.size, l.units+1
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
	for _, w := range s.walls {
		s.addSpring(w.sample, w.unit, s.all[w.first].stiff)
	}
	s.expand()
	s.assembleBalls()
	s.factor()
}

// decidedRow sets combined to the coefficients of ⟨c, z⟩ and each t in f.
func (s *relaxation) decidedRow(i int) {
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
func (s *relaxation) addPairs(i int, weight float64) {
	combined, pairs, k := s.system.combined, s.products(i), s.units+1
	for a, v := range combined {
		if v == 0 {
			continue
		}
		for b, u := range combined[:a+1] {
			pairs[a*k+b] += weight * v * u
		}
	}
}

// addSpring adds stiffness along t of a pair.
func (s *relaxation) addSpring(i, unit int, stiff float64) {
	s.products(i)[(unit+1)*(s.units+2)] += stiff
}

// products are the coefficients of the products of sample i's rows.
func (s *relaxation) products(i int) []float64 {
	k := s.units + 1
	return s.system.pairs[i*k*k:][:k*k]
}

// coefficients are those of sample i's row on the right.
func (s *relaxation) coefficients(i int) []float64 {
	k := s.units + 1
	return s.system.rows[i*k:][:k]
}

func (s *relaxation) assembleSide(d *side) {
	q, c := &s.system, &s.all[d.first]
	d.kappa = 1/d.omega + 1/c.stiff
	s.sideRow(d)
	for l := range d.kinks {
		n := &d.kinks[l]
		d1, d2 := s.all[n.first].stiff, s.all[n.first+1].stiff
		n.stiff = d1 + d2
		n.share = d1 / n.stiff
		d.kappa += 1 / n.stiff
		q.combined[n.unit+1] += n.share
		s.addSpring(d.sample, n.unit, n.share*d2)
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
		x, z := s.row(i), p.Z[i*p.P:][:p.P]
		pairs := s.products(i)
		if p.P > 0 && pairs[0] != 0 {
			s.addProduct(0, 0, pairs[0], z, z)
		}
		for a := 1; a < k; a++ {
			at := s.column(a - 1)
			if w := pairs[a*k]; w != 0 && p.P > 0 {
				s.addProduct(at, 0, w, x, z)
			}
			for b := 1; b <= a; b++ {
				if w := pairs[a*k+b]; w != 0 {
					s.addProduct(at, s.column(b-1), w, x, x)
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
		at := s.column(b.unit)
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
		s.coefficients(w.sample)[w.unit+1] += w.sigma * (c.lambda + c.q)
	}
	clear(q.right)
	s.spread(q.right, q.rows)
	s.rightBalls()
	copy(s.change.v, q.right)
	linalg.CholeskySolve(q.factor, s.size, s.change.v)
	s.images(&s.change)
	s.recover()
}

// rightDecided enters -ω(f - y) on the decided samples' rows.
func (s *relaxation) rightDecided() {
	for _, i := range s.decided {
		s.decidedRow(i)
		m := s.p.Weights[i] * s.decidedSum(i, &s.point)
		row := s.coefficients(i)
		for a, v := range s.system.combined {
			row[a] -= m * v
		}
	}
}

// decidedSum is f - y of a decided sample at a point, the change of f along a step.
func (s *relaxation) decidedSum(i int, x *vector) float64 {
	f := x.base[i]
	for j, r := range s.regions {
		if r.side[i] > 0 {
			f += float64(s.signs[j]) * x.t[s.at(i, j)]
		}
	}
	return f
}

// along is how the last step changes a, and a with the kinks' shares of t.
func (s *relaxation) along(d *side) (shift, all float64) {
	moved := s.pairs(&s.change, d.sample)
	shift = d.sign * s.change.base[d.sample]
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
	row := s.coefficients(d.sample)
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

// rightBalls enters -(λ + q)·Nŵ.
func (s *relaxation) rightBalls() {
	for j := range s.balls {
		b := &s.balls[j]
		c := &s.all[b.first]
		linalg.AddScaled(s.unit(s.system.right, b.unit), -(c.lambda + c.q), b.image)
	}
}

// recover computes the steps of the local variables, slacks and multipliers.
func (s *relaxation) recover() {
	for d := range s.sides {
		s.recoverSide(&s.sides[d])
	}
	for _, w := range s.walls {
		s.all[w.first].follow(w.sigma * s.change.t[s.at(w.sample, w.unit)])
	}
	for j := range s.balls {
		b := &s.balls[j]
		s.all[b.first].follow(-linalg.Dot(b.image, s.change.v[s.column(b.unit):]))
	}
}

func (s *relaxation) recoverSide(d *side) {
	moved := s.pairs(&s.change, d.sample)
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
