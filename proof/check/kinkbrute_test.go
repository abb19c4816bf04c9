package check

import (
	"fmt"
	"math/big"
	"math/bits"
	"math/rand/v2"
	"slices"
	"strings"

	"relucert/dataset"
	"relucert/proof/certificate"
)

// kinkCase is a tiny problem for proofs by breakpoints, in rationals: the inputs less their origin.
type kinkCase struct {
	csv     string
	opts    Options
	header  *certificate.Header
	x, y, w []*big.Rat
	origins [2]*big.Rat // taken off x and y
	rows    []int
	within  *big.Rat
	total   *big.Rat // Σωy²
	chains  []*kinkChain
}

// kinkChain is a chain: its blocks and kinks, and the best of its functions.
type kinkChain struct {
	blocks []kinkBlock
	kinks  []chainKink
	sse    *big.Rat // nil: it has no function
	z      []*big.Rat
}

type kinkBlock struct {
	a, b  int
	isRun bool
	at    int // its first variable
}

type chainKink struct {
	place, sign int
	side        byte
	from, to    *big.Rat // ends of one in a cut
	alpha, beta *big.Rat
}

func rat(n int64, d int64) *big.Rat { return big.NewRat(n, d) }

func decimalOf(n int, e int) dataset.Decimal {
	d, ok := dataset.ParseDecimal(dataset.Decimal{Mantissa: int64(n), Exponent: e}.String())
	if !ok {
		panic("no decimal")
	}
	return d
}

// newKinkCase is the seed's problem.
func newKinkCase(rng *rand.Rand, kinks int) *kinkCase {
	k := &kinkCase{within: new(big.Rat), total: new(big.Rat)}
	h := &certificate.Header{Target: "y", Features: []string{"x"}, Units: kinks, Bias: true, Output: certificate.Affine, Breakpoints: &certificate.Breakpoints{},
		LabelScale: []float64{1, 8, 0.25}[rng.IntN(3)], WeightScale: []float64{1, 0.5}[rng.IntN(2)]}
	k.header = h
	if rng.IntN(3) == 0 {
		for range kinks {
			h.Signs = append(h.Signs, 1-2*rng.IntN(2))
		}
	}
	origin, labelOrigin := 0, 0
	if rng.IntN(3) == 0 {
		origin, labelOrigin = 1000, -7
		h.Origins, h.LabelOrigin = []dataset.Decimal{decimalOf(origin, 0)}, decimalOf(labelOrigin, 0)
	}
	k.origins = [2]*big.Rat{rat(int64(origin), 1), rat(int64(labelOrigin), 1)}
	weighted := rng.IntN(3) == 0
	if k.opts.Data.Target = "y"; weighted {
		h.SampleWeights, k.opts.Data.Weights = "w", "w"
	}
	k.rowsOf(rng, origin, labelOrigin, weighted)
	k.constrain(rng, origin)
	return k
}

func (k *kinkCase) rowsOf(rng *rand.Rand, origin, labelOrigin int, weighted bool) {
	n, x := 2+rng.IntN(6), origin-rng.IntN(4)
	var b strings.Builder
	b.WriteString("x,y" + map[bool]string{true: ",w"}[weighted] + "\n")
	for range n {
		x += 1 + rng.IntN(3)*rng.IntN(2)
		sum, all, squares, count := new(big.Rat), new(big.Rat), new(big.Rat), 1+rng.IntN(2)*rng.IntN(2)
		for range count {
			y, w := rng.IntN(13)-6, 1
			if weighted {
				w = 1 + rng.IntN(3)
			}
			fmt.Fprintf(&b, "%d,%d", x, y+labelOrigin)
			if weighted {
				fmt.Fprintf(&b, ",%d", w)
			}
			b.WriteByte('\n')
			all.Add(all, rat(int64(w), 1))
			sum.Add(sum, rat(int64(w*y), 1))
			squares.Add(squares, rat(int64(w*y*y), 1))
		}
		mean := new(big.Rat).Quo(sum, all)
		k.x, k.y, k.w, k.rows = append(k.x, rat(int64(x-origin), 1)), append(k.y, mean), append(k.w, all), append(k.rows, count)
		k.total.Add(k.total, squares)
		k.within.Add(k.within, squares.Sub(squares, sum.Mul(sum, mean)))
	}
	k.csv = b.String()
}

// constrain adds constraints, often none.
func (k *kinkCase) constrain(rng *rand.Rand, origin int) {
	b, n := k.header.Breakpoints, len(k.x)
	near := func() int { // twice a number near the inputs
		f, _ := k.x[rng.IntN(n)].Float64()
		return 2*(int(f)+origin) + rng.IntN(3)
	}
	half := func(twice int) dataset.Decimal { return decimalOf(5*twice, -1) }
	if rng.IntN(2) == 0 {
		return
	}
	if rng.IntN(3) == 0 {
		b.MinSamples = 2 + rng.IntN(2)
	}
	if rng.IntN(4) == 0 {
		b.MinSpan = half(1 + rng.IntN(6))
	}
	if k.header.Signs != nil {
		return
	}
	if rng.IntN(4) == 0 {
		for range []int{1, k.header.Units}[rng.IntN(2)] {
			from := near()
			b.KinksBetween = append(b.KinksBetween, certificate.Range{From: half(from), To: half(from + rng.IntN(12))})
		}
	}
	if rng.IntN(5) == 0 {
		b.KnownKinks = append(b.KnownKinks, half(near()))
		if next := b.KnownKinks[0].Rat(); k.header.Units > 1 && rng.IntN(2) == 0 {
			f, _ := next.Float64()
			b.KnownKinks = append(b.KnownKinks, half(int(2*f)+1+rng.IntN(6)))
		}
	}
	if rng.IntN(3) == 0 {
		for range k.header.Units + 1 {
			kind := []certificate.SlopeKind{certificate.SlopeAny, certificate.SlopeFalls, certificate.SlopeRises, certificate.SlopeIs}[rng.IntN(4)]
			s := certificate.SlopeRange{Kind: kind}
			if kind == certificate.SlopeIs {
				s.Value = half(rng.IntN(5) - 2)
			}
			b.Slopes = append(b.Slopes, s)
		}
	}
	if rng.IntN(4) == 0 {
		b.Through = &[2]dataset.Decimal{half(near() + rng.IntN(5) - 2), half(rng.IntN(9) - 4)}
	}
}

// about is the case with the origins of another header.
func (k *kinkCase) about(h *certificate.Header) *kinkCase {
	next := *k
	next.header, next.chains, next.x, next.y = h, nil, slices.Clone(k.x), slices.Clone(k.y)
	next.origins = [2]*big.Rat{new(big.Rat), h.LabelOrigin.Rat()}
	if h.Origins != nil {
		next.origins[0] = h.Origins[0].Rat()
	}
	for i := range k.x {
		shift := func(v *big.Rat, d int) *big.Rat {
			v = new(big.Rat).Add(v, k.origins[d])
			return v.Sub(v, next.origins[d])
		}
		next.x[i], next.y[i] = shift(k.x[i], 0), shift(k.y[i], 1)
	}
	return &next
}

func (k *kinkCase) feature(d dataset.Decimal) *big.Rat {
	v := d.Rat()
	if k.header.Origins != nil {
		v.Sub(v, k.header.Origins[0].Rat())
	}
	return v
}

// enumerate finds all chains and their best functions.
func (k *kinkCase) enumerate() {
	b := k.header.Breakpoints
	for _, d := range b.KnownKinks {
		if v := k.feature(d); v.Cmp(k.x[0]) <= 0 || v.Cmp(k.x[len(k.x)-1]) >= 0 {
			return
		}
	}
	k.extend(&kinkChain{}, 0)
	for _, c := range k.chains {
		k.solve(c)
	}
}

// extend goes through all blocks that begin at input a.
func (k *kinkCase) extend(c *kinkChain, a int) {
	n := len(k.x)
	for b := a + 2; b <= n; b++ {
		if k.isLine(a, b) {
			k.after(c, kinkBlock{a: a, b: b}, c.kinks)
		}
		if b-a < 3 || k.header.Breakpoints.Parted() {
			continue
		}
		for signs := range 1 << (b - a - 2) {
			kinks := slices.Clone(c.kinks)
			for i := range b - a - 2 {
				kinks = append(kinks, chainKink{place: 2 * (a + 1 + i), sign: 1 - 2*(signs>>i&1)})
			}
			k.after(c, kinkBlock{a: a, b: b, isRun: true}, kinks)
		}
	}
}

func (k *kinkCase) after(c *kinkChain, block kinkBlock, kinks []chainKink) {
	next := &kinkChain{blocks: append(slices.Clone(c.blocks), block), kinks: slices.Clone(kinks)}
	if !k.fits(next.kinks) {
		return
	}
	if block.b == len(k.x) {
		if k.header.Breakpoints.Slopes == nil || len(kinks) == k.header.Units {
			k.chains = append(k.chains, next)
		}
		return
	}
	for _, sign := range []int{1, -1} {
		for _, side := range k.sides(block.b) {
			kink := chainKink{place: 2*block.b - 1, sign: sign, side: side}
			if k.ends(&kink, len(next.kinks)+1, block.b) {
				k.extend(&kinkChain{blocks: next.blocks, kinks: append(slices.Clone(next.kinks), kink)}, block.b)
			}
		}
	}
}

// fits says whether the class has so many kinks.
func (k *kinkCase) fits(kinks []chainKink) bool {
	h := k.header
	if h.Signs == nil {
		return len(kinks) <= h.Units
	}
	count := map[int]int{}
	for _, s := range h.Signs {
		count[s]++
	}
	for _, q := range kinks {
		count[q.sign]--
	}
	return count[1] >= 0 && count[-1] >= 0
}

func (k *kinkCase) isLine(a, b int) bool {
	p, rows := k.header.Breakpoints, 0
	for i := a; i < b; i++ {
		rows += k.rows[i]
	}
	if rows < p.MinSamples || new(big.Rat).Sub(k.x[b-1], k.x[a]).Cmp(p.MinSpan.Rat()) < 0 {
		return false
	}
	for _, d := range p.KnownKinks {
		if v := k.feature(d); v.Cmp(k.x[a]) > 0 && v.Cmp(k.x[b-1]) < 0 {
			return false
		}
	}
	return true
}

func (k *kinkCase) through() (x, y *big.Rat) {
	t := k.header.Breakpoints.Through
	if t == nil {
		return nil, nil
	}
	return k.feature(t[0]), new(big.Rat).Sub(t[1].Rat(), k.header.LabelOrigin.Rat())
}

func (k *kinkCase) sides(h int) []byte {
	if x, _ := k.through(); x != nil && x.Cmp(k.x[h-1]) > 0 && x.Cmp(k.x[h]) < 0 {
		return []byte{'<', '>'}
	}
	return []byte{0}
}

func (k *kinkCase) ends(q *chainKink, j, h int) bool {
	from, to := k.x[h-1], k.x[h]
	p := k.header.Breakpoints
	cut := func(a, b *big.Rat) {
		if a.Cmp(from) > 0 {
			from = a
		}
		if b.Cmp(to) < 0 {
			to = b
		}
	}
	if n := len(p.KinksBetween); n == 1 {
		cut(k.feature(p.KinksBetween[0].From), k.feature(p.KinksBetween[0].To))
	} else if n > 1 {
		if j > n {
			return false
		}
		cut(k.feature(p.KinksBetween[j-1].From), k.feature(p.KinksBetween[j-1].To))
	}
	for _, d := range p.KnownKinks {
		if v := k.feature(d); v.Cmp(k.x[h-1]) >= 0 && v.Cmp(k.x[h]) <= 0 {
			cut(v, v)
		}
	}
	x, _ := k.through()
	switch q.side {
	case '<':
		cut(k.x[0], x)
	case '>':
		cut(x, k.x[len(k.x)-1])
	}
	q.from, q.to = from, to
	return from.Cmp(to) <= 0
}

// row is a linear form of a chain's variables, and a constant.
type row struct {
	v      []*big.Rat
	c      *big.Rat
	parent *big.Rat // where its multiplier goes; nil: nowhere
}

func (r *row) add(i int, v *big.Rat) { r.v[i] = new(big.Rat).Add(r.v[i], v) }

// line adds a block's line at t, times s, seen from its left or right end.
func (k *kinkCase) line(r *row, b kinkBlock, t, s *big.Rat, fromRight bool) {
	if !b.isRun {
		r.add(b.at, s)
		r.add(b.at+1, new(big.Rat).Mul(s, t))
		return
	}
	i := b.a
	if fromRight {
		i = b.b - 2
	}
	share := new(big.Rat).Sub(t, k.x[i])
	share.Quo(share, new(big.Rat).Sub(k.x[i+1], k.x[i])).Mul(share, s)
	r.add(b.at+i-b.a+1, share)
	r.add(b.at+i-b.a, new(big.Rat).Sub(s, share))
}

// solve finds the chain's best function: the least of a convex quadratic, by trying which conditions are tight.
func (k *kinkCase) solve(c *kinkChain) {
	n := 0
	for i := range c.blocks {
		b := &c.blocks[i]
		b.at = n
		if n += 2; b.isRun {
			n += b.b - b.a - 2
		}
	}
	if k.search(c, n, nil); c.sse == nil {
		k.search(c, n, rat(1<<20, 1)) // multipliers that say so
		c.sse = nil
	}
}

// search tries which conditions are tight; to break one costs price times the square, if that is allowed.
func (k *kinkCase) search(c *kinkChain, n int, price *big.Rat) {
	more := 0
	if price != nil {
		more = 2 * len(c.kinks)
	}
	q := &quadratic{n: n + more}
	q.init()
	k.losses(c, q)
	equal, atLeast := k.conditions(c, q.n)
	for i := range more {
		r := q.row()
		r.add(n+i, rat(1, 1))
		q.loss(r, price, new(big.Rat))
	}
	i := n
	for _, r := range atLeast {
		if price != nil && r.parent != nil {
			r.add(i, rat(1, 1))
			i++
		}
	}
	for size := 0; size <= len(atLeast); size++ {
		for set := range 1 << len(atLeast) {
			if bits.OnesCount(uint(set)) == size && q.tight(equal, atLeast, set, c) {
				return
			}
		}
	}
}

func (k *kinkCase) losses(c *kinkChain, q *quadratic) {
	for _, b := range c.blocks {
		for i := b.a; i < b.b; i++ {
			r := q.row()
			if b.isRun {
				r.add(b.at+i-b.a, rat(1, 1))
			} else {
				k.line(r, b, k.x[i], rat(1, 1), false)
			}
			q.loss(r, k.w[i], k.y[i])
		}
	}
}

// conditions are r·z = c and r·z ≥ c.
func (k *kinkCase) conditions(c *kinkChain, n int) (equal, atLeast []*row) {
	q := &quadratic{n: n}
	block := 0
	for j := range c.kinks {
		kink := &c.kinks[j]
		kink.alpha, kink.beta = new(big.Rat), new(big.Rat)
		s := rat(int64(kink.sign), 1)
		minus := new(big.Rat).Neg(s)
		if kink.place%2 == 0 {
			b, i := c.blocks[block], kink.place/2
			before, behind := new(big.Rat).Sub(k.x[i], k.x[i-1]), new(big.Rat).Sub(k.x[i+1], k.x[i])
			all := new(big.Rat).Add(before, behind)
			r := q.row()
			r.parent = kink.alpha
			r.add(b.at+i-1-b.a, new(big.Rat).Mul(s, new(big.Rat).Quo(behind, all)))
			r.add(b.at+i+1-b.a, new(big.Rat).Mul(s, new(big.Rat).Quo(before, all)))
			r.add(b.at+i-b.a, minus)
			atLeast = append(atLeast, r)
			continue
		}
		l, r := c.blocks[block], c.blocks[block+1]
		block++
		first, second := q.row(), q.row()
		k.line(first, l, kink.from, s, true)
		k.line(first, r, kink.from, minus, false)
		k.line(second, l, kink.to, minus, true)
		k.line(second, r, kink.to, s, false)
		first.parent, second.parent = kink.alpha, kink.beta
		atLeast = append(atLeast, first, second)
	}
	for i := range c.blocks {
		e, a := k.ofBlock(c, i, q)
		equal, atLeast = append(equal, e...), append(atLeast, a...)
	}
	return equal, atLeast
}

// ofBlock is the conditions of slopes and through.
func (k *kinkCase) ofBlock(c *kinkChain, i int, q *quadratic) (equal, atLeast []*row) {
	b, p := c.blocks[i], k.header.Breakpoints
	if x, y := k.through(); x != nil {
		bound := x.Cmp(k.x[b.a]) >= 0 && x.Cmp(k.x[b.b-1]) <= 0 || b.a == 0 && x.Cmp(k.x[0]) < 0 || b.b == len(k.x) && x.Cmp(k.x[b.b-1]) > 0
		bound = bound || i > 0 && c.kinks[i-1].side == '<' || i < len(c.kinks) && c.kinks[i].side == '>'
		if bound {
			r := q.row()
			k.line(r, b, x, rat(1, 1), false)
			r.c = y
			equal = append(equal, r)
		}
	}
	if p.Slopes == nil {
		return equal, nil
	}
	slope := q.row()
	s := p.Slopes[i]
	switch slope.c = s.Value.Rat(); s.Kind {
	case certificate.SlopeFalls:
		slope.add(b.at+1, rat(-1, 1))
		atLeast = append(atLeast, slope)
	case certificate.SlopeRises:
		slope.add(b.at+1, rat(1, 1))
		atLeast = append(atLeast, slope)
	case certificate.SlopeIs:
		slope.add(b.at+1, rat(1, 1))
		equal = append(equal, slope)
	}
	return equal, atLeast
}
