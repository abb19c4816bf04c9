package sides

import (
	"context"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// Tree is the branch and bound of one problem over one or several sign vectors.
type Tree struct {
	node.Skeleton

	p         *whiten.Problem
	units     int
	enveloped bool
	workers   []solver
	shared    *shared
}

// target is a bound that closes a node, and a gap that ends the search.
type target struct{ cutoff, tolerance float64 }

// solver finds what the decisions of a node prove: one worker's scratch memory.
type solver interface {
	// watched says which context breaks the others off, and begins to count their work anew.
	begun(ctx context.Context, recording bool) // an Expand
	work() int64
	// load makes the node the one that the others speak of.
	load(n *Node)
	// solve finds the node's bound; one that reaches the cutoff is enough.
	solve(ctx context.Context, to target) outcome
	// branch returns the pair to decide next.
	branch() pair
	// propagate decides pairs of n that few samples decide; a bound that reaches the cutoff
	// closes it.
	propagate(ctx context.Context, n *Node, to target) outcome
	// tighten decides or bounds pairs of n where the contrary reaches the cutoff, before
	// it is cut, and says whether n is worth to be solved again.
	tighten(ctx context.Context, n *Node, cut pair, to target) bool
	solution() whiten.Solution
	// record is what proves the bound, but for its node.
	record() *certificate.Dual
}

// New prepares the search for networks of k units. When ctx ends first, the tree
// has roots, but none that can be expanded.
func New(ctx context.Context, p *whiten.Problem, k, workers int, gap, floor float64) (t *Tree) {
	t = &Tree{Skeleton: node.Skeleton{Gap: gap, Floor: floor}, p: p, units: k, enveloped: Enveloped(p, k), shared: newShared(p)}
	defer budget.Catch(func() {})
	watch := budget.On(ctx)
	t.shared.limitReach(p, &watch)
	if t.enveloped {
		t.shared.columns = columnsOf(p, &watch)
	} else {
		t.shared.gather(p, &watch)
	}
	for range workers {
		t.workers = append(t.workers, newSolver(p, k, t.shared))
	}
	return t
}

// Enveloped says that the loss has a convex envelope: one bounded unit without output part, whose bound is all that limits it.
func Enveloped(p *whiten.Problem, k int) bool { return k == 1 && p.P == 0 && p.BallInBox }

func newSolver(p *whiten.Problem, k int, shared *shared) solver {
	if Enveloped(p, k) {
		return newBounded(p, shared)
	}
	return newDeducer(p, k, shared)
}

// Roots have no sample decided, one for every sign vector.
func (t *Tree) Roots(signs [][]int) []*Node {
	var roots []*Node
	for _, n := range t.roots(signs) {
		roots = append(roots, &Node{Node: n})
	}
	return roots
}

func (t *Tree) roots(signs [][]int) (roots []node.Node[*region]) {
	for i, s := range signs {
		all := &region{side: t.zeroRows(), implied: map[int32]implication{}, low: t.shared.low, high: t.shared.reach}
		roots = append(roots, node.Root(t.p, i, s, all))
	}
	return roots
}

// zeroRows are sides on which all samples are open, but for those that no unit sees: at 0, where
// both sides are the same, nothing is left to decide.
func (t *Tree) zeroRows() []int8 {
	side := make([]int8, t.p.M)
	for i := range side {
		if !slices.ContainsFunc(t.p.X[i*t.p.N:][:t.p.N], func(x float64) bool { return x != 0 }) {
			side[i] = -1
		}
	}
	return side
}

// Alike implements search.Foreseer.
func (t *Tree) Alike(a, b search.Moment) bool { return a.Cutoff == b.Cutoff && t.aim(a) == t.aim(b) }

// Expand implements search.Tree.
func (t *Tree) Expand(ctx context.Context, worker int, n *Node, now search.Moment) (result node.Expansion[*Node]) {
	defer budget.Catch(func() { result.Unfinished = true })
	s, cutoff, aim := t.workers[worker], now.Cutoff, t.aim(now)
	n.postponed = false
	s.begun(ctx, t.Log != nil)
	defer func() { result.Work += s.work() }()
	result.Bound = n.proved
	if n.proved > 0 && n.proved >= aim {
		n.putOff(&result, cutoff, aim)
		return result
	}
	t.prepare(n, aim)
	out, cut := t.solve(ctx, s, n, target{aim, t.Tolerance(cutoff)})
	if result.Unfinished = out.unfinished; out.unfinished {
		return result
	}
	t.keepProof(n, s, &out)
	result.Bound = out.bound
	n.putOff(&result, cutoff, aim)
	if out.bound >= aim {
		return result
	}
	if cut.found {
		result.Children = t.divide(n, cut)
	}
	if t.Improve != nil && (!cut.found || cut.loss < promising*cutoff) {
		node.Offer(ctx, &t.Skeleton, worker, s.solution(), &result)
	}
	return result
}

// prepare has all clusters asked that may say more for a lower aim than before.
func (t *Tree) prepare(n *Node, aim float64) {
	if aim < n.aim || n.aim == 0 {
		n.wait(t.shared.everyCluster())
	}
	n.aim = aim
}

// keepProof keeps what proves the node's bound, if it is better than what did.
func (t *Tree) keepProof(n *Node, s solver, out *outcome) {
	if !(out.bound >= t.Floor) {
		out.bound = 0 // so that equals are searched depth first; a NaN proves nothing
	}
	n.earlier, n.proof = n.proof, nil
	if t.Log != nil && out.bound > max(n.From.Inherited, n.proved) {
		n.proof = s.record()
	}
	n.proved = max(n.proved, out.bound)
}

// solve solves the node's relaxation, again each time that it has been tightened.
func (t *Tree) solve(ctx context.Context, s solver, n *Node, to target) (out outcome, cut pair) {
	for {
		if out = s.propagate(ctx, n, to); out.bound >= to.cutoff {
			return out, pair{}
		}
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
	group := n.Group(cut.unit)
	from := n.Divide(certificate.Split{Unit: cut.unit, Kind: certificate.Sample,
		Row: t.shared.firstRows[cut.sample], Drop: certificate.Keep})
	children := n.divide(cut.sample, group, from, t.p.X[int(cut.sample)*t.p.N:][:t.p.N])
	for _, c := range children {
		c.aim = n.aim
		c.wait(n.waiting)
		c.wait(t.shared.users[cut.sample])
	}
	return children
}

// Record implements search.Recorder: it logs what proves the node's bound, if
// that exceeds the inherited one, and how the node was divided.
func (t *Tree) Record(n *Node, e node.Expansion[*Node]) {
	if t.Log == nil {
		n.proof, n.earlier, n.lemmas = nil, nil, nil
		return
	}
	t.logLemmas(n)
	if n.postponed {
		return
	}
	t.Leave(n)
	if n.LogDivision(t.Log, n.proved); len(e.Children) == 0 {
		t.Close(n.Name())
	}
}

// Leave implements search.Leaver: it logs what proves the node's bound.
func (t *Tree) Leave(n *Node) {
	if t.Log != nil {
		t.logProof(&n.proof, n.Name())
	}
}

// logProof logs a node's proof, if there is one.
func (t *Tree) logProof(proof **certificate.Dual, name certificate.Name) {
	if *proof != nil {
		(*proof).Node = name
		t.Log.Dual(*proof)
	}
	*proof = nil
}
