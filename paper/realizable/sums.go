package realizable

import (
	"context"
	"errors"
	"math/big"
	"slices"

	"relucert/proof/farkas"
)

// Options steer the search for a sum of units.
type Options struct {
	// Hint, when set, is a network that may fit nearly: where it lies on a side, that side is tried
	// first. It changes no answer.
	Hint *farkas.Sum
	// NodeLimit ends the search with ErrNodes; 0: none.
	NodeLimit int64
	// OnNode, when set, is told the number of nodes so far, after each.
	OnNode func(nodes int64)
}

// ErrNodes says that the limit of nodes came before the answer.
var ErrNodes = errors.New("the limit of nodes is reached")

// DecideSum finds ⟨c, z⟩ + Σ_j s_j [⟨w_j, x⟩]_+ with the signs s of one of the choices that fits all
// samples exactly, or proves that there is none (Theorem 8's problem, which is NP-hard for two
// units or more). The error is that of ctx, or ErrNodes.
func DecideSum(ctx context.Context, s farkas.Samples, choices [][]int, o Options) (*farkas.SumProof, error) {
	proof := new(farkas.SumProof)
	var nodes int64
	for _, signs := range hintedFirst(choices, o.Hint) {
		b := &brancher{samples: s, signs: signs, options: o, nodes: &nodes, blame: make([]int64, len(s.X))}
		found, _, err := b.explore(ctx, newRelaxation(s, signs))
		if err != nil {
			return nil, err
		}
		if found != nil {
			return &farkas.SumProof{Network: found}, nil
		}
		proof.Refutations = append(proof.Refutations, farkas.Tree{Signs: signs, Nodes: b.tree})
	}
	return proof, nil
}

// hintedFirst begins with the hint's signs.
func hintedFirst(choices [][]int, hint *farkas.Sum) [][]int {
	var first, rest [][]int
	for _, c := range choices {
		if hint != nil && farkas.SignsText(c) == farkas.SignsText(hint.Signs) {
			first = append(first, c)
		} else {
			rest = append(rest, c)
		}
	}
	return append(first, rest...)
}

// brancher is depth-first search over sides of samples, which it writes down in preorder.
type brancher struct {
	samples farkas.Samples
	signs   []int
	options Options
	nodes   *int64
	tree    []farkas.Node
	blame   []int64 // a sample: in how many contradictions it took part
}

// explore is a network that fits within r, or nil when the tree says why there is none; it then
// is also the decisions which that rests on.
func (b *brancher) explore(ctx context.Context, r *relaxation) (*farkas.Sum, pairs, error) {
	if err := b.count(); err != nil {
		return nil, nil, err
	}
	feasible, err := r.tighten(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !feasible {
		return nil, b.close(r.contradiction()), nil
	}
	at := r.worst(b.blame)
	if at < 0 {
		return r.point, nil, nil
	}
	return b.divide(ctx, r, b.split(r, at))
}

// divide explores both sides, unless one is a contradiction whatever the side.
func (b *brancher) divide(ctx context.Context, r *relaxation, split farkas.Split) (*farkas.Sum, pairs, error) {
	at := len(b.tree)
	b.tree = append(b.tree, farkas.Node{Split: &split})
	alike, second := r.alike(split.Unit), r.clone()
	r.put([]int{split.Unit}, split.Sample, split.Side)
	found, first, err := b.explore(ctx, r)
	if found != nil || err != nil {
		return found, nil, err
	}
	if !first.take(split.Sample, split.Unit) {
		b.tree = slices.Delete(b.tree, at, at+1)
		return nil, first, nil
	}
	between := len(b.tree)
	before := second.decided(alike)
	second.put(alike, split.Sample, -split.Side)
	found, other, err := b.explore(ctx, second)
	if found != nil || err != nil {
		return found, nil, err
	}
	if !other.take(split.Sample, alike...) {
		b.tree = slices.Delete(b.tree, at, between)
		return nil, other, nil
	}
	first.add(other)
	if len(alike) > 1 {
		first.add(before)
	}
	return nil, first, nil
}

// close writes down a contradiction, and is the decisions that it rests on.
func (b *brancher) close(n farkas.Node) pairs {
	b.tree = append(b.tree, n)
	used := pairs{}
	for _, m := range n.Sides {
		used[pair{m.Unit, m.Sample}] = true
		b.blame[m.Sample]++
	}
	for _, m := range n.Rows {
		b.blame[m.Sample]++
		for j, sign := range b.signs {
			if m.Value.Sign() == -sign {
				used[pair{j, m.Sample}] = true
			}
		}
	}
	return used
}

// pair is a decision: a unit has a side of a sample.
type pair struct{ unit, sample int }

// pairs is a set of them.
type pairs map[pair]bool

func (p pairs) add(other pairs) {
	for one := range other {
		p[one] = true
	}
}

// take removes what is said of units on a sample, and reports whether there was any.
func (p pairs) take(sample int, units ...int) (some bool) {
	for _, j := range units {
		some = some || p[pair{j, sample}]
		delete(p, pair{j, sample})
	}
	return some
}

func (b *brancher) count() error {
	if b.options.NodeLimit > 0 && *b.nodes >= b.options.NodeLimit {
		return ErrNodes
	}
	*b.nodes++
	if b.options.OnNode != nil {
		b.options.OnNode(*b.nodes)
	}
	return nil
}

// split takes the undecided unit that lies farthest on its side, by the hint if there is one.
// Without a hint the side is the one on which the unit helps the label.
func (b *brancher) split(r *relaxation, sample int) farkas.Split {
	hinted := b.options.Hint != nil && farkas.SignsText(b.options.Hint.Signs) == farkas.SignsText(b.signs)
	guide := r.point
	if hinted {
		guide = b.options.Hint
	}
	best, most := farkas.Split{Sample: sample, Unit: -1}, new(big.Rat)
	for j := range b.signs {
		if r.sides[j][sample] != 0 {
			continue
		}
		t := inner(guide.Weights[j], b.samples.X[sample])
		if best.Unit < 0 || t.Cmp(most) > 0 {
			best.Unit, most = j, t
		}
	}
	switch {
	case hinted && most.Sign() <= 0, !hinted && b.samples.Y[sample].Sign() == -b.signs[best.Unit]:
		best.Side = -1
	default:
		best.Side = 1
	}
	return best
}
