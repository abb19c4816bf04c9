package boxes

import (
	"relucert/internal/crew"
	"relucert/internal/linalg"
)

// loss is the relaxed loss F_μ of a node's samples at the point x = (c, α_1, …, α_k), with what keeps
// norm bounds and cuts.
type loss struct {
	*samples
	x         []float64
	center    []float64 // a listed sample and unit: where smoothing centres θ
	resting   []float64 // a listed sample: where it centres r, of losses that are not squares
	pressure  []float64 // a row of hinges: how much a gradient takes of it
	norms     norms
	walls     walls // the regions' cuts
	now, next evaluation
	shift     []float64 // P: what project shifts r by
	support   [][]use   // a unit: vertices in use, scratch
	values    []float64 // V, scratch
}

func newLoss(of setting, team *crew.Crew) *loss {
	s := newSamples(of, team)
	dim, size, linear := of.dim(), of.size(), of.units*of.p.N
	return &loss{
		samples: s, norms: newNorms(s, of.rounding.SumWeights), x: make([]float64, dim), shift: make([]float64, of.p.P),
		now: newEvaluation(dim, size, linear), next: newEvaluation(dim, size, linear),
		support: make([][]use, of.units), values: make([]float64, of.vertices),
	}
}

// grow makes room for m listed samples with so many undecided pairs.
func (s *loss) grow(m, pairs int) {
	s.hinges, s.pressure = resize(s.hinges, pairs*s.vertices), resize(s.pressure, pairs)
	s.columns, s.center = resize(s.columns, m*s.p.N), resize(s.center, m*s.units)
	s.resting = resize(s.resting, m)
	clear(s.resting)
	s.now.grow(m, s.units)
	s.next.r = resize(s.next.r, m)
}

// start sets x to the warm parameters (c, ŵ), moved into the regions.
func (s *loss) start(warm []float64) {
	p := s.p
	clear(s.x)
	copy(s.x, warm[:p.P])
	for j, r := range s.regions {
		r.barycentric(s.weights(warm, j), s.alphas(s.x, j), p.WeightLimit)
	}
	s.centerKinks()
}

// centerKinks centres the smoothing of each kink on the side where x lies.
func (s *loss) centerKinks() {
	s.parameters(s.x, s.now.params)
	total(&s.adder, s, len(s.list), nil, (*loss).centerListed)
}

// centerListed is the pass of centerKinks.
func (s *loss) centerListed(_, from, to int, _ []float64) {
	for at := from; at < to; at++ {
		x := s.p.Row(int(s.list[at]))
		for j := range s.units {
			s.center[at*s.units+j] = step(linalg.Dot(x, s.weights(s.now.params, j)))
		}
	}
}

// evaluation is the relaxed loss at a point, with what its derivatives need.
type evaluation struct {
	// loss is F_μ = Σ ω r², exact is F with [t]_+ in place of s_μ(t),
	// dual is Σ ω(-2 r y - r²).
	loss, exact, dual float64
	mu, inverse       float64 // the smoothing, and 1/μ
	// gradient is half that of F_μ: Σ ω r z, then Ψ(v) of each unit's vertices.
	gradient []float64
	linear   []float64 // a unit: what of Ψ is linear in ŵ, N; part of gradient when all is added up
	sums     []float64 // loss, exact, dual, gradient and linear while they are added up
	center   []float64 // a listed sample: ⟨c, z⟩ - y
	r        []float64 // a listed sample
	t, up    []float64 // a listed sample and unit: t and its upper bound
	theta    []float64 // a listed sample and unit: s_μ'(t), which curves where 0 < θ < 1
	params   []float64 // (c, ŵ, -1)
	image    []float64 // A·params
}

func newEvaluation(dim, size, linear int) evaluation {
	sums := make([]float64, 3+dim+linear)
	return evaluation{
		gradient: sums[3:][:dim], linear: sums[3+dim:], sums: sums,
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

// evaluate computes now at x with smoothing mu.
func (s *loss) evaluate(x []float64, mu float64) {
	e := &s.now
	e.mu, e.inverse = mu, 1/mu
	s.findSupport(x)
	s.sum(e, x, nil, (*loss).evaluateListed)
}

// sum computes e at x, its parameters less the shift, with a pass over the listed samples.
func (s *loss) sum(e *evaluation, x, shift []float64, listed func(s *loss, hand, from, to int, sums []float64)) {
	s.evaluateDecided(e, x, shift)
	total(&s.adder, s, len(s.list), e.sums, listed)
	e.loss, e.exact, e.dual = e.sums[0], e.sums[1], e.sums[2]
	s.spreadLinear(e)
	s.norms.evaluate(e)
	s.walls.evaluate(e, x)
}

// evaluateListed is the pass of evaluate.
func (s *loss) evaluateListed(hand, from, to int, sums []float64) {
	e, p, h := &s.now, s.p, &s.hands[hand]
	s.clearPressure(from, to)
	s.multiply(h, e.params, from, to)
	loss, exactLoss, dual := sums[0], sums[1], sums[2]
	for at := from; at < to; at++ {
		i := int(s.list[at])
		lo, hi, slack, rise := s.residuals(h, at, at-from)
		exact := nearest(lo+slack, hi-rise)
		r, value, full := s.cost(at, lo, hi, exact)
		e.r[at] = r
		omega := p.Weights[i]
		exactLoss += omega * full
		loss += omega * value
		if r == 0 {
			continue
		}
		wr := omega * r
		dual -= wr * (2*p.Y[i] + p.Loss.Curve*r)
		s.accumulate(sums[3:], at, wr)
	}
	sums[0], sums[1], sums[2] = loss, exactLoss, dual
	s.accumulateHinges(sums[3:], from, to)
}

// residuals are the ends of what f − y may be on a listed sample, number b of the hand's block, and how much smoothing has moved them.
func (s *loss) residuals(h *hand, at, b int) (lo, hi, slack, rise float64) {
	e := &s.now
	lo = h.center[b] - s.p.Y[s.list[at]]
	e.center[at], hi = lo, lo
	for j, sign := range s.signs {
		k := at*s.units + j
		t, up := s.output(h.t[j*blockLength+b], k)
		low, full := t, t
		e.t[k], e.up[k] = t, up
		if s.state[k] == undecided {
			full = max(t, 0)
			low, e.theta[k] = smooth(t, e.mu, e.inverse, s.center[k])
		} else {
			e.theta[k] = 1
		}
		if sign > 0 {
			lo, hi, slack = lo+low, hi+up, slack+full-low
		} else {
			lo, hi, rise = lo-up, hi-low, rise+full-low
		}
	}
	return lo, hi, slack, rise
}

// nearest is the number nearest to 0 from lo to hi.
func nearest(lo, hi float64) float64 {
	if lo > 0 {
		return lo
	}
	if hi < 0 {
		return hi
	}
	return 0
}

// cost is the listed sample's r, and its loss where f − y may be anything from lo to hi, smoothed and, at the number exact, not.
func (s *loss) cost(at int, lo, hi, exact float64) (r, smoothed, full float64) {
	if s.squares {
		r = nearest(lo, hi)
		return r, r * r, exact * exact
	}
	shift := s.now.mu * s.resting[at]
	r, smoothed = s.p.Loss.Smoothed(nearest(lo+shift, hi+shift), s.now.mu, s.resting[at])
	return r, smoothed, s.p.Loss.Value(exact)
}

// project computes next where now is, with r shifted by -⟨z, shift⟩, a
// projection that makes r orthogonal to Z; without what exact values need.
func (s *loss) project() { s.sum(&s.next, s.x, s.shift, (*loss).projectListed) }

// projectListed is the pass of project.
func (s *loss) projectListed(hand, from, to int, sums []float64) {
	p, shift := s.p, s.hands[hand].center[:to-from]
	s.clearPressure(from, to)
	s.outputParts(shift, s.shift, from)
	loss, dual := sums[0], sums[2]
	for at := from; at < to; at++ {
		i := int(s.list[at])
		r := s.now.r[at] - shift[at-from]
		wr := p.Weights[i] * r
		loss += wr * r
		dual -= wr * (2*p.Y[i] + r)
		s.accumulate(sums[3:], at, wr)
	}
	sums[0], sums[2] = loss, dual
	s.accumulateHinges(sums[3:], from, to)
}

// output is the output of pair k where its ⟨ŵ, x̂⟩ is t, before it is clamped, and its upper
// bound, or the changes of both; the vertices in use are the support's.
func (s *loss) output(t float64, k int) (low, up float64) {
	switch s.state[k] {
	case inactive:
		return 0, 0
	case active:
		return t, t
	}
	hinges := s.hingesOf(k)
	for _, u := range s.support[k%s.units] {
		up += u.alpha * hinges[u.vertex]
	}
	return t, up
}

// spreadLinear adds the linear parts to the vertices' entries.
func (s *loss) spreadLinear(e *evaluation) {
	for j, r := range s.regions {
		r.overVertices(e.linear[j*s.p.N:][:s.p.N], s.values)
		linalg.AddScaled(s.alphas(e.gradient, j), 1, s.values)
	}
}

// use is a vertex with its α ≠ 0.
type use struct {
	vertex int
	alpha  float64
}

// findSupport lists the vertices with α ≠ 0, few of the many there are.
func (s *loss) findSupport(x []float64) {
	for j := range s.support {
		s.support[j] = s.support[j][:0]
		for q, a := range s.alphas(x, j) {
			if a != 0 {
				s.support[j] = append(s.support[j], use{q, a})
			}
		}
	}
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

// accumulate adds a listed sample's part to a gradient with its linear parts, but for hinges, and notes
// these.
func (s *loss) accumulate(gradient []float64, at int, wr float64) {
	p, i := s.p, int(s.list[at])
	linear := gradient[s.dim():]
	linalg.AddScaled(gradient[:p.P], wr, p.OutputRow(i))
	for j := range s.units {
		k, m := at*s.units+j, wr*float64(s.signs[j])
		switch {
		case s.state[k] == inactive:
		case s.state[k] == active || m > 0:
			linalg.AddScaled(linear[j*p.N:][:p.N], m*s.now.theta[k], p.Row(i))
		default:
			s.pressure[s.hingeRow[k]] = m
		}
	}
}

// clearPressure begins accumulate for the listed samples from ≤ at < to.
func (s *loss) clearPressure(from, to int) {
	for j := range s.units {
		clear(s.pressure[s.hingeRow[from*s.units+j]:s.hingeRow[to*s.units+j]])
	}
}

// accumulateHinges adds the hinges that accumulate has noted for the listed samples from ≤ at < to.
func (s *loss) accumulateHinges(gradient []float64, from, to int) {
	for j := range s.units {
		first, last := s.hingeRow[from*s.units+j], s.hingeRow[to*s.units+j]
		linalg.AddRows(s.alphas(gradient, j), s.pressure[first:last], s.hinges[int(first)*s.vertices:])
	}
}

// evaluateDecided starts e with the decided samples' part.
func (s *loss) evaluateDecided(e *evaluation, x, shift []float64) {
	p := s.p
	s.parameters(x, e.params)
	for d, c := range shift {
		e.params[d] -= c
	}
	s.frozen.times(e.params, e.image)
	loss, last := linalg.Dot(e.params, e.image), len(e.image)-1
	// image's last entry is Σ ω y (f - y), so the third is Σ ω (-2 (f-y) y - (f-y)²).
	e.sums[0], e.sums[1], e.sums[2] = loss, loss, -2*e.image[last]-loss
	clear(e.gradient[copy(e.gradient, e.image[:p.P]):])
	copy(e.linear, e.image[p.P:last])
}

// smoothingLoss is how much F exceeds F_μ here.
func (s *loss) smoothingLoss() float64 { return s.now.exact - s.now.loss }

// excess is how much the dual value exceeds the value where multipliers of norm
// bounds and cuts do not yet fit.
func (s *loss) excess() float64 { return s.norms.excess() + s.walls.excess() }
