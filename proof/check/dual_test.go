package check

import (
	"iter"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/internal/thorough"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// dual is the rule of FORMAT.md's section Dual, read off the document, and the g_j.
func (l *literal) dual(p *proof) (*big.Rat, [][]*big.Rat) {
	d, units := p.dual, len(p.regions)
	limit, bound := div(q(l.h.WeightLimit), q(l.h.LabelScale)), div(q(l.h.NormBound), q(l.h.LabelScale))
	value := add(l.within, q(0))
	var g [][]*big.Rat
	for range units {
		g = append(g, l.zeros(len(l.h.Keep)))
	}
	moments := l.zeros(l.h.Free())
	for i, m := range l.multipliers(p) {
		value.Sub(value, add(mul(q(2), m, l.y[i]), div(mul(m, m), l.w[i])))
		for e, z := range l.z(i) {
			moments[e].Add(moments[e], mul(m, z))
		}
		for j := range units {
			own := mul(q(float64(p.signs[j])), m)
			slope, kappa := l.row(p, j, i, own, limit, bound)
			value.Sub(value, mul(q(2), kappa))
			for e := range g[j] {
				g[j][e].Add(g[j][e], mul(slope, own, l.x[i][e]))
			}
		}
	}
	for _, w := range d.Walls {
		c := cutOf(p.regions[w.Unit], w.Cut)
		for e := range g[w.Unit] {
			g[w.Unit][e].Sub(g[w.Unit][e], mul(q(w.Value), q(float64(c.sign)), l.x[c.sample][e]))
		}
		value.Add(value, mul(q(2), q(w.Value), q(float64(c.sign)), q(c.at)))
	}
	for _, s := range d.Slacks {
		var h []*big.Rat
		for _, v := range s.Vector {
			h = append(h, q(v))
		}
		for e, row := range l.h.Transform {
			for f, t := range row {
				g[s.Unit][e].Add(g[s.Unit][e], mul(q(t), h[f]))
			}
		}
		square := inner(h, h)
		for _, c := range l.c {
			square.Add(square, mul(inner(c, h), inner(c, h)))
		}
		value.Sub(value, mul(q(2), bound, root(square)))
	}
	if d.Point != nil { // h with Th = −g
		var h []*big.Rat
		for e, row := range l.h.Transform {
			v := neg(g[0][e])
			for f := range e {
				v.Sub(v, mul(q(row[f]), h[f]))
			}
			h, g[0][e] = append(h, div(v, q(row[e]))), q(0)
		}
		square := inner(h, h)
		for _, c := range l.c {
			square.Add(square, mul(inner(c, h), inner(c, h)))
		}
		value.Sub(value, mul(q(2), bound, root(square)))
	}
	for j := range units {
		value.Sub(value, mul(q(2), limit, norm1(g[j])))
	}
	kn := q(float64(units * len(l.h.Keep)))
	largest := add(root(div(l.yy, l.s)), mul(q(2), kn, limit))
	return value.Sub(value, mul(q(4), root(inner(moments, moments)), largest)), g
}

// multipliers are a record's m, or a point's, which it completes with θ.
func (l *literal) multipliers(p *proof) iter.Seq2[int, *big.Rat] {
	d := p.dual
	return func(yield func(int, *big.Rat) bool) {
		for _, s := range d.Samples {
			if !yield(l.sample(s.Row), q(s.Value)) {
				return
			}
		}
		for i := range l.x {
			if d.Point != nil && !yield(i, l.slope(p, i)) {
				return
			}
		}
	}
}

// slope is a point's m.
func (l *literal) slope(p *proof, i int) *big.Rat {
	a, t, v := q(float64(p.signs[0])), q(0), p.regions[0].intervalAt(i)
	for e, w := range p.dual.Point {
		t.Add(t, mul(q(w), l.x[i][e]))
	}
	given := slices.ContainsFunc(p.dual.Kinks, func(k certificate.Slope) bool { return k.Row == l.first[i] })
	if t.Sign() > 0 && !given {
		p.dual.Kinks = append(p.dual.Kinks, certificate.Slope{Row: l.first[i], Value: 1})
	}
	y := mul(a, l.y[i])
	r := sub(t, y)
	switch {
	case v.low >= 0:
	case v.high <= 0:
		r = neg(y)
	case y.Sign() <= 0:
		r = sub(above0(t), y)
	default:
		reach := mul(div(q(l.h.NormBound), q(l.h.LabelScale)), root(inner(l.raw[i], l.raw[i])))
		low, high := neg(reach), reach
		if !math.IsInf(v.low, 0) {
			low = higher(low, q(v.low))
		}
		if !math.IsInf(v.high, 0) {
			high = neg(higher(neg(high), q(-v.high)))
		}
		s := div(mul(y, y), add(sub(y, low), root(mul(low, sub(low, mul(q(2), y))))))
		if sub(y, s).Cmp(high) > 0 {
			s = div(mul(high, sub(mul(q(2), y), high)), mul(q(2), sub(high, low)))
		}
		if mul(high, q(0x1p40)).Cmp(y) < 0 {
			s = y
		}
		r = higher(r, neg(s))
	}
	return mul(a, l.w[i], r)
}

// row is the table's row for unit j and sample i: ψ is slope·m_j·t.
func (l *literal) row(p *proof, j, i int, m, limit, bound *big.Rat) (slope, kappa *big.Rat) {
	low, high := q(-math.MaxFloat64), q(math.MaxFloat64)
	for c := p.regions[j].cuts; c != nil; c = c.before {
		switch {
		case c.sample != i:
		case c.sign > 0:
			low = higher(low, q(c.at))
		default:
			high = neg(higher(neg(high), q(-c.at)))
		}
	}
	if low.Sign() >= 0 {
		return q(1), q(0)
	}
	if high.Sign() <= 0 {
		return q(0), q(0)
	}
	size := mul(q(-1), m)
	if m.Sign() >= 0 {
		for _, k := range p.dual.Kinks {
			if k.Unit == j && k.Row == l.first[i] {
				return q(k.Value), q(0)
			}
		}
		return q(0), q(0)
	}
	for _, given := range p.dual.Implied {
		if given.Unit != j || given.Row != l.first[i] {
			continue
		}
		sign, rest := q(-1), l.zeros(len(l.x[i]))
		if given.Active {
			sign = q(1)
		}
		for e := range rest {
			rest[e] = mul(sign, l.x[i][e])
			for _, by := range given.By {
				c := cutOf(p.regions[j], by.Cut)
				rest[e].Sub(rest[e], mul(q(by.Value), q(float64(c.sign)), l.x[c.sample][e]))
			}
		}
		return above0(sign), mul(size, limit, norm1(rest))
	}
	reach := mul(limit, norm1(l.x[i]))
	if l.h.NormBound > 0 {
		reach = mul(bound, rootUp(inner(l.raw[i], l.raw[i])))
	}
	low, high = higher(low, neg(reach)), neg(higher(neg(high), neg(reach)))
	if l.h.NormBound > 0 && l.h.Units == 1 && l.h.Free() == 0 {
		top := div(add(m, mul(q(float64(p.signs[j])), l.w[i], l.y[i])), l.w[i]) // m/ω + ay
		over := above0(sub(top, high))
		gain := div(mul(l.w[i], over, over), q(2))
		return q(1), higher(neg(gain), sub(mul(size, neg(low)), div(mul(l.w[i], top, top), q(2))))
	}
	if slope = q(0.5); high.Cmp(low) > 0 {
		slope = div(high, sub(high, low))
	}
	slope = new(big.Rat).SetFrac(onGrid(slope, wide.Fraction), new(big.Int).Lsh(oneInt, wide.Fraction))
	return slope, mul(size, higher(mul(slope, neg(low)), mul(sub(q(1), slope), high)))
}

func higher(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func neg(a *big.Rat) *big.Rat { return new(big.Rat).Neg(a) }

func (l *literal) sample(row int) int { return slices.Index(l.first, row) }

func (l *literal) zeros(n int) (all []*big.Rat) {
	for range n {
		all = append(all, q(0))
	}
	return all
}

func cutOf(r *region, number int) *cut {
	c := r.cuts
	for c.number != number {
		c = c.before
	}
	return c
}

func norm1(v []*big.Rat) *big.Rat {
	sum := q(0)
	for _, x := range v {
		sum.Add(sum, new(big.Rat).Abs(x))
	}
	return sum
}

// dualProof is a random dual record on random cut regions, each around the ŵ that
// is returned.
func (p *problem) dualProof() (q *proof, inside [][]float64) {
	h, rng, d := p.header, p.rng, &certificate.Dual{}
	q = &proof{dual: d}
	x, _, _ := p.floats()
	for j := range h.Units {
		r, w := p.wholeRegion(x)
		q.regions, q.signs, inside = append(q.regions, r), append(q.signs, 1-2*rng.IntN(2)), append(inside, w)
		for i := range x {
			if rng.IntN(2) == 0 {
				d.Kinks = append(d.Kinks, certificate.Slope{Row: p.c.first[i], Unit: j, Value: p.share()})
			}
			if rng.IntN(3) == 0 {
				d.Implied = append(d.Implied, p.implication(r, x, i, j))
			}
		}
		for c := range r.cutCount() {
			if rng.IntN(2) == 0 {
				d.Walls = append(d.Walls, certificate.Wall{Unit: j, Cut: c, Value: rng.Float64()})
			}
		}
		if h.NormBound > 0 && rng.IntN(2) == 0 {
			d.Slacks = append(d.Slacks, certificate.Slack{Unit: j, Vector: p.vector(p.c.n)})
		}
	}
	for i := range x {
		if rng.IntN(5) > 0 {
			d.Samples = append(d.Samples, certificate.Multiplier{Row: p.c.first[i], Value: rng.NormFloat64()})
		}
	}
	if h.Units == 1 && h.Free() == 0 && h.NormBound > 0 && rng.IntN(2) == 0 && !p.star {
		d.Samples, d.Slacks, d.Point = nil, nil, p.vector(p.c.n)
	}
	rng.Shuffle(len(d.Samples), func(a, b int) { d.Samples[a], d.Samples[b] = d.Samples[b], d.Samples[a] })
	return q, inside
}

func (p *problem) share() float64 { return []float64{0, 1, p.rng.Float64()}[p.rng.IntN(3)] }

// wholeRegion is a whole region with random cuts, and a ŵ in it.
func (p *problem) wholeRegion(x [][]float64) (*region, []float64) {
	w := make([]float64, p.c.n)
	for d := range w {
		w[d] = p.rng.NormFloat64()
	}
	r, often := &region{face: whole}, p.rng.IntN(5)
	for _, i := range p.rng.Perm(len(x)) {
		if t := floatDot(w, x[i]); math.Abs(t) > 1e-6 && p.rng.IntN(4) < often {
			r = r.around(i, t, 0, false)
		} else if p.rng.IntN(4) < often {
			for range 2 {
				r = r.around(i, t, p.rng.NormFloat64(), p.star)
			}
		}
	}
	return r, w
}

// around cuts at a number, where that can be, and keeps the side of t; with star only if 0 is
// on it too.
func (r *region) around(i int, t, at float64, star bool) *region {
	v := r.intervalAt(i)
	switch {
	case !(v.low < at && at < v.high), star && (t > at) != (at <= 0):
		return r
	case t > at:
		return r.cutBy(i, at)[1]
	}
	return r.cutBy(i, at)[0]
}

// implication is by N cuts at most: as well as they give it, or anyhow.
func (p *problem) implication(r *region, x [][]float64, i, j int) certificate.Implied {
	given := certificate.Implied{Row: p.c.first[i], Unit: j, Active: p.rng.IntN(2) == 0}
	cuts := r.cutList()
	p.rng.Shuffle(len(cuts), func(a, b int) { cuts[a], cuts[b] = cuts[b], cuts[a] })
	cuts = slices.DeleteFunc(cuts, func(c *cut) bool { return float64(c.sign)*c.at < 0 })
	cuts = cuts[:min(len(cuts), p.rng.IntN(3))]
	nu := p.combination(cuts, x, i, given.Active)
	for k, c := range cuts {
		value := math.Abs(p.rng.NormFloat64())
		if nu != nil && p.rng.IntN(8) > 0 {
			value = max(0, nu[k])
		}
		given.By = append(given.By, certificate.Wall{Unit: j, Cut: c.number, Value: value})
	}
	return given
}

// combination solves ±x̂ ≈ Σ νσx̂_cut by least squares, for two cuts at most; nil if
// they are dependent.
func (p *problem) combination(cuts []*cut, x [][]float64, i int, active bool) (nu []float64) {
	a, b := make([][]*big.Rat, len(cuts)), make([]*big.Rat, len(cuts))
	for k, c := range cuts {
		for _, e := range cuts {
			a[k] = append(a[k], mul(q(floatDot(x[c.sample], x[e.sample])), q(float64(c.sign*e.sign))))
		}
		b[k] = q(floatDot(x[c.sample], x[i]) * float64(c.sign))
		if !active {
			b[k].Neg(b[k])
		}
	}
	if len(cuts) == 0 || a[0][0].Sign() == 0 || len(cuts) == 2 && sub(mul(a[0][0], a[1][1]), mul(a[0][1], a[1][0])).Sign() == 0 {
		return nil
	}
	for _, v := range solve(a, b) {
		f, _ := v.Float64()
		nu = append(nu, f)
	}
	return nu
}

// wild gives some numbers of a record any size.
func (p *problem) wild(d *certificate.Dual) {
	m := &mutator{Rand: p.rng}
	for _, n := range dualNumbers(d) {
		if p.rng.IntN(4) == 0 {
			if v := n.clip(m.number(*n.at)); !math.IsInf(v, 0) {
				*n.at = v
			}
		}
	}
}

func dualNumbers(d *certificate.Dual) (all []number) {
	const most = math.MaxFloat64
	for i := range d.Samples {
		all = append(all, number{&d.Samples[i].Value, -most, most})
	}
	for i := range d.Kinks {
		all = append(all, number{&d.Kinks[i].Value, 0, 1})
	}
	for i := range d.Implied {
		for k := range d.Implied[i].By {
			all = append(all, number{&d.Implied[i].By[k].Value, 0, most})
		}
	}
	for i := range d.Walls {
		all = append(all, number{&d.Walls[i].Value, 0, most})
	}
	for i := range d.Slacks {
		for e := range d.Slacks[i].Vector {
			all = append(all, number{&d.Slacks[i].Vector[e], -most, most})
		}
	}
	return all
}

// TestDualRule compares integers and the literal rule on random dual records, of
// numbers of any size too. Rounding may only cost something.
func TestDualRule(t *testing.T) {
	const seed = 31
	rng := rand.New(rand.NewPCG(seed, 1))
	fits, points := 0, 0
	for round := range thorough.Of(300, 50) {
		p := newProblem(t, rng)
		if round%3 == 0 && p.c.count() > p.c.n {
			p.envelop(t)
		}
		fast, slow := newDualExact(p.c), newLiteral(p)
		data, err := newFixedData(p.c)
		if err != nil {
			t.Fatal(err)
		}
		short := newBoundFixed(data)
		for n := range 3 {
			proof, _ := p.dualProof()
			if n == 2 {
				p.wild(proof.dual)
			}
			if err := p.c.checkDual(proof); err != nil {
				t.Fatalf("seed %d round %d: %v", seed, round, err)
			}
			want, _ := slow.dual(proof)
			v, _ := fast.prove(proof)
			got := new(big.Rat).SetFrac(v, new(big.Int).Lsh(oneInt, valueBits))
			// The literal roots are good to 2^-398, the integers' to 2^-256.
			fine := mul(q(0x1p-180), add(q(1), new(big.Rat).Abs(want)))
			if proof.dual.Point != nil { // of which m are rounded
				points++
				fine = mul(q(0x1p-60), add(q(1), new(big.Rat).Abs(want)))
			}
			if low := sub(want, got); low.Cmp(mul(q(-1), fine)) < 0 || low.Cmp(add(fine, q(0x1p-127))) > 0 {
				f, _ := low.Float64()
				t.Fatalf("seed %d round %d: %g is lost of %v\n%s%+v\n%s", seed, round, f, want.FloatString(20), p.csv, p.header, textOf(p.header, proof.dual))
			}
			v, err := short.prove(proof)
			if err != nil {
				continue
			}
			fits++
			got.SetFrac(v, new(big.Int).Lsh(oneInt, valueBits))
			coarse := mul(q(0x1p-50), add(q(1), new(big.Rat).Abs(want)), add(q(1), &p.c.limit))
			if low := sub(want, got); low.Cmp(mul(q(-1), fine)) < 0 || n < 2 && low.Cmp(coarse) > 0 {
				f, _ := low.Float64()
				t.Fatalf("seed %d round %d: in fixed point %g is lost of %v\n%s%+v\n%s", seed, round, f, want.FloatString(20), p.csv, p.header, textOf(p.header, proof.dual))
			}
		}
	}
	if least := thorough.Of(500, 70); fits < least || points < least/5 {
		t.Errorf("only %d records fit fixed point, only %d are points", fits, points)
	}
}

// envelop makes the problem one of a bounded unit without output part.
func (p *problem) envelop(t *testing.T) {
	h := p.header
	h.Units, h.Output, h.Reference, h.NormBound = 1, certificate.None, nil, 1
	p.load(t)
}

// TestDualSound compares the bounds of dual records with the losses of networks of
// the class in the node, from the raw columns.
func TestDualSound(t *testing.T) {
	const seed = 23
	rng := rand.New(rand.NewPCG(seed, 1))
	closest, close := math.Inf(1), 0
	for round := range thorough.Of(400, 25) {
		p := newProblem(t, rng)
		if round%4 == 0 { // the row of one bounded unit
			p.envelop(t)
		}
		p.header.NormBound = math.Ldexp(p.header.NormBound, -rng.IntN(8))
		p.header.WeightLimit = math.Ldexp(p.header.WeightLimit, -rng.IntN(8))
		p.load(t)
		p.star = true
		rule, slow := newDualExact(p.c), newLiteral(p)
		proof, inside := p.dualProof()
		s := p.sampler(slow, proof, inside)
		s.best()
		s.aim(slow)
		bound := s.climb(rule)
		gap := (s.least - bound) / (1 + s.least)
		if closest = min(closest, gap); gap < 1e-3 {
			close++
		}
		if gap < -1e-9 {
			t.Fatalf("seed %d round %d: a network has loss %v, the bound is %v\n%s%+v\n%s", seed, round, s.least, bound, p.csv, p.header, textOf(p.header, proof.dual))
		}
	}
	t.Logf("%d bounds came close, the closest to %g", close, closest)
	if close < thorough.Of(40, 2) {
		t.Errorf("only %d bounds came close to a loss: the test sees too little", close)
	}
}

// sampler draws networks of a proof's node and keeps the best.
type sampler struct {
	*problem
	*proof
	inside [][]float64 // raw
	raw    [][]float64
	x      [][]float64
	y, w   []float64
	units  [][]float64 // of the best network so far, raw
	r      []float64   // f - y
	least  float64
}

func (p *problem) sampler(l *literal, q *proof, inside [][]float64) *sampler {
	s := &sampler{problem: p, proof: q, least: math.Inf(1)}
	s.x, s.y, s.w = p.floats()
	for _, row := range l.raw {
		var raw []float64
		for _, v := range row {
			f, _ := v.Float64()
			raw = append(raw, f)
		}
		s.raw = append(s.raw, raw)
	}
	for _, w := range inside {
		s.inside = append(s.inside, s.spread(w))
	}
	return s
}

// spread is Tᵀŵ on the kept columns, 0 on the others.
func (s *sampler) spread(w []float64) []float64 {
	raw := make([]float64, s.header.RawColumns())
	for d, row := range s.header.Transform {
		for e, t := range row {
			raw[s.header.Keep[e]] += t * w[d]
		}
	}
	return raw
}

// best draws networks, then changes the best one.
func (s *sampler) best() {
	for n := range 120 {
		units := make([][]float64, len(s.regions))
		for j := range units {
			units[j] = s.unit(j)
			if n > 40 && s.rng.IntN(2) == 0 {
				units[j] = s.units[j]
			}
		}
		s.see(units)
	}
}

// see keeps a network if it is the best.
func (s *sampler) see(units [][]float64) {
	rest := slices.Clone(s.y)
	for j, unit := range units {
		for i := range rest {
			rest[i] -= float64(s.signs[j]) * max(0, floatDot(unit, s.raw[i])) / s.header.LabelScale
		}
	}
	c := bestFree(s.problem, s.x, rest, s.w)
	loss, _ := s.c.within.Float64()
	for i := range rest {
		for e := range c {
			rest[i] -= c[e] * freeColumn(s.problem, s.x[i], e)
		}
		loss += s.w[i] * rest[i] * rest[i]
		rest[i] = -rest[i]
	}
	if loss < s.least {
		s.least, s.units, s.r = loss, units, rest
	}
}

// unit is random: in a direction at which a limit binds, or any, in raw columns.
func (s *sampler) unit(j int) []float64 {
	for range 8 {
		if w := s.scaled(s.direction()); s.within(s.regions[j], w) {
			return w
		}
	}
	w := s.scaled(s.inside[j])
	for range 40 {
		if s.within(s.regions[j], w) {
			return w
		}
		for e := range w {
			w[e] /= 2
		}
	}
	return make([]float64, len(w))
}

func (s *sampler) direction() []float64 {
	w := make([]float64, s.c.n)
	switch s.rng.IntN(4) {
	case 0:
		return make([]float64, s.header.RawColumns())
	case 1:
		raw := slices.Clone(s.raw[s.rng.IntN(len(s.raw))])
		for e := range raw {
			raw[e] *= float64(1 - 2*s.rng.IntN(2))
		}
		return raw
	case 2:
		for d := range w {
			w[d] = float64(1 - 2*s.rng.IntN(2))
		}
	case 3:
		for d := range w {
			w[d] = s.rng.NormFloat64()
		}
	}
	return s.spread(w)
}

func (s *sampler) within(r *region, raw []float64) bool {
	for c := r.cuts; c != nil; c = c.before {
		if float64(c.sign)*(floatDot(raw, s.raw[c.sample])/s.header.LabelScale-c.at) < 0 {
			return false
		}
	}
	return true
}

// scaled brings raw weights to the limits, or below.
func (s *sampler) scaled(raw []float64) []float64 {
	size, most := math.Sqrt(floatDot(raw, raw)), 0.0
	for _, v := range s.c.whitened(raw) {
		f, _ := v.Float64()
		most = max(most, math.Abs(f))
	}
	if most == 0 {
		return raw
	}
	factor := s.header.WeightLimit / most
	if s.header.NormBound > 0 {
		factor = min(factor, s.header.NormBound/size)
	}
	if s.rng.IntN(3) == 0 {
		factor *= s.rng.Float64()
	}
	all := slices.Clone(raw)
	for e := range all {
		all[e] *= factor
	}
	return all
}

// aim makes the record's multipliers those of the best network.
func (s *sampler) aim(l *literal) {
	d := s.dual
	d.Samples, d.Kinks, d.Slacks = nil, nil, nil
	for i, r := range s.r {
		d.Samples = append(d.Samples, certificate.Multiplier{Row: s.c.first[i], Value: s.w[i] * r})
		for j := range s.units {
			theta := 0.0
			if floatDot(s.units[j], s.raw[i]) > 0 {
				theta = 1
			}
			d.Kinks = append(d.Kinks, certificate.Slope{Row: s.c.first[i], Unit: j, Value: theta})
		}
	}
	for k := range d.Walls {
		d.Walls[k].Value *= math.Ldexp(1, -10*s.rng.IntN(4))
	}
	if s.header.NormBound > 0 && s.rng.IntN(4) > 0 {
		_, g := l.dual(s.proof)
		for j := range g {
			d.Slacks = append(d.Slacks, certificate.Slack{Unit: j, Vector: s.cancels(g[j])})
		}
	}
}

// cancels is h with Th = -g.
func (s *sampler) cancels(g []*big.Rat) []float64 {
	h := make([]float64, len(g))
	for d, row := range s.header.Transform {
		v, _ := g[d].Float64()
		for e := range d {
			v += row[e] * h[e]
		}
		h[d] = -v / row[d]
	}
	return h
}

// climb changes the record at random as long as the bound rises: whatever the rule
// gives away, it takes.
func (s *sampler) climb(by *dualExact) float64 {
	best, numbers := s.bound(by), dualNumbers(s.dual)
	for range 60 {
		n := numbers[s.rng.IntN(len(numbers))]
		old := *n.at
		*n.at = n.clip(old*(0.5+s.rng.Float64()) + s.rng.NormFloat64()*math.Ldexp(1, -s.rng.IntN(12)))
		if v := s.bound(by); v > best {
			best = v
		} else {
			*n.at = old
		}
	}
	return best
}

func (s *sampler) bound(by *dualExact) float64 {
	v, _ := by.prove(s.proof)
	f, _ := new(big.Rat).SetFrac(v, new(big.Int).Lsh(oneInt, valueBits)).Float64()
	return f
}
