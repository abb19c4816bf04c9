package sign

import (
	"context"
	"math"

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

	p          *whiten.Problem
	gap, floor float64
	workers    []solver
	shared     *shared
}

// target is a bound that closes a node, and a gap that ends the search.
type target struct{ cutoff, tolerance float64 }

// solver finds what the decisions of a node prove: one worker's scratch memory.
type solver interface {
	// load makes the node the one that the others speak of.
	load(n *Node)
	// solve finds the node's bound; one that reaches the cutoff is enough.
	solve(ctx context.Context, to target) outcome
	// branch returns the pair to decide next.
	branch() pair
	propagate(ctx context.Context, n *Node, to target) outcome
	// tighten decides or bounds pairs of n where the contrary reaches the cutoff, before
	// it is cut, and says whether n is worth to be solved again.
	tighten(ctx context.Context, n *Node, cut pair, to target) bool
	solution() whiten.Solution
	// record is what proves the bound, but for its node.
	record() *certificate.Dual
}

// Log takes the records of a certificate, in order (certificate/FORMAT.md).
// A *certificate.Writer is one.
type Log interface {
	Dual(*certificate.Dual)
	Split(*certificate.Split) (number int)
}

// New prepares the search for networks of k units.
func New(p *whiten.Problem, k, workers int, gap, floor float64) *Tree {
	t := &Tree{p: p, gap: gap, floor: floor, shared: newShared(p)}
	if !enveloped(p, k) {
		t.shared.findClusters(p)
	}
	for range workers {
		t.workers = append(t.workers, newSolver(p, k, t.shared))
	}
	return t
}

// enveloped says that the loss has a convex envelope.
func enveloped(p *whiten.Problem, k int) bool { return k == 1 && p.P == 0 && p.NormBound > 0 }

func newSolver(p *whiten.Problem, k int, shared *shared) solver {
	if enveloped(p, k) {
		return newBounded(p, shared)
	}
	s := newRelaxation(p, k, shared)
	s.cone, s.probe = newCone(p), newRelaxation(p, k, shared)
	for _, q := range shared.clusters {
		s.reasoners = append(s.reasoners, newReasoner(q, k))
	}
	return s
}

// Roots have no sample decided, one for every sign vector.
func (t *Tree) Roots(signs [][]int) []*Node {
	var roots []*Node
	for i, s := range signs {
		from := &origin{inherited: max(0, t.p.Offset-t.p.OffsetError)}
		n := &Node{signs: s, regions: make([]*region, len(s)), parent: from, parts: string([]byte{byte(i)})}
		r := &region{side: make([]int8, t.p.M), implied: map[int32]implication{}, low: t.shared.low, high: t.shared.reach}
		for j := range s {
			n.regions[j] = r
		}
		roots = append(roots, n)
	}
	return roots
}

// Expand implements search.Tree. A bound that reaches the aim but not the cutoff puts the
// node off.
func (t *Tree) Expand(ctx context.Context, worker int, n *Node, now search.Moment) search.Expansion[*Node, whiten.Solution] {
	s, cutoff := t.workers[worker], now.Cutoff
	aim := t.aim(now)
	n.prepare(aim)
	out, cut := t.solve(ctx, s, n, target{aim, max(t.gap*cutoff, t.floor)})
	if out.unfinished {
		return search.Expansion[*Node, whiten.Solution]{Unfinished: true}
	}
	result := search.Expansion[*Node, whiten.Solution]{Bound: out.bound}
	if out.bound < t.floor {
		result.Bound = 0 // so that equals are searched depth first
	}
	n.settle(&result, cutoff)
	if t.Log != nil && result.Bound > max(n.parent.inherited, n.proved) {
		n.proof, n.proved = s.record(), result.Bound
	}
	if out.bound >= cutoff {
		return result
	}
	if out.bound >= aim {
		n.postponed = true
		result.Children = []*Node{n}
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

// aim is the bound to reach for now: as long as the search's own is low, a small share
// of the cutoff, so that clusters decide much.
func (t *Tree) aim(now search.Moment) float64 {
	aim := now.Cutoff
	if t.shared.clusters == nil || math.IsInf(aim, 1) {
		return aim
	}
	for range mostAims {
		if aim/aimStep <= 2*now.Lower {
			break
		}
		aim /= aimStep
	}
	return aim
}

// Aims are the cutoff divided by powers of aimStep.
const (
	aimStep  = 4
	mostAims = 3
)

// prepare makes the node ready for an aim.
func (n *Node) prepare(aim float64) {
	n.postponed = false
	if aim < n.aim {
		n.changed = nil
	}
	n.aim = aim
}

// solve solves the node's relaxation, again each time that it has been tightened.
func (t *Tree) solve(ctx context.Context, s solver, n *Node, to target) (out outcome, cut pair) {
	if out = s.propagate(ctx, n, to); out.bound >= to.cutoff {
		return out, pair{}
	}
	for {
		s.load(n)
		out = s.solve(ctx, to)
		if out.bound >= to.cutoff || out.unfinished {
			return out, pair{}
		}
		if cut = s.branch(); !cut.found || !s.tighten(ctx, n, cut, to) {
			return out, cut
		}
	}
}

// promising is how many cutoffs a node's network may lose to be worth a descent.
const promising = 4

func (t *Tree) divide(n *Node, cut pair) []*Node {
	group := n.group(cut.unit)
	from := new(origin)
	n.division = &division{certificate.Split{Unit: cut.unit, Kind: certificate.Sample,
		Row: t.shared.firstRows[cut.sample], Drop: certificate.Keep}, from}
	children := n.divide(cut.sample, group, from, t.p.X[int(cut.sample)*t.p.N:][:t.p.N])
	for _, c := range children {
		if c.aim = n.aim; t.shared.users != nil {
			c.changed = t.shared.users[cut.sample]
		}
	}
	return children
}

// Record implements search.Recorder: it logs what proves the node's bound, if
// that exceeds the inherited one, and how the node was divided.
func (t *Tree) Record(n *Node, e search.Expansion[*Node, whiten.Solution]) {
	if t.Log == nil {
		n.lemmas = nil
		return
	}
	t.logLemmas(n)
	if n.postponed {
		return
	}
	t.Leave(n)
	if d := n.division; d != nil {
		d.from.inherited = max(n.parent.inherited, n.proved)
		d.Split.Node = n.name()
		d.from.split = t.Log.Split(&d.Split)
	}
	n.division = nil
}

// Leave implements search.Leaver: it logs what proves the node's bound.
func (t *Tree) Leave(n *Node) {
	if t.Log != nil && n.proof != nil {
		n.proof.Node = n.name()
		t.Log.Dual(n.proof)
	}
	n.proof = nil
}
