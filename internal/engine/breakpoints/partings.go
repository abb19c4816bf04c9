package breakpoints

import (
	"context"
	"math"

	"relucert/internal/budget"
)

// partings are the least costs of parting the inputs into lines that need not meet, by how many breakpoints there are.
type partings struct {
	*samples
	cuts []int                    // 0, where pieces may begin, and the number of inputs
	may  func(number, i int) bool // whether a breakpoint, counted from 1, may be in cut i of these
	k    int
	cost [][]float64 // by breakpoints so far, and the cut of these before which the last piece ends
	from [][]int32   // that before which it begins
}

// partAt finds them. Nil: the time is up.
func (s *samples) partAt(ctx context.Context, cuts []int, k int, may func(number, i int) bool) (p *partings) {
	defer budget.Catch(func() { p = nil })
	p = &partings{samples: s, cuts: cuts, may: may, k: k}
	for range k + 1 {
		p.cost, p.from = append(p.cost, infinite(len(cuts))), append(p.from, make([]int32, len(cuts)))
	}
	watch := budget.On(ctx)
	for i := range len(cuts) - 1 {
		starts := p.starts(i)
		for j := i + 1; j < len(cuts) && len(starts) > 0; j++ {
			if s.asked == nil || s.asked.admits(cuts[i], cuts[j]) {
				p.enter(starts, i, j)
			}
			watch.Look(50 + len(starts))
		}
	}
	return p
}

// start is a number of breakpoints with which a piece may begin, and the cost of the inputs before it.
type start struct {
	breaks int
	cost   float64
}

func (p *partings) starts(i int) (all []start) {
	if i == 0 {
		return []start{{}}
	}
	for c := 1; c <= p.k; c++ {
		if v := p.cost[c-1][i]; !math.IsInf(v, 1) && p.may(c, i) {
			all = append(all, start{c, v})
		}
	}
	return all
}

// enter is the piece from cut i to cut j.
func (p *partings) enter(starts []start, i, j int) {
	f := p.apart(p.cuts[i], p.cuts[j])
	for _, s := range starts {
		if v := s.cost + p.asked.priceOf(&f, s.breaks); v < p.cost[s.breaks][j] {
			p.cost[s.breaks][j], p.from[s.breaks][j] = v, int32(i)
		}
	}
}

// apart is the fit of the inputs [a, b) on a line of their own. That of a single one is flat.
func (s *samples) apart(a, b int) fit {
	if b == a+1 {
		return fit{y: s.y[a], perW: 1 / s.w[a]}
	}
	f := s.fit(a, b)
	if b == a+2 {
		f.r = 0 // the rest is rounding
	}
	return f
}

// priceOf is what a fit costs with a slope that a piece may have, the first being 0.
func (c *constraints) priceOf(f *fit, piece int) float64 {
	if !c.sloped() {
		return f.r
	}
	off := c.nearest(f.slope, piece) - f.slope
	return f.r + off/f.perA*off
}

// nearest is the slope next to one that a piece may have.
func (c *constraints) nearest(slope float64, piece int) float64 {
	low, high := c.slope(piece)
	return min(high, max(low, slope))
}

// best is the number of breakpoints, at most k, of least cost, and this; all k where the class says so.
func (p *partings) best(k int) (breaks int, cost float64) {
	breaks, last := k, len(p.cuts)-1
	for c := 0; c < k && !p.asked.whole(); c++ {
		if p.cost[c][last] <= p.cost[breaks][last] {
			breaks = c
		}
	}
	return breaks, p.cost[breaks][last]
}

// path is the cuts of the best parting with so many breakpoints, with the inputs' ends.
func (p *partings) path(breaks int) []int {
	cuts := make([]int, breaks+2)
	i := len(p.cuts) - 1
	for c := breaks; c >= 0; c-- {
		cuts[c+1] = p.cuts[i]
		i = int(p.from[c][i])
	}
	return cuts
}
