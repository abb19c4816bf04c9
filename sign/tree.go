package sign

import (
	"context"

	"relucert/certificate"
	"relucert/search"
	"relucert/whiten"
)

// Tree is the branch and bound of one problem over one or several sign vectors.
type Tree struct {
	// Improve, if set, moves a node's solution downhill in place, into the
	// problem's limits, and returns its SSE (+Inf: it could not). It is called
	// by several workers at once, each with its own number.
	Improve func(ctx context.Context, worker int, s whiten.Solution) float64

	// Log, if set, takes the certificate's records.
	Log Log

	p         *whiten.Problem
	firstRows []int
	floor     float64
	tolerance func(cutoff float64) float64
	workers   []*relaxation
}

// Log takes the records of a certificate, in order (certificate/FORMAT.md).
// A *certificate.Writer is one.
type Log interface {
	Dual(*certificate.Dual)
	Split(*certificate.Split) (number int)
}

// New prepares the search for networks of k units.
func New(p *whiten.Problem, k, workers int, gap, floor float64) *Tree {
	t := &Tree{p: p, firstRows: p.Frame().FirstRows, floor: floor}
	t.tolerance = func(cutoff float64) float64 { return max(gap*cutoff, floor) }
	h := newShared(p)
	for range workers {
		s := newRelaxation(p, k, h)
		s.cone, s.probe = newCone(p), newRelaxation(p, k, h)
		t.workers = append(t.workers, s)
	}
	return t
}

// Roots have no sample decided, one for every sign vector.
func (t *Tree) Roots(signs [][]int) []*Node {
	var roots []*Node
	for i, s := range signs {
		from := &origin{inherited: max(0, t.p.Offset-t.p.OffsetError)}
		n := &Node{signs: s, regions: make([]*region, len(s)), parent: from, parts: string([]byte{byte(i)})}
		r := &region{side: make([]int8, t.p.M), implied: map[int32]implication{}}
		for j := range s {
			n.regions[j] = r
		}
		roots = append(roots, n)
	}
	return roots
}

// Expand implements search.Tree.
func (t *Tree) Expand(ctx context.Context, worker int, n *Node, now search.Moment) search.Expansion[*Node, whiten.Solution] {
	s, cutoff := t.workers[worker], now.Cutoff
	out, cut := t.solve(ctx, s, n, cutoff)
	result := search.Expansion[*Node, whiten.Solution]{Bound: out.bound, Closed: n.closed(), Unfinished: out.unfinished}
	if out.bound < t.floor {
		result.Bound = 0 // so that equals are searched depth first
	}
	if t.Log != nil && result.Bound > n.parent.inherited {
		n.proof = s.record(t.firstRows)
	}
	if out.bound >= cutoff || out.unfinished {
		return result
	}
	if cut.found {
		result.Children = t.divide(n, cut)
	}
	if t.Improve != nil && (!cut.found || cut.loss < promising*cutoff) {
		result.Solution = s.solution()
		result.Value = t.Improve(ctx, worker, result.Solution)
		result.Found, result.Source = true, "node"
	}
	return result
}

// solve solves the node's relaxation, again each time that the pair to branch on
// turns out to be decided by what is decided already.
func (t *Tree) solve(ctx context.Context, s *relaxation, n *Node, cutoff float64) (out outcome, cut pair) {
	for round := 0; ; round++ {
		s.load(n, t.start())
		out = s.solve(ctx, cutoff, t.tolerance(cutoff))
		if out.bound >= cutoff || out.unfinished {
			return out, cut
		}
		if cut = s.branch(); !cut.found {
			return out, cut
		}
		region := n.regions[cut.unit]
		if better := s.cone.imply(region, cut.sample); better != nil {
			n.replace(region, better)
			continue
		}
		if round == mostRounds || !t.fix(ctx, s, n, cutoff) {
			return out, cut
		}
	}
}

// start is where the products of slacks and multipliers start: at the labels' size.
func (t *Tree) start() float64 {
	labels := t.workers[0].rounding.labels
	return labels * labels / float64(t.p.M)
}

// promising is how many cutoffs a node's network may lose to be worth a descent.
const promising = 4

func (t *Tree) divide(n *Node, cut pair) []*Node {
	group := n.group(cut.unit)
	from := new(origin)
	n.division = &division{certificate.Split{Unit: cut.unit, Kind: certificate.Sample,
		Row: t.firstRows[cut.sample], Drop: certificate.Keep}, from}
	return n.divide(cut.sample, group, from, t.p.X[int(cut.sample)*t.p.N:][:t.p.N])
}

// solution is the current point as a network.
func (s *relaxation) solution() whiten.Solution {
	v := append([]float64(nil), s.v...)
	sol := whiten.Solution{Point: whiten.Point{C: v[:s.p.P]}, Signs: s.signs}
	for j := range s.units {
		sol.Point.Units = append(sol.Point.Units, v[s.p.P+j*s.p.N:][:s.p.N])
	}
	return sol
}

// Record implements search.Recorder: it logs what proves the node's bound, if
// that exceeds the inherited one, and how the node was divided.
func (t *Tree) Record(n *Node, e search.Expansion[*Node, whiten.Solution]) {
	if t.Log == nil {
		return
	}
	name := t.logFixes(n)
	if n.proof != nil {
		n.proof.Node = name
		t.Log.Dual(n.proof)
	}
	if d := n.division; d != nil {
		d.from.inherited = max(n.parent.inherited, e.Bound)
		d.Split.Node = name
		d.from.split = t.Log.Split(&d.Split)
	}
	n.proof, n.division, n.fixes = nil, nil, nil
}

// record is the best proof as a record, but for its node.
func (s *relaxation) record(firstRows []int) *certificate.Dual {
	q := &s.best
	d := &certificate.Dual{Hint: q.bound}
	for i, m := range q.m {
		if m == 0 {
			continue
		}
		d.Samples = append(d.Samples, certificate.Multiplier{Row: firstRows[i], Value: m})
		for j, r := range s.regions {
			if theta := q.theta[i*s.units+j]; r.side[i] == 0 && m*float64(s.signs[j]) > 0 && theta > 0 {
				d.Kinks = append(d.Kinks, certificate.Slope{Row: firstRows[i], Unit: j, Value: theta})
			}
			if at, ok := r.implied[int32(i)]; ok {
				s.recordImplied(d, at, certificate.Implied{Row: firstRows[i], Unit: j, Active: r.side[i] > 0}, m*float64(s.signs[j]))
			}
		}
	}
	cut := make([]int, s.units)
	for k, w := range s.walls {
		if q.eta[k] > 0 {
			d.Walls = append(d.Walls, certificate.Wall{Unit: w.unit, Cut: cut[w.unit], Value: q.eta[k]})
		}
		cut[w.unit]++
	}
	for j := 0; j < s.units && s.reach != nil; j++ {
		d.Slacks = append(d.Slacks, certificate.Slack{Unit: j, Vector: append([]float64(nil), q.slack[j*s.p.N:][:s.p.N]...)})
	}
	return d
}

// recordImplied says how the cuts decide a sample: where m < 0 with what is
// nearly implied, where m > 0 as a slope that needs no proof.
func (s *relaxation) recordImplied(d *certificate.Dual, at implication, i certificate.Implied, m float64) {
	if m > 0 && i.Active {
		d.Kinks = append(d.Kinks, certificate.Slope{Row: i.Row, Unit: i.Unit, Value: 1})
	}
	if m >= 0 {
		return
	}
	for k, cut := range at.cuts {
		i.By = append(i.By, certificate.Wall{Unit: i.Unit, Cut: cut, Value: at.nu[k]})
	}
	d.Implied = append(d.Implied, i)
}
