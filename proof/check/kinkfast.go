package check

import (
	"math"
	"math/big"
	"math/bits"

	"relucert/internal/wide"
)

// fastPrices are exactPrices in fixed point, rounded down. What does not fit, and lines of a given slope other than 0, have the
// exact ones.
type fastPrices struct {
	exactPrices
	x     []wide.Fixed
	sums  []fixedSums // of the inputs before
	table *fitTable   // nil: fits are made anew each time
	// losses are of lines without multipliers, from an input to the third behind it and further
	losses [][]wide.Fixed
	point  *fastPoint // of lines that are bound to go through it; nil: there is none, or it does not fit
	most   uint64     // of a value that rounding a price may take
}

// fastLoad is a load in units of 2^loadUnit.
type fastLoad struct {
	first, second int64
	size          uint64 // |first| + |second|
	fits          bool
}

// loadBits bounds a fast load's numbers.
const loadBits = 60

// newFastPrices is nil if the sums do not fit.
func newFastPrices(c *kinkClass) *fastPrices {
	p := &fastPrices{exactPrices: exactPrices{c}, x: make([]wide.Fixed, c.n), sums: make([]fixedSums, c.n+1), most: math.MaxUint64}
	ok := c.before[c.n].w.BitLen() <= 62
	put := func(to *wide.Fixed, v *big.Int) {
		f, fits := wide.FromBig(v)
		*to, ok = f, ok && fits && v.BitLen() <= 124
	}
	for i := range p.sums {
		s, t := &p.sums[i], &c.before[i]
		for j, v := range [...]*wide.Fixed{&s.w, &s.wx, &s.wxx, &s.wy, &s.wxy, &s.wyy} {
			put(v, t.all()[j])
		}
	}
	for i := range p.x {
		put(&p.x[i], c.inputs.x[i])
	}
	if !ok {
		return nil
	}
	p.point = c.fastPoint()
	c.loadUnit = c.spread + (c.before[c.n].w.BitLen()+1)/2 + 6 - loadBits
	c.rounds = true
	return p
}

func (p *fastPrices) line(u, v *knot) wide.Fixed {
	if !u.load.fast.fits || !v.load.fast.fits || p.isSpecial(u, v) {
		return p.exactPrices.line(u, v)
	}
	limits := p.limits(int(u.c))
	free := limits == nil && u.load == noLoad && v.load == noLoad && !p.isBound(int(u.cut), int(v.cut), u.side, v.side)
	if free {
		if loss := p.loss(int(u.cut), int(v.cut)); loss != nil {
			return *loss
		}
	}
	f := p.find(u, v)
	if f == nil && free {
		if rho, fits := p.rho(int(u.cut), int(v.cut)); fits {
			return rho
		}
	}
	if f == nil {
		own := p.fitOf(u, v)
		f = &own
	}
	if limits == nil && u.load == noLoad && v.load == noLoad && f.fits {
		return f.rho
	}
	cost, ok := f.cost(&u.load.fast, &v.load.fast, limits, p.most)
	if !ok {
		return p.exactPrices.line(u, v)
	}
	return cost
}

// isSpecial says whether a line has only an exact price.
func (p *fastPrices) isSpecial(u, v *knot) bool {
	limits := p.limits(int(u.c))
	return limits != nil && !limits.isZero() || p.point == nil && p.isBound(int(u.cut), int(v.cut), u.side, v.side)
}

// isZero says that the limits are none but 0.
func (r *slopeRange) isZero() bool {
	return (r.from == nil || r.from.Sign() == 0) && (r.to == nil || r.to.Sign() == 0)
}

// places are the inputs that the loads beside a line are on.
func (p *fastPrices) places(u, v *knot) [4]int {
	at := [4]int{-1, -1, -1, -1}
	if u.cut > 0 {
		at[0], at[1] = int(u.cut)-1, int(u.cut)
	}
	if int(v.cut) < p.n {
		at[2], at[3] = int(v.cut)-1, int(v.cut)
	}
	return at
}

// allowedBits is which share of the cutoff rounding a price may take; else it is found exactly.
const allowedBits = 50

// allow is for a cutoff.
func (p *fastPrices) allow(cutoff wide.Fixed) {
	p.most = uint64(wide.Min(cutoff.Shifted(allowedBits), wide.Power(62)).Int64())
}

// cost is the line's, with what the loads pull on it, and with what the slope's limits add; false if rounding would take more
// than most.
func (f *fit) cost(u, v *fastLoad, limits *slopeRange, most uint64) (wide.Fixed, bool) {
	g, ok := f.pull(u.first + u.second - v.first - v.second)
	h, also := f.turn(u, v)
	off := (u.size+v.size)>>min(f.zShift, 63)*9 + 11 // of h
	if !ok || !also || off >= 1<<12 || !f.fits {
		return wide.Fixed{}, false
	}
	own := wide.Product(g, g).Plus(wide.Product(h, h)).Shifted(2*ulpBits - valueGrain)
	lost := size(g)>>13 + (size(h)>>15+1)*off + off*off>>16 + 6
	far := (u.size + v.size) >> f.lineShift
	if lost += far*10 + 10; lost > most || far >= 1<<58 {
		return wide.Fixed{}, false
	}
	cost := f.rho.Plus(f.along(u, v)).Minus(own).Minus(wide.Integer(int64(lost)))
	if limits != nil {
		cost = cost.Plus(beyond(f.q-h, int64(off)+4, limits))
	}
	return cost, true
}

// along is what the loads cost on the line, within (10·(u.size + v.size)) / 2^lineShift and 1.
func (f *fit) along(u, v *fastLoad) wide.Fixed {
	s := wide.Product(u.first, f.line[0]).Plus(wide.Product(u.second, f.line[1]))
	s = s.Minus(wide.Product(v.first, f.line[2])).Minus(wide.Product(v.second, f.line[3]))
	return s.Shifted(uint(f.lineShift))
}

func size(v int64) uint64 { return uint64(max(v, -v)) }

// beyond is what it costs to bring a slope, within off of b, to 0 if it has the wrong sign.
func beyond(b, off int64, limits *slopeRange) wide.Fixed {
	v := int64(0)
	if limits.from != nil {
		v = max(v, -b-off)
	}
	if limits.to != nil {
		v = max(v, b-off)
	}
	return wide.Product(v, v).Shifted(2*ulpBits - valueGrain)
}

// pull is g, within 3 ulps; it fails beyond 60 bits.
func (f *fit) pull(sum int64) (int64, bool) {
	hi, lo := bits.Mul64(size(sum), f.root)
	if hi>>(f.rootShift-4) != 0 && f.rootShift >= 4 || f.rootShift < 4 && hi != 0 {
		return 0, false
	}
	g := int64(hi<<(64-f.rootShift) | lo>>f.rootShift)
	if sum < 0 {
		g = -g
	}
	return g, g>>60 == 0 || g>>60 == -1
}

// turn is h, within off ulps; it fails beyond 60 bits.
func (f *fit) turn(u, v *fastLoad) (int64, bool) {
	s := wide.Product(u.first, f.z[0]).Plus(wide.Product(u.second, f.z[1]))
	s = s.Minus(wide.Product(v.first, f.z[2])).Minus(wide.Product(v.second, f.z[3]))
	n := uint(f.zShift)
	if n >= 64 {
		s, n = s.Shifted(63), n-63
	}
	h := s.Shifted(n)
	return h.Int64(), h.Size() <= 60
}
