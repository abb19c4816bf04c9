package check

import (
	"math/big"
	"sync"

	"relucert/proof/certificate"
)

// The exact rule: the point's residuals are found on a fine grid, and r and θ
// put on a coarser one; whatever they are, what follows is exact.
const (
	hintBits = 112 // behind the binary point, of all that only leads to r and θ
	ruleBits = 80  // of r and θ
)

// boundExact is the rule of FORMAT.md with integers of any length. It shares
// nothing with boundFixed but the data.
type boundExact struct {
	*coordinates
	labels  []big.Int // y on the hint grid
	inputs  []big.Int // x̂ on the hint grid
	zs      []big.Int // ω z, over weight.den · zDen
	linear  []big.Int // a sample: 2ωy, and ω, as duality needs them
	squared []big.Int
	inverse []big.Int // (Σωzzᵀ)⁻¹ on the hint grid, P×P
	costH   *big.Rat  // 4(Y/√S + 2kNΛ)
	dual    func() *dualExact
	nothing big.Int // 0
	oneHint big.Int
	oneRule big.Int
}

func newBoundExact(c *coordinates) *boundExact {
	c.widen()
	l := &boundExact{coordinates: c, dual: sync.OnceValue(func() *dualExact { return newDualExact(c) }), labels: make([]big.Int, c.count()), inputs: make([]big.Int, c.count()*c.n), costH: c.freeCost()}
	l.oneHint.Lsh(big.NewInt(1), hintBits)
	l.oneRule.Lsh(big.NewInt(1), ruleBits)
	var den big.Int
	for i := range l.labels {
		y := &l.labels[i]
		y.Lsh(y.Mul(&c.moment.n[i], &c.weight.den), hintBits)
		y.Div(y, den.Mul(&c.moment.den, &c.weight.n[i]))
	}
	for i := range l.inputs {
		x := &l.inputs[i]
		x.Div(x.Lsh(&l.x.n[i], hintBits), &l.x.den)
	}
	l.fold()
	for _, row := range c.freeInverse() {
		for g := range row {
			l.inverse = append(l.inverse, *onGrid(&row[g], hintBits))
		}
	}
	return l
}

// fold multiplies once what every bound needs multiplied.
func (l *boundExact) fold() {
	w, y := &l.coordinates.weight, &l.moment
	m := l.count()
	l.zs, l.linear, l.squared = make([]big.Int, m*l.p), make([]big.Int, m), make([]big.Int, m)
	for i := range m {
		for d := range l.p {
			l.zs[i*l.p+d].Mul(&w.n[i], l.z(i, d))
		}
		l.linear[i].Lsh(l.linear[i].Mul(&y.n[i], &w.den), ruleBits+1)
		l.squared[i].Mul(&w.n[i], &y.den)
	}
}

// onGrid is v·2^bits rounded down.
func onGrid(v *big.Rat, bits uint) *big.Int {
	n := new(big.Int).Lsh(v.Num(), bits)
	return n.Div(n, v.Denom())
}

func hint(v float64) *big.Int { return onGrid(rational(v), hintBits) }

// boundExactUnit is a unit at work.
type boundExactUnit struct {
	*exactBox
	sign    int
	face    int
	cuts    map[int]int
	centers map[int]certificate.Center
	w       []big.Int // ŵ on the hint grid
	alpha   []*big.Int
	vertex  [][]*big.Int // as the box
	theta   []*big.Int   // a sample: on the rule grid, nil where a cut decides
	states  []state      // a sample: what its interval says, without any tolerance
	mu      *big.Int     // on the hint grid

	// Of the sample at work, to be used again:
	t, term, least, most, small, sum big.Int
}

// prove implements prover.
func (l *boundExact) prove(p *proof) (*big.Int, error) {
	if p.dual != nil {
		return l.dual().prove(p)
	}
	units := make([]*boundExactUnit, len(p.regions))
	for j := range units {
		units[j] = l.unit(p, j)
	}
	r := l.residuals(p, units)
	value := new(big.Rat).Sub(&l.within, l.duality(r))
	value.Sub(value, l.freeTerm(r))
	two := new(big.Rat).Add(&l.limit, &l.limit)
	for j, u := range units {
		linear, cost := l.extras(p.regions[j], j, p.record.Walls, p.record.Slacks)
		value.Sub(value, cost)
		if least := l.leastPsi(u, r, linear); least.Sign() < 0 {
			value.Add(value, least.Mul(least, two))
		}
	}
	return scaleDown(value), nil
}

func (l *boundExact) unit(p *proof, j int) *boundExactUnit {
	r := p.regions[j]
	u := &boundExactUnit{exactBox: newExactBox(r), sign: p.signs[j], face: r.face, cuts: r.cutSigns(make(map[int]int)),
		centers: make(map[int]certificate.Center), w: make([]big.Int, l.n), theta: make([]*big.Int, l.count()),
		states: make([]state, l.count()), mu: hint(p.record.Mu)}
	for _, k := range p.record.Centers {
		if k.Unit == j {
			u.centers[int(l.ofRow[k.Row])] = k
		}
	}
	var term big.Int
	for _, a := range p.record.Units[j] {
		alpha, v := hint(a.Value), u.vertexOf(a.Vertex)
		for d := range v {
			term.Mul(alpha, v[d])
			u.w[d].Add(&u.w[d], term.Rsh(&term, u.bits))
		}
		u.alpha, u.vertex = append(u.alpha, alpha), append(u.vertex, v)
	}
	return u
}

// vertexOf is the vertex of that number.
func (u *boundExactUnit) vertexOf(number int) []*big.Int {
	v := make([]*big.Int, len(u.lo))
	for d := range v {
		v[d] = &u.lo[d]
		if d == u.face {
			continue
		}
		if number&1 == 1 {
			v[d] = &u.hi[d]
		}
		number >>= 1
	}
	return v
}

// residuals is r on the rule grid. It also sets the units' θ.
func (l *boundExact) residuals(p *proof, units []*boundExactUnit) []big.Int {
	rho := make([]big.Int, l.count())
	c := make([]*big.Int, l.p)
	for d := range c {
		c[d] = hint(p.record.C[d])
	}
	var lo, hi big.Int
	for i := range rho {
		lo.Sub(l.free(&lo, c, i), &l.labels[i])
		hi.Set(&lo)
		for _, u := range units {
			low, up := l.output(p.record, u, i)
			if u.sign > 0 {
				lo.Add(&lo, low)
				hi.Add(&hi, up)
			} else {
				lo.Sub(&lo, up)
				hi.Sub(&hi, low)
			}
		}
		switch {
		case lo.Sign() > 0:
			rho[i].Set(&lo)
		case hi.Sign() < 0:
			rho[i].Set(&hi)
		}
	}
	l.balance(rho)
	for i := range rho {
		rho[i].Rsh(&rho[i], hintBits-ruleBits)
	}
	return rho
}

// free sets sum to ⟨c, z⟩ on the hint grid.
func (l *boundExact) free(sum *big.Int, c []*big.Int, i int) *big.Int {
	sum.SetInt64(0)
	switch l.header.Output {
	case certificate.Intercept:
		return sum.Set(c[0])
	case certificate.Affine:
		var term big.Int
		for d := range c {
			sum.Add(sum, term.Mul(c[d], &l.inputs[i*l.n+d]))
		}
		sum.Rsh(sum, hintBits)
	}
	return sum
}

// balance subtracts ⟨e, z⟩.
func (l *boundExact) balance(rho []big.Int) {
	moments := make([]big.Int, l.p) // Σ ω ρ z on the hint grid
	var term big.Int
	for i := range rho {
		for d := range moments {
			moments[d].Add(&moments[d], term.Mul(&rho[i], &l.zs[i*l.p+d]))
		}
	}
	e := make([]*big.Int, l.p)
	for d := range e {
		e[d] = new(big.Int)
		for g := range moments {
			e[d].Add(e[d], term.Mul(&l.inverse[d*l.p+g], &moments[g]))
		}
		e[d].Div(e[d], new(big.Int).Mul(&l.coordinates.weight.den, l.zDen()))
		e[d].Rsh(e[d], hintBits)
	}
	for i := range rho {
		rho[i].Sub(&rho[i], l.free(&term, e, i))
	}
}

// z and zDen are z as a fraction.
func (l *boundExact) z(i, d int) *big.Int {
	if l.header.Output == certificate.Affine {
		return &l.x.n[i*l.n+d]
	}
	return oneInt
}

func (l *boundExact) zDen() *big.Int {
	if l.header.Output == certificate.Affine {
		return &l.x.den
	}
	return oneInt
}

var oneInt = big.NewInt(1)

// output is the unit's low and up, on the hint grid.
func (l *boundExact) output(record *certificate.Bound, u *boundExactUnit, i int) (low, up *big.Int) {
	t := l.inner(u, i)
	given, isGiven := u.centers[i]
	cut, isCut := u.cuts[i]
	switch {
	case isCut && cut > 0:
		return t, t
	case isCut:
		return &l.nothing, &l.nothing
	}
	switch state := l.decide(u, i); {
	case isGiven:
	case state == active:
		u.theta[i] = &l.oneRule
		return t, t
	case state == inactive:
		u.theta[i] = &l.nothing
		return &l.nothing, &l.nothing
	}
	center := &l.nothing
	switch {
	case isGiven:
		center = hint(given.Value)
	case record.Settled && t.Sign() > 0:
		center = &l.oneHint
	}
	theta, low := l.bend(t, center, u.mu)
	if given.HasTheta {
		theta = hint(given.Theta)
	}
	u.theta[i] = theta.Rsh(theta, hintBits-ruleBits)
	return low, l.hull(u, i)
}

// inner is ⟨ŵ, x̂⟩ on the hint grid.
func (l *boundExact) inner(u *boundExactUnit, i int) *big.Int {
	u.t.SetInt64(0)
	for d := range u.w {
		u.t.Add(&u.t, u.term.Mul(&u.w[d], &l.inputs[i*l.n+d]))
	}
	return u.t.Rsh(&u.t, hintBits)
}

// decide is rule 3 of the derivation, exactly. It also notes the state without
// the rule's tolerance, for leastPsi.
func (l *boundExact) decide(u *boundExactUnit, i int) state {
	least, most, small := &u.least, &u.most, &u.small
	u.interval(least, most, l.x.n[i*l.n:][:l.n])
	small.Sub(most, least)
	u.states[i] = undecided
	if least.Sign() >= 0 {
		u.states[i] = active
	} else if most.Sign() <= 0 {
		u.states[i] = inactive
	}
	switch least.Lsh(least, 40); {
	case least.Cmp(u.sum.Neg(small)) >= 0:
		return active
	case most.Lsh(most, 40).Cmp(small) <= 0:
		return inactive
	}
	return undecided
}

// bend is θ and low of an undecided sample. A μ that vanishes on the grid is a
// step.
func (l *boundExact) bend(t, center, mu *big.Int) (theta, low *big.Int) {
	theta = new(big.Int)
	if mu.Sign() > 0 {
		theta.Div(theta.Lsh(t, hintBits), mu)
	} else if t.Sign() > 0 {
		theta.Set(&l.oneHint)
	}
	theta.Add(theta, center)
	if theta.Sign() < 0 {
		theta.SetInt64(0)
	} else if theta.Cmp(&l.oneHint) > 0 {
		theta.Set(&l.oneHint)
	}
	low = new(big.Int).Mul(theta, t)
	low.Rsh(low, hintBits)
	d := new(big.Int).Sub(theta, center)
	d.Mul(d.Mul(d, d), mu)
	return theta, low.Sub(low, d.Rsh(d, 2*hintBits+1))
}

// hull is Σ α_v max(0, t_v) on the hint grid.
func (l *boundExact) hull(u *boundExactUnit, i int) *big.Int {
	sum, t, term := new(big.Int), new(big.Int), new(big.Int)
	for a, v := range u.vertex {
		t.SetInt64(0)
		for d := range v {
			t.Add(t, term.Mul(v[d], &l.inputs[i*l.n+d]))
		}
		if t.Sign() > 0 {
			sum.Add(sum, t.Mul(t, u.alpha[a]))
		}
	}
	return sum.Rsh(sum, u.bits+hintBits)
}

// duality is Σ ω (2ry + r²).
func (l *boundExact) duality(r []big.Int) *big.Rat {
	w, y := &l.coordinates.weight, &l.moment
	var sum, a big.Int
	for i := range r {
		a.Add(a.Mul(&l.squared[i], &r[i]), &l.linear[i])
		sum.Add(&sum, a.Mul(&a, &r[i]))
	}
	den := new(big.Int).Mul(&w.den, &y.den)
	return new(big.Rat).SetFrac(&sum, den.Lsh(den, 2*ruleBits))
}

// freeTerm is 4‖H‖(Y/√S + 2kNΛ), rounded up.
func (l *boundExact) freeTerm(r []big.Int) *big.Rat {
	squares, h, term := new(big.Int), new(big.Int), new(big.Int)
	for d := range l.p {
		h.SetInt64(0)
		for i := range r {
			h.Add(h, term.Mul(&r[i], &l.zs[i*l.p+d]))
		}
		squares.Add(squares, h.Mul(h, h))
	}
	if l.p == 0 {
		return new(big.Rat)
	}
	den := new(big.Int).Mul(&l.coordinates.weight.den, l.zDen())
	den.Lsh(den, ruleBits)
	norm := rootUp(new(big.Rat).SetFrac(squares, den.Mul(den, den)))
	return norm.Mul(norm, l.costH)
}

// extras are the vector that cuts and norm bound add to Ψ, and what it costs.
func (l *coordinates) extras(r *region, j int, walls []certificate.Wall, slacks []certificate.Slack) ([]big.Rat, *big.Rat) {
	linear, cost := make([]big.Rat, l.n), new(big.Rat)
	for _, s := range slacks {
		if s.Unit == j {
			h := make([]big.Rat, l.n)
			for d := range h {
				h[d].SetFloat64(s.Vector[d])
			}
			linear, cost = l.slack(h)
		}
	}
	for _, w := range walls {
		if w.Unit != j {
			continue
		}
		c := r.cutNumber(w.Cut)
		eta := rational(-float64(c.sign) * w.Value)
		for d := range linear {
			x := new(big.Rat).SetFrac(&l.x.n[c.sample*l.n+d], &l.x.den)
			linear[d].Add(&linear[d], x.Mul(x, eta))
		}
	}
	return linear, cost
}

// leastPsi is min_v Ψ(v), exactly.
func (l *boundExact) leastPsi(u *boundExactUnit, r []big.Int, linear []big.Rat) *big.Rat {
	sum := make([]big.Int, l.n)           // Σ m θ x̂, and Σ m x̂ where t ≥ 0 is known
	hinges := make([]big.Int, 1<<(l.n-1)) // Σ_{m<0} |m| max(0, t_v)
	tv := make([]big.Int, 0, len(hinges)) // over x.den · 2^bits
	var m, term big.Int                   // m is over weight.den · 2^(2 ruleBits)
	for i := range r {
		m.Mul(&l.coordinates.weight.n[i], &r[i])
		if u.sign < 0 {
			m.Neg(&m)
		}
		x := l.x.n[i*l.n:][:l.n]
		cut, isCut := u.cuts[i]
		switch {
		case m.Sign() == 0 || isCut && cut < 0:
			continue
		case isCut:
			m.Mul(&m, &l.oneRule)
		case m.Sign() > 0:
			m.Mul(&m, u.theta[i])
		case u.states[i] == inactive:
			continue
		case u.states[i] == active:
			m.Mul(&m, &l.oneRule)
		default:
			m.Neg(m.Mul(&m, &l.oneRule))
			tv = u.vertexValues(tv[:0], x)
			for v := range tv {
				if tv[v].Sign() > 0 {
					hinges[v].Add(&hinges[v], term.Mul(&m, &tv[v]))
				}
			}
			continue
		}
		for d := range x {
			sum[d].Add(&sum[d], term.Mul(&m, &x[d]))
		}
	}
	den := new(big.Int).Mul(&l.coordinates.weight.den, &l.x.den)
	return u.leastOf(sum, hinges, den.Lsh(den, 2*ruleBits), linear)
}

// leastOf is min_v ⟨v, sum + linear⟩ − hinges_v, sum and hinges being over den.
func (u *boundExactUnit) leastOf(sum, hinges []big.Int, den *big.Int, linear []big.Rat) *big.Rat {
	total := make([][]big.Rat, 1)
	total[0] = append(total[0], *new(big.Rat).SetFrac(oneInt, den))
	for d := range sum {
		g := new(big.Rat).SetFrac(&sum[d], den)
		total[0] = append(total[0], *g.Add(g, &linear[d]))
	}
	n, common := integers(total)
	values := u.vertexValues(make([]big.Int, 0, len(hinges)), n[0][1:])
	var least *big.Int
	for v := range values {
		values[v].Sub(&values[v], hinges[v].Mul(&hinges[v], &n[0][0]))
		if least == nil || values[v].Cmp(least) < 0 {
			least = &values[v]
		}
	}
	return new(big.Rat).SetFrac(least, common.Lsh(common, u.bits))
}

// vertexValues appends ⟨v, g⟩ for every vertex, times 2^bits.
func (u *boundExactUnit) vertexValues(dst []big.Int, g []big.Int) []big.Int {
	dst = dst[:1]
	dst[0].SetInt64(0)
	var low, step big.Int
	for d := range g {
		dst[0].Add(&dst[0], low.Mul(&u.lo[d], &g[d]))
	}
	for d := range g {
		if d == u.face {
			continue
		}
		step.Mul(step.Sub(&u.hi[d], &u.lo[d]), &g[d])
		n := len(dst)
		dst = dst[:2*n]
		for v := range n {
			dst[n+v].Add(&dst[v], &step)
		}
	}
	return dst
}
