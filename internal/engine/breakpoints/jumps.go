package breakpoints

import (
	"context"
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/search"
	"relucert/network"
	"relucert/proof/certificate"
)

// jumps fits all numbers of breakpoints at which the line may jump: pieces that need not meet. Their least cost is found, not searched for.
func (r *run) jumps(ctx context.Context) []Fit {
	r.most = min(r.class.Units, r.size()-1)
	r.opts.From = min(r.opts.From, r.most)
	r.fits = []Fit{r.unbroken()}
	switch {
	case r.most == 0 || r.samples.asked.empty():
		r.fill(search.Complete)
	case firstSize(r.size(), r.most) > 1 && (r.size() > mostParted || !r.samples.asked.sloped()):
		r.jumpsBySpans(ctx)
	default:
		r.jumpsAtOnce(ctx)
	}
	return r.fits
}

// unbroken is the fit of one line, if the class has it.
func (r *run) unbroken() Fit {
	if a := r.samples.asked; a != nil && (a.alone() || !a.admits(0, r.size())) {
		return Fit{SSE: math.Inf(1)}
	}
	f := r.jumping(0, []int{0, r.size()})
	f.Lower = min(r.below(r.surely(r.costOf(f.cuts), 0)), f.SSE)
	return f
}

// jumpsAtOnce finds all by one look at all pieces.
func (r *run) jumpsAtOnce(ctx context.Context) {
	cuts := make([]int, r.size()+1)
	for h := range cuts {
		cuts[h] = h
	}
	p := r.partAt(ctx, cuts, r.most, r.mayBe(cuts))
	if p == nil {
		r.fill(search.Ending(ctx))
		return
	}
	for k := 1; k <= r.most; k++ {
		if ctx.Err() != nil {
			r.fill(search.Ending(ctx))
			return
		}
		breaks, cost := p.best(k)
		if math.IsInf(cost, 1) || k < r.most && r.samples.asked.alone() {
			r.fits = append(r.fits, Fit{Units: k, SSE: math.Inf(1)})
			continue
		}
		f := r.jumping(k, p.path(breaks))
		f.Lower = min(r.below(r.surely(cost+r.within, k)), f.SSE)
		r.tell(&f, "lines")
		r.fits = append(r.fits, f)
	}
	r.recordParting()
	r.fill(r.fits[r.most].Status)
}

// recordParting is all that their proof says: the checker looks at all pieces itself.
func (r *run) recordParting() {
	if records := r.log(r.most); records != nil {
		if r.samples.asked == nil {
			records.Spans(1)
		}
		records.Cutoff(r.fits[r.most].Lower)
		records.Sift(&certificate.Sift{})
	}
}

// jumpsBySpans looks at spans of cuts first, and then at the pieces that these leave.
func (r *run) jumpsBySpans(ctx context.Context) {
	paths := r.roughPaths(ctx, r.most)
	if paths == nil {
		r.fill(search.Ending(ctx))
		return
	}
	for k := 1; k <= r.most; k++ {
		r.fits = append(r.fits, Fit{Units: k, SSE: math.Inf(1)})
		if r.matters(k) {
			r.fits[k] = r.cheaper(paths[k], k)
		}
	}
	looked := r.looked(ctx)
	for k := 1; k <= r.most; k++ {
		if r.matters(k) {
			r.fits[k] = r.jump(ctx, r.fits[k], looked)
		}
	}
	for k := r.most; k > 0; k-- { // what bounds many breakpoints bounds fewer
		r.fits[k-1].Lower = max(r.fits[k-1].Lower, r.fits[k].Lower)
	}
	r.fill(r.fits[r.most].Status)
}

// looked is the first look at all spans; false: the time is up.
func (r *run) looked(ctx context.Context) (done bool) {
	defer budget.Catch(func() {})
	r.firstLook(ctx, newLevels(r.most, nil))
	return true
}

// jump fits breakpoints from a fit to begin with, if spans have been looked at.
func (r *run) jump(ctx context.Context, f Fit, looked bool) Fit {
	k := f.Units
	f = r.begin(ctx, f.cuts, k)
	if f.Network == nil && ctx.Err() != nil {
		return f
	}
	upper := r.total()
	if f.Network != nil {
		upper = r.costOf(f.cuts)
	}
	cutoff := upper - searchGap*max(r.opts.Gap*upper, r.opts.Floor/r.unit())
	bound := r.floor
	if k >= r.opts.From {
		r.tell(&f, "start")
	}
	if k >= r.opts.From && bound < cutoff {
		if p := r.left(ctx, k, cutoff, &bound, looked); p == nil {
			f.Status = search.Ending(ctx)
		} else if breaks, cost := p.best(k); cost+r.within < cutoff {
			f = r.jumping(k, p.path(breaks))
			bound = r.surely(cost+r.within, k)
			r.tell(&f, "lines")
		} else {
			bound = cutoff
		}
	}
	f.Lower = min(r.below(bound), f.SSE)
	return f
}

// begin is a good fit of k breakpoints: the one of a path or, better, of one breakpoint less and one more.
func (r *run) begin(ctx context.Context, path []int, k int) Fit {
	best := r.fits[k-1].cuts
	watch := budget.On(ctx)
	for _, cuts := range [][]int{path, r.parted(best, &watch)} {
		if cuts = r.settle(cuts, &watch); cuts != nil && (best == nil || r.costOf(cuts) < r.costOf(best)) {
			best = cuts
		}
	}
	return r.cheaper(best, k)
}

// cheaper is the fit of a path or, if that costs less, of one breakpoint less.
func (r *run) cheaper(path []int, k int) Fit {
	if last := r.fits[k-1].cuts; path == nil || last != nil && r.costOf(last) < r.costOf(path) {
		path = last
	}
	if path == nil {
		return Fit{Units: k, SSE: math.Inf(1)}
	}
	return r.jumping(k, path)
}

// left is the partings whose breakpoints the spans leave, if these have been looked at. It raises the bound on all. Nil: the time is up.
func (r *run) left(ctx context.Context, k int, cutoff float64, bound *float64, looked bool) (p *partings) {
	defer budget.Catch(func() { p = nil })
	if !looked {
		return nil
	}
	s := r.coarsen(ctx, newLevels(k, nil), cutoff, r.log(k), bound)
	cuts, kinks := []int{0}, [][]bool{nil}
	for _, w := range s.spans {
		cuts, kinks = append(cuts, w.number+1), append(kinks, w.kinks)
	}
	cuts = append(cuts, r.size())
	may := r.mayBe(cuts)
	return r.partAt(ctx, cuts, k, func(number, i int) bool { return kinks[i][number] && may(number, i) })
}

// surely is a cost less what rounding may have added to it: that of some parting is at least so much.
func (r *run) surely(cost float64, k int) float64 {
	most := r.spread * r.spread
	lost := cost*0x1p-47 + float64(k+1)*0x1p-86*most
	if r.samples.asked.sloped() {
		lost += costError * math.Sqrt(cost*most)
	}
	return cost - lost
}

// costOf is that of the lines between cuts, apart.
func (r *run) costOf(cuts []int) float64 {
	sum := r.within
	for i := 1; i < len(cuts); i++ {
		f := r.apart(cuts[i-1], cuts[i])
		sum += r.samples.asked.priceOf(&f, i-1)
	}
	return sum
}

// tell reports a fit.
func (r *run) tell(f *Fit, source string) {
	if r.opts.Progress != nil && f.Units >= r.opts.From {
		r.opts.Progress(f.Units, search.State{Lower: f.Lower, Upper: f.SSE}, source)
	}
}

// settle moves each cut to its best place between its neighbours, until none moves or the time is up.
func (r *run) settle(from []int, watch *budget.Watch) (cuts []int) {
	defer budget.Catch(func() {})
	cuts = slices.Clone(from)
	for moved := true; moved; {
		moved = false
		for j := 1; j+1 < len(cuts); j++ {
			at, cost := r.cheapest(cuts[j-1], cuts[j+1], j, watch)
			if cost < r.apart(cuts[j-1], cuts[j]).r+r.apart(cuts[j], cuts[j+1]).r-segmentError*r.spread*r.spread {
				cuts[j], moved = at, true
			}
		}
	}
	return cuts
}

// cheapest is where the inputs [a, b) are best parted in two by breakpoint j, and their cost then.
func (r *run) cheapest(a, b, j int, watch *budget.Watch) (at int, cost float64) {
	watch.Look(adding * (b - a))
	front := r.growing(a, b, 1, nil)
	watch.Look(adding * (b - a))
	back := r.growing(b-1, a-1, -1, nil)
	watch.Look(adding * (b - a))
	asked := r.samples.asked
	at, cost = a+1, math.Inf(1)
	for h := a + 1; h < b; h++ {
		v := front[h-a] + back[b-h]
		if v < cost && (asked == nil || asked.admits(a, h) && asked.admits(h, b) && asked.may(j, h, r.most)) {
			at, cost = h, v
		}
	}
	return at, cost
}

// parted is cuts and one more, where it helps most; nil: there is no room, or the time is up.
func (r *run) parted(cuts []int, watch *budget.Watch) (more []int) {
	defer budget.Catch(func() {})
	best, most, place := 0, math.Inf(-1), 0
	for j := 1; j < len(cuts); j++ {
		if cuts[j] < cuts[j-1]+2 {
			continue
		}
		at, cost := r.cheapest(cuts[j-1], cuts[j], j, watch)
		if gain := r.apart(cuts[j-1], cuts[j]).r - cost; gain > most {
			best, most, place = at, gain, j
		}
	}
	if place == 0 {
		return nil
	}
	return slices.Insert(slices.Clone(cuts), place, best)
}

// jumping is the fit of the lines between cuts.
func (r *run) jumping(k int, cuts []int) Fit {
	f := Fit{Units: k, Status: search.Complete, cuts: cuts, Line: &Line{}, Network: &network.Network{Units: []network.Unit{}}}
	for i := 1; i < len(cuts); i++ {
		value, slope := r.own(cuts[i-1], cuts[i], i-1)
		first := r.raw(cuts[i-1])
		out := network.Output{Weights: []float64{slope}, Bias: value - slope*first}
		f.Line.Slopes = append(f.Line.Slopes, slope)
		if i == 1 {
			f.Line.X, f.Line.Y, f.Network.Output = first, value, out
			continue
		}
		j := network.Jump{Between: [2]float64{r.raw(cuts[i-1] - 1), first}, Output: out}
		j.At = r.middle(i-1, j.Between)
		f.Network.Jumps = append(f.Network.Jumps, j)
		f.Line.Kinks = append(f.Line.Kinks, Kink{At: j.At, Left: j.Between[0], Right: first, Value: value})
	}
	f.SSE = math.Inf(1)
	if k >= r.opts.From {
		f.SSE = f.Network.SSE(r.data) // a pass over all rows
	}
	return f
}

// own is the value at the first of the inputs [a, b) and the slope of their own line, in units of the data.
func (r *run) own(a, b, piece int) (value, slope float64) {
	f := r.apart(a, b)
	if r.samples.asked.sloped() {
		f.slope = r.samples.asked.nearest(f.slope, piece)
	}
	return (f.y - f.slope*f.left + r.y0) * r.unitY, f.slope * (r.unitY / r.unitX)
}

// raw is an input in units of the data.
func (s *samples) raw(i int) float64 { return s.rows[s.from[i]].raw }

// middle is that of where a breakpoint may be between neighbouring inputs.
func (r *run) middle(number int, inputs [2]float64) float64 {
	low, high := inputs[0], inputs[1]
	if r.samples.asked != nil {
		low, high = r.samples.asked.within(number, low, high)
	}
	return low/2 + high/2
}

// total is the cost of the mean alone: all that there is to explain.
func (r *run) total() float64 { return r.spread * r.spread * (1 + 0x1p-40) }
