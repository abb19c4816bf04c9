package breakpoints

import (
	"context"
	"math"
	"sync"

	"relucert/internal/budget"
)

// segments are the least costs without continuity: every multiplier 0.
type segments struct {
	*samples
	kinks int
	// before[h][c] is the least cost of the inputs before h with c kinks among them and a piece
	// that ends at h; opened[h][c] the same before a piece that starts at h.
	before, opened [][]float64
	// behind[h][c] is the least cost of the inputs from h on with at most c kinks among them, where
	// a piece starts at h; closed[h][c] the same where one ended at h.
	behind, closed [][]float64
}

// newSegments computes all of them, for kinks at most. Costs beyond a limit may be
// wrong, but not below it.
func newSegments(ctx context.Context, s *samples, kinks int, limit float64) (g *segments, err error) {
	g = &segments{samples: s, kinks: kinks}
	g.before, g.opened = g.table(), g.table()
	g.behind, g.closed = g.table(), g.table()
	var other sync.WaitGroup
	var failed error
	other.Go(func() {
		defer budget.Catch(func() { failed = context.Cause(ctx) })
		g.forward(ctx, limit)
	})
	func() {
		defer budget.Catch(func() { err = context.Cause(ctx) })
		g.backward(ctx, limit)
	}()
	other.Wait()
	if err == nil {
		err = failed
	}
	return g, err
}

func (g *segments) table() [][]float64 {
	cells := make([]float64, (g.size()+1)*(g.kinks+1))
	for i := range cells {
		cells[i] = math.Inf(1)
	}
	rows := make([][]float64, g.size()+1)
	for h := range rows {
		rows[h] = cells[h*(g.kinks+1) : (h+1)*(g.kinks+1)]
	}
	return rows
}

func (g *segments) forward(ctx context.Context, limit float64) {
	watch := budget.On(ctx)
	costs := make([]float64, g.size()+1)
	for a := 0; a+2 <= g.size(); a++ {
		g.open(a)
		open := g.opened[a]
		least := open[0]
		for _, v := range open {
			least = min(least, v)
		}
		end := g.costs(a, limit-least, costs)
		for b := a + 2; b < end; b++ {
			cost, before := costs[b], g.before[b]
			for c, v := range open {
				if v += cost; v < before[c] {
					before[c] = v
				}
			}
		}
		watch.Look((end - a) * (20 + g.kinks))
	}
}

// open is from what ended before: one kink, or r freed inputs and r+1 kinks; or a freed start.
func (g *segments) open(b int) {
	open := g.opened[b]
	if b <= g.kinks {
		open[b] = g.freed(0, b)
	}
	for r := 0; r < g.kinks && r <= b; r++ {
		cost := g.freed(b-r, b)
		for c, v := range g.before[b-r][:g.kinks-r] {
			open[c+r+1] = min(open[c+r+1], v+cost)
		}
	}
}

func (g *segments) backward(ctx context.Context, limit float64) {
	watch := budget.On(ctx)
	costs := make([]float64, g.size()+1)
	for a := g.size(); a >= 0; a-- {
		behind := g.behind[a]
		end := g.costs(a, limit, costs)
		for b := a + 2; b < end; b++ {
			cost := costs[b]
			for c, v := range g.closed[b] {
				if v += cost; v < behind[c] {
					behind[c] = v
				}
			}
		}
		g.close(a)
		watch.Look((end - a) * (20 + g.kinks))
	}
}

func (g *segments) close(a int) {
	closed := g.closed[a]
	if e := g.size() - a; e <= g.kinks {
		closed[e] = g.freed(a, a+e)
	}
	for r := 0; r < g.kinks && a+r <= g.size(); r++ {
		cost := g.freed(a, a+r)
		for c, v := range g.behind[a+r][:g.kinks-r] {
			closed[c+r+1] = min(closed[c+r+1], v+cost)
		}
	}
	for c := 1; c <= g.kinks; c++ {
		closed[c] = min(closed[c], closed[c-1])
	}
}

// total is the least cost of all inputs with at most c kinks.
func (g *segments) total(c int) float64 {
	best := math.Inf(1)
	for e := 0; e <= min(c, g.size()); e++ {
		best = min(best, g.freed(0, e)+g.behind[e][c-e])
	}
	return best
}

// costs enters the least costs of the pieces [a, b) for b from a+2 on, as long as they
// are at most limit, and returns the b after the last. Sums about the piece's own mean (Welford 1962).
func (s *samples) costs(a int, limit float64, out []float64) (end int) {
	if a >= s.size() {
		return a
	}
	x0, y0 := s.x[a], s.y[a]
	w, mx, my := s.w[a], 0.0, 0.0
	var xx, xy, yy float64
	for i := a + 1; i < s.size(); i++ {
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
		cost := max(0, yy-xy*xy/xx) + (s.inner[i+1] - s.inner[a])
		if cost > limit {
			return i + 1
		}
		out[i+1] = cost
	}
	return s.size() + 1
}
