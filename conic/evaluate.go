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
	center   []float64 // a listed sample: ⟨c, z⟩ - y
	r        []float64 // a listed sample
	t, up    []float64 // a listed sample and unit: t and its upper bound
	theta    []float64 // a listed sample and unit: s_μ'(t)
	bent     []bool    // a listed sample and unit: 0 < t < μ, where s_μ curves
	params   []float64 // (c, ŵ, -1)
	image    []float64 // A·params
}

func newEvaluation(dim, size int) evaluation {
	return evaluation{
		gradient: make([]float64, dim),
		params:   make([]float64, size),
		image:    make([]float64, size),
	}
}

// grow makes room for listed samples.
func (e *evaluation) grow(listed, units int) {
	e.center, e.r = resize(e.center, listed), resize(e.r, listed)
	e.t, e.up = resize(e.t, listed*units), resize(e.up, listed*units)
	e.theta, e.bent = resize(e.theta, listed*units), resize(e.bent, listed*units)
}

// resize gives s length n, its contents to be overwritten.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		s = make([]T, n+n/2)
	}
	return s[:n]
}

// evaluate computes e at x with smoothing mu and with r shifted by -⟨z, shift⟩
// (nil: not shifted), the projection that makes r orthogonal to Z.
func (s *relaxation) evaluate(e *evaluation, x []float64, mu float64, shift []float64) {
	s.evaluateDecided(e, x, shift)
	s.findSupport(x)
	e.mu = mu
	p, v, inverse := s.p, s.vertices, 1/mu
	for at, i := range s.list {
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
				e.theta[k], e.bent[k] = 1, false
			} else {
				full = max(t, 0)
				low, e.theta[k], e.bent[k] = smooth(t, mu, inverse, s.center[k])
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
		for d, c := range shift {
			r -= c * row[d]
		}
		e.r[at] = r
		omega := p.Weights[i]
		e.exact += omega * exact * exact
		if r == 0 {
			continue
		}
		wr := omega * r
		e.loss += wr * r
		e.dual -= wr * (2*y + r)
		s.accumulate(e, row, at, wr)
	}
	s.evaluateBalls(e)
	s.evaluateWalls(e, x)
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

// smooth is max over θ in [0, 1] of θt - ½μ(θ - center)² ≤ [t]_+, its slope θ,
// and whether it curves at t (inverse is 1/μ): a proximal step for the multiplier θ of the kink,
// so that μ need not go to zero, only center to θ.
func smooth(t, mu, inverse, center float64) (s, theta float64, bent bool) {
	theta = center + t*inverse
	switch {
	case theta <= 0:
		return -mu / 2 * center * center, 0, false
	case theta < 1:
		return theta*t - mu/2*(theta-center)*(theta-center), theta, true
	}
	return t - mu/2*(1-center)*(1-center), 1, false
}

// accumulate adds a listed sample's part of the gradient.
func (s *relaxation) accumulate(e *evaluation, row []float64, at int, wr float64) {
	p, v := s.p.P, s.vertices
	for d, z := range row[:p] {
		e.gradient[d] += wr * z
	}
	for j := range s.units {
		m := wr * float64(s.signs[j])
		cols := row[p+2*j*v:][:2*v]
		if m > 0 {
			m *= e.theta[at*s.units+j]
			if m == 0 {
				continue
			}
			cols = cols[:v]
		} else {
			cols = cols[v:]
		}
		g := e.gradient[p+j*v:][:len(cols)]
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
	e.loss = linalg.Dot(e.params, e.image)
	e.exact = e.loss
	last := len(e.params) - 1
	// image's last entry is Σ ω y (f - y), so this is Σ ω (-2 (f-y) y - (f-y)²).
	e.dual = -2*e.image[last] - e.loss
	copy(e.gradient[:p.P], e.image)
	for j := range s.units {
		g := e.gradient[p.P+j*s.vertices:][:s.vertices]
		for q := range g {
			g[q] = linalg.Dot(s.corner[(j*s.vertices+q)*n:][:n], e.image[p.P+j*n:])
		}
	}
}
