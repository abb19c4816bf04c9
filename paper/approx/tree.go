package approx

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"time"

	"relucert"
	"relucert/internal/engine/search"
	"relucert/internal/linalg"
)

// netSolution is a network: signs, and weights one vector a unit.
type netSolution struct {
	signs   []int
	weights [][]float64
}

// netTree is the search over cubes. Values are training errors.
type netTree struct {
	problem *Problem
	rows    []netRow
	total   float64   // Σω
	spread  []float64 // RMS of each input
}

// netRow is a sample; absolute is |x| and share is ω/Σω.
type netRow struct {
	x, absolute []float64
	y, share    float64
	reach       float64 // B‖x‖, the most a unit can say
}

func newNetTree(p *Problem) *netTree {
	t := &netTree{problem: p, spread: make([]float64, p.inputs())}
	for i := range p.Data.Y {
		t.total += p.Data.Weight(i)
	}
	for i, y := range p.Data.Y {
		row := netRow{x: p.input(i), y: y, share: p.Data.Weight(i) / t.total}
		row.reach = p.NormBound * norm(row.x)
		for d, v := range row.x {
			row.absolute = append(row.absolute, math.Abs(v))
			t.spread[d] += row.share * v * v
		}
		t.rows = append(t.rows, row)
	}
	for d := range t.spread {
		t.spread[d] = math.Sqrt(t.spread[d])
	}
	return t
}

// incumbent is a network to be better than, and its training error.
type incumbent struct {
	netSolution
	value float64
}

// zero is the zero network.
func (t *netTree) zero() incumbent {
	root := t.roots()[0]
	return incumbent{netSolution{root.signs, root.network(t.problem.NormBound)}, t.problem.meanSquare()}
}

func (t *netTree) roots() []cubes {
	var all []cubes
	for _, signs := range t.problem.SignVectors() {
		all = append(all, wholeBall(signs, t.problem.inputs(), t.problem.NormBound))
	}
	return all
}

// search looks at so many cubes at most; 0: any number.
func (t *netTree) search(ctx context.Context, o NetOptions, from incumbent, nodes int64) search.Result[netSolution] {
	limits := t.limits(o)
	limits.Nodes = nodes
	return search.Run(ctx, t, t.roots(), from.netSolution, from.value, limits)
}

func (t *netTree) limits(o NetOptions) search.Options {
	limits := search.Options{
		Workers: cmp.Or(o.Search.Threads, runtime.GOMAXPROCS(0)), Floor: o.Epsilon,
		Every: o.Search.EventEvery,
	}
	start := time.Now()
	if o.Search.OnEvent != nil {
		limits.Progress = func(s search.State, source string) {
			o.Search.OnEvent(relucert.Event{Elapsed: time.Since(start), Nodes: s.Nodes, Open: s.Open,
				Lower: s.Lower * t.total, Upper: s.Upper * t.total, Source: source})
		}
	}
	return limits
}

// Expand implements search.Tree: it bounds the cube's networks and tries the
// centre's.
func (t *netTree) Expand(ctx context.Context, _ int, node cubes, now search.Moment) search.Expansion[cubes, netSolution] {
	if ctx.Err() != nil {
		return search.Expansion[cubes, netSolution]{Unfinished: true}
	}
	if node.isOutside(t.problem.NormBound) {
		return search.Expansion[cubes, netSolution]{Bound: math.Inf(1)}
	}
	weights := node.network(t.problem.NormBound)
	e := search.Expansion[cubes, netSolution]{Found: true, Source: "net"}
	e.Bound, e.Value = t.bound(node), t.trainingError(node.signs, weights)
	e.Solution = netSolution{node.signs, weights}
	if e.Bound < now.Cutoff {
		e.Children = node.split(t.widest(node))
	}
	return e
}

// bound is a lower bound on the training error of all networks in the cubes: the
// units' inputs, so the network's output, lie in an interval for each sample.
func (t *netTree) bound(c cubes) float64 {
	sum := 0.0
	for i := range t.rows {
		least, most := t.rows[i].interval(c)
		miss := max(0, least-t.rows[i].y, t.rows[i].y-most)
		sum += t.rows[i].share * miss * miss
	}
	return sum
}

// interval is the range of the networks' outputs on the row.
func (r *netRow) interval(c cubes) (least, most float64) {
	for j, sign := range c.signs {
		middle, radius := linalg.Dot(c.unit(c.center, j), r.x), linalg.Dot(c.unit(c.half, j), r.absolute)
		low := min(r.reach, max(0, middle-radius))
		high := min(r.reach, max(0, middle+radius))
		if sign < 0 {
			low, high = -high, -low
		}
		least, most = least+low, most+high
	}
	return least, most
}

func (t *netTree) trainingError(signs []int, weights [][]float64) float64 {
	sum := 0.0
	for i := range t.rows {
		residual := -t.rows[i].y
		for j, w := range weights {
			residual += float64(signs[j]) * max(0, linalg.Dot(w, t.rows[i].x))
		}
		sum += t.rows[i].share * residual * residual
	}
	return sum
}

// widest is the side that moves the outputs most.
func (t *netTree) widest(c cubes) int {
	best, most := 0, -1.0
	for d, half := range c.half {
		if width := half * t.spread[d%len(t.spread)]; width > most {
			best, most = d, width
		}
	}
	return best
}
