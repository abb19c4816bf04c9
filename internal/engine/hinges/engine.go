package hinges

import (
	"context"
	"fmt"
	"math"
	"slices"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/network"
)

// wideLimit times whiten's default limit is the default one here, of a unit's rise over its column: steep pieces between near values need it.
const wideLimit = 8

// Engine is one problem. Its class has a bias and an affine output, and says which features each unit may be on.
type Engine struct {
	*table
	menu    [][]int // a unit: the columns of the table that it may be on
	workers int
	begin   Solution // nil: none is given
}

// New prepares a problem for a class whose units are on the given features each. It fails if a unit has none with
// three different values, if it cannot fit in memory, and with the cause of ctx's end.
func New(ctx context.Context, data *dataset.Dataset, class network.Class, workers int) (e *Engine, err error) {
	p, err := whiten.New(ctx, data, class)
	if err != nil {
		return nil, err
	}
	if class.WeightLimit == 0 {
		p.WeightLimit *= wideLimit
	}
	defer budget.Catch(func() { e, err = nil, context.Cause(ctx) })
	watch := budget.On(ctx)
	t, err := newTable(ctx, p, data, featuresOf(class.Hinges), &watch)
	if err != nil {
		return nil, err
	}
	e = &Engine{workers: workers, table: t}
	for j, features := range class.Hinges {
		columns := e.columnsOf(features)
		if len(columns) == 0 {
			return nil, fmt.Errorf("unit %d has no column of three or more different values to bend at", j+1)
		}
		e.menu = append(e.menu, columns)
	}
	return e, budget.Fit(ctx, e.memory())
}

// memory is about how many bytes the search takes before its nodes are many.
func (e *Engine) memory() int64 {
	roots, unit := 1.0, 0.0
	for j, columns := range e.menu {
		if j == 0 || !slices.Equal(columns, e.menu[j-1]) {
			unit = 0
		}
		roots *= (float64(2*len(columns)) + unit) / (unit + 1) // multisets of units that are alike
		unit++
	}
	inRoot, inHand := float64(250+50*len(e.menu)), float64(inSample*e.p.M+inKnot*len(e.of))
	return int64(min(roots*inRoot+float64(e.workers)*inHand, math.MaxInt64/4))
}

// Begin has searches begin with a network of the class, its units in the order of what they may bend at. It fails if one is beyond the weight limit.
func (e *Engine) Begin(n *network.Network) error {
	e.begin = make(Solution, len(n.Units))
	for j := range n.Units {
		e.begin[j] = e.sumOf(&n.Units[j])
	}
	if !e.fits(e.begin) {
		return fmt.Errorf("the network to start from: a unit rises by more than the weight limit %.6g over its column", e.p.WeightLimit*e.p.LabelScale)
	}
	return nil
}

func featuresOf(lines [][]int) []int {
	all := slices.Concat(lines...)
	slices.Sort(all)
	return slices.Compact(all)
}

// columnsOf are the table's of some features, but for those without knots.
func (e *Engine) columnsOf(features []int) []int {
	var all []int
	for i, c := range e.columns {
		if slices.Contains(features, c.feature) && c.knots() > 0 {
			all = append(all, i)
		}
	}
	return all
}

// Problem is the whitened one.
func (e *Engine) Problem() *whiten.Problem { return e.p }

// Features are those that each unit may bend at.
func (e *Engine) Features() [][]int {
	all := make([][]int, len(e.menu))
	for j, columns := range e.menu {
		for _, c := range columns {
			all[j] = append(all[j], e.columns[c].feature)
		}
	}
	return all
}

// Result is what a search found, in whitened units but for the network.
type Result struct {
	search.Result[Solution]
	Network *network.Network
}

// Run searches. Log may be nil.
func (e *Engine) Run(ctx context.Context, log Log, o search.Options) Result {
	t := &tree{table: e.table, log: log}
	for range e.workers {
		watch := budget.On(ctx)
		h := hand{e.table, &watch}
		t.workers = append(t.workers, &worker{relaxation{hand: h}, fitter{hand: h, menu: e.menu, inside: relaxation{hand: h}}})
	}
	first, value := t.workers[0].fitter.start(e.begin)
	roots := e.roots(ctx)
	if roots == nil {
		now := search.State{Upper: value}
		return Result{search.Result[Solution]{State: now, Status: search.Ending(ctx), Solution: first}, e.network(first, len(e.menu))}
	}
	if o.Progress != nil {
		o.Progress(search.State{Upper: value}, "start")
	}
	found := search.Run(ctx, t, roots, first, value, o)
	return Result{found, e.network(found.Solution, len(e.menu))}
}

// roots are the multisets of kinds that the units may be of; nil: the time is up.
func (e *Engine) roots(ctx context.Context) (all []*node) {
	defer budget.Catch(func() { all = nil })
	watch, from := budget.On(ctx), new(origin)
	seen := make(map[string]bool)
	var choose func(kinds []kind)
	choose = func(kinds []kind) {
		j := len(kinds)
		if j < len(e.menu) {
			for _, c := range e.menu[j] {
				for k := kind(2 * c); k < kind(2*c+2); k++ {
					if j > 0 && slices.Equal(e.menu[j], e.menu[j-1]) && k < kinds[j-1] {
						continue // another order has it
					}
					choose(append(kinds[:j:j], k))
				}
			}
			return
		}
		watch.Look(rooting)
		if n := e.root(kinds, from); !seen[n.part] {
			seen[n.part] = true
			all = append(all, n)
		}
	}
	choose(nil)
	return all
}

// rooting is about how many multiplications a root takes as long as.
const rooting = 1 << 10

func (e *Engine) root(kinds []kind, from *origin) *node {
	kinds = slices.Clone(kinds)
	slices.Sort(kinds)
	n, name := &node{from: from}, []byte{}
	for _, k := range kinds {
		c := e.columns[k.column()]
		n.units = append(n.units, unit{k, c.first, c.first + c.knots() - 1})
		name = append(name, byte(2*c.feature)|byte(k&1))
	}
	n.part = string(name)
	return n
}
