package breakpoints

import (
	"math"
)

// link joins two pieces of a chain: the left one ends before input a, the right one
// starts at b, and the inputs between have a piece each. It has b−a+1 kinks, one in each gap. The chain's
// first link has no left piece (a = 0, b kinks) and its last no right one.
type link struct {
	a, b  int
	signs []int8 // of its kinks; nil: not yet chosen, and no condition is put on it
	plus  int    // how many of them are +; −1: any number
}

// chain is a way to part the inputs into pieces.
type chain []link

func (c chain) clone() chain { return append(chain(nil), c...) }

// kinks is how many a link has.
func (l link) kinks(end bool) int {
	if end {
		return l.b - l.a
	}
	return l.b - l.a + 1
}

// program is the convex problem of a chain whose signs are chosen: least squares in the lines
// and the free values, under one linear condition Σ ≤ 0 each.
type program struct {
	s      *samples
	blocks []block
	rows   []condition
	free   float64 // cost of what is in no block
	gram   []float64
	slack  []float64 // of the conditions, without multipliers
	lambda []float64
	error  float64 // what rounding may hide of the solution's cost
	nnls
}

// block is a line, or a single value: then slope and perA are 0.
type block struct {
	fit
	at     float64 // x̄
	first  int     // its first input
	single bool
	value  float64 // the solution at x̄
	tilt   float64 // its slope
}

// condition is Σ weight·(the block's value at x) ≤ 0 over up to three terms.
type condition struct {
	terms [3]term
	n     int
}

type term struct {
	block  int
	weight float64
	away   float64 // x − x̄
}

func (p *program) load(s *samples, c chain) {
	p.s, p.blocks, p.rows, p.free = s, p.blocks[:0], p.rows[:0], 0
	for i, l := range c {
		if i > 0 {
			p.line(c[i-1].b, l.a)
		}
		p.link(l, i == 0, i == len(c)-1)
	}
	// a link's last conditions concern the line after it: they are entered now
	block := 0
	for i, l := range c {
		if i > 0 {
			block++
		}
		block = p.conditions(l, i == 0, i == len(c)-1, block)
	}
}

func (p *program) line(a, b int) {
	f := p.s.fit(a, b)
	p.blocks = append(p.blocks, block{fit: f, at: p.s.x[a] + f.left, first: a})
}

// link enters the values of the inputs between, or their cost if they are under no condition.
func (p *program) link(l link, first, last bool) {
	if l.signs == nil {
		p.free += p.s.freed(l.a, l.b)
		return
	}
	for i := l.a; i < l.b; i++ {
		f := fit{r: p.s.freed(i, i+1), y: p.s.y[i], perW: 1 / p.s.w[i]}
		p.blocks = append(p.blocks, block{fit: f, at: p.s.x[i], first: i, single: true})
	}
}

// conditions enters those of a link whose left line is block−1, and returns the block of its right
// line.
func (p *program) conditions(l link, first, last bool, left int) int {
	if l.signs == nil {
		return left
	}
	left-- // of the line, or of nothing
	n := l.b - l.a
	right := left + n + 1
	sign := func(gap int) float64 { // the kink in the gap before input a+gap
		if first {
			gap--
		}
		return float64(l.signs[gap])
	}
	if n == 0 {
		if !first && !last {
			s := sign(0)
			p.differ(right, left, s, l.a-1)
			p.differ(right, left, -s, l.a)
		}
		return right
	}
	if !first {
		p.differ(left, left+1, sign(0), l.a)
	}
	if !last {
		p.differ(right, right-1, sign(n), l.b-1)
	}
	for i := 0; i < n; i++ {
		if first && i == 0 || last && i == n-1 || sign(i) != sign(i+1) {
			continue
		}
		p.bend(left+i, l.a+i, sign(i))
	}
	return right
}

// differ asks for sign·(block a − block b) ≤ 0 at an input.
func (p *program) differ(a, b int, sign float64, input int) {
	p.enter(p.term(a, sign, input), p.term(b, -sign, input))
}

// bend asks the chord before an input to be at most as steep as that behind it, times sign: the
// blocks before, at and behind it follow each other.
func (p *program) bend(before int, input int, sign float64) {
	l, r := p.s.gap[input], p.s.gap[input+1]
	p.enter(p.term(before, -sign*r/(l+r), input-1), p.term(before+1, sign, input), p.term(before+2, -sign*l/(l+r), input+1))
}

func (p *program) term(b int, weight float64, input int) term {
	return term{b, weight, p.away(b, input)}
}

// away is how far an input is from a block's x̄, known as well as the gaps are.
func (p *program) away(b, input int) float64 {
	k := &p.blocks[b]
	if k.single {
		return 0
	}
	return (p.s.x[input] - p.s.x[k.first]) - k.left
}

func (p *program) enter(terms ...term) {
	c := condition{n: len(terms)}
	copy(c.terms[:], terms)
	p.rows = append(p.rows, c)
}

// inner is the product of two conditions in the inverse of the least-squares matrix.
func (p *program) inner(c, d *condition) (sum float64) {
	for _, s := range c.terms[:c.n] {
		for _, t := range d.terms[:d.n] {
			if s.block == t.block {
				k := &p.blocks[s.block]
				sum += s.weight * t.weight * (k.perW + s.away*t.away*k.perA)
			}
		}
	}
	return sum
}

// solve is the chain's least cost; the blocks have the solution. Whatever the multipliers, it
// is a lower bound, up to rounding.
func (p *program) solve() float64 {
	n := len(p.rows)
	p.gram, p.slack = resized(p.gram, n*n), resized(p.slack, n)
	p.lambda = resized(p.lambda, n)
	total := p.free
	for i := range p.blocks {
		total += p.blocks[i].r
	}
	for i := range p.rows {
		c := &p.rows[i]
		p.slack[i], p.lambda[i] = 0, 0
		for _, t := range c.terms[:c.n] {
			k := &p.blocks[t.block]
			p.slack[i] += t.weight * (k.y + t.away*k.slope)
		}
		for j := 0; j <= i; j++ {
			v := p.inner(c, &p.rows[j])
			p.gram[i*n+j], p.gram[j*n+i] = v, v
		}
	}
	p.nnls.solve(p.gram, p.slack, p.lambda)
	p.error = costError * (total + p.effort())
	for i, v := range p.lambda {
		total += v * p.slack[i]
		for j, u := range p.lambda {
			total -= 0.25 * u * v * p.gram[i*n+j]
		}
	}
	p.settle()
	return total
}

// effort is the sum of the sizes of what multipliers add to the cost (rounding.go).
func (p *program) effort() (sum float64) {
	for i := range p.rows {
		c := &p.rows[i]
		for _, t := range c.terms[:c.n] {
			k := &p.blocks[t.block]
			sum += 2 * p.lambda[i] * math.Abs(t.weight) * (math.Abs(k.y) + math.Abs(t.away*k.slope))
		}
	}
	return sum
}

func resized(v []float64, n int) []float64 {
	if cap(v) < n {
		return make([]float64, n)
	}
	return v[:n]
}

// settle is the solution that the multipliers stand for.
func (p *program) settle() {
	for i := range p.blocks {
		p.blocks[i].value, p.blocks[i].tilt = p.blocks[i].y, p.blocks[i].slope
	}
	for i := range p.rows {
		c := &p.rows[i]
		for _, t := range c.terms[:c.n] {
			k := &p.blocks[t.block]
			k.value -= 0.5 * p.lambda[i] * t.weight * k.perW
			k.tilt -= 0.5 * p.lambda[i] * t.weight * t.away * k.perA
		}
	}
}

// valueAt is the solution's value of a block at an input.
func (p *program) valueAt(b, input int) float64 {
	return p.blocks[b].value + p.blocks[b].tilt*p.away(b, input)
}
