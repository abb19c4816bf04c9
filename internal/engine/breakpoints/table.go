package breakpoints

import (
	"context"
	"math"

	"relucert/internal/budget"
	"relucert/internal/crew"
)

// table holds the fits of all lines that may be part of a chain below the cutoff.
type table struct {
	*samples
	cuts        []int // where such lines start or end, ascending; that of the point twice, for either side
	first, last []int // the cuts, by number, where lines from cut i end
	base        []int // the line from cut i to cut j is fits[base[i]+j]
	from        []int // the first cut whose lines reach cut j
	fits        []fit
}

// newTable keeps the lines of chains of at most k kinks whose segments cost less than cutoff.
func newTable(ctx context.Context, g *segments, k int, cutoff float64, c *crew.Crew) *table {
	t := &table{samples: g.samples}
	for h := 0; h <= g.size(); h++ {
		if g.starts(h, k) < cutoff || g.ends(h, k) < cutoff {
			for range t.asked.sides(h) {
				t.cuts = append(t.cuts, h)
			}
		}
	}
	t.first, t.last = make([]int, len(t.cuts)), make([]int, len(t.cuts))
	c.Each(len(t.cuts), func(_, i int) { t.range_(ctx, g, k, cutoff, i) })
	t.fill(ctx, c)
	return t
}

// inFit is how many bytes a fit takes.
const inFit = 64

// fill makes the fits, when it is known of which lines. It breaks off where the time is up or they do not fit in memory.
func (t *table) fill(ctx context.Context, c *crew.Crew) {
	n, total := len(t.cuts), 0
	t.base, t.from = make([]int, n), make([]int, n)
	for i := range t.cuts {
		t.base[i] = total - t.first[i]
		total += max(0, t.last[i]-t.first[i]+1)
	}
	budget.Need(ctx, inFit*int64(total))
	t.fits = make([]fit, total)
	c.Each(n, func(_, i int) {
		for j := t.first[i]; j <= t.last[i] && ctx.Err() == nil; j++ {
			if t.asked.admits(t.cuts[i], t.cuts[j]) {
				t.fits[t.base[i]+j] = t.line(t.cuts[i], t.cuts[j], t.side(i), t.side(j))
			} else {
				t.fits[t.base[i]+j].r = math.Inf(1)
			}
		}
	})
	t.reach()
	budget.Check(ctx)
}

// side is that of a breakpoint in a cut, by number.
func (t *table) side(i int) side {
	switch {
	case t.asked == nil || t.asked.gap == 0 || t.cuts[i] != t.asked.gap:
		return noSide
	case i > 0 && t.cuts[i-1] == t.cuts[i]:
		return behindPoint
	}
	return beforePoint
}

func (t *table) reach() {
	for j := range t.from {
		t.from[j] = j
	}
	for i := len(t.cuts) - 1; i >= 0; i-- {
		for j := t.first[i]; j <= t.last[i]; j++ {
			t.from[j] = i
		}
	}
}

// starts is the least cost of a chain with a block that starts at h.
func (g *segments) starts(h, k int) float64 { return joined(g.opened[h], g.behind[h], k) }

func (g *segments) ends(h, k int) float64 { return joined(g.before[h], g.closed[h], k) }

// joined is the least sum of two costs of k kinks together.
func joined(left, right []float64, k int) float64 {
	best := left[0] + right[k]
	for c, v := range left[:k+1] {
		best = min(best, v+right[k-c])
	}
	return best
}

// range_ finds which lines from a cut are part of a chain below the cutoff.
func (t *table) range_(ctx context.Context, g *segments, k int, cutoff float64, i int) {
	a := t.cuts[i]
	t.first[i], t.last[i] = len(t.cuts), -1
	if ctx.Err() != nil || g.starts(a, k) >= cutoff {
		return
	}
	costs := make([]float64, g.size()+1)
	end := g.costs(a, cutoff, costs)
	for j := i + 1; j < len(t.cuts) && t.cuts[j] < end; j++ {
		if b := t.cuts[j]; b >= a+2 && joined(g.opened[a], g.closed[b], k)+costs[b] < cutoff {
			t.first[i], t.last[i] = min(t.first[i], j), j
		}
	}
}
