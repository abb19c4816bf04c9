package conic

import "relucert/internal/linalg"

// evaluation is the relaxed loss at a point, with what its derivatives need.
type evaluation struct {
	// loss is F_μ = Σ ω r², exact is F with [t]_+ in place of s_μ(t),
	// dual is Σ ω(-2 r y - r²).
	loss, exact, dual float64
	mu                float64 // the smoothing
	// gradient is half that of F_μ: Σ ω r z, then Ψ(v) of each unit's vertices.
	gradient []float64
	sums     []float64 // loss, exact, dual and gradient while they are added up
	center   []float64 // a listed sample: ⟨c, z⟩ - y
	r        []float64 // a listed sample
	t, up    []float64 // a listed sample and unit: t and its upper bound
	theta    []float64 // a listed sample and unit: s_μ'(t), which curves where 0 < θ < 1
	params   []float64 // (c, ŵ, -1)
	image    []float64 // A·params
}

func newEvaluation(dim, size int) evaluation {
	sums := make([]float64, 3+dim)
	return evaluation{
		gradient: sums[3:], sums: sums,
		params: make([]float64, size),
		image:  make([]float64, size),
	}
}

// grow makes room for listed samples.
func (e *evaluation) grow(listed, units int) {
	e.center, e.r = resize(e.center, listed), resize(e.r, listed)
	e.t, e.up = resize(e.t, listed*units), resize(e.up, listed*units)
	e.theta = resize(e.theta, listed*units)
}

// resize gives s length n, its contents to be overwritten.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		s = make([]T, n+n/8)
	}
	return s[:n]
}

// evaluate computes now at x with smoothing mu.
func (s *relaxation) evaluate(x []float64, mu float64) {
	e := &s.now
	s.at, e.mu = x, mu
	s.evaluateDecided(e, x, nil)
	s.findSupport(x)
	s.total(len(s.list), e.sums, (*relaxation).evaluateListed)
	e.loss, e.exact, e.dual = e.sums[0], e.sums[1], e.sums[2]
	s.evaluateBalls(e)
	s.evaluateWalls(e, x)
}

// evaluateListed is the pass of evaluate.
func (s *relaxation) evaluateListed(_, from, to int, sums []float64) {
	e, x := &s.now, s.at
	p, v, mu, inverse := s.p, s.vertices, e.mu, 1/e.mu
	loss, exactLoss, dual := sums[0], sums[1], sums[2]
	for at := from; at < to; at++ {
		i := s.list[at]
		row := s.rows[at*s.stride:][:s.stride]
		y := p.Y[i]
		center := -y
		for d, c := range x[:p.P] {
			center += c * row[d]
		}
		e.center[at] = center
		lo, hi, slack, rise := center, center, 0.0, 0.0
		for j := range s.units {
			cols := row[p.P+2*j*v:][:2*v]
			t, up := combine(s.support[j], x[p.P+j*v:][:v], cols)
			low, full := t, t
			k := at*s.units + j
			e.t[k], e.up[k] = t, up
			if s.active[k] {
				e.theta[k] = 1
			} else {
				full = max(t, 0)
				low, e.theta[k] = smooth(t, mu, inverse, s.center[k])
			}
			if s.signs[j] > 0 {
				lo, hi, slack = lo+low, hi+up, slack+full-low
			} else {
				lo, hi, rise = lo-up, hi-low, rise+full-low
			}
		}
		r, exact := 0.0, 0.0
		if lo+slack > 0 {
			exact = lo + slack
		} else if hi-rise < 0 {
			exact = hi - rise
		}
		if lo > 0 {
			r = lo
		} else if hi < 0 {
			r = hi
		}
		e.r[at] = r
		omega := p.Weights[i]
		exactLoss += omega * exact * exact
		if r == 0 {
			continue
		}
		wr := omega * r
		loss += wr * r
		dual -= wr * (2*y + r)
		s.accumulate(sums[3:], row, at, wr)
	}
	sums[0], sums[1], sums[2] = loss, exactLoss, dual
}

// project computes next where now is, with r shifted by -⟨z, shift⟩, the
// projection that makes r orthogonal to Z; without what exact values need.
func (s *relaxation) project(shift []float64) {
	e := &s.next
	s.evaluateDecided(e, s.x, shift)
	s.total(len(s.list), e.sums, (*relaxation).projectListed)
	e.loss, e.dual = e.sums[0], e.sums[2]
	s.evaluateBalls(e)
	s.evaluateWalls(e, s.x)
}

// projectListed is the pass of project.
func (s *relaxation) projectListed(_, from, to int, sums []float64) {
	p := s.p
	loss, dual := sums[0], sums[2]
	for at := from; at < to; at++ {
		i, row := s.list[at], s.rows[at*s.stride:][:s.stride]
		r := s.now.r[at]
		for d, c := range s.shift {
			r -= c * row[d]
		}
		wr := p.Weights[i] * r
		loss += wr * r
		dual -= wr * (2*p.Y[i] + r)
		s.accumulate(sums[3:], row, at, wr)
	}
	sums[0], sums[2] = loss, dual
}

// findSupport lists the vertices with α ≠ 0, few of the many there are.
func (s *relaxation) findSupport(x []float64) {
	for j := range s.support {
		s.support[j] = s.support[j][:0]
		for q, a := range x[s.p.P+j*s.vertices:][:s.vertices] {
			if a != 0 {
				s.support[j] = append(s.support[j], q)
			}
		}
	}
}

// combine is (Σ α t, Σ α [t]_+) over the support.
func combine(support []int, alpha, cols []float64) (t, up float64) {
	values, relu := cols[:len(alpha)], cols[len(alpha):2*len(alpha)]
	for _, q := range support {
		a := alpha[q]
		t += a * values[q]
		up += a * relu[q]
	}
	return t, up
}

// smooth is max over θ in [0, 1] of θt - ½μ(θ - center)² ≤ [t]_+, and its slope θ
// (inverse is 1/μ): a proximal step for the multiplier θ of the kink,
// so that μ need not go to zero, only center to θ.
func smooth(t, mu, inverse, center float64) (s, theta float64) {
	theta = center + t*inverse
	switch {
	case theta <= 0:
		return -mu / 2 * center * center, 0
	case theta < 1:
		return theta*t - mu/2*(theta-center)*(theta-center), theta
	}
	return t - mu/2*(1-center)*(1-center), 1
}

// accumulate adds a listed sample's part to a gradient.
func (s *relaxation) accumulate(gradient, row []float64, at int, wr float64) {
	p, v := s.p.P, s.vertices
	for d, z := range row[:p] {
		gradient[d] += wr * z
	}
	for j := range s.units {
		m := wr * float64(s.signs[j])
		cols := row[p+2*j*v:][:2*v]
		if m > 0 {
			m *= s.now.theta[at*s.units+j]
			if m == 0 {
				continue
			}
			cols = cols[:v]
		} else {
			cols = cols[v:]
		}
		g := gradient[p+j*v:][:len(cols)]
		for q, t := range cols {
			g[q] += m * t
		}
	}
}

// evaluateDecided starts e with the decided samples' part.
func (s *relaxation) evaluateDecided(e *evaluation, x, shift []float64) {
	p, n := s.p, s.p.N
	s.parameters(x, e.params)
	for d, c := range shift {
		e.params[d] -= c
	}
	s.frozen.times(e.params, e.image)
	loss := linalg.Dot(e.params, e.image)
	// image's last entry is Σ ω y (f - y), so the third is Σ ω (-2 (f-y) y - (f-y)²).
	e.sums[0], e.sums[1], e.sums[2] = loss, loss, -2*e.image[len(e.image)-1]-loss
	copy(e.gradient[:p.P], e.image)
	for j := range s.units {
		g := e.gradient[p.P+j*s.vertices:][:s.vertices]
		for q := range g {
			g[q] = linalg.Dot(s.corner[(j*s.vertices+q)*n:][:n], e.image[p.P+j*n:])
		}
	}
}
