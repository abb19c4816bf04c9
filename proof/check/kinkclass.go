package check

import (
	"math/big"
	"slices"
	"sort"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// kinkClass is the broken lines that a proof by breakpoints is about, on its inputs. Features
// and labels are in the integers of inputs.
type kinkClass struct {
	*inputs
	header      *certificate.Header
	parts       *certificate.Breakpoints
	parted      bool
	kinks, plus int     // plus and minus only where signs are given
	minus       int     //
	least, most []int32 // the ends that a block from input i may have
	between     [][2]*big.Rat
	known       []*big.Rat
	slopes      []*slopeRange
	x, y        *big.Rat // through; nil: not asked for
	gap         int      // the cut whose open gap has x; 0: none
	upTo, from  int      // how many inputs are at most x, and the first that is at least x
	alpha       *big.Rat // a multiplier of 1, in losses over labels of the integers
	rounds      bool     // loads are rounded to multiples of 2^loadUnit
	loadUnit    int
}

// slopeRange is what a piece's slope may be; nil is no limit.
type slopeRange struct{ from, to *big.Rat }

func newKinkClass(in *inputs, h *certificate.Header) *kinkClass {
	c := &kinkClass{inputs: in, header: h, parts: h.Breakpoints, parted: h.Breakpoints.Parted(), kinks: h.Units}
	for _, s := range h.Signs {
		c.plus += (s + 1) / 2
		c.minus += (1 - s) / 2
	}
	scale := new(big.Int).Mul(in.weights, in.labels)
	c.alpha = new(big.Rat).SetInt(scale)
	c.alpha.Mul(c.alpha, rational(h.LabelScale)).Mul(c.alpha, rational(h.WeightScale))
	c.readParts()
	c.findEnds()
	return c
}

// feature is one that the header names, in the integers.
func (c *kinkClass) feature(d dataset.Decimal) *big.Rat {
	v := d.Rat()
	if c.header.Origins != nil {
		v.Sub(v, c.header.Origins[0].Rat())
	}
	v.Mul(v, new(big.Rat).SetInt(c.den))
	return v.Sub(v, new(big.Rat).SetInt(c.xOrigin))
}

// label is one in the data's units, in the integers.
func (c *kinkClass) label(v *big.Rat) *big.Rat {
	l := new(big.Rat).Mul(v, new(big.Rat).SetInt(c.labels))
	return l.Sub(l, new(big.Rat).SetInt(c.yOrigin))
}

func (c *kinkClass) readParts() {
	for _, r := range c.parts.KinksBetween {
		c.between = append(c.between, [2]*big.Rat{c.feature(r.From), c.feature(r.To)})
	}
	for _, d := range c.parts.KnownKinks {
		c.known = append(c.known, c.feature(d))
	}
	for _, s := range c.parts.Slopes {
		c.slopes = append(c.slopes, c.slopeRange(s))
	}
	if t := c.parts.Through; t != nil {
		c.x = c.feature(t[0])
		c.y = c.label(new(big.Rat).Sub(t[1].Rat(), c.header.LabelOrigin.Rat()))
		c.gap, c.from = c.openGap(c.x), c.firstFrom(c.x)
		if c.upTo = c.from; c.from < c.n && c.at(c.from).Cmp(c.x) == 0 {
			c.upTo++
		}
	}
}

func (c *kinkClass) slopeRange(s certificate.SlopeRange) *slopeRange {
	v := s.Value.Rat()
	v.Mul(v, new(big.Rat).SetFrac(c.labels, c.den))
	switch s.Kind {
	case certificate.SlopeAny:
		return nil
	case certificate.SlopeFalls:
		return &slopeRange{nil, v}
	case certificate.SlopeRises:
		return &slopeRange{v, nil}
	}
	return &slopeRange{v, v}
}

// openGap is the cut whose open gap has x; 0: none.
func (c *kinkClass) openGap(x *big.Rat) int {
	h := c.firstFrom(x)
	if h == 0 || h == c.n || c.at(h).Cmp(x) == 0 {
		return 0
	}
	return h
}

// firstFrom is the first input that is at least x.
func (c *kinkClass) firstFrom(x *big.Rat) int {
	return sort.Search(c.n, func(i int) bool { return c.at(i).Cmp(x) >= 0 })
}

func (c *kinkClass) at(i int) *big.Rat { return new(big.Rat).SetInt(c.inputs.x[i]) }

// findEnds is for each input the blocks that may begin there.
func (c *kinkClass) findEnds() {
	c.least, c.most = make([]int32, c.n), make([]int32, c.n)
	span := c.parts.MinSpan.Rat()
	span.Mul(span, new(big.Rat).SetInt(c.den))
	fewest, end := 2, 0
	if c.parts.Jumps && !c.parted {
		fewest = 1
	}
	for a := range c.n {
		end = max(end, a+fewest)
		for end <= c.n && (int(c.rows[end]-c.rows[a]) < c.parts.MinSamples || c.distance(a, end-1).Cmp(span) < 0) {
			end++
		}
		c.least[a], c.most[a] = int32(end), int32(c.lastEnd(a))
	}
}

func (c *kinkClass) distance(a, b int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Sub(c.inputs.x[b], c.inputs.x[a]))
}

// lastEnd is the last end of a block from input a that has no known kink within.
func (c *kinkClass) lastEnd(a int) int {
	i := slices.IndexFunc(c.known, func(k *big.Rat) bool { return k.Cmp(c.at(a)) > 0 })
	if i < 0 {
		return c.n
	}
	end := c.firstFrom(c.known[i]) // the first input at or behind the kink
	if end < c.n && c.at(end).Cmp(c.known[i]) == 0 {
		end++
	}
	return end
}

// isBlock says whether inputs [a, b) may be one line.
func (c *kinkClass) isBlock(a, b int) bool { return b >= int(c.least[a]) && b <= int(c.most[a]) }

// isEmpty says that no known kink can be one.
func (c *kinkClass) isEmpty() bool {
	return slices.ContainsFunc(c.known, func(k *big.Rat) bool { return k.Cmp(c.at(0)) <= 0 || k.Cmp(c.at(c.n-1)) >= 0 })
}

// isLevel says whether c kinks, p of them of sign +, may be.
func (c *kinkClass) isLevel(kinks, p int) bool {
	if c.header.Signs == nil {
		return kinks <= c.kinks && p == 0
	}
	return p <= c.plus && kinks-p <= c.minus
}

// step is how the second number of a level grows with a kink.
func (c *kinkClass) step(sign int) int {
	if c.header.Signs == nil {
		return 0
	}
	return (sign + 1) / 2
}

// near says whether kinks-between for kink number j comes into a span of cuts from e to f.
func (c *kinkClass) near(j, e, f int) bool {
	if len(c.between) == 0 {
		return true
	}
	r := c.between[min(j, len(c.between))-1]
	return r[0].Cmp(c.at(f)) <= 0 && c.at(e-1).Cmp(r[1]) <= 0
}

// ends are those of kink number j in cut h; false if it has none.
func (c *kinkClass) ends(j, h int, side byte) (from, to *big.Rat, ok bool) {
	from, to = c.at(h-1), c.at(h)
	if n := len(c.between); n > 0 {
		r := c.between[min(j, n)-1]
		from, to = upperOf(from, r[0]), lowerOf(to, r[1])
	}
	for _, k := range c.known {
		if k.Cmp(c.at(h-1)) >= 0 && k.Cmp(c.at(h)) <= 0 {
			from, to = upperOf(from, k), lowerOf(to, k)
		}
	}
	switch side {
	case '<':
		to = lowerOf(to, c.x)
	case '>':
		from = upperOf(from, c.x)
	}
	return from, to, from.Cmp(to) <= 0
}

func upperOf(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) < 0 {
		return b
	}
	return a
}

func lowerOf(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		return b
	}
	return a
}

// sides are those that the chain must choose from at cut h; 0 is none.
func (c *kinkClass) sides(h int) []byte {
	if c.gap > 0 && h == c.gap {
		return []byte{'<', '>'}
	}
	return []byte{0}
}

// isBound says whether the line of block [a, b) goes through the point; left and right are the sides at
// its cuts.
func (c *kinkClass) isBound(a, b int, left, right byte) bool {
	if c.x == nil {
		return false
	}
	inside := (a == 0 || a < c.upTo) && (b == c.n || b > c.from)
	return inside || left == '<' || right == '>'
}
