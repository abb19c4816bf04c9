package boxes

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/crew"
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
	// Improve, if set, moves a node's solution downhill in place, into the
	// problem's limits, and returns its SSE (+Inf: it could not). It is called
	// by several workers at once, each with its own number.
	Improve func(ctx context.Context, worker int, s whiten.Solution) float64

	// Log, if set, takes the certificate's records.
	Log Log

	// Crew, if set, helps with large nodes.
	Crew *crew.Crew

	setting
	firstRows []int
	tolerance func(cutoff float64) float64
	workers   []*worker
	large     largeNodes
}

// setting is what all relaxations of a problem share.
type setting struct {
	p        *whiten.Problem
	units    int
	affine   bool      // the output part is
	gramZ    []float64 // factor of Σ ω z zᵀ
	rounding rounding
}

func newSetting(p *whiten.Problem, units int, affine bool, watch *budget.Watch) setting {
	s := setting{p: p, units: units, affine: affine, gramZ: p.GramZ(watch), rounding: newRounding(p)}
	linalg.CholeskyFactor(s.gramZ, p.P)
	return s
}

// worker is one worker's scratch.
type worker struct {
	relaxation *relaxation
	scores     []float64
}

// New prepares the search for networks of k units. When ctx ends first, the tree
// has roots, but none that can be expanded.
func New(ctx context.Context, p *whiten.Problem, k, workers int, output network.OutputPart, gap, floor float64) (t *Tree) {
	t = &Tree{firstRows: p.Frame().FirstRows, setting: setting{p: p, units: k}}
	defer budget.Catch(func() {})
	watch := budget.On(ctx)
	t.setting = newSetting(p, k, p.P > 0 && output == network.Affine, &watch)
	t.tolerance = func(cutoff float64) float64 { return max(gap*cutoff, floor) }
	for range workers {
		w := &worker{relaxation: newRelaxation(t.setting, nil)}
		w.scores = make([]float64, k*p.N+1)
		t.workers = append(t.workers, w)
	}
	return t
}

// Roots are the whole spaces of every sign vector.
func (t *Tree) Roots(signs [][]int) []*Node {
	var roots []*Node
	for i, s := range signs {
		n := &Node{signs: s, regions: make([]*region, len(s)), parent: t.everything(), parts: string([]byte{byte(i)})}
		plus, minus := &region{face: whole}, &region{face: whole}
		for j, a := range s {
			n.regions[j] = plus
			if a < 0 {
				n.regions[j] = minus
			}
		}
		roots = append(roots, n)
	}
	return roots
}

// everything is the origin of a root: no sample is decided.
func (t *setting) everything() *origin {
	k := t.units
	o := &origin{undecided: make([]int32, t.p.M), seen: make([]sides, k), mu: muStart}
	for i := range o.undecided {
		o.undecided[i] = int32(i)
	}
	o.decided = newQuadratic(t.p.P + k*t.p.N + 1)
	o.decided.a[len(o.decided.a)-1] = t.p.Offset
	o.warm = make([]float64, t.p.P+k*t.p.N)
	o.inherited = max(0, t.p.Offset-t.p.OffsetError)
	return o
}

// Expand implements search.Tree.
func (t *Tree) Expand(ctx context.Context, worker int, n *Node, now search.Moment) (result search.Expansion[*Node, whiten.Solution]) {
	defer budget.Catch(func() { result.Unfinished = true })
	if j := n.unsplit(); j >= 0 {
		return search.Expansion[*Node, whiten.Solution]{Children: t.splitFaces(n, j)}
	}
	w, s, cutoff, mu := t.workers[worker], t.workers[worker].relaxation, now.Cutoff, min(muStart, n.parent.mu*100)
	if len(n.parent.undecided) < large {
		s.ctx = ctx
		s.load(n)
	} else {
		l, done := t.lead()
		defer done()
		s, mu = l.all, l.load(ctx, n, cutoff, t.tolerance(cutoff), mu)
	}
	s.early, s.recording = hasty(now.Nodes, n.parent.depth), t.Log != nil
	out := s.solve(ctx, cutoff, t.tolerance(cutoff), mu)
	result.Bound, result.Unfinished = out.bound, out.unfinished
	if t.Log != nil && s.proved.bound > n.parent.inherited {
		n.proof = s.record(n, t.firstRows)
	}
	if out.bound >= cutoff || out.unfinished || out.rounded {
		return result
	}
	cut, loss, ok := s.branch(w.scores)
	if !ok {
		return result
	}
	result.Children = t.divide(n, s, cut, out.mu)
	if loss < cutoff+t.tolerance(cutoff) && t.Improve != nil {
		result.Solution = s.solution()
		result.Value = t.Improve(ctx, worker, result.Solution)
		result.Found, result.Source = true, "node"
	}
	return result
}

// splitFaces divides unit j's whole space, with that of its like, into faces.
func (t *Tree) splitFaces(n *Node, j int) []*Node {
	from := *n.parent
	n.division = &division{certificate.Split{Node: n.name(), Unit: j, Kind: certificate.Faces, Drop: certificate.Keep}, &from}
	return n.multisets(n.group(j), numbered(faces(t.p.N, t.affine)), &from)
}

// divide cuts the chosen region and leaves the node's work to the children.
func (t *Tree) divide(n *Node, s *relaxation, cut choice, mu float64) []*Node {
	parts, drop := t.undominated(cut.parts(n.regions[cut.unit]), cut.unit, s)
	from := &origin{
		undecided: append([]int32(nil), s.list...),
		decided:   s.frozen.clone(),
		warm:      append([]float64(nil), s.now.params[:len(s.now.params)-1]...),
		seen:      append([]sides(nil), s.seen...),
		balls:     s.multipliers(),
		mu:        mu,
		depth:     n.parent.depth + 1,
	}
	n.division = &division{cut.split(n.name(), drop, t.firstRows), from}
	return n.multisets(n.group(cut.unit), parts, from)
}

// undominated drops a part on which the unit is decided alike on all samples
// (FORMAT.md, Split): there it can be replaced by w = 0, which the other part
// contains. One part always stays.
func (t *Tree) undominated(halves []*region, j int, s *relaxation) (parts []part, drop int) {
	parts = numbered(halves)
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
	n, watch := t.p.N, budget.On(s.ctx)
	for _, i := range s.list {
		watch.Look(2 * n)
		if seen.active && (seen.inactive || !t.affine) {
			return false
		}
		_, where := r.decide(t.p.X[int(i)*n:][:n])
		seen.add(where)
	}
	return seen.absorbed(t.affine)
}
