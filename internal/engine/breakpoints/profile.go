package breakpoints

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/crew"
)

// Region is where a breakpoint may be in broken lines of an SSE up to a level: intervals from left to right, in
// units of the data.
type Region struct {
	Outer [][2]float64 // nowhere else, proved
	Inner [][2]float64 // anywhere here: such lines were found
}

// Profile is the regions of the breakpoints, from left to right. The broken lines are those of a parted class with
// class.Units breakpoints, some of which may be no kinks; without constraints, those whose pieces have two inputs or more.
func (e *Engine) Profile(ctx context.Context, class Class, level float64, workers int) (regions []Region, err error) {
	if !class.parted() {
		class.MinSamples = 2
	}
	r := &run{Engine: e.under(&class.Constraints), class: class, crew: crew.New(max(1, workers))}
	if r.size() < 2 || r.samples.asked.empty() {
		return nil, errors.New("there are no breakpoints")
	}
	r.samples.asked.full = true
	defer budget.Catch(func() { err = cmp.Or(context.Cause(ctx), budget.ErrMemory) })
	g, err := newSegments(ctx, r.samples, class.Units, math.Inf(1))
	if err != nil {
		return nil, err
	}
	cutoff := r.ofDoubles(level)
	p := &profile{tree: newTree(ctx, g, newLevels(class.Units, class.Signs), cutoff, r.crew), level: level/r.unit() - r.within}
	p.h, p.stop = p.hands[0], cutoff-r.within+p.margin
	n := p.unpacked(&open{})
	if !p.tighten(n, p.stop, p.h) {
		return nil, context.Cause(ctx)
	}
	return p.regions(n), nil
}

// profile finds the regions among the states that are left.
type profile struct {
	*tree
	program
	h     *hand
	level float64 // what a chain may cost
	stop  float64 // what it costs at least that is more
}

// tighten raises the multipliers while that removes states.
func (t *tree) tighten(n *node, stop float64, h *hand) bool {
	silent := recorder{tree: t}
	if !t.lookBack(n, h) {
		return false
	}
	for before := math.Inf(1); float64(n.size()) < progress*before; {
		before = float64(n.size())
		if !t.forward(n, stop, h, silent) || !t.backward(n, stop, h, silent) {
			return false
		}
	}
	return true
}

// seat is a breakpoint's number, and a cut's.
type seat struct {
	kink int
	cut  int32
}

func (p *profile) regions(n *node) []Region {
	all := make([]Region, p.k)
	for _, at := range p.left(n) {
		inner := p.inner(n, at)
		if inner == nil {
			alone := p.alone(n, at)
			if p.tighten(alone, p.stop, p.h) && !slices.Contains(p.left(alone), at) {
				continue
			}
			inner = p.inner(alone, at)
		}
		ends, _ := p.asked.ends(at.kink, p.cuts[at.cut], p.table.side(int(at.cut)))
		r := &all[at.kink-1]
		r.Outer = append(r.Outer, p.inData(at, ends.leftNear, ends.leftFar))
		r.Inner = append(r.Inner, inner...)
	}
	for i := range all {
		all[i] = Region{united(all[i].Outer), united(all[i].Inner)}
	}
	return all
}

// left is where breakpoints may still be.
func (p *profile) left(n *node) (all []seat) {
	for i := range n.groups {
		g := &n.groups[i]
		for k := range g.states {
			if s := &g.states[k]; s.sign != 0 {
				all = append(all, seat{p.stage(g.to), s.cut})
			}
		}
	}
	slices.SortFunc(all, func(a, b seat) int { return cmp.Or(a.kink-b.kink, int(a.cut-b.cut)) })
	return slices.Compact(all)
}

// alone is a node's chains with a breakpoint in one cut.
func (p *profile) alone(n *node, at seat) *node {
	o := p.packed(n, func(g *group, s *state) bool {
		return s.sign == 0 || p.stage(g.to) != at.kink || s.cut == at.cut
	}, func(int, *turn) bool { return false })
	o.limits, o.from = n.limits, &division{}
	return p.unpacked(o)
}

// inner is where in a cut a breakpoint is in broken lines that are found: in the best chain through each state there, or in a better
// one that has it there.
func (p *profile) inner(n *node, at seat) (all [][2]float64) {
	for i := range n.groups {
		g := &n.groups[i]
		for k := range g.states {
			s := &g.states[k]
			if s.sign == 0 || s.cut != at.cut || p.stage(g.to) != at.kink {
				continue
			}
			c, found := p.through(n, &p.h.scratch, s, g)
			if !found {
				continue
			}
			if near, far, ok := p.reach(c, at.kink); ok {
				all = append(all, p.inData(at, near, far))
			} else if near, far, ok := p.reach(p.improved(c, at.kink), at.kink); ok {
				all = append(all, p.inData(at, near, far))
			}
		}
	}
	return all
}

// improved is a chain whose other kinks have moved while that helped.
func (p *profile) improved(c chain, kink int) chain {
	cuts := c.cuts(p.samples.size())
	for moved := true; moved; {
		moved = false
		for j := 1; j < len(cuts)-1; j++ {
			moved = j != kink && p.h.finder.move(cuts, j, 1) || moved
		}
	}
	_, c = p.h.finder.value(cuts, 0)
	return c
}

// reach is how far behind the input before its cut a chain's kink may be. For fixed signs it is an interval: chains of functions up to the
// level are a convex set, and where two lines meet depends continuously on them.
func (p *profile) reach(c chain, kink int) (near, far float64, ok bool) {
	if p.cost(c, pin{}) > p.level {
		return 0, 0, false
	}
	m := p.ends(kink - 1)
	near, far = m.leftNear, m.leftFar
	cut := p.joints[kink-1].at
	inside := min(far, max(near, p.meeting(kink-1)-p.samples.x[cut-1]))
	return p.edge(c, kink, inside, near), p.edge(c, kink, inside, far), true
}

// edgeSteps is how often an interval that holds an end is halved.
const edgeSteps = 20

func (p *profile) edge(c chain, kink int, inside, outside float64) float64 {
	if p.cost(c, pin{kink, outside}) <= p.level {
		return outside
	}
	for range edgeSteps {
		if middle := inside + (outside-inside)/2; p.cost(c, pin{kink, middle}) <= p.level {
			inside = middle
		} else {
			outside = middle
		}
	}
	return inside
}

// cost is a chain's, with a kink at a place; infinite if no function was found.
func (p *profile) cost(c chain, at pin) float64 {
	p.pin = at
	p.load(p.samples, c, 0, p.samples.size(), 0)
	if at.joint > 0 {
		p.turns(at.joint-1, float64(c.signs[at.joint-1]))
	}
	p.solve()
	p.pin = pin{}
	return p.attained()
}

// inData is a part of a seat's cut in units of the data.
func (p *profile) inData(at seat, near, far float64) [2]float64 {
	h := p.cuts[at.cut]
	place := func(v float64) float64 {
		switch raw := p.asked.raw; {
		case v <= 0:
			return raw[h-1]
		case v >= p.gap[h]:
			return raw[h]
		default:
			return min(raw[h], raw[h-1]+v*p.unitX)
		}
	}
	return [2]float64{place(near), place(far)}
}

// united are intervals without those that touch each other.
func united(all [][2]float64) (out [][2]float64) {
	slices.SortFunc(all, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	for _, v := range all {
		if n := len(out); n > 0 && v[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], v[1])
		} else {
			out = append(out, v)
		}
	}
	return out
}
