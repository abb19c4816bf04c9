package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
)

// forces finds multipliers for lone kinks: those of the best chain known, one kink of it moved to the span.
type forces struct {
	finder
	*sieve
	cuts  []int
	signs []int8
	noise float64         // the mean loss of an input
	still map[int]float64 // the cost of windows of the chain, by their first cut
	other program
	best  []moved // by node
	whole [2]float64
}

// moved is a kink of the chain in a span: by how much that costs more, with and without multipliers of its own; where the lines beside it meet;
// and what follows from that.
type moved struct {
	kink        int
	cost, apart float64
	meeting
	hinge
}

// meeting is where lines meet in a span: so far behind the input before it, and the line between them there.
type meeting struct{ at, value, slope float64 }

// Multipliers are worth finding where a kink without them costs less than far times the noise, and they need not raise that by more than
// needed.
const (
	far    = 20
	needed = 20
)

// moving a kink takes as long as so many multiplications, without the inputs of its span.
const moving = 1 << 12

func newForces(ctx context.Context, l levels, s *sieve, cuts []int) *forces {
	f := &forces{finder: newFinder(ctx, s.samples, l), sieve: s, cuts: cuts, still: map[int]float64{}}
	f.other.watch = budget.On(ctx)
	_, c := f.value(cuts, 0)
	f.signs, f.noise = c.signs, s.stop/float64(s.samples.size())
	f.program.wide, f.other.wide = 1<<s.level, 1<<s.level
	f.best = make([]moved, len(s.spans)+2)
	return f
}

// hinges are those of all spans that need some, by node and kind.
func (f *forces) hinges() [][kinds]*hinge {
	for j := 1; j < len(f.cuts)-1; j++ {
		at, _ := slices.BinarySearchFunc(f.spans, (f.cuts[j]-1)>>f.sieve.level, func(w window, n int) int { return w.number - n })
		f.spread(j, at+1, 1)
		f.spread(j, at, -1)
	}
	all := make([][kinds]*hinge, len(f.spans)+2)
	none := &hinge{}
	for i := range all {
		all[i][0] = none
		m := &f.best[i]
		if m.kink == 0 || m.apart > far*f.noise {
			continue
		}
		other := -f.signs[m.kink-1]
		n, _ := f.move(m.kink, i, other, &m.meeting)
		all[i][kindOf(f.signs[m.kink-1])], all[i][kindOf(other)] = &m.hinge, &n.hinge
	}
	return all
}

// spread moves a kink to a node's span and those behind it, one way, as far as that is cheap.
func (f *forces) spread(j, from, way int) {
	for i := from; i > 0 && i <= len(f.spans) && !f.over(); i += way {
		m, ok := f.move(j, i, f.signs[j-1], nil)
		if !ok {
			return
		}
		if b := &f.best[i]; b.kink == 0 || m.cost < b.cost {
			*b = m
		}
		if m.apart > 2*far*f.noise {
			return
		}
	}
}

// move is a kink, as one of a sign, in a node's span; false: there is no room. Where lines meet may be known.
func (f *forces) move(j, i int, sign int8, known *meeting) (m moved, ok bool) {
	f.sieve.watch.Look(moving + 30<<f.sieve.level)
	lo, hi := f.around(j)
	first, last := f.edges(f.sieve.level, f.spans[i-1].number)
	window, own := slices.Clone(f.cuts[lo:hi]), j-lo-1
	window[own+1] = (first + last + 1) / 2
	if window[own+1] < window[own]+2 || window[own+2] < window[own+1]+2 {
		return m, false
	}
	c := cutChain(window)
	copy(c.signs, f.signs[lo:])
	c.signs[own] = sign
	f.load(f.samples, c, window[0], window[len(window)-1], lo)
	m.kink, m.cost = j, f.solve()-f.stillOf(j)
	lambda := f.lambda[f.joints[own].row:][:2]
	m.apart = f.scaled(lambda, 0) - f.stillOf(j)
	f.scaled(lambda, f.share(m.cost))
	if m.meeting = f.meet(own, first, last); known != nil {
		m.meeting = *known
	}
	m.hinge = f.samples.hinge(first, last, float64(sign), f.multipliers(&m.meeting, first, last, float64(sign), lambda))
	return m, true
}

// around is the cuts about one that moves.
func (f *forces) around(j int) (lo, hi int) { return max(0, j-reach-1), min(len(f.cuts), j+reach+2) }

// stillOf is the cost of the chain there.
func (f *forces) stillOf(j int) float64 {
	v, ok := f.still[j]
	if !ok {
		lo, hi := f.around(j)
		c := cutChain(f.cuts[lo:hi])
		copy(c.signs, f.signs[lo:])
		f.other.load(f.samples, c, f.cuts[lo], f.cuts[hi-1], lo)
		v = f.other.solve()
		f.still[j] = v
	}
	return v
}

// share is of multipliers that raise a cost by so much, if all is not needed: a share θ raises it by 2θ − θ².
func (f *forces) share(cost float64) float64 {
	if need := needed * f.noise; cost > need {
		return 1 - math.Sqrt(1-need/cost)
	}
	return 1
}

// scaled is the chain's cost with a share of some multipliers; the first call takes all of them, with the share 0.
func (f *forces) scaled(lambda []float64, share float64) float64 {
	if share == 0 {
		f.whole = [2]float64{lambda[0], lambda[1]}
	}
	lambda[0], lambda[1] = share*f.whole[0], share*f.whole[1]
	return f.settle()
}

// meet is where the lines beside a kink do.
func (f *forces) meet(own, first, last int) (m meeting) {
	l, r := &f.pieces[own], &f.pieces[own+1]
	a := f.x[first-1]
	before, behind := l.value+l.tilt*(l.right-(f.x[l.last]-a)), r.value-r.tilt*(r.left+(f.x[r.first]-a)) // at a
	width := f.x[last] - a
	if m.at = width / 2; l.tilt != r.tilt {
		m.at = max(0, min(width, (before-behind)/(r.tilt-l.tilt)))
	}
	m.value, m.slope = (before+behind+(l.tilt+r.tilt)*m.at)/2, (l.tilt+r.tilt)/2
	return m
}

// multipliers are those that pull the lines beside a kink as lambda and the inner inputs on the other side of it do.
func (f *forces) multipliers(m *meeting, first, last int, sign float64, lambda []float64) (p multipliers) {
	width := f.x[last] - f.x[first-1]
	value := m.value - m.slope*m.at
	p.near, p.far = longer(value+f.y0), longer(value+m.slope*width+f.y0)
	p.force = sign * (lambda[0] - lambda[1])
	for i := last - 1; i >= first && f.x[i]-f.x[first-1] > m.at; i-- {
		p.force -= 2 * f.w[i] * (f.y[i] - value - m.slope*(f.x[i]-f.x[first-1]))
	}
	p.force, p.turn = short(p.force), short(min(lambda[0], lambda[1]))
	return p
}

// longer is a value with some 30 bits.
func longer(v float64) float64 {
	const c = 1<<(53-30) + 1
	return v*c - (v*c - v)
}

func kindOf(sign int8) int {
	if sign > 0 {
		return 1
	}
	return 2
}
