package deep

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"

	"relucert/internal/engine/cells"
)

// Options say how far to search.
type Options struct {
	Gap       float64 // relative; 0: 1e-6
	NodeLimit int64   // 0: none
	Seed      uint64  // of the starts
	// OnNode, when set, is told now and then of the nodes so far and the least SSE.
	OnNode func(nodes int64, sse float64)
}

// Result is the best network and what is known of all.
type Result struct {
	Weights [][]float64 // K×n
	SSE     float64
	// Lower is a lower bound on the SSE of every network, in float64 and so without proof.
	Lower    float64
	Nodes    int64
	Complete bool // nothing is left that may be better by more than the gap
}

// mostBits limits the patterns of one sample.
const mostBits = 12

// floor is the share of Σ ω y² below which an SSE is 0.
const floor = 1e-12

// Patterns bounds how many patterns the tree may have to look at: a row for each sample.
func (f Form) Patterns(samples int) *big.Int {
	return new(big.Int).Exp(big.NewInt(int64(len(f.patterns()))), big.NewInt(int64(samples)), nil)
}

// Check finds forms that are too large to try all patterns.
func (f Form) Check() error {
	switch bits := f.Units() + len(f); {
	case f.Units() == 0:
		return errors.New("a network needs at least one unit")
	case bits > mostBits:
		return fmt.Errorf("%d units and groups: training by patterns is for up to %d", bits, mostBits)
	}
	return nil
}

// Train finds the least Σ ω (f(x) − y)². x is m×n, y has m labels, weights m of them or nil for 1. When ctx ends or a limit comes
// the result holds as far as it goes; the error is of a form that is too large.
func Train(ctx context.Context, form Form, x [][]float64, y, weights []float64, o Options) (*Result, error) {
	if err := form.Check(); err != nil {
		return nil, err
	}
	if weights == nil {
		weights = slices.Repeat([]float64{1}, len(y))
	}
	t := &tree{form: form, x: x, y: y, weights: weights, options: o, patterns: form.patterns()}
	t.options.Gap = cmp.Or(o.Gap, 1e-6)
	t.begin()
	if err := t.collect(ctx); err != nil {
		return &t.best, nil
	}
	lower, complete := t.explore(ctx, node{newQuadratic(t.parameters()), 0, make([]string, form.Units())}, 0)
	t.best.Lower = max(0, min(lower, t.cutoff()))
	t.best.Complete = complete && lower >= t.cutoff()
	return &t.best, nil
}

// tree is depth-first search over the patterns of sample after sample.
type tree struct {
	form     Form
	x        [][]float64
	y        []float64
	weights  []float64
	options  Options
	patterns []pattern
	order    []int           // of the samples
	prefixes map[string]bool // of the cells' patterns, in that order
	least    float64
	best     Result
}

func (t *tree) parameters() int { return t.form.Units() * len(t.x[0]) }

// units are rows of the weights.
func (t *tree) units(w []float64) (rows [][]float64) {
	return slices.Collect(slices.Chunk(w, len(t.x[0])))
}

// begin sorts the samples, those first whose errors may be large, and finds a network.
func (t *tree) begin() {
	for i, y := range t.y {
		t.order = append(t.order, i)
		t.least += floor * t.weights[i] * y * y
	}
	slices.SortStableFunc(t.order, func(a, b int) int {
		return cmp.Compare(t.weights[b]*t.y[b]*t.y[b], t.weights[a]*t.y[a]*t.y[a])
	})
	t.best.SSE = math.Inf(1)
	t.offer(make([]float64, t.parameters()))
	t.start(t.options.Seed)
}

// offer takes weights if they are the best so far.
func (t *tree) offer(w []float64) bool {
	units, sse := t.units(w), 0.0
	for i, x := range t.x {
		e := t.form.Predict(units, x) - t.y[i]
		sse += t.weights[i] * e * e
	}
	if !(sse < t.best.SSE) {
		return false
	}
	t.best.Weights, t.best.SSE = units, sse
	return true
}

// cutoff is a bound from which on nothing is to be gained.
func (t *tree) cutoff() float64 {
	return min(t.best.SSE*(1-t.options.Gap), max(0, t.best.SSE-t.least))
}

// collect finds what the patterns of a unit begin with: those of the cells of the samples' planes.
func (t *tree) collect(ctx context.Context) error {
	t.prefixes = map[string]bool{}
	for cell := range cells.New(rationals(t.x)).Cells(ctx) {
		prefix := make([]byte, 0, len(t.x))
		for _, i := range t.order {
			prefix = append(prefix, mark(cell.Sign(i) > 0))
			t.prefixes[string(prefix)] = true
		}
	}
	return ctx.Err()
}

func mark(on bool) byte {
	if on {
		return '1'
	}
	return '0'
}

func rationals(x [][]float64) (rows [][]*big.Rat) {
	for _, row := range x {
		var exact []*big.Rat
		for _, v := range row {
			exact = append(exact, new(big.Rat).SetFloat64(v))
		}
		rows = append(rows, exact)
	}
	return rows
}

// node is the networks that have patterns on the first samples.
type node struct {
	problem *quadratic
	value   float64
	units   []string // what each unit's pattern begins with
}

// explore is a lower bound of the networks within n, and whether it stands for all of them.
func (t *tree) explore(ctx context.Context, n node, depth int) (lower float64, complete bool) {
	if n.value >= t.cutoff() || depth == len(t.order) {
		return n.value, true
	}
	if ctx.Err() != nil || t.options.NodeLimit > 0 && t.best.Nodes >= t.options.NodeLimit {
		return n.value, false
	}
	lower, complete = math.Inf(1), true
	for _, c := range t.children(n, depth) {
		bound, whole := t.explore(ctx, c, depth+1)
		lower, complete = min(lower, bound), complete && whole
	}
	return lower, complete
}

// children are sorted, the most promising first.
func (t *tree) children(n node, depth int) (all []node) {
	i := t.order[depth]
	for _, p := range t.patterns {
		units, possible := t.extend(n.units, p)
		if !possible || depth == 0 && !t.form.sorted(p) {
			continue
		}
		next := n.problem.with(t.form.output(p, t.x[i]), t.y[i], t.weights[i], t.form.conditions(p, t.x[i]))
		w := next.minimum()
		t.offer(w)
		t.best.Nodes++
		all = append(all, node{next, max(n.value, next.value(w)), units})
	}
	if t.options.OnNode != nil {
		t.options.OnNode(t.best.Nodes, t.best.SSE)
	}
	slices.SortStableFunc(all, func(a, b node) int { return cmp.Compare(a.value, b.value) })
	return all
}

// extend is the units' patterns with one sample more, if cells have them.
func (t *tree) extend(units []string, p pattern) (longer []string, possible bool) {
	for j, prefix := range units {
		prefix += string(mark(p[j]))
		if !t.prefixes[prefix] {
			return nil, false
		}
		longer = append(longer, prefix)
	}
	return longer, true
}

// sorted says that of a group's units of one sign the active ones come first: they are interchangeable
// as long as nothing is decided.
func (f Form) sorted(p pattern) bool {
	j := 0
	for _, g := range f {
		for at := range g.Signs {
			if at > 0 && g.Signs[at] == g.Signs[at-1] && p[j] && !p[j-1] {
				return false
			}
			j++
		}
	}
	return true
}
