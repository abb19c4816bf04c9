package breakpoints

import (
	"context"
	"math"
	"slices"
)

// finder looks for good chains of ordinary links.
type finder struct {
	ctx context.Context
	*samples
	levels
	program
}

// over says that the time is up: what was found so far is a chain, too.
func (f *finder) over() bool { return f.ctx.Err() != nil }

// value is the least cost of a chain with kinks in these gaps, their signs chosen by what the
// lines fitted apart ask for; the first and last cut are its ends.
func (f *finder) value(cuts []int) (float64, chain) {
	c := make(chain, len(cuts))
	for i, h := range cuts {
		c[i] = link{a: h, b: h}
	}
	f.load(f.samples, c)
	f.sign(c)
	for i := 1; i < len(c)-1; i++ {
		f.conditions(c[i], false, false, i)
	}
	return f.solve(), c
}

// sign chooses the signs that cost least if each kink stood alone; where the class limits
// their numbers, those that cost least more are turned.
func (f *finder) sign(c chain) {
	type turn struct {
		at   int
		more float64 // what − costs more than +
	}
	var turns []turn
	for i := 1; i < len(c)-1; i++ {
		turns = append(turns, turn{i, f.excess(i-1, c[i].a, -1) - f.excess(i-1, c[i].a, 1)})
	}
	if f.signed {
		slices.SortStableFunc(turns, func(a, b turn) int {
			switch {
			case a.more > b.more:
				return -1
			case a.more < b.more:
				return 1
			}
			return 0
		})
	}
	for i, t := range turns {
		plus := t.more > 0
		if f.signed {
			plus = (plus || len(turns)-i > f.minus) && i < f.plus
		}
		c[t.at].signs = []int8{-1}
		if plus {
			c[t.at].signs = []int8{1}
		}
	}
}

// excess is what it costs to make the lines of blocks j and j+1 meet in the gap before h with a kink of that sign.
func (f *finder) excess(j, h int, sign float64) (most float64) {
	for i, input := range [2]int{h - 1, h} {
		l, r := &f.blocks[j], &f.blocks[j+1]
		dl, dr := f.away(j, input), f.away(j+1, input)
		v := sign * ((r.y + r.slope*dr) - (l.y + l.slope*dl))
		if i == 1 {
			v = -v
		}
		if v > 0 {
			k := l.perW + dl*dl*l.perA + r.perW + dr*dr*r.perA
			most = math.Max(most, v*v/k)
		}
	}
	return most
}

// strides are how far a kink is moved.
var strides = []int{-64, -32, -16, -8, -4, -2, -1, 1, 2, 4, 8, 16, 32, 64}

// reach is how many kinks on either side of one that moves are fitted anew.
const reach = 3

// descend moves single kinks while that helps.
func (f *finder) descend(cuts []int) {
	for improved := true; improved; {
		improved = false
		for j := 1; j < len(cuts)-1 && !f.over(); j++ {
			if f.move(cuts, j) {
				improved = true
			}
		}
	}
}

// move finds the best place for one kink.
func (f *finder) move(cuts []int, j int) (moved bool) {
	lo, hi := max(0, j-reach-1), min(len(cuts), j+reach+2)
	window := cuts[lo:hi]
	own := cuts[j]
	best, _ := f.value(window)
	at := own
	for _, d := range strides {
		cuts[j] = own + d
		if cuts[j] < cuts[j-1]+2 || cuts[j+1] < cuts[j]+2 {
			continue
		}
		if v, _ := f.value(window); v < best-1e-12*best {
			best, at = v, cuts[j]
		}
	}
	cuts[j] = at
	return at != own
}

// insert adds the best group of so many kinks, two inputs apart: one, a jump or a spike. What a place
// can gain at most, without continuity, decides whether it is looked at.
func (f *finder) insert(cuts []int, group int) []int {
	best, most := []int(nil), math.Inf(-1)
	step := max(1, f.size()/gridSize)
	for j := 0; j+1 < len(cuts) && !f.over(); j++ {
		lo, hi := max(0, j-reach), min(len(cuts), j+2+reach)
		old, _ := f.value(cuts[lo:hi])
		loose := old - f.apart(cuts[lo:hi]) + f.fit(cuts[j], cuts[j+1]).r
		window := slices.Concat(cuts[lo:j+1], make([]int, group), cuts[j+1:hi])
		for h := cuts[j] + 2; h+2*group <= cuts[j+1]; h += step {
			for i := range group {
				window[j+1-lo+i] = h + 2*i
			}
			if loose-f.apart(window[j-lo:j+2-lo+group]) <= most {
				continue
			}
			if v, _ := f.value(window); old-v > most {
				best, most = slices.Concat(cuts[:lo], window, cuts[hi:]), old-v
			}
		}
	}
	return best
}

// apart is the cost of the pieces between cuts, joined or not.
func (f *finder) apart(cuts []int) (sum float64) {
	for i := 1; i < len(cuts); i++ {
		sum += f.fit(cuts[i-1], cuts[i]).r
	}
	return sum
}

// relocate takes groups of kinks out and puts them in where they serve best, while that helps.
func (f *finder) relocate(cuts []int) []int {
	if f.k > mostRelocated {
		return cuts
	}
	best, _ := f.value(cuts)
	for idle, j := 0, 1; idle < len(cuts)-2 && !f.over(); idle, j = idle+1, j+1 {
		if j >= len(cuts)-1 {
			j = 1
		}
		for group := 1; group <= mostGroup && j+group < len(cuts); group++ {
			other := f.insert(slices.Delete(slices.Clone(cuts), j, j+group), group)
			if other == nil {
				continue
			}
			f.descend(other)
			if v, _ := f.value(other); v < best-1e-9*best {
				cuts, best, idle = other, v, -1
			}
		}
	}
	return cuts
}

// mostRelocated is with how many kinks that is affordable.
const mostRelocated = 12

// mostGroup is how many kinks are moved together: three are a spike.
const mostGroup = 3

// gridSize is how many places a new kink is tried at.
const gridSize = 400

// path is the best segmentation with at most k kinks.
func (g *segments) path(k int) (c chain) {
	e := 0
	for i := 0; i <= min(k, g.size()); i++ {
		if g.freed(0, i)+g.behind[i][k-i] < g.freed(0, e)+g.behind[e][k-e] {
			e = i
		}
	}
	c = chain{{a: 0, b: e, plus: -1}}
	costs := make([]float64, g.size()+1)
	for h, k := e, k-e; ; {
		end := g.costs(h, math.Inf(1), costs)
		at := h + 2
		for b := h + 2; b < end; b++ {
			if costs[b]+g.closed[b][k] < costs[at]+g.closed[at][k] {
				at = b
			}
		}
		if at >= end || math.IsInf(costs[at]+g.closed[at][k], 1) {
			return nil
		}
		r, last := g.next(at, k)
		if last {
			return append(c, link{a: at, b: g.size(), plus: -1})
		}
		c = append(c, link{a: at, b: at + r, plus: -1})
		h, k = at+r, k-r-1
	}
}

// next is how many inputs are freed behind a piece that ended at h, all of them if it was the last.
func (g *segments) next(h, k int) (r int, last bool) {
	best := math.Inf(1)
	if e := g.size() - h; e <= k {
		best, last = g.freed(h, g.size()), true
	}
	for i := 0; i < k && h+i <= g.size(); i++ {
		if v := g.freed(h, h+i) + g.behind[h+i][k-i-1]; v < best {
			best, r, last = v, i, false
		}
	}
	return r, last
}

// spread is the chain's gaps, two inputs apart at least where a join has several kinks; nil if there
// is no room.
func (c chain) spread(size int) (cuts []int) {
	for i, l := range c {
		cuts = append(cuts, l.a)
		for j := 1; j <= l.b-l.a && i > 0 && i < len(c)-1; j++ {
			cuts = append(cuts, l.a+2*j)
		}
	}
	cuts[0], cuts[len(cuts)-1] = 0, size
	for i := 1; i < len(cuts); i++ {
		if cuts[i] < cuts[i-1]+2 {
			return nil
		}
	}
	return cuts
}
