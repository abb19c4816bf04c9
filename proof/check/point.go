package check

import (
	"math/big"
	"slices"
	"strconv"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// checkRecord insists on what the format asks of a record.
func (c *coordinates) checkRecord(p *proof) error {
	if p.dual != nil {
		return c.checkDual(p)
	}
	return c.checkPoint(p)
}

// checkPoint insists on what the format asks of a bound record.
func (c *coordinates) checkPoint(p *proof) error {
	if c.vertices() == 0 {
		return tooManyVertices(len(p.regions), c.n)
	}
	for j, r := range p.regions {
		if r.face == whole {
			return refuse("unit %d of node %s is whole", j, show(p.record.Node))
		}
	}
	for j, alphas := range p.record.Units {
		if repeated(alphas, func(a certificate.Alpha) int { return a.Vertex }) {
			return refuse("a vertex of unit %d stands twice", j)
		}
	}
	if err := c.checkCenters(p.record.Centers); err != nil {
		return err
	}
	return checkExtras(p.regions, p.record.Walls, p.record.Slacks)
}

func (c *coordinates) checkCenters(centers []certificate.Center) error {
	for _, k := range centers {
		if _, err := c.sampleAt(k.Row); err != nil {
			return err
		}
	}
	units := c.header.Units
	if repeated(centers, func(k certificate.Center) int { return k.Row*units + k.Unit }) {
		return refuse("a centre stands twice for a row and unit")
	}
	return nil
}

func checkExtras(regions []*region, walls []certificate.Wall, slacks []certificate.Slack) error {
	if repeated(slacks, func(s certificate.Slack) int { return s.Unit }) {
		return refuse("g stands twice for a unit")
	}
	for _, w := range walls {
		if w.Cut >= regions[w.Unit].cutCount() {
			return refuse("unit %d has no cut %d: it has %d", w.Unit, w.Cut, regions[w.Unit].cutCount())
		}
	}
	units := len(regions)
	if repeated(walls, func(w certificate.Wall) int { return w.Cut*units + w.Unit }) {
		return refuse("a cut stands twice for a unit")
	}
	return nil
}

// repeated says whether two items have the same key.
func repeated[T any](items []T, key func(T) int) bool {
	if len(items) < 2 {
		return false
	}
	keys := make([]int, len(items))
	for i, item := range items {
		keys[i] = key(item)
	}
	slices.Sort(keys)
	return len(slices.Compact(keys)) < len(items)
}

// cutSigns writes the signs of a region's cuts to dst, a sample each. They are at 0, as
// those of all regions that are not whole.
func (r *region) cutSigns(dst map[int]int) map[int]int {
	clear(dst)
	for c := r.cuts; c != nil; c = c.before {
		dst[c.sample] = c.sign
	}
	return dst
}

// cutNumber is the cut of that number.
func (r *region) cutNumber(number int) *cut {
	c := r.cuts
	for c.number != number {
		c = c.before
	}
	return c
}

// notAlike says why a unit is not decided alike on a part, or "".
func (c *coordinates) notAlike(r *region) string {
	if r.face == whole {
		return "the unit is whole"
	}
	cuts := r.cutSigns(make(map[int]int))
	box := newExactBox(r)
	glance := c.glances(r)
	var row []big.Int
	inactive, active := true, c.header.Output == certificate.Affine
	var l, u big.Int
	for i := range c.count() {
		sign := cuts[i]
		if sign == 0 {
			sign = glance(i)
		}
		if sign == 0 {
			row = c.xAt(row, i)
			box.interval(&l, &u, row)
		}
		inactive = inactive && (sign < 0 || sign == 0 && u.Sign() <= 0)
		active = active && (sign > 0 || sign == 0 && l.Sign() >= 0)
		if !inactive && !active {
			return "the unit is not decided alike on it: see row " + strconv.Itoa(c.first[i])
		}
	}
	return ""
}

// glances is a function that says, of a sample, that the unit is active on it on
// the whole box (1), or inactive (-1), or nothing (0).
func (c *coordinates) glances(r *region) func(i int) int {
	d := c.fixed
	if d == nil {
		return func(int) int { return 0 }
	}
	var side boundFixedUnit
	for e := range r.lo {
		lo, _, _ := wide.FromFloat(r.lo[e])
		hi, _, _ := wide.FromFloat(r.hi[e])
		side.lo, side.hi = append(side.lo, lo), append(side.hi, hi)
	}
	side.coarsen()
	return func(i int) int {
		switch s := side.glance(d.coarse[i*c.n:][:c.n]); {
		case s&always != 0:
			return 1
		case s&never != 0:
			return -1
		}
		return 0
	}
}

// exactBox is a box as integers over a power of two.
type exactBox struct {
	lo, hi []big.Int
	bits   uint // behind the binary point
}

func newExactBox(r *region) *exactBox {
	b := &exactBox{lo: make([]big.Int, len(r.lo)), hi: make([]big.Int, len(r.lo))}
	for d := range r.lo {
		b.bits = max(b.bits, fractionBits(r.lo[d]), fractionBits(r.hi[d]))
	}
	for d := range r.lo {
		b.lo[d].Set(integerAt(r.lo[d], b.bits))
		b.hi[d].Set(integerAt(r.hi[d], b.bits))
	}
	return b
}

// interval is the range of ⟨v, x⟩ over the box.
func (b *exactBox) interval(l, u *big.Int, x []big.Int) {
	var p, q big.Int
	l.SetInt64(0)
	u.SetInt64(0)
	for d := range x {
		p.Mul(&b.lo[d], &x[d])
		q.Mul(&b.hi[d], &x[d])
		if x[d].Sign() < 0 {
			p, q = q, p
		}
		l.Add(l, &p)
		u.Add(u, &q)
	}
}

// fractionBits is how many bits a double has behind the binary point.
func fractionBits(v float64) uint {
	return uint(rational(v).Denom().BitLen() - 1)
}

// integerAt is v·2^bits, which must be an integer.
func integerAt(v float64, bits uint) *big.Int {
	r := rational(v)
	n := new(big.Int).Lsh(r.Num(), bits)
	return n.Quo(n, r.Denom())
}
