package breakpoints

import "math"

// matcher settles chains: which signs the kinks of joins have, which the bounds leave open.
type matcher struct {
	samples *samples
	levels
	program
}

// verdict is a lower bound on a chain's cost, and its best function if that is below the cutoff.
type verdict struct {
	bound float64
	curve *curve
}

// exact bounds a chain over all signs of its joins. Where a choice of signs costs nothing
// more it is taken; else all are tried.
func (m *matcher) exact(c chain, cutoff float64) verdict {
	m.load(m.samples, c)
	v := m.solve()
	near := 1e-12*v + 2*m.error
	if v -= m.error; v >= cutoff {
		return verdict{bound: v}
	}
	i := c.open(m.signed)
	if i < 0 {
		if c = m.ended(c); m.signed && !m.has(c) {
			return verdict{bound: math.Inf(1)}
		}
		m.load(m.samples, c)
		m.solve()
		curve := m.curve(c)
		return verdict{v, &curve}
	}
	best, least := verdict{bound: math.Inf(1)}, math.Inf(1)
	for _, signs := range patterns(c[i].kinks(i == 0 || i == len(c)-1), c[i].plus) {
		d := c.clone()
		d[i].signs = signs
		w := m.exact(d, cutoff)
		if w.curve != nil && w.bound <= v+near {
			return verdict{v, w.curve}
		}
		if best.bound = math.Min(best.bound, w.bound); w.curve != nil && w.bound < least {
			best.curve, least = w.curve, w.bound
		}
	}
	return best
}

// open is the first link whose signs matter and are not chosen; −1: none. Without given signs those of freed ends do not matter.
func (c chain) open(signed bool) int {
	for i, l := range c {
		end := i == 0 || i == len(c)-1
		if l.signs == nil && l.kinks(end) > 0 && (signed || !end) {
			return i
		}
	}
	return -1
}

// has says whether the class has the chain's kinks.
func (l levels) has(c chain) bool {
	plus, minus := 0, 0
	for _, k := range c {
		for _, s := range k.signs {
			if s > 0 {
				plus++
			} else {
				minus++
			}
		}
	}
	return plus <= l.plus && minus <= l.minus
}

// ended chooses the signs of freed ends from the solution: each value is its input's label; the
// kinks alternate, but for the innermost, whose sign is that of the step to the line.
func (m *matcher) ended(c chain) chain {
	first, last := c[0], c[len(c)-1]
	if m.signed || first.b == 0 && last.a == last.b {
		return c
	}
	c = c.clone()
	lastBlock := len(m.blocks) - 1
	if n := first.b; n > 0 {
		step := m.samples.y[n-1] - m.valueAt(0, n-1)
		c[0].signs = alternating(n, n-1, step)
	}
	if n := last.b - last.a; n > 0 {
		step := m.samples.y[last.a] - m.valueAt(lastBlock, last.a)
		c[len(c)-1].signs = alternating(n, 0, step)
	}
	return c
}

// alternating has the sign of v at one place.
func alternating(n, at int, v float64) []int8 {
	signs := make([]int8, n)
	for i := range signs {
		signs[i] = 1
		if (v < 0) != ((i-at)%2 != 0) {
			signs[i] = -1
		}
	}
	return signs
}

// patterns are all signs of n kinks, of which plus are +, any number if that is −1.
func patterns(n, plus int) (all [][]int8) {
	for bits := range 1 << n {
		signs, count := make([]int8, n), 0
		for i := range signs {
			signs[i] = -1
			if bits>>i&1 == 1 {
				signs[i] = 1
				count++
			}
		}
		if plus < 0 || count == plus {
			all = append(all, signs)
		}
	}
	return all
}
