package breakpoints

import (
	"context"
	"math"
	"slices"
	"time"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/crew"
	"relucert/internal/engine/search"
	"relucert/network"
	"relucert/proof/certificate"
)

// Class is the networks that compete: all continuous piecewise affine functions with at most so many
// kinks, or, with signs, at most so many convex and concave ones, in any order.
type Class struct {
	Units int
	Signs []int // ±1 each, as many as Units; nil: any
	Constraints
}

// Options say how exactly and how long to search.
type Options struct {
	Gap, Floor float64                // the search ends at Upper − Lower ≤ max(Gap·Upper, Floor)
	Until      float64                // an SSE at which it ends, too, as soon as it is reached or out of reach; 0: none
	From       int                    // networks with fewer units are only looked for, and bounded at little cost
	Nodes      int64                  // most nodes for each number of units; 0: no limit
	Lines      int                    // of many inputs, between how many cuts a tree is made at most: a node takes a microsecond each; 0: what memory holds
	Workers    int                    // 0: one
	Start      *network.Network       // a network to begin with, if set: of as many units as the class, or fewer
	Found      func(*network.Network) // if set, is told of each new network before Progress is
	// Progress, if set, is told how the search for so many units stands, in the data's units.
	Progress func(units int, state search.State, source string)
	Every    time.Duration // at most so often, but for news
	Log      Log           // takes the proof for the largest number of units, if set
}

// Fit is the best network with at most so many kinks that was found, and a bound on all.
type Fit struct {
	Units   int
	Network *network.Network // nil: none keeps the constraints
	Line    *Line            // of a class with constraints or jumps
	SSE     float64
	Lower   float64 // for the numbers of the file
	Status  search.Status
	Nodes   int64
	cuts    []int // of a class with jumps
}

// Engine is one problem's data, sorted.
type Engine struct {
	*samples
	data *dataset.Dataset
}

// New sorts the data's only feature.
func New(ctx context.Context, data *dataset.Dataset) (*Engine, error) {
	s, err := newSamples(ctx, data)
	if err != nil {
		return nil, err
	}
	return &Engine{s, data}, nil
}

// Scales are the units of labels and weights, powers of two.
func (e *Engine) Scales() (labels, weights float64) { return e.unitY, e.unitW }

// Inputs is how many different ones there are.
func (e *Engine) Inputs() int { return e.size() }

// Constant says that all inputs are equal.
func (e *Engine) Constant() bool { return e.size() < 2 }

// Memory is about how many bytes the samples take.
func Memory(rows int) int64 { return 400 * int64(rows) }

// Memory is about how many bytes k kinks, or breakpoints with jumps, need at most beside the samples.
func (e *Engine) Memory(k int, jumps bool) int64 {
	m := int64(e.size())
	switch {
	case jumps:
		return 200 * m * int64(k+1)
	case firstSize(e.size(), k) > 1:
		return 32*m*int64(k+1) + 100*mostLines
	}
	return 32*m*int64(k+1) + 32*m*m
}

// run is a path of fits under way.
type run struct {
	*Engine
	class Class
	opts  Options
	crew  *crew.Crew
	most  int     // kinks that make a difference
	cuts  [][]int // the best kinks of each number of units, nil if not known
	fits  []Fit
	dyads *dyads  // of many inputs; nil: not known, or few
	floor float64 // a bound for all numbers of kinks, from the first look at all spans
}

// Run fits 0, 1, …, class.Units kinks. Of given signs the first so many count.
func (e *Engine) Run(ctx context.Context, class Class, opts Options) []Fit {
	r := &run{Engine: e.under(&class.Constraints), class: class, opts: opts, crew: crew.New(max(1, opts.Workers))}
	if class.Jumps {
		return r.jumps(ctx)
	}
	r.straight()
	if class.Units == 0 || e.size() < 2 || r.samples.asked.empty() {
		r.fill(search.Complete)
		return r.fits
	}
	r.most = class.Units
	if class.Signs == nil {
		r.most = min(r.most, max(1, e.size()-2))
	}
	r.opts.From = min(opts.From, r.most)
	paths := r.beginAll(ctx)
	p, err := r.passes(ctx, r.most)
	if err != nil {
		r.unbound(search.Ending(ctx))
		return r.fits
	}
	if p.segments == nil {
		p.paths = paths
	}
	for k := 1; k <= r.most; k++ {
		if r.matters(k) {
			r.fits[k] = r.solve(ctx, p, k)
		}
	}
	for k := r.most; k > 0; k-- { // what bounds many kinks bounds fewer
		r.fits[k-1].Lower = max(r.fits[k-1].Lower, r.fits[k].Lower)
	}
	r.fill(r.fits[r.most].Status)
	return r.fits
}

// beginAll finds a network to begin with, at little cost, if inputs are many; else it leaves that to what comes. It returns rough paths, if there
// are any.
func (r *run) beginAll(ctx context.Context) (paths [][]int) {
	paths = r.roughPaths(ctx, r.most)
	for k := 1; k <= r.most; k++ {
		r.cuts, r.fits = append(r.cuts, nil), append(r.fits, Fit{Units: k, SSE: math.Inf(1)})
		if !r.matters(k) {
			continue
		}
		f := &r.fits[k]
		r.again(f)
		if paths != nil && k == r.most {
			r.try(ctx, f, paths[k], newLevels(k, r.signs(k)))
		}
		r.begun(f)
	}
	if f := &r.fits[r.most]; paths != nil && f.Network != nil && r.opts.From == r.most {
		r.announce(f)
	}
	return paths
}

// matters says that the class asks for networks of so many kinks.
func (r *run) matters(k int) bool { return k == r.most || !r.samples.asked.alone() }

// again takes the network of one kink less, if it is the better one.
func (r *run) again(f *Fit) {
	if last := &r.fits[f.Units-1]; last.Network != nil && last.SSE < f.SSE {
		f.Network, f.Line, f.SSE = again(last.Network, f.Units, r.signs(f.Units)), last.Line, last.SSE
	}
}

// unbound is for a time that is up before there is any bound.
func (r *run) unbound(status search.Status) {
	for k := range r.fits[1:] {
		r.fits[k+1].Status = status
	}
	r.fill(status)
}

// announce tells of a network and its bound.
func (r *run) announce(f *Fit) {
	if r.opts.Found != nil {
		r.opts.Found(f.Network)
	}
	if f.Units >= r.opts.From && r.opts.Progress != nil {
		r.opts.Progress(f.Units, search.State{Lower: f.Lower, Upper: f.SSE}, "start")
	}
}

// passes is what is found once for all numbers of kinks: without continuity, the best segmentations and their costs, unless there are so
// many inputs that they are bounded in blocks first.
type passes struct {
	*segments         // nil: in blocks
	paths     [][]int // by the number of kinks; nil: the time is up
}

func (r *run) passes(ctx context.Context, most int) (p *passes, err error) {
	defer budget.Catch(func() { err = context.Cause(ctx) })
	p = new(passes)
	if r.bySpans(most) {
		r.firstLook(ctx, newLevels(most, r.signs(most)))
		return p, nil
	}
	p.paths = make([][]int, most+1)
	if p.segments, err = newSegments(ctx, r.samples, most, math.Inf(1)); err != nil {
		return nil, err
	}
	watch := budget.On(ctx)
	for k := range p.paths {
		if r.samples.asked != nil {
			p.paths[k] = p.askedPath(k, &watch)
		} else {
			p.paths[k] = p.path(k, &watch)
		}
	}
	return p, nil
}

// loose is a lower bound at little cost.
func (r *run) loose(p *passes, k int) float64 {
	if p.segments == nil {
		return r.floor
	}
	return max(0, p.total(k)-p.segmentMargin())
}

// under is the engine of a class with constraints.
func (e *Engine) under(c *Constraints) *Engine {
	s := *e.samples
	if s.asked = s.constrain(c); c.Through != nil && s.size() > 1 {
		s.reading = s.asked.misread()
	}
	if s.asked.numbered() && s.size() > 1 {
		s.reading, s.forced = s.asked.misreadSlopes()
	}
	return &Engine{&s, e.data}
}

// straight is the fit without kinks.
func (r *run) straight() {
	if a := r.samples.asked; a != nil && (a.alone() || !a.admits(0, r.size())) {
		r.cuts, r.fits = [][]int{nil}, []Fit{{SSE: math.Inf(1)}}
		return
	}
	c := curve{value: r.y[0], slopes: []float64{0}}
	sse := 0.0
	if r.size() > 1 {
		f := r.line(0, r.size(), noSide, noSide)
		c, sse = curve{value: f.y - f.slope*f.left, slopes: []float64{f.slope}}, f.r
	}
	r.cuts = [][]int{{0, r.size()}}
	r.fits = []Fit{r.fitOf(0, &c)}
	r.fits[0].SSE = r.fits[0].Network.SSE(r.data)
	r.fits[0].Network.Units = []network.Unit{} // not nil, which JSON would say
	r.fits[0].Lower = min(r.below((sse+r.within)*(1-0x1p-50)-r.samples.asked.blur(sse)), r.fits[0].SSE)
}

// fitOf is a curve as a fit, but for its SSE.
func (r *run) fitOf(k int, c *curve) Fit {
	s := c.solution(r.samples, k, r.signs(k))
	return Fit{Units: k, Network: s.network, Line: s.line}
}

func (r *run) signs(k int) []int {
	if r.class.Signs == nil {
		return nil
	}
	return r.class.Signs[:k]
}

// fill repeats the last fit for larger numbers of units. Its bound is theirs if they make no difference.
func (r *run) fill(status search.Status) {
	known := status == search.Complete || len(r.fits) > r.most && r.most > 0
	for k := len(r.fits); k <= r.class.Units; k++ {
		f := r.fits[k-1]
		f.Units, f.Status, f.Nodes = k, status, 0
		if f.Network != nil && !r.class.Jumps {
			f.Network = again(f.Network, k, r.signs(k))
		}
		if !known {
			f.Lower = min(r.below(r.floor), f.SSE)
		}
		r.fits = append(r.fits, f)
	}
}

// again is a network with idle units added.
func again(n *network.Network, k int, signs []int) *network.Network {
	return padded(&network.Network{Units: slices.Clone(n.Units), Output: n.Output}, k, signs)
}

// searchGap is the share of the gap that the search may use: the rest is for rounding.
const searchGap = 0.75

// solve fits k kinks.
func (r *run) solve(ctx context.Context, p *passes, k int) (f Fit) {
	f = r.fits[k]
	r.again(&f)
	l := newLevels(k, r.signs(k))
	if p.paths != nil {
		r.start(ctx, &f, p.paths[k], l)
		r.begun(&f)
	}
	lower := r.loose(p, k)
	f.Lower = min(r.below(lower), f.SSE)
	f.Status = search.Ending(ctx)
	r.announce(&f)
	upper := f.SSE / r.unit()
	allowed := searchGap * max(r.opts.Gap*upper, r.opts.Floor/r.unit())
	if f.Network == nil { // there is none, or the time is up
		f.Lower = 0
		return f
	}
	proved := upper-lower <= allowed || r.opts.Until > 0 && f.Lower >= r.opts.Until
	if proved {
		f.Status = search.Complete // whatever has ended since
	}
	if f.Status != search.Complete || proved || k < r.opts.From {
		if records := r.log(k); records != nil && p.segments != nil {
			records.Cutoff(f.Lower)
			records.Multipliers(&certificate.Multipliers{})
		}
		return f
	}
	return r.search(ctx, p.segments, l, f, upper, upper-allowed)
}

// search looks for a network below a cutoff, or proves that there is none.
func (r *run) search(ctx context.Context, g *segments, l levels, f Fit, upper, cutoff float64) Fit {
	records := r.log(l.k)
	if records != nil && g != nil {
		records.Cutoff(r.below(cutoff))
	}
	t, bound := r.tree(ctx, g, l, cutoff)
	f.Lower = min(max(f.Lower, r.below(bound)), f.SSE)
	if records != nil && (g != nil || t != nil) {
		records.Multipliers(&certificate.Multipliers{}) // multipliers 0 leave the tree's states and lines
	}
	if f.Status = search.Ending(ctx); t == nil {
		if f.Status == search.Complete {
			f.Status = r.tooMany()
		}
		return f
	}
	t.log, t.logged, t.lowest = records, cutoff, cutoff
	t.data, t.given, t.units, t.found = r.data, r.signs(l.k), l.k, r.opts.Found
	found := search.Run(ctx, t, []*open{{}}, solution{f.Network, f.Line, f.SSE}, upper, r.options(l.k))
	f.Network, f.Line, f.SSE = found.Solution.network, found.Solution.line, found.Solution.sse
	f.Status, f.Nodes = found.Status, found.Nodes
	f.Lower = min(max(f.Lower, r.below(min(found.Lower, t.lowest))), f.SSE)
	if records != nil {
		f.Lower = min(f.Lower, r.below(t.lowest)) // records prove no more than their cutoffs
	}
	return f
}

// tooMany is the status where there are too many lines for a tree.
func (r *run) tooMany() search.Status {
	if r.opts.Lines > 0 {
		return search.NodeLimit
	}
	return search.MemoryLimit
}

// until is Options.Until for the search, so far above that a bound of it is one of Until for the numbers of the file.
func (r *run) until() float64 {
	if r.opts.Until == 0 {
		return 0
	}
	return r.ofDoubles(r.opts.Until)
}

// ofDoubles is an SSE of the doubles, in units of the samples, that is at least that of the file.
func (s *samples) ofDoubles(sse float64) float64 {
	root := math.Sqrt(sse/s.unit()*(1+0x1p-47)) + s.reading
	return root * root * (1 + 0x1p-50)
}

// log takes the proof for so many kinks; nil: none is wanted.
func (r *run) log(k int) Log {
	if k < r.most {
		return nil
	}
	return r.opts.Log
}

// tree is the search's, and what is proved on the way to it; nil: nothing is left, or the time is up.
func (r *run) tree(ctx context.Context, g *segments, l levels, cutoff float64) (t *tree, bound float64) {
	defer budget.Catch(func() {})
	if g != nil {
		return newTree(ctx, g, l, cutoff, r.crew), 0
	}
	left := r.coarsen(ctx, l, cutoff, r.log(l.k), &bound)
	if left == nil {
		return nil, bound
	}
	return newFine(ctx, left, l, cutoff, r.crew), bound
}

func (r *run) options(k int) search.Options {
	o := search.Options{
		Workers: r.crew.Threads(), Crew: r.crew, Nodes: r.opts.Nodes,
		Gap: searchGap * r.opts.Gap, Floor: searchGap * r.opts.Floor / r.unit(), Until: r.until(), Every: r.opts.Every,
	}
	if r.opts.Progress != nil {
		o.Progress = func(s search.State, source string) {
			s.Lower, s.Upper = r.below(s.Lower), s.Upper*r.unit()
			r.opts.Progress(k, s, source)
		}
	}
	return o
}

// start looks for a good network: from the best segmentation, and from one kink more than the last. When the
// time is up, the last one will do.
func (r *run) start(ctx context.Context, f *Fit, path []int, l levels) {
	m, find := newMatcher(ctx, r.samples, l), newFinder(ctx, r.samples, l)
	if few := r.opts.From - mostGroup; ctx.Err() != nil || l.k < few && few > mostRelocated { // nothing is made of it
		return
	}
	r.polish(f, &find, &m, path)
	for group := 1; group <= min(mostGroup, l.k) && l.k <= mostRelocated; group++ {
		if cuts := r.cuts[l.k-group]; cuts != nil {
			r.polish(f, &find, &m, find.insert(cuts, group))
		}
	}
}

// begun takes the network to begin with, if it is the better one.
func (r *run) begun(f *Fit) {
	n := r.opts.Start
	if n == nil || f.Units < len(n.Units) || r.class.Signs != nil && f.Units < r.class.Units {
		return
	}
	if sse := n.SSE(r.data); sse < f.SSE {
		f.Network, f.SSE = again(n, f.Units, r.signs(f.Units)), sse
	}
}

// try offers the best function of a path's chain, as it is.
func (r *run) try(ctx context.Context, f *Fit, path []int, l levels) {
	if path == nil {
		return
	}
	m, find := newMatcher(ctx, r.samples, l), newFinder(ctx, r.samples, l)
	_, c := find.value(path, 0)
	if _, curve, ok := m.settle(c); ok && r.offer(f, &curve, &m) {
		r.cuts[f.Units] = slices.Clone(path)
	}
}

// polish moves kinks and offers the result.
func (r *run) polish(f *Fit, find *finder, m *matcher, cuts []int) {
	if cuts == nil {
		return
	}
	find.descend(cuts, r.rough())
	if f.Units >= r.opts.From {
		cuts = find.relocate(cuts)
	}
	find.descend(cuts, 1)
	_, c := find.value(cuts, 0)
	if _, curve, ok := m.settle(c); ok && r.offer(f, &curve, m) {
		r.cuts[f.Units] = cuts
	}
}

func (r *run) offer(f *Fit, c *curve, m *matcher) bool {
	g := r.fitOf(f.Units, c)
	g.SSE = m.sse(g.Network, r.data)
	if better := g.SSE < f.SSE; !better {
		return false
	}
	f.Network, f.Line, f.SSE = g.Network, g.Line, g.SSE
	return true
}
