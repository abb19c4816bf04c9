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
	// before[h][c] is the least cost of the inputs before h with c kinks among them, where a block
	// ends at h; opened[h][c] the same with the kink in cut h.
	before, opened [][]float64
	// behind[h][c] is the least cost of the inputs from h on with at most c kinks among them, where
	// a block starts at h; closed[h][c] the same with the kink in cut h.
	behind, closed [][]float64
	// running[h][c] is the least cost of what is before a run that has passed h, two inputs or more of it.
	running [][]float64
}

// newSegments computes all of them, for kinks at most. Costs beyond a limit may be
// wrong, but not below it.
func newSegments(ctx context.Context, s *samples, kinks int, limit float64) (g *segments, err error) {
	g = &segments{samples: s, kinks: kinks}
	g.before, g.opened = g.table(), g.table()
	g.behind, g.closed = g.table(), g.table()
	g.running = g.table()
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
	cells := infinite((g.size() + 1) * (g.kinks + 1))
	rows := make([][]float64, g.size()+1)
	for h := range rows {
		rows[h] = cells[h*(g.kinks+1) : (h+1)*(g.kinks+1)]
	}
	return rows
}

func infinite(n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = math.Inf(1)
	}
	return v
}

// A run costs nothing, and has a kink at each inner input: run[c] is the least cost of what is before one that has passed
// h, two inputs or more of it. Here and in backward it is kept for one h after the other.
func (g *segments) forward(ctx context.Context, limit float64) {
	watch := budget.On(ctx)
	costs := make([]float64, g.size()+1)
	run := infinite(g.kinks + 1)
	for a := 0; a <= g.size(); a++ {
		g.passed(run, a, g.opened, g.before[a], -1)
		copy(g.running[a], run)
		g.open(a)
		open := g.opened[a]
		least := open[0]
		for _, v := range open {
			least = min(least, v)
		}
		end := g.costs(a, limit-least, costs)
		for b := a + 2; b < end; b++ {
			if !g.asked.admits(a, b) {
				continue
			}
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

// passed goes on from a run's inputs up to the one beside h, and enters what it costs to end there: way is −1 from left
// to right, 1 the other way.
func (g *segments) passed(run []float64, h int, opened [][]float64, ended []float64, way int) {
	for c := g.kinks; c > 0; c-- { // the next input, and a kink at the last
		run[c] = run[c-1]
	}
	run[0] = math.Inf(1)
	for c, v := range run {
		ended[c] = min(ended[c], v)
	}
	if from := h + 2*way; g.asked == nil && from >= 0 && from <= g.size() {
		for c, v := range opened[from] {
			run[c] = min(run[c], v)
		}
	}
}

// open is with one kink in a cut.
func (g *segments) open(h int) {
	if h == 0 {
		g.opened[0][0] = 0
		return
	}
	for c, v := range g.before[h][:g.kinks] {
		if g.asked.may(c+1, h, g.kinks) {
			g.opened[h][c+1] = v
		}
	}
}

func (g *segments) backward(ctx context.Context, limit float64) {
	watch := budget.On(ctx)
	costs := make([]float64, g.size()+1)
	run := infinite(g.kinks + 1)
	for a := g.size(); a >= 0; a-- {
		behind := g.behind[a]
		end := g.costs(a, limit, costs)
		for b := a + 2; b < end; b++ {
			if !g.asked.admits(a, b) {
				continue
			}
			cost := costs[b]
			for c, v := range g.closed[b] {
				if v += cost; v < behind[c] {
					behind[c] = v
				}
			}
		}
		g.passed(run, a, g.closed, behind, 1)
		g.close(a)
		watch.Look((end - a) * (20 + g.kinks))
	}
}

func (g *segments) close(h int) {
	closed := g.closed[h]
	if h == g.size() {
		for c := range closed {
			closed[c] = 0
		}
		return
	}
	if g.asked.may(0, h, g.kinks) {
		copy(closed[1:], g.behind[h])
	}
	for c := 1; c <= g.kinks; c++ {
		closed[c] = min(closed[c], closed[c-1])
	}
}

// rest is the least cost of what is behind a run of four inputs or more that has passed the inputs before h, with at most c kinks.
func (g *segments) rest(h, c int) float64 {
	best := math.Inf(1)
	for b := h + 2; b <= g.size() && b-h <= c; b++ {
		best = min(best, g.closed[b][c-(b-h)])
	}
	return best
}

// total is the least cost of all inputs with at most c kinks.
func (g *segments) total(c int) float64 { return g.within + least(g.behind[0][:c+1]) }

func least(values []float64) float64 {
	best := math.Inf(1)
	for _, v := range values {
		best = min(best, v)
	}
	return best
}

// costs enters the least costs of the lines of [a, b) for b from a+2 on, as long as they
// are at most limit, and returns the b after the last.
func (s *samples) costs(a int, limit float64, out []float64) (end int) {
	if a >= s.size() {
		return a
	}
	t := s.sumsOf(a)
	for i := a + 1; i < s.size(); i++ {
		t.enter(s.x[i], s.y[i], s.w[i])
		cost := t.cost()
		if s.asked.holds(a, i+1) {
			cost += s.asked.detour(a, &t)
		}
		if cost > limit {
			return i + 1
		}
		out[i+1] = cost
	}
	return s.size() + 1
}
