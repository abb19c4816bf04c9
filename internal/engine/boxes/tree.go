package boxes

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/crew"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
	"relucert/proof/certificate"
)

// MostInputs is the largest N: a region has 2^(N-1) vertices.
const MostInputs = 14

// Tree is the branch and bound of one problem over one or several sign vectors.
type Tree struct {
	node.Skeleton

	// Crew, if set, helps with large nodes.
	Crew *crew.Crew

	setting
	firstRows []int
	workers   []*relaxation
	large     largeNodes
}

// setting is what all relaxations of a problem share.
type setting struct {
	shape
	affine   bool      // the output part is
	gramZ    []float64 // factor of Σ ω z zᵀ
	rounding rounding

	largestFree float64 // see prover
}

func newSetting(p *whiten.Problem, units int, affine bool, watch *budget.Watch) setting {
	s := setting{shape: shape{p, units, 1 << (p.N - 1)}, affine: affine, gramZ: p.GramZ(watch), rounding: newRounding(p)}
	linalg.CholeskyFactor(s.gramZ, p.P)
	if !p.Loss.Squared() {
		s.findLargestFree()
	}
	return s
}

// New prepares the search for networks of k units. When ctx ends first, the tree
// has roots, but none that can be expanded.
func New(ctx context.Context, p *whiten.Problem, k, workers int, output network.OutputPart, gap, floor float64) (t *Tree) {
	t = &Tree{Skeleton: node.Skeleton{Gap: gap, Floor: floor}, firstRows: p.Frame().FirstRows, setting: setting{shape: shape{p: p, units: k}}}
	defer budget.Catch(func() {})
	watch := budget.On(ctx)
	t.setting = newSetting(p, k, p.P > 0 && output == network.Affine, &watch)
	for range workers {
		t.workers = append(t.workers, newRelaxation(t.setting, nil))
	}
	return t
}

// Roots are the whole spaces of every sign vector.
func (t *Tree) Roots(signs [][]int) []*Node {
	var roots []*Node
	for _, n := range t.roots(signs) {
		roots = append(roots, &Node{Node: n, work: t.everything()})
	}
	return roots
}

func (t *Tree) roots(signs [][]int) (roots []node.Node[*region]) {
	for i, s := range signs {
		roots = append(roots, node.Root(t.p, i, s, &region{face: whole}))
	}
	return roots
}

// everything is the work at a root: no sample is decided.
func (t *setting) everything() *work {
	k := t.units
	o := &work{undecided: make([]int32, t.p.M), seen: make([]sides, k), mu: muStart}
	for i := range o.undecided {
		o.undecided[i] = int32(i)
	}
	o.decided = newQuadratic(t.size())
	o.decided.a[len(o.decided.a)-1] = t.p.Offset
	o.warm = make([]float64, t.size()-1)
	return o
}

// Alike implements search.Foreseer.
func (t *Tree) Alike(a, b search.Moment) bool {
	return a.Cutoff == b.Cutoff && (a.Nodes < early) == (b.Nodes < early)
}

// Expand implements search.Tree.
func (t *Tree) Expand(ctx context.Context, worker int, n *Node, now search.Moment) (result node.Expansion[*Node]) {
	defer budget.Catch(func() { result.Unfinished = true })
	if j := n.unsplit(); j >= 0 {
		return node.Expansion[*Node]{Children: t.splitFaces(n, j)}
	}
	s, cutoff, mu := t.workers[worker], now.Cutoff, min(muStart, n.work.mu*100)
	if len(n.work.undecided) < large {
		s.watch = budget.On(ctx)
		s.load(n)
	} else {
		l, done := t.lead()
		defer done()
		s, mu = l.all, l.load(ctx, n, cutoff, t.Tolerance(cutoff), mu)
	}
	defer func() { result.Work += s.watch.Work() }()
	s.early, s.prover.recording = hasty(now.Nodes, n.work.depth), t.Log != nil
	out := s.solve(ctx, cutoff, t.Tolerance(cutoff), mu)
	result.Bound, result.Unfinished = out.bound, out.unfinished
	if t.Log != nil && s.prover.proved.bound > n.From.Inherited {
		n.proof = s.prover.logging(n, t.firstRows)
	}
	if out.bound >= cutoff || out.unfinished || out.rounded {
		return result
	}
	cut, loss, ok := s.brancher.branch()
	if ok {
		result.Children = t.divide(n, s, cut, out.mu)
	}
	if loss < cutoff+t.Tolerance(cutoff) && t.Improve != nil {
		node.Offer(ctx, &t.Skeleton, worker, s.solution(), &result)
	}
	return result
}

// splitFaces divides unit j's whole space, with that of its like, into faces.
func (t *Tree) splitFaces(n *Node, j int) []*Node {
	from := n.Divide(certificate.Split{Unit: j, Kind: certificate.Faces, Drop: certificate.Keep})
	return n.multisets(n.Group(j), node.Numbered(faces(t.p.N, t.affine)), from, n.work)
}

// divide cuts the chosen region and leaves the node's work to the children.
func (t *Tree) divide(n *Node, s *relaxation, cut choice, mu float64) []*Node {
	parts, drop := t.undominated(cut.parts(n.Regions[cut.unit]), cut.unit, s)
	left := &work{
		undecided: n.work.remaining(s.list),
		decided:   s.frozen.clone(),
		warm:      append([]float64(nil), s.now.params[:len(s.now.params)-1]...),
		seen:      append([]sides(nil), s.seen...),
		balls:     s.norms.multipliers(),
		mu:        mu,
		depth:     n.work.depth + 1,
	}
	from := n.Divide(cut.split(drop, t.firstRows))
	return n.multisets(n.Group(cut.unit), parts, from, left)
}

// undominated drops a part on which the unit is decided alike on all samples
// (FORMAT.md, Split): there it can be replaced by w = 0, which the other part
// contains. One part always stays.
func (t *Tree) undominated(halves []*region, j int, s *relaxation) (parts []part, drop int) {
	parts = node.Numbered(halves)
	for i, r := range halves {
		if t.dominated(r, s, j) {
			return append(parts[:i:i], parts[i+1:]...), i
		}
	}
	return parts, certificate.Keep
}

// dominated: inactive on all samples, or active on all with an output part
// that absorbs it.
func (t *Tree) dominated(r *region, s *relaxation, j int) bool {
	seen := s.seen[j]
	n := t.p.N
	for _, i := range s.list {
		s.watch.Look(2 * n)
		if seen.active && (seen.inactive || !t.affine) {
			return false
		}
		_, where := r.decide(t.p.Row(int(i)))
		seen.add(where)
	}
	return seen.absorbed(t.affine)
}
