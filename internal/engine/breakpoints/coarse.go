package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/crew"
)

// coarse bounds all broken lines whose kinks lie in blocks of cuts, and finds which blocks a kink of a
// broken line below the cutoff may lie in. Block i has the cuts iB+1, …, (i+1)B. Kinks with
// fewer than two inputs surely between them make a cluster, whose inputs cost nothing, and of which nothing is asked.
type coarse struct {
	tree
	size   int // B
	blocks []block
	node   *node
	own    []float64 // of each block: the least cost of its inputs in two lines, apart
}

// block is what is left of one at a level: its kinks by sign, and whether clusters have one in it.
type block struct {
	level, number int
	plus, minus   *[2]float64 // multipliers; nil: it is gone
	cluster       bool
}

// So many inputs can do without; else there are about so many blocks at first.
const (
	fewInputs  = 8000
	mostBlocks = 500
)

// firstSize is the least power of two with which there are not more blocks.
func firstSize(inputs int) int {
	b := 1
	if inputs <= fewInputs {
		return b
	}
	for inputs/b > mostBlocks {
		b *= 2
	}
	return b
}

// everywhere is all blocks at all levels.
func (l levels) everywhere(inputs, size int) (all []block) {
	for level := 1; level < l.count(); level++ {
		for i := 0; i*size+1 < inputs; i++ {
			all = append(all, block{level, i, new([2]float64), new([2]float64), true})
		}
	}
	return all
}

// edges are a block's first and last cut.
func (c *coarse) edges(i int) (first, last int) {
	return i*c.size + 1, min((i+1)*c.size, c.samples.size()-1)
}

func newCoarse(ctx context.Context, s *samples, l levels, blocks []block, size int, cutoff float64, crew *crew.Crew) *coarse {
	c := &coarse{size: size, blocks: blocks}
	c.levels, c.crew, c.runless, c.lasting = l, crew, true, true
	c.table = &table{samples: s}
	for range crew.Threads() {
		c.hands = append(c.hands, &hand{finder: finder{ctx: ctx}})
	}
	c.parted()
	c.tabulate(ctx, cutoff-s.within)
	c.limit(cutoff)
	c.build()
	return c
}

// parted finds what the inputs between a block's cuts cost at least, a kink being in one of them.
func (c *coarse) parted() {
	c.own = make([]float64, (c.samples.size()+c.size-1)/c.size)
	c.crew.Each(len(c.own), func(_, i int) {
		if first, last := c.edges(i); first < last {
			c.own[i] = max(0, c.twoLines(first, last)-c.segmentMargin())
		}
	})
}

// twoLines is the least cost of two lines through the inputs [a, b), apart.
func (s *samples) twoLines(a, b int) float64 {
	front, back := s.growing(a, b, 1), s.growing(b-1, a-1, -1)
	best := math.Inf(1)
	for h := range b - a + 1 {
		best = min(best, front[h]+back[b-a-h])
	}
	return best
}

// growing is the least costs of lines through the first 0, 1, … inputs from one on, up or down to another.
func (s *samples) growing(from, to, way int) (costs []float64) {
	x0, y0 := s.x[from], s.y[from]
	var w, mx, my, xx, xy, yy float64
	costs = []float64{0}
	for i := from; i != to; i += way {
		wi := s.w[i]
		share := wi / (w + wi)
		dx, dy := (s.x[i]-x0)-mx, (s.y[i]-y0)-my
		t := w * share
		w += wi
		mx += share * dx
		my += share * dy
		xx += t * dx * dx
		xy += t * dx * dy
		yy += t * dy * dy
		if len(costs) < 3 {
			costs = append(costs, 0)
			continue
		}
		costs = append(costs, max(0, yy-xy*xy/xx))
	}
	return costs
}

// tabulate makes the fits of all lines between blocks that may be part of a broken line below the cutoff.
func (c *coarse) tabulate(ctx context.Context, cutoff float64) {
	n := c.samples.size()
	starts, stops := map[int]bool{0: true}, map[int]bool{n: true}
	for _, b := range c.blocks {
		first, last := c.edges(b.number)
		stops[first], starts[last] = true, true
	}
	c.cuts = []int{0, n}
	for h := range starts {
		c.cuts = append(c.cuts, h)
	}
	for h := range stops {
		c.cuts = append(c.cuts, h)
	}
	slices.Sort(c.cuts)
	c.cuts = slices.Compact(c.cuts)
	c.number = make([]int32, n+1)
	for i, h := range c.cuts {
		c.number[h] = int32(i)
	}
	rows := make([][]fit, len(c.cuts))
	c.table.first, c.table.last = make([]int, len(rows)), make([]int, len(rows))
	c.crew.Each(len(rows), func(_, i int) { rows[i] = c.row(ctx, i, starts, stops, cutoff) })
	c.base, c.table.from = make([]int, len(rows)), make([]int, len(rows))
	for i, row := range rows {
		c.base[i] = len(c.fits) - c.table.first[i]
		c.fits = append(c.fits, row...)
	}
	c.reach()
}

// row is the fits of the lines from one cut on; those that no block asks for are empty.
func (c *coarse) row(ctx context.Context, i int, starts, stops map[int]bool, cutoff float64) (row []fit) {
	c.table.first[i], c.table.last[i] = len(c.cuts), -1
	if !starts[c.cuts[i]] || ctx.Err() != nil {
		return nil
	}
	for j := i + 1; j < len(c.cuts); j++ {
		if c.cuts[j] < c.cuts[i]+2 {
			continue
		}
		f := fit{r: math.Inf(1)}
		if stops[c.cuts[j]] {
			if f = c.fit(c.cuts[i], c.cuts[j]); f.r >= cutoff+c.segmentMargin() {
				break
			}
		}
		if c.table.last[i] < 0 {
			c.table.first[i] = j
		}
		c.table.last[i] = j
		row = append(row, f)
	}
	return row
}

// build makes the states of what is left.
func (c *coarse) build() {
	end, n := c.count(), c.samples.size()
	c.node = &node{turns: make([][]turn, end), runs: make([][]passing, end), alone: true}
	c.node.groups = append(c.node.groups, group{from: none, states: []state{{}}})
	for to := range end {
		for _, sign := range c.signs() {
			if from := c.before(to, sign); from != none {
				c.groupsTo(from, to, sign)
			}
		}
		c.add(group{from: none, to: to, kind: ends}, func(b *block) bool { return b.level == to && b.cluster }, 0)
	}
	last := c.number[n]
	for from := range end {
		c.node.groups = append(c.node.groups, group{from: from, to: end, states: []state{{cut: last, end: last}}})
	}
	c.shape = newShape(c.node.groups, end)
}

func (c *coarse) groupsTo(from, to int, sign int8) {
	g := group{from: from, to: to}
	for i := range c.blocks {
		b := &c.blocks[i]
		if b.level != to {
			continue
		}
		if b.plus != nil && (!c.signed || sign > 0) {
			g.states = append(g.states, c.stateIn(b.number, 1, b.plus))
		}
		if b.minus != nil && (!c.signed || sign < 0) {
			g.states = append(g.states, c.stateIn(b.number, -1, b.minus))
		}
	}
	c.node.groups = append(c.node.groups, g)
	c.add(group{from: from, to: to, kind: clusters}, func(b *block) bool { return b.level == to && b.cluster }, 0)
}

// add enters a group of the clusters' states.
func (c *coarse) add(g group, has func(*block) bool, sign int8) {
	for i := range c.blocks {
		if b := &c.blocks[i]; has(b) {
			g.states = append(g.states, c.stateIn(b.number, sign, nil))
		}
	}
	c.node.groups = append(c.node.groups, g)
}

func (c *coarse) stateIn(number int, sign int8, at *[2]float64) state {
	first, last := c.edges(number)
	s := state{cut: c.number[first], end: c.number[last], sign: sign}
	if at != nil {
		c.set(&s, *at)
		s.own = c.own[number]
	}
	return s
}

// sweepAhead goes from left to right: with a cutoff it raises multipliers, else it only finds the costs ahead.
func (c *coarse) sweepAhead(h *hand, stop float64, raise bool) {
	for level := 0; level <= c.count(); level++ {
		c.eachKink(level, h, func(g *group, states []state, m *scratch) {
			if raise && g.from != none && level < c.count() {
				c.raise(c.node, g, states, stop, m)
				return
			}
			c.lookAhead(g, states, m)
		})
		c.clustersAhead(level, &h.scratch)
	}
}

func (c *coarse) sweepBack(h *hand, stop float64, raise bool) {
	for level := c.count(); level >= 0; level-- {
		c.clustersBack(level, &h.scratch)
		c.eachKink(level, h, func(g *group, states []state, m *scratch) {
			if raise && g.from != none && level < c.count() {
				c.raise(c.node, g, states, stop, m)
				return
			}
			for i := range states {
				if level < c.count() {
					states[i].back = c.back(c.node, g, states[i:i+1], m)
				}
			}
		})
	}
}

func (c *coarse) eachKink(level int, h *hand, do kinkVisitor) { c.each(c.node, level, h, do) }

// kinkVisitor visits what is no cluster.
type kinkVisitor func(g *group, states []state, m *scratch)

func (do kinkVisitor) visit(_ *node, g *group, states []state, m *scratch) {
	if g.kind == kinks {
		do(g, states, m)
	}
}

func (c *coarse) lookAhead(g *group, states []state, m *scratch) {
	if g.from == none {
		return
	}
	m.left = c.gatherLeft(c.node, g.from, states[0].cut, c.marginsOf(&states[0]), m.left[:0])
	for i := range states {
		states[i].ahead, _ = m.left.least(states[i].at[0], states[i].at[1])
		states[i].ahead += states[i].own
		if level := g.from; g.to == c.count() {
			states[i].ahead = min(states[i].ahead, c.clusterEnd(level))
		}
	}
}

// touching says that two blocks have fewer than two inputs surely between them, the first being that on the left.
func (c *coarse) touching(i, j *state) bool {
	return j.end >= i.end && c.cuts[j.cut]-c.cuts[i.end] < 2
}

// clusterEnd is the least cost of a chain that ends in a cluster at a level.
func (c *coarse) clusterEnd(level int) float64 {
	best := math.Inf(1)
	c.eachCluster(level, func(s *state) {
		if c.samples.size()-c.cuts[s.end] < 2 {
			best = min(best, s.ahead)
		}
	})
	return best
}

// eachCluster visits the clusters' kinks, first or later, that lead to a level.
func (c *coarse) eachCluster(level int, visit func(s *state)) {
	for i := range c.node.groups {
		if g := &c.node.groups[i]; g.to == level && g.kind != kinks {
			for k := range g.states {
				visit(&g.states[k])
			}
		}
	}
}

// clustersAhead finds the costs ahead of the clusters' kinks that lead to a level.
func (c *coarse) clustersAhead(level int, m *scratch) {
	if level == 0 || level == c.count() {
		return
	}
	for i := range c.node.groups {
		g := &c.node.groups[i]
		if g.to != level || g.kind == kinks {
			continue
		}
		for k := range g.states {
			s := &g.states[k]
			if g.kind == clusters {
				m.left = c.gatherLeft(c.node, g.from, s.cut, margins{}, m.left[:0])
				s.ahead, _ = m.left.least(0, 0)
				continue
			}
			s.ahead = math.Inf(1)
			for _, sign := range c.signs() {
				from := c.before(level, sign)
				if from == 0 && c.cuts[s.cut] < 2 {
					s.ahead = 0
				}
				if from != none {
					c.eachCluster(from, func(p *state) {
						if c.touching(p, s) {
							s.ahead = min(s.ahead, p.ahead)
						}
					})
				}
			}
		}
	}
}

func (c *coarse) clustersBack(level int, m *scratch) {
	if level == 0 || level == c.count() {
		return
	}
	for i := range c.node.groups {
		g := &c.node.groups[i]
		if g.to != level || g.kind == kinks {
			continue
		}
		for k := range g.states {
			s := &g.states[k]
			s.back = c.clusterBack(level, s)
			if g.kind == ends {
				m.right = c.gatherRight(c.node, level, s.end, margins{}, m.right[:0])
				v, _ := m.right.least(0, 0)
				s.back = min(s.back, v)
			}
		}
	}
}

// clusterBack is the least cost behind a cluster's kink if the cluster goes on, or the chain ends in it.
func (c *coarse) clusterBack(level int, s *state) float64 {
	best := math.Inf(1)
	if c.samples.size()-c.cuts[s.end] < 2 {
		best = 0
	}
	for _, sign := range c.signs() {
		if to := c.behind(level, sign); to != none {
			for i := range c.node.groups {
				if g := &c.node.groups[i]; g.to == to && g.kind == ends {
					for k := range g.states {
						if c.touching(s, &g.states[k]) {
							best = min(best, g.states[k].back)
						}
					}
				}
			}
		}
	}
	return best
}

// left is the blocks with a state below stop; costs ahead and back must be those of the multipliers.
func (c *coarse) left(stop float64) (blocks []block) {
	at := map[[2]int]*block{}
	for i := range c.node.groups {
		g := &c.node.groups[i]
		for k := range g.states {
			s := &g.states[k]
			if g.from == none && g.kind == kinks || g.to == c.count() || !(s.ahead+s.back < stop) {
				continue
			}
			key := [2]int{g.to, (c.cuts[s.cut] - 1) / c.size}
			b := at[key]
			if b == nil {
				b = &block{level: key[0], number: key[1]}
				at[key] = b
			}
			switch {
			case g.kind != kinks:
				b.cluster = true
			case s.sign > 0:
				b.plus = &s.at
			default:
				b.minus = &s.at
			}
		}
	}
	for _, b := range c.blocks {
		if b := at[[2]int{b.level, b.number}]; b != nil {
			blocks = append(blocks, *b)
		}
	}
	return blocks
}

// halved are the blocks' halves, with multipliers 0: those of a block do not suit its halves.
func halved(blocks []block, size, inputs int) (out []block) {
	start := func(left bool) *[2]float64 {
		if left {
			return new([2]float64)
		}
		return nil
	}
	for _, b := range blocks {
		for i := range 2 {
			if n := 2*b.number + i; n*(size/2)+1 < inputs {
				out = append(out, block{b.level, n, start(b.has(1)), start(b.has(-1)), b.cluster})
			}
		}
	}
	return out
}
