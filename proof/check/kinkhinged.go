package check

import (
	"math/big"
	"slices"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// A span's step is of a kind: 0, without multipliers, or a lone kink's of a sign.
const stepKinds = 3

func stepKind(sign int) int { return (3 - sign) / 2 }

// hingedWays are those of a look with hinges, along lines that are left.
type hingedWays struct {
	*ways
	reach  reach
	hinges [][stepKinds]*hinge // by node; nil: there is none
	near   wide.Fixed          // what multipliers may cost on a line
	most   uint64              // of a value that rounding a line may take
	ahead  lanes               // to A, and from Z on, as the way begins
	came   lanes
	behind lanes // to the end, from Z, and from A on
	onward lanes
}

// lanes are rows of costs by node: of each kind, and along near lines.
type lanes struct {
	far  [stepKinds][][]wide.Fixed
	near [][]wide.Fixed
}

func (w *hingedWays) lanes() (l lanes) {
	for k := range l.far {
		l.far[k] = w.rows()
	}
	l.near = w.rows()
	return l
}

// newHingedWays is for a record with hinges. Those of spans without an open kink do nothing.
func (p *kinkProof) newHingedWays(r *certificate.Sift, stop wide.Fixed) (*hingedWays, error) {
	w := &hingedWays{ways: bareWays(p.sieve, p.prices, stop), reach: p.sieve.lines()}
	w.hinges = make([][stepKinds]*hinge, len(w.stretch))
	for i := range w.hinges {
		w.hinges[i][0] = &hinge{left: noPull(), right: noPull()}
	}
	w.near = p.valueOf(p.inLosses(r.Near))
	w.most = uint64(wide.Min(stop.Above0().Shifted(hingedBits), wide.Power(62)).Int64())
	seen := make(map[[2]int]bool, len(r.Lone))
	for j := range r.Lone {
		h := &r.Lone[j]
		key := [2]int{h.Span, h.Sign}
		if h.Span >= w.count() || seen[key] {
			return nil, refuse("no span %d, or multipliers for its kink of this sign twice", h.Span)
		}
		seen[key] = true
	}
	share(p.threads, len(r.Lone), func(j int) {
		h := &r.Lone[j]
		if at := p.sieve.at[h.Span]; at >= 0 {
			w.hinges[at+1][stepKind(h.Sign)] = p.newHinge(w.first(h.Span), w.last(h.Span), h)
		}
	})
	w.walk()
	return w, nil
}

// hingedBits is which share of the cutoff rounding a line with hinges may take; else it is found exactly.
const hingedBits = 34

// inLosses is a number of label-scale² · weight-scale in those of the integers.
func (c *kinkClass) inLosses(v float64) *big.Rat {
	scale := new(big.Rat).Mul(rational(c.header.LabelScale), new(big.Rat).SetInt(c.labels))
	return scale.Mul(scale, c.alpha).Mul(scale, rational(v))
}

// walk finds all costs.
func (w *hingedWays) walk() {
	w.ahead, w.came, w.behind, w.onward = w.lanes(), w.lanes(), w.lanes(), w.lanes()
	last := len(w.stretch) - 1
	w.came.far[0][0][0], w.came.near[0][0] = wide.Fixed{}, wide.Fixed{}
	for i := range last {
		w.pass(&w.came, &w.ahead, i, false)
		w.each(i, func(j int, l *hingedLine) { l.relax(w, &w.ahead, j, &w.came, i) })
	}
	fill(w.onward.far[0][last], wide.Fixed{})
	fill(w.onward.near[last], wide.Fixed{})
	for i := last - 1; i >= 0; i-- {
		w.each(i, func(j int, l *hingedLine) { l.relaxBack(w, &w.behind, i, &w.onward, j) })
		w.pass(&w.onward, &w.behind, i, true)
	}
}

// hingedLine is what the inputs between two nodes cost by what stands at their ends.
type hingedLine struct {
	costs [stepKinds][stepKinds]wide.Fixed
	has   [stepKinds][stepKinds]bool
	near  bool
}

// each visits the lines from a node.
func (w *hingedWays) each(i int, visit func(j int, l *hingedLine)) {
	from, to := w.reach.of(w.ways, i)
	for j := from; j <= to; j++ {
		if low, high := w.common(i, j, 0, len(w.ahead.near[i])); low < high {
			l := w.line(i, j)
			visit(j, &l)
		}
	}
}

func (w *hingedWays) line(i, j int) (l hingedLine) {
	a, b := w.inputsBetween(i, j)
	if l.near = b-a < 2; l.near {
		return l
	}
	between := w.priced(a, b)
	for k, p := range w.hinges[i] {
		for m, q := range w.hinges[j] {
			if p != nil && q != nil {
				cost, spent := between(&p.right, &q.left)
				l.costs[k][m], l.has[k][m] = w.net(cost, a, b), true
				l.near = l.near || w.near.Less(spent)
			}
		}
	}
	return l
}

// net is a cost without what is within inputs [a, b).
func (w *hingedWays) net(v wide.Fixed, a, b int) wide.Fixed {
	return plus(v, w.within[a].Minus(w.within[b]))
}

// priced is what a line through inputs [a, b) costs by what is put on its ends, and what that is less than on the least-squares line.
func (w *hingedWays) priced(a, b int) func(p, q *pull) (cost, spent wide.Fixed) {
	exact := func(p, q *pull) (cost, spent wide.Fixed) {
		g := newGroup(w.block(a, b))
		sum, moment := new(big.Rat).Add(&p.sum, &q.sum), new(big.Rat).Add(&p.moment, &q.moment)
		return w.valueOf(free(g, sum, moment, nil)), w.valueOf(spentOn(g, sum, moment))
	}
	fast, ok := w.prices.(*fastPrices)
	if !ok {
		return exact
	}
	f := fast.fit(a, b, [4]int{a, a + 1, b - 2, b - 1})
	return func(p, q *pull) (cost, spent wide.Fixed) {
		if p.fast.fits && q.fast.fits {
			if cost, ok = f.cost(&p.fast, &q.fast, nil, w.most); ok {
				return cost, f.spent(&p.fast, &q.fast)
			}
		}
		return exact(p, q)
	}
}

// spentOn is sum²/4W + H²/4A.
func spentOn(g *group, sum, moment *big.Rat) *big.Rat {
	w := new(big.Rat).SetInt(&g.w)
	h := new(big.Rat).Mul(sum, new(big.Rat).SetFrac(&g.wx, &g.w))
	h.Sub(moment, h)
	return h.Add(quarter(h, new(big.Rat).SetFrac(&g.a, &g.w)), quarter(sum, w))
}

// spent is the same in fixed point, once cost is known to fit.
func (f *fit) spent(u, v *fastLoad) wide.Fixed {
	g, _ := f.pull(u.first + u.second - v.first - v.second)
	h, _ := f.turn(u, v)
	return wide.Product(g, g).Plus(wide.Product(h, h)).Shifted(2*ulpBits - valueGrain)
}

// relax goes along a line to node j.
func (l *hingedLine) relax(w *hingedWays, to *lanes, j int, from *lanes, i int) {
	w.pairs(l, func(k, m int, cost wide.Fixed) {
		into, out := w.shared(to.row(m), j, from.row(k), i)
		goOn(into, out, cost)
	})
}

func (l *hingedLine) relaxBack(w *hingedWays, to *lanes, i int, from *lanes, j int) {
	w.pairs(l, func(k, m int, cost wide.Fixed) {
		into, out := w.shared(to.row(k), i, from.row(m), j)
		goOn(into, out, cost)
	})
}

// nearLane stands for the kind of a step beside a near line.
const nearLane = -1

func (l *lanes) row(kind int) [][]wide.Fixed {
	if kind == nearLane {
		return l.near
	}
	return l.far[kind]
}

// pairs visits what may stand at a line's ends, and the cost.
func (w *hingedWays) pairs(l *hingedLine, visit func(k, m int, cost wide.Fixed)) {
	if l.near {
		visit(nearLane, nearLane, l.costs[0][0])
		return
	}
	for k := range stepKinds {
		for m := range stepKinds {
			if l.has[k][m] {
				visit(k, m, l.costs[k][m])
			}
		}
	}
}

// shared is two nodes' rows where they have the same numbers of kinks.
func (w *hingedWays) shared(a [][]wide.Fixed, i int, b [][]wide.Fixed, j int) (x, y []wide.Fixed) {
	low, high := w.common(i, j, 0, len(a[i]))
	return w.part(a[i], i, low, high), w.part(b[j], j, low, high)
}

// goOn goes on from costs by one.
func goOn(to, from []wide.Fixed, cost wide.Fixed) {
	for c, v := range from {
		to[c] = wide.Min(to[c], plus(v, cost))
	}
}

// step is one through a span, from A to Z: so many kinks, from one lane to another.
type spanStep struct {
	kinks    int
	from, to int // lanes
	cost     wide.Fixed
}

// steps are those through a node's span with up to so many kinks: a lone kink has the multipliers of its sign.
func (w *hingedWays) steps(i, most int) (all []spanStep) {
	lone := w.hinges[i][1] != nil && w.hinges[i][2] != nil
	for d := 1; d <= most; d++ {
		cost := w.inside(i, d)
		all = append(all, spanStep{d, nearLane, nearLane, cost}, spanStep{d, nearLane, 0, cost}, spanStep{d, 0, nearLane, cost})
		if d > 1 || !lone {
			all = append(all, spanStep{d, 0, 0, cost})
		}
	}
	for k := 1; k < stepKinds; k++ {
		if h := w.hinges[i][k]; h != nil {
			all = append(all, spanStep{1, k, k, h.cost})
		}
	}
	return all
}

// pass goes through a span, or backwards.
func (w *hingedWays) pass(out, in *lanes, i int, backwards bool) {
	for _, s := range w.stretch[i] {
		low, n := s[0]-1-w.lowest[i], s[1]-s[0]+2
		for _, t := range w.steps(i, n-1) {
			before, behind := t.from, t.to
			if backwards {
				before, behind = behind, before
			}
			from, to := in.row(before)[i][low:low+n], out.row(behind)[i][low:low+n]
			if backwards {
				goOn(to[:n-t.kinks], from[t.kinks:], t.cost)
			} else {
				goOn(to[t.kinks:], from[:n-t.kinks], t.cost)
			}
		}
	}
}

// stillOpen says which kinks a way of interest has in a span.
func (w *hingedWays) stillOpen(i int) []bool {
	open := make([]bool, w.kinks+1)
	for _, s := range w.stretch[i] {
		low, n := s[0]-1-w.lowest[i], s[1]-s[0]+2
		for _, t := range w.steps(i, n-1) {
			from, to := w.ahead.row(t.from)[i][low:low+n-t.kinks], w.behind.row(t.to)[i][low+t.kinks:low+n]
			for c, v := range from {
				if plus(plus(v, t.cost), to[c]).Less(w.stop) {
					fillOpen(open[s[0]+c : s[0]+c+t.kinks])
				}
			}
		}
	}
	return open
}

func fillOpen(kinks []bool) {
	for c := range kinks {
		kinks[c] = true
	}
}

// shortest is the least cost of all ways.
func (w *hingedWays) shortest() wide.Fixed {
	last := len(w.stretch) - 1
	return wide.Min(slices.MinFunc(w.ahead.far[0][last], wide.Fixed.Compare), slices.MinFunc(w.ahead.near[last], wide.Fixed.Compare))
}

// left is the lines that ways of interest have.
func (w *hingedWays) left() reach {
	r := newReach(w.spans)
	for i := range len(w.stretch) - 1 {
		w.each(i, func(j int, l *hingedLine) {
			w.pairs(l, func(k, m int, cost wide.Fixed) {
				came, on := w.shared(w.came.row(k), i, w.onward.row(m), j)
				if w.matters(on, cost, came) {
					r.enter(w.numberOf(i), w.numberOf(j))
				}
			})
		})
	}
	return r
}
