package breakpoints

import (
	"math"
)

// program is the convex problem of a chain: least squares in the lines
// and the free values, under one linear condition Σ ≤ 0 each.
type program struct {
	s      *samples
	pieces []piece
	joints []joint
	number int // of the first piece
	side   side
	pin    pin
	wide   int // the size of spans in which kinks are anywhere; 0: cuts
	rows   []condition
	gram   []float64
	slack  []float64 // of the conditions, without multipliers
	lambda []float64
	error  float64 // what rounding may hide of the solution's cost
	nnls
}

// piece is a line of a chain, or a free value of a run: then slope and perA are 0.
type piece struct {
	fit
	first, last int // its inputs
	single      bool
	value       float64 // the solution at x̄
	tilt        float64 // its slope
	low, high   int     // of its slope's limits: the conditions, counted from 1; 0: none
}

// joint is a kink: the pieces before and behind it, and its conditions in rows; of one at an input of a run, the piece of that.
type joint struct {
	left, right int
	at          int // the cut, or −1
	middle      int
	row         int // −1: none
}

// pin says that a joint, counted from 1, lies so far behind the input before; 0: none does.
type pin struct {
	joint int
	at    float64
}

// condition is fixed + Σ weight·(the piece's value at x) ≤ 0 over up to four terms.
type condition struct {
	terms [4]term
	n     int
	fixed float64
}

type term struct {
	piece  int
	weight float64
	away   float64 // x − x̄
}

// load enters a chain of the inputs [from, to), of which the first piece has a number.
func (p *program) load(s *samples, c chain, from, to, number int) {
	p.s, p.pieces, p.joints, p.rows, p.number, p.side = s, p.pieces[:0], p.joints[:0], p.rows[:0], number, c.side
	start := from
	for i := 0; i <= len(c.places); {
		j := i
		for j < len(c.places) && c.places[j]%2 == 0 {
			j++
		}
		end := to
		if j < len(c.places) {
			end = (c.places[j] + 1) / 2
		}
		p.block(start, end, j-i)
		if j < len(c.places) {
			p.joints = append(p.joints, joint{left: len(p.pieces) - 1, right: len(p.pieces), at: end, row: -1})
		}
		start, i = end, j+1
	}
	for i, sign := range c.signs {
		if sign != 0 {
			p.condition(i, float64(sign))
		}
	}
	p.limits()
}

// sideAt is that of the breakpoint in a cut.
func (p *program) sideAt(cut int) side {
	if p.s.asked == nil || cut != p.s.asked.gap {
		return noSide
	}
	return p.side
}

// limits enters what slopes may be.
func (p *program) limits() {
	if !p.s.asked.sloped() {
		return
	}
	for k := range p.pieces {
		low, high := p.s.asked.slope(p.number + k)
		if !math.IsInf(high, 1) {
			p.rows = append(p.rows, condition{terms: [4]term{{k, 1, 1}, {k, -1, 0}}, n: 2, fixed: -high})
			p.pieces[k].high = len(p.rows)
		}
		if !math.IsInf(low, -1) {
			p.rows = append(p.rows, condition{terms: [4]term{{k, -1, 1}, {k, 1, 0}}, n: 2, fixed: low})
			p.pieces[k].low = len(p.rows)
		}
	}
}

// block enters a line, or the values of a run with so many inner kinks.
func (p *program) block(a, b, inner int) {
	if inner == 0 {
		p.pieces = append(p.pieces, piece{fit: p.s.line(a, b, p.sideAt(a), p.sideAt(b)), first: a, last: b - 1})
		return
	}
	for i := a; i < b; i++ {
		if i > a && i < b-1 {
			p.joints = append(p.joints, joint{middle: len(p.pieces), at: -1, row: -1})
		}
		p.pieces = append(p.pieces, piece{fit: fit{y: p.s.y[i], perW: 1 / p.s.w[i]}, first: i, last: i, single: true})
	}
}

func (p *program) condition(i int, sign float64) {
	j := &p.joints[i]
	j.row = len(p.rows)
	if j.at < 0 {
		p.bend(j.middle, sign)
		return
	}
	e := p.ends(i)
	near, far := condition{}, condition{}
	p.rightAt(&near, j.right, sign, e.rightNear)
	p.leftAt(&near, j.left, -sign, e.leftNear)
	p.rightAt(&far, j.right, -sign, e.rightFar)
	p.leftAt(&far, j.left, sign, e.leftFar)
	p.rows = append(p.rows, near, far)
}

// ends are how far those of joint i are from the inputs beside it.
func (p *program) ends(i int) margins {
	h := p.joints[i].at
	gap := p.s.gap[h]
	if p.wide > 0 {
		first, last := p.s.edges(level(p.wide), (h-1)/p.wide)
		near, far := p.s.x[first-1]-p.s.x[h-1], p.s.x[last]-p.s.x[h-1]
		return margins{near, far, gap - near, gap - far}
	}
	if p.s.asked == nil {
		return margins{leftFar: gap, rightNear: gap}
	}
	if p.pin.joint == i+1 {
		return margins{p.pin.at, p.pin.at, gap - p.pin.at, gap - p.pin.at}
	}
	m, _ := p.s.asked.ends(p.number+i+1, h, p.sideAt(h))
	return m
}

// leftAt enters the value at so far to the right of a piece's last input.
func (p *program) leftAt(c *condition, k int, weight, far float64) {
	b := &p.pieces[k]
	if !b.single {
		c.add(k, weight, b.right+far)
		return
	}
	l := at(far, p.s.gap[b.last])
	c.add(k, weight*l.next, 0)
	c.add(k-1, weight*l.second, 0)
}

// rightAt enters the value at so far to the left of a piece's first input.
func (p *program) rightAt(c *condition, k int, weight, far float64) {
	b := &p.pieces[k]
	if !b.single {
		c.add(k, weight, -b.left-far)
		return
	}
	l := at(far, p.s.gap[b.first+1])
	c.add(k, weight*l.next, 0)
	c.add(k+1, weight*l.second, 0)
}

func (c *condition) add(piece int, weight, away float64) {
	if weight != 0 {
		c.terms[c.n] = term{piece, weight, away}
		c.n++
	}
}

// bend asks the chord before an input to be at most as steep as that behind it, times sign.
func (p *program) bend(k int, sign float64) {
	c := condition{}
	i := p.pieces[k].first
	d, e := p.s.gap[i], p.s.gap[i+1]
	c.add(k-1, -sign*e/(d+e), 0)
	c.add(k, sign, 0)
	c.add(k+1, -sign*d/(d+e), 0)
	p.rows = append(p.rows, c)
}

// inner is the product of two conditions in the inverse of the least-squares matrix.
func (p *program) inner(c, d *condition) (sum float64) {
	for _, s := range c.terms[:c.n] {
		for _, t := range d.terms[:d.n] {
			if s.piece == t.piece {
				k := &p.pieces[s.piece]
				sum += s.weight * t.weight * (k.perW + s.away*t.away*k.perA)
			}
		}
	}
	return sum
}

// solve is the chain's least cost; the pieces have the solution. Whatever the multipliers, it
// is a lower bound, up to rounding.
func (p *program) solve() float64 {
	n := len(p.rows)
	p.gram, p.slack = resized(p.gram, n*n), resized(p.slack, n)
	p.lambda = resized(p.lambda, n)
	for i := range p.rows {
		c := &p.rows[i]
		p.slack[i], p.lambda[i] = c.fixed, 0
		for _, t := range c.terms[:c.n] {
			k := &p.pieces[t.piece]
			p.slack[i] += t.weight * (k.y + t.away*k.slope)
		}
		for j := 0; j <= i; j++ {
			v := p.inner(c, &p.rows[j])
			p.gram[i*n+j], p.gram[j*n+i] = v, v
		}
	}
	p.nnls.solve(p.gram, p.slack, p.lambda)
	total := p.settle()
	size := math.Abs(total)
	p.error = costError*(size+p.effort()) + p.s.asked.blur(size)
	return total
}

// turns asks a kink in a cut, whose sign no other condition says, to have one.
func (p *program) turns(i int, sign float64) {
	j := &p.joints[i]
	p.rows = append(p.rows, condition{terms: [4]term{{j.left, sign, 1}, {j.left, -sign, 0}, {j.right, -sign, 1}, {j.right, sign, 0}}, n: 4})
}

// most is what a condition may be broken by, of its terms' size.
const most = 1e-9

// attained is the cost of the solution, infinite if it breaks a condition.
func (p *program) attained() (total float64) {
	for i := range p.rows {
		c := &p.rows[i]
		v, size := c.fixed, math.Abs(c.fixed)
		for _, t := range c.terms[:c.n] {
			k := &p.pieces[t.piece]
			u := t.weight * (k.value + t.away*k.tilt)
			v, size = v+u, size+math.Abs(u)
		}
		if v > most*size {
			return math.Inf(1)
		}
	}
	for i := range p.pieces {
		k := &p.pieces[i]
		d, e := k.value-k.y, k.tilt-k.slope
		total += k.r + e*e/k.perA
		if k.perW > 0 {
			total += d * d / k.perW
		}
	}
	return total
}

// effort is the sum of the sizes of what the cost is of (rounding.go).
func (p *program) effort() (sum float64) {
	for i := range p.rows {
		c := &p.rows[i]
		for _, t := range c.terms[:c.n] {
			k := &p.pieces[t.piece]
			y, slope := math.Abs(k.y)+math.Abs(k.value), math.Abs(k.slope)+math.Abs(k.tilt)
			sum += 2 * p.lambda[i] * math.Abs(t.weight) * (y + math.Abs(t.away)*slope)
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

// settle is the solution that the multipliers stand for, and their bound. What they put on a piece is summed first: in products of
// two of them, rounding hides what large ones leave of each other.
func (p *program) settle() (bound float64) {
	for i := range p.pieces {
		p.pieces[i].value, p.pieces[i].tilt = 0, 0
	}
	for i := range p.rows {
		c := &p.rows[i]
		bound += p.lambda[i] * c.fixed
		for _, t := range c.terms[:c.n] {
			k := &p.pieces[t.piece]
			k.value += p.lambda[i] * t.weight
			k.tilt += p.lambda[i] * t.weight * t.away
		}
	}
	for i := range p.pieces {
		k := &p.pieces[i]
		g, h := k.value, k.tilt
		k.value, k.tilt = k.y-0.5*g*k.perW, k.slope-0.5*h*k.perA
		bound += k.r + 0.5*(g*(k.y+k.value)+h*(k.slope+k.tilt))
	}
	return bound
}
