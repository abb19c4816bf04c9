package check

import (
	"math/big"
	"math/bits"

	"relucert/internal/wide"
)

// boundFixed is the rule of FORMAT.md in fixed point: one worker's memory.
type boundFixed struct {
	*fixedData
	guard
	k, vertices   int
	c, e          []wide.Fixed // the free part and its correction
	units         []boundFixedUnit
	states        []state      // m×k
	r             []wide.Fixed // m: ρ, then r
	theta         []wide.Fixed // m×k, of undecided samples
	mu, inverseMu wide.Fixed
	settled       bool
	special       []bool       // a sample: some unit has a cut or a centre there
	moments       []wide.Sum   // P: Σωrz
	duals         wide.Sum     // Σ ω (2ry + r²)
	size          int          // bits of the largest |r| or |y|
	largest       uint64       // an integer not below |r|
	doubled       []wide.Fixed // 2^(N-1)
	dual          *dualFixed   // made when it is needed
}

// boundFixedUnit is a unit at work.
type boundFixedUnit struct {
	sign    int
	lo, hi  []wide.Fixed
	w       []wide.Fixed // ŵ
	alpha   []wide.Fixed
	vertex  []wide.Fixed // a row of N for each α
	coarse  []coarseSide
	cuts    map[int]int // a sample: its cut's sign
	centers map[int]center
	linear  []wide.Sum   // G
	hinges  []wide.Fixed // a vertex: Σ |m| max(0, t_v)
	wall    wide.Fixed   // Σ η, rounded up
	slack   wide.Fixed   // 2B‖(h, Cᵀh)‖, rounded up
}

// center is what the record gives for a sample.
type center struct {
	value, theta wide.Fixed
	hasTheta     bool
}

// state of a sample for a unit.
type state uint8

const (
	inactive state = iota
	active
	undecided
	stateMask state = 3
	// What holds on the whole region, exactly:
	never  state = 4 // t ≤ 0
	always state = 8 // t ≥ 0
)

// mostVertices bounds what a bound record may cost, however short it is: time and
// memory for the vertices of all units' boxes.
const mostVertices = 1 << 20

// vertices is how many a box has, 2^(N-1), or 0 if those of all units are more
// than bound records are taken for.
func (c *coordinates) vertices() int {
	if c.n > bits.Len(mostVertices) || c.header.Units<<(c.n-1) > mostVertices {
		return 0
	}
	return 1 << (c.n - 1)
}

func newBoundFixed(d *fixedData) *boundFixed {
	k, m, vertices := d.header.Units, d.count(), d.vertices()
	l := &boundFixed{fixedData: d, k: k, vertices: vertices, c: make([]wide.Fixed, d.p), e: make([]wide.Fixed, d.p),
		units: make([]boundFixedUnit, k), states: make([]state, m*k), r: make([]wide.Fixed, m), special: make([]bool, m), theta: make([]wide.Fixed, m*k),
		moments: make([]wide.Sum, d.p), doubled: make([]wide.Fixed, vertices)}
	for j := range l.units {
		l.units[j] = boundFixedUnit{lo: make([]wide.Fixed, d.n), hi: make([]wide.Fixed, d.n), w: make([]wide.Fixed, d.n),
			cuts: make(map[int]int), centers: make(map[int]center), linear: make([]wide.Sum, d.n), hinges: make([]wide.Fixed, l.vertices)}
	}
	return l
}

// prove implements prover.
func (l *boundFixed) prove(p *proof) (*big.Int, error) {
	value, ok := wide.Fixed{}, false
	if p.dual == nil {
		value, ok = l.bound(p)
	} else {
		value, ok = l.forDuals().bound(p)
	}
	if !ok {
		return nil, refuse("the bound has %s", tooLarge)
	}
	v := value.Big()
	return v.Lsh(v, valueBits-wide.Fraction), nil
}

// bound is the node's own bound, or false if it does not fit.
func (l *boundFixed) bound(p *proof) (wide.Fixed, bool) {
	l.failed = false
	if l.load(p); l.failed {
		return wide.Fixed{}, false
	}
	l.residuals()
	if l.balance(); l.failed {
		return wide.Fixed{}, false
	}
	if l.settle(); l.failed || !l.fits() {
		return wide.Fixed{}, false
	}
	value := l.within.Minus(l.duality()).Minus(l.freeTerm())
	for j := range l.units {
		value = value.Minus(l.payment(&l.units[j])).Minus(l.units[j].slack)
	}
	return value, !l.failed
}

// load takes the point in.
func (l *boundFixed) load(p *proof) {
	l.settled = p.record.Settled
	l.mu = l.number(p.record.Mu)
	if p.record.Mu < 0x1p-40 || p.record.Mu > 0x1p30 {
		l.failed = true
		return
	}
	l.inverseMu, _ = wide.RatDown(new(big.Rat).Inv(rational(p.record.Mu)))
	for d, v := range p.record.C {
		l.c[d] = l.number(v)
	}
	clear(l.special)
	for j := range l.units {
		l.loadUnit(&l.units[j], p, j)
	}
	for _, k := range p.record.Centers {
		l.special[l.ofRow[k.Row]] = true
		l.units[k.Unit].centers[int(l.ofRow[k.Row])] = center{l.number(k.Value), l.number(k.Theta), k.HasTheta}
	}
	for _, w := range p.record.Walls {
		l.loadWall(&l.units[w.Unit], p.regions[w.Unit].cutNumber(w.Cut), l.number(w.Value))
	}
	for _, s := range p.record.Slacks {
		l.loadSlack(&l.units[s.Unit], s.Vector)
	}
	l.checkSizes()
}

func (l *boundFixed) loadUnit(u *boundFixedUnit, p *proof, j int) {
	r := p.regions[j]
	u.sign = p.signs[j]
	for d := range l.n {
		u.lo[d], u.hi[d] = l.exact(r.lo[d]), l.exact(r.hi[d])
	}
	u.coarsen()
	for i := range r.cutSigns(u.cuts) {
		l.special[i] = true
	}
	clear(u.centers)
	clear(u.linear)
	clear(u.hinges)
	clear(u.w)
	u.wall, u.slack = wide.Fixed{}, wide.Fixed{}
	u.alpha, u.vertex = u.alpha[:0], u.vertex[:0]
	for _, a := range p.record.Units[j] {
		u.addVertex(l.number(a.Value), a.Vertex, r.face)
	}
}

// addVertex adds α·v to ŵ.
func (u *boundFixedUnit) addVertex(alpha wide.Fixed, vertex, face int) {
	u.alpha = append(u.alpha, alpha)
	bit := 0
	for d := range u.w {
		v := u.lo[d]
		if d != face {
			if vertex>>bit&1 == 1 {
				v = u.hi[d]
			}
			bit++
		}
		u.vertex = append(u.vertex, v)
		u.w[d] = u.w[d].Plus(wide.MulNearest(alpha, v))
	}
}

// loadWall adds -ησx̂ to G, which must stay below 2^42 even so.
func (l *boundFixed) loadWall(u *boundFixedUnit, c *cut, eta wide.Fixed) {
	u.wall = u.wall.Plus(eta)
	if u.wall.Size()-wide.Fraction+max(l.xBits, 1)+bits.Len(uint(l.n)) > 42 {
		l.failed = true
		u.wall = wide.Fixed{} // so that the sum cannot wrap around
		return
	}
	for d, x := range l.x[c.sample*l.n:][:l.n] {
		u.linear[d].Add(eta.Signed(-c.sign), x)
	}
}

// loadSlack adds Th to G.
func (l *boundFixed) loadSlack(u *boundFixedUnit, h []float64) {
	rounded := make([]big.Rat, l.n)
	for d, v := range h {
		a := l.number(v)
		rounded[d].SetFrac(a.Big(), wide.One.Big())
	}
	th, norm := l.slack(rounded)
	for d := range th {
		v, ok := wide.RatDown(&th[d])
		l.failed = l.failed || !ok || v.Size() > 120
		u.linear[d].Add(v, wide.One)
	}
	cost, ok := wide.RatUp(norm)
	l.failed = l.failed || !ok || cost.Size() > 120
	u.slack = cost
}

// slack is Th and 2B‖(h, Cᵀh)‖, rounded up, with B in units of label-scale as ŵ is; with a penalty it is ‖(h, Cᵀh)‖²/λ.
func (c *coordinates) slack(h []big.Rat) ([]big.Rat, *big.Rat) {
	th := make([]big.Rat, c.n)
	var term, sum, part big.Rat
	for d, row := range c.header.Transform {
		for e, t := range row {
			th[d].Add(&th[d], term.Mul(rational(t), &h[e]))
		}
		sum.Add(&sum, term.Mul(&h[d], &h[d]))
	}
	for o := range c.out {
		part.SetInt64(0)
		for d := range h {
			part.Add(&part, term.Mul(&c.reduce[d][o], &h[d]))
		}
		sum.Add(&sum, term.Mul(&part, &part))
	}
	if c.header.Ridge > 0 {
		return th, sum.Quo(&sum, c.ridge())
	}
	bound := new(big.Rat).Quo(rational(c.header.NormBound), rational(c.header.LabelScale))
	cost := rootUp(&sum)
	return th, cost.Mul(cost, bound.Add(bound, bound))
}

// checkSizes makes sure that the residuals stay below 2^42.
func (l *boundFixed) checkSizes() {
	var sum wide.Fixed
	for j := range l.units {
		for _, a := range l.units[j].alpha {
			if sum = sum.Plus(a); sum.Size() > 122 {
				l.failed = true
				return
			}
		}
	}
	for _, c := range l.c {
		if sum = sum.Plus(c.Abs()); sum.Size() > 122 {
			l.failed = true
			return
		}
	}
	// |t|, |⟨c, z⟩| ≤ sum · N·max|x̂|
	reach := sum.Size() - wide.Fraction + max(l.xBits, 1) + bits.Len(uint(l.n))
	l.failed = l.failed || reach > 40
}
