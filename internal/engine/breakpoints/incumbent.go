package breakpoints

import (
	"cmp"
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
)

// finder looks for good chains of ordinary links.
type finder struct {
	ctx context.Context
	*samples
	levels
	program
}

func newFinder(ctx context.Context, s *samples, l levels) finder {
	f := finder{ctx: ctx, samples: s, levels: l}
	f.watch = budget.On(ctx)
	return f
}

// over says that the time is up: what was found so far is a chain, too.
func (f *finder) over() bool { return f.ctx.Err() != nil }

// value is the least cost of a chain of lines between these cuts, the signs of its kinks chosen by what the
// lines fitted apart ask for; the first piece has a number.
func (f *finder) value(cuts []int, first int) (float64, chain) {
	best := cutChain(cuts)
	if !f.allowed(cuts, first) {
		return math.Inf(1), best
	}
	value := math.Inf(1)
	for _, s := range f.sidesOf(cuts) {
		c := cutChain(cuts)
		c.side = s
		if v := f.valueOn(c, cuts, first); v < value {
			value, best = v, c
		}
	}
	return value, best
}

// sidesOf are those that a chain may choose from.
func (f *finder) sidesOf(cuts []int) []side {
	if f.asked != nil && slices.Contains(cuts[1:len(cuts)-1], f.asked.gap) {
		return bothSides
	}
	return oneSide
}

func (f *finder) valueOn(c chain, cuts []int, first int) float64 {
	for i, h := range cuts[1 : len(cuts)-1] {
		if c.side != noSide && h == f.asked.gap {
			if _, ok := f.asked.ends(first+i+1, h, c.side); !ok {
				return math.Inf(1)
			}
		}
	}
	f.load(f.samples, c, cuts[0], cuts[len(cuts)-1], first)
	f.sign(c)
	for i := range c.signs {
		f.condition(i, float64(c.signs[i]))
	}
	v, apart := f.solve(), 0.0
	if f.broken {
		return math.Inf(1)
	}
	for i := range f.pieces {
		apart += f.pieces[i].r
	}
	if !(v >= (1-1e-9)*apart) { // multipliers so large that rounding hides everything
		return math.Inf(1)
	}
	return v
}

// allowed says whether the class has such pieces and kinks.
func (f *finder) allowed(cuts []int, first int) bool {
	if f.asked == nil {
		return true
	}
	for i, h := range cuts[1:] {
		if !f.asked.admits(cuts[i], h) || i < len(cuts)-2 && !f.asked.may(first+i+1, h, f.k) {
			return false
		}
	}
	return true
}

// sign chooses the signs that cost least if each kink stood alone; where the class limits
// their numbers, those that cost least more are turned.
func (f *finder) sign(c chain) {
	type turn struct {
		at   int
		more float64 // what − costs more than +
	}
	var turns []turn
	for i := range c.signs {
		turns = append(turns, turn{i, f.excess(i, -1) - f.excess(i, 1) + f.asked.turn(f.number+i)})
	}
	if f.signed {
		slices.SortStableFunc(turns, func(a, b turn) int { return cmp.Compare(b.more, a.more) })
	}
	for i, t := range turns {
		plus := t.more > 0
		if f.signed {
			plus = (plus || len(turns)-i > f.minus) && i < f.plus
		}
		c.signs[t.at] = -1
		if plus {
			c.signs[t.at] = 1
		}
	}
}

// excess is what it costs to make the lines on both sides of a joint meet in its cut with a kink of that sign.
func (f *finder) excess(joint int, sign float64) (most float64) {
	j := &f.joints[joint]
	l, r, gap := &f.pieces[j.left], &f.pieces[j.right], f.samples.gap[j.at]
	for i := range 2 {
		dl, dr := l.right, -r.left-gap
		if i == 1 {
			dl, dr = l.right+gap, -r.left
		}
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

// stride is how far a kink is moved at once, at most: a power of two.
func (s *samples) stride() int {
	most := 64
	for most < s.size()/8 {
		most *= 2
	}
	return most
}

// reach is how many kinks on either side of one that moves are fitted anew.
const reach = 3

// rough is the least stride while the order of kinks is looked for: what finer ones gain is little.
func (s *samples) rough() int {
	least := 1
	for least < s.size()/roughGrid {
		least *= 2
	}
	return least
}

// roughGrid is about how many places a kink may then have.
const roughGrid = 4096

// descend moves single kinks, so far at least, while that helps.
func (f *finder) descend(cuts []int, least int) {
	for improved := true; improved; {
		improved = false
		for j := 1; j < len(cuts)-1 && !f.over(); j++ {
			if f.move(cuts, j, least) {
				improved = true
			}
		}
	}
}

// move finds the best place for one kink.
func (f *finder) move(cuts []int, j, least int) (moved bool) {
	lo, hi := max(0, j-reach-1), min(len(cuts), j+reach+2)
	window := cuts[lo:hi]
	own := cuts[j]
	best, _ := f.value(window, lo)
	at, worth := own, 1e-12
	if least > 1 {
		worth = 1e-7
	}
	for d := f.stride(); d >= least; d /= 2 {
		for _, way := range anySign {
			cuts[j] = own + d*int(way)
			if cuts[j] < cuts[j-1]+2 || cuts[j+1] < cuts[j]+2 {
				continue
			}
			if v, _ := f.value(window, lo); v < best-worth*best {
				best, at = v, cuts[j]
			}
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
	if group > 1 && f.size() <= fineGrid { // jumps and spikes are narrow
		step = 1
	}
	for j := 0; j+1 < len(cuts) && !f.over(); j++ {
		lo, hi := max(0, j-reach), min(len(cuts), j+2+reach)
		old, _ := f.value(cuts[lo:hi], lo)
		loose := old - f.apart(cuts[lo:hi]) + f.fit(cuts[j], cuts[j+1]).r
		window := slices.Concat(cuts[lo:j+1], make([]int, group), cuts[j+1:hi])
		for h := cuts[j] + 2; h+2*group <= cuts[j+1] && !f.over(); h += step {
			for i := range group {
				window[j+1-lo+i] = h + 2*i
			}
			if loose-f.apart(window[j-lo:j+2-lo+group]) <= most {
				continue
			}
			if v, _ := f.value(window, lo); old-v > most {
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
	least := f.rough()
	best, _ := f.value(cuts, 0)
	for idle, j := 0, 1; idle < len(cuts)-2 && !f.over(); idle, j = idle+1, j+1 {
		if j >= len(cuts)-1 {
			j = 1
		}
		for group := 1; group <= mostGroup && j+group < len(cuts); group++ {
			other := f.insert(slices.Delete(slices.Clone(cuts), j, j+group), group)
			if other == nil {
				continue
			}
			f.descend(other, least)
			if v, _ := f.value(other, 0); v < best-1e-7*best {
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

// fineGrid is for how many inputs a new jump or spike is tried at each.
const fineGrid = 8192

// path is the best chain without continuity with at most k kinks, its runs parted into lines of two inputs; nil: there is no room.
func (g *segments) path(k int, watch *budget.Watch) (cuts []int) {
	costs := make([]float64, g.size()+1)
	cuts = []int{0}
	for h := 0; h < g.size(); {
		watch.Look(adding * (g.size() - h))
		at, most, cost := -1, 0, math.Inf(1)
		end := g.costs(h, math.Inf(1), costs)
		for b := h + 2; b < end; b++ {
			if !g.asked.admits(h, b) {
				continue
			}
			if v := costs[b] + g.closed[b][k]; v < cost {
				at, most, cost = b, 0, v
			}
		}
		for b := h + 3; b <= g.size() && b-h-2 <= k && g.asked == nil; b++ {
			if v := g.closed[b][k-(b-h-2)]; v < cost {
				at, most, cost = b, b-h-2, v
			}
		}
		if at < 0 {
			return nil
		}
		for b := h + 2; b+2 <= at && most > 0; b += 2 {
			cuts = append(cuts, b)
		}
		k -= most
		if at < g.size() {
			k--
		}
		cuts, h = append(cuts, at), at
	}
	return cuts
}

// grid is the best segmentations with up to so many kinks, at some hundred cuts only; nil: there is no room.
func (r *run) grid(ctx context.Context, most int) (paths [][]int) {
	step := firstSize(r.size(), most)
	n := (r.size() + step - 1) / step
	place := func(i int) int { return min(i*step, r.size()) }
	cost, from := make([][]float64, n+1), make([][]int32, n+1)
	for j := range cost {
		cost[j], from[j] = infinite(most+1), make([]int32, most+1)
	}
	watch := budget.On(ctx)
	for j := 1; j <= n; j++ {
		for i := range j {
			if place(j) < place(i)+2 {
				continue
			}
			r := r.fit(place(i), place(j)).r
			if i == 0 {
				cost[j][0] = r
			}
			for c := 1; c <= most; c++ {
				if v := cost[i][c-1] + r; v < cost[j][c] {
					cost[j][c], from[j][c] = v, int32(i)
				}
			}
		}
		watch.Look(j * (100 + 2*most))
	}
	for c := range most + 1 {
		paths = append(paths, nil)
		if math.IsInf(cost[n][c], 1) {
			continue
		}
		at := n
		for k := c; k >= 0; k-- {
			paths[c] = append(paths[c], place(at))
			at = int(from[at][k])
		}
		paths[c] = append(paths[c], 0)
		slices.Reverse(paths[c])
	}
	return paths
}

// askedPath is the best chain of a parted class without continuity with at most k kinks; nil: there is none.
func (g *segments) askedPath(k int, watch *budget.Watch) (cuts []int) {
	end := g.before[g.size()]
	c := k
	for i := range k {
		if !g.asked.whole() && end[i] < end[c] {
			c = i
		}
	}
	if math.IsInf(end[c], 1) {
		return nil
	}
	cuts = []int{g.size()}
	for h := g.size(); h > 0; {
		at, least := -1, math.Inf(1)
		for a := range h - 1 {
			watch.Look(doubled)
			if v := g.opened[a][c]; v < least && g.asked.admits(a, h) {
				if v += g.line(a, h, noSide, noSide).r; v < least {
					at, least = a, v
				}
			}
		}
		if h = at; h > 0 {
			c--
		}
		cuts = append(cuts, h)
	}
	slices.Reverse(cuts)
	return cuts
}

// cuts are a chain's cuts, its runs parted into lines of two inputs.
func (c chain) cuts(size int) []int {
	cuts := []int{0}
	for i := 0; i <= len(c.places); i++ {
		end := size
		if i < len(c.places) {
			if end = (c.places[i] + 1) / 2; c.places[i]%2 == 0 {
				if end = c.places[i] / 2; end < cuts[len(cuts)-1]+2 {
					continue
				}
			}
		}
		if end < cuts[len(cuts)-1]+2 {
			cuts = cuts[:len(cuts)-1]
			if len(cuts) == 0 {
				return nil
			}
		}
		cuts = append(cuts, end)
	}
	return cuts
}
