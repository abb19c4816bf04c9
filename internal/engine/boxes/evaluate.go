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
	center    []float64 // a pair: where smoothing centres θ
	resting   []float64 // a listed sample: where it centres r, of losses that are not squares
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
	s.hinges, s.center = resize(s.hinges, pairs*s.vertices), resize(s.center, m*s.units)
	s.columns, s.omega, s.labels = resize(s.columns, m*s.p.N), resize(s.omega, m), resize(s.labels, m)
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
	for j := range s.units {
		centers := s.center[s.pair(j, from):s.pair(j, to)]
		s.products(centers, s.weights(s.now.params, j), from)
		for b, t := range centers {
			centers[b] = step(t)
		}
	}
}

// evaluation is the relaxed loss at a point, with what its derivatives need.
type evaluation struct {
	// loss is F_μ = Σ ω r², exact is F with [t]_+ in place of s_μ(t),
	// dual is Σ ω(-2 r y - r²).
	loss, exact, dual float64
	mu                float64 // the smoothing
	// gradient is half that of F_μ: Σ ω r z, then Ψ(v) of each unit's vertices.
	gradient []float64
	linear   []float64 // a unit: what of Ψ is linear in ŵ, N; part of gradient when all is added up
	sums     []float64 // loss, exact, dual, gradient and linear while they are added up
	center   []float64 // a listed sample: ⟨c, z⟩ - y
	r        []float64 // a listed sample
	t, up    []float64 // a pair: t and its upper bound
	theta    []float64 // a pair: s_μ'(t), which curves where 0 < θ < 1
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
	e.mu = mu
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
	h := &s.hands[hand]
	s.findEnds(h, from, to)
	loss, exact, dual := s.charge(h, from, to)
	sums[0], sums[1], sums[2] = sums[0]+loss, sums[1]+exact, sums[2]-dual
	s.accumulate(sums[3:], h, from, to)
}

// findEnds leaves the ends of what f − y may be on a block's samples in the hand.
func (s *loss) findEnds(h *hand, from, to int) {
	e, n := &s.now, to-from
	center := e.center[from:to]
	s.outputParts(center, e.params[:s.p.P], from)
	linalg.SetScaled(center, center, -1, s.labels[from:to])
	copy(h.low, center)
	copy(h.high, center)
	clear(h.over[:n])
	clear(h.under[:n])
	for j, sign := range s.signs {
		b := s.bends(j, from, to)
		s.products(b.t, s.weights(e.params, j), from)
		s.uppers(h, j, from, to, b.t, b.up)
		if sign > 0 {
			b.add(h.low, h.high, h.over, 1, smoothedBy(e.mu))
		} else {
			b.add(h.high, h.low, h.under, -1, smoothedBy(e.mu))
		}
	}
}

// bends are unit j's pairs with the samples from ≤ at < to, at the point now.
func (s *loss) bends(j, from, to int) bends {
	e, first, last := &s.now, s.pair(j, from), s.pair(j, to)
	return bends{e.t[first:last], e.up[first:last], e.theta[first:last], s.center[first:last], s.floor[first:last], s.bent[first:last]}
}

// uppers sets up to the upper bounds of a block's outputs of unit j whose ⟨ŵ, x̂⟩ are t, or to the changes of both; the vertices in use are the support's.
func (s *loss) uppers(h *hand, j, from, to int, t, up []float64) {
	rows, count := s.hingesOf(j, from, to)
	hinged := up
	if count < len(up) {
		hinged = h.press[:count]
	}
	clear(hinged)
	for _, u := range s.support[j] {
		linalg.SetScaled(hinged, hinged, u.alpha, rows[u.vertex*count:])
	}
	if count < len(up) {
		s.unpack(up, t, hinged, s.pair(j, from))
	}
}

// unpack sets up to t of active pairs, of which the first has that number, 0 of inactive and the hinged number of undecided ones.
func (s *loss) unpack(up, t, hinged []float64, first int) {
	next := 0
	for b := range up {
		if s.bent[first+b] != 0 {
			up[b] = hinged[next]
			next++
		} else {
			up[b] = s.floor[first+b] * t[b]
		}
	}
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

// charge finds the r of a block's samples, and adds up their loss, the same without smoothing, and what the dual value lacks to Σ ω y².
func (s *loss) charge(h *hand, from, to int) (loss, exact, dual float64) {
	if s.squares {
		return h.charge(s.now.r[from:to], h.pulled, s.omega[from:to], s.labels[from:to])
	}
	for at := from; at < to; at++ {
		b, mu, omega := at-from, s.now.mu, s.omega[at]
		shift := mu * s.resting[at]
		r, smoothed := s.p.Loss.Smoothed(nearest(h.low[b]+shift, h.high[b]+shift), mu, s.resting[at])
		s.now.r[at], h.pulled[b] = r, omega*r
		loss += omega * smoothed
		exact += omega * s.p.Loss.Value(nearest(h.low[b]+h.over[b], h.high[b]-h.under[b]))
		dual += omega * r * (2*s.labels[at] + s.p.Loss.Curve*r)
	}
	return loss, exact, dual
}

// project computes next where now is, with r shifted by -⟨z, shift⟩, a
// projection that makes r orthogonal to Z; without what exact values need.
func (s *loss) project() { s.sum(&s.next, s.x, s.shift, (*loss).projectListed) }

// projectListed is the pass of project.
func (s *loss) projectListed(hand, from, to int, sums []float64) {
	h := &s.hands[hand]
	pulled := h.pulled[:to-from]
	s.outputParts(pulled, s.shift, from)
	for b, shift := range pulled {
		at := from + b
		r := s.now.r[at] - shift
		pulled[b] = s.omega[at] * r
		sums[0] += pulled[b] * r
		sums[2] -= pulled[b] * (2*s.labels[at] + r)
	}
	s.accumulate(sums[3:], h, from, to)
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

// accumulate adds to a gradient with its linear parts what a block's samples contribute whose ω r are in the hand.
func (s *loss) accumulate(gradient []float64, h *hand, from, to int) {
	p, n := s.p, to-from
	pulled, linear := h.pulled[:n], gradient[s.dim():]
	s.addOutputs(gradient[:p.P], pulled, from)
	for j, sign := range s.signs {
		s.bends(j, from, to).pull(h.linear, h.press, pulled, float64(sign))
		linalg.DotRows(linear[j*p.N:][:p.N], h.linear[:n], s.columns[from*p.N:])
		rows, count := s.hingesOf(j, from, to)
		linalg.DotRows(s.alphas(gradient, j), s.pack(h.press[:n], s.pair(j, from), count), rows)
	}
}

// pack leaves the undecided pairs' numbers, the first count, of those of a block's, of which the first has that number.
func (s *loss) pack(numbers []float64, first, count int) []float64 {
	if count == len(numbers) {
		return numbers
	}
	kept := 0
	for b, v := range numbers {
		if s.bent[first+b] != 0 {
			numbers[kept] = v
			kept++
		}
	}
	return numbers[:count]
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
