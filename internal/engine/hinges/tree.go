package hinges

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/engine/search"
	"relucert/proof/certificate"
)

// tree is one search's.
type tree struct {
	*table
	log     Log // may be nil
	workers []*worker
}

type worker struct {
	relaxation
	fitter
}

// Log takes the certificate's records.
type Log interface {
	HingeBound(*certificate.HingeBound)
	HingeSplit(*certificate.HingeSplit) (number int)
}

type expansion = search.Expansion[*node, Solution]

// mostFree is how many knots two units of opposite signs may share before their region is worth a bound: their sum may be
// anything there.
const mostFree = 4

// closeEnough is what rounding may leave between a bound and the network that attains it.
const closeEnough = 1e-9

// Expand implements search.Tree.
func (t *tree) Expand(ctx context.Context, w int, n *node, now search.Moment) (e expansion) {
	defer budget.Catch(func() { e, n.proof = expansion{Unfinished: true}, nil })
	budget.Check(ctx)
	if j, at, ok := n.shared(); ok {
		return t.divide(n, j, at)
	}
	r := &t.workers[w].relaxation
	clusters := n.solve(r)
	e.Bound = r.bound(n.units)
	if e.Bound > n.from.inherited {
		n.proof = append([]hinge{}, r.active...) // an empty sum, too, is a proof
	}
	if e.Bound >= now.Cutoff {
		return e
	}
	t.offer(w, n, clusters, now.Cutoff, &e)
	j, at, ok := n.widest(clusters, t.table)
	if !ok && !(e.Bound >= min(e.Value, now.Cutoff)*(1-closeEnough)) { // rounding hides more than there should be
		j, at, ok = n.longest()
	}
	if !ok {
		return e
	}
	n.warm = append([]hinge(nil), r.active...)
	e.Children = t.divide(n, j, at).Children
	return e
}

// solve finds nearly the best sum of hinges in the node, and which of them are whose.
func (n *node) solve(r *relaxation) [][]hinge {
	r.solve(n.units, n.warm)
	clusters := n.assign(r.active, r.table)
	if r.far || !r.fits(clusters) {
		clusters = r.limit(n.units, clusters)
	}
	return clusters
}

// divide cuts the interval of unit j at a knot.
func (t *tree) divide(n *node, j, at int) expansion {
	c := t.columns[n.units[j].column()]
	n.division = &division{certificate.HingeSplit{Unit: j, Row: c.rows[c.number(at)]}, new(origin)}
	left, right := n.halves(j, at)
	return expansion{Children: []*node{
		{units: left, warm: n.warm, from: n.division.into, part: "\x00"},
		{units: right, warm: n.warm, from: n.division.into, part: "\x01"},
	}}
}

// longest finds the unit of the longest interval, and its middle; false if none has a knot inside.
func (n *node) longest() (j, at int, ok bool) {
	most := 1
	for i, u := range n.units {
		if u.high-u.low > most {
			most, ok, j, at = u.high-u.low, true, i, (u.low+u.high)/2
		}
	}
	return j, at, ok
}

// shared finds two units of opposite signs that share many knots, and where to cut one of them.
func (n *node) shared() (j, at int, ok bool) {
	most := mostFree
	for i, u := range n.units {
		for e := i + 1; e < len(n.units) && n.units[e].column() == u.column(); e++ {
			v := n.units[e]
			if low, high := max(u.low, v.low), min(u.high, v.high); v.kind != u.kind && high-low >= most {
				most, ok, j, at = high-low+1, true, i, (low+high)/2
				if v.high-v.low > u.high-u.low {
					j = e
				}
			}
		}
	}
	return j, at, ok
}

// offer makes a network of the sum: the sum itself if each unit's part is one hinge, else the best with kinks at their means.
func (t *tree) offer(w int, n *node, clusters [][]hinge, cutoff float64, e *expansion) {
	f := &t.workers[w].fitter
	if _, _, apart := n.widest(clusters, t.table); !apart {
		e.Solution, e.Value = f.inOrder(clusters), t.workers[w].relaxation.value(join(clusters))
	} else {
		var knots []int
		for _, c := range f.inOrder(clusters) {
			if len(c) > 0 {
				knots = append(knots, t.mean(c))
			}
		}
		sum, value, ok := f.at(knots)
		if !ok || value >= cutoff {
			return
		}
		if len(knots) == len(f.menu) {
			sum, value = f.exchange(knots)
		}
		e.Solution, e.Value = f.within(sum, value)
	}
	e.Found, e.Source = f.fits(e.Solution), "node"
}

// Record implements search.Recorder.
func (t *tree) Record(n *node, e expansion) {
	proved := max(n.from.inherited, e.Bound)
	if t.log != nil && n.proof != nil {
		t.log.HingeBound(&certificate.HingeBound{Node: n.name(), Sum: t.certified(n.proof)})
	}
	if d := n.division; d != nil {
		d.into.inherited = proved
		if t.log != nil {
			d.split.Node = n.name()
			d.into.split = t.log.HingeSplit(&d.split)
		}
	}
	n.division, n.proof = nil, nil
}

// certified is a sum in the data's own columns.
func (t *table) certified(sum []hinge) []certificate.Hinge {
	var all []certificate.Hinge
	for _, h := range sum {
		c := t.columns[t.of[h.knot]]
		all = append(all, certificate.Hinge{Feature: c.feature, Row: c.rows[c.number(h.knot)], Value: h.beta / c.span * t.p.LabelScale})
	}
	return all
}
