package boxes

import (
	"math"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/node"
)

// Copy implements search.Keeper and search.Foreseer: Expand leaves in a node what Record needs, and changes nothing that is there.
func (t *Tree) Copy(n *Node) *Node {
	c := *n
	return &c
}

// WriteNode implements search.Keeper.
func (t *Tree) WriteNode(w *checkpoint.Writer, n *Node) {
	n.Write(w, func(r *region) { checkpoint.Shared(w, r, func(r *region) { r.write(w) }) })
	checkpoint.Shared(w, n.work, func(o *work) { o.write(w) })
}

// ReadNode implements search.Keeper.
func (t *Tree) ReadNode(r *checkpoint.Reader) *Node {
	return &Node{
		Node: node.Read(r, &t.Skeleton, t.units, func() *region {
			return checkpoint.Again(r, func() *region { return t.readRegion(r) })
		}),
		work: checkpoint.Again(r, func() *work { return t.readWork(r) }),
	}
}

func (r *region) write(w *checkpoint.Writer) {
	w.Int(int64(r.face))
	w.Float(r.sign)
	w.Floats(r.lo)
	w.Floats(r.hi)
	checkpoint.Each(w, r.cuts, func(c cut) {
		w.Int(int64(c.index))
		w.Float(c.sign)
	})
}

func (t *Tree) readRegion(r *checkpoint.Reader) *region {
	o := &region{face: int(r.Int()), sign: r.Float(), lo: r.Floats(), hi: r.Floats(), cuts: checkpoint.Several(r, 9, func() cut {
		return cut{t.sample(r.Int()), r.Float()}
	})}
	if !o.possible(t.p.N) {
		r.Fail()
	}
	return o
}

// possible says that it is one of n inputs.
func (r *region) possible(n int) bool {
	for _, c := range r.cuts {
		if c.x == nil || math.Abs(c.sign) != 1 {
			return false
		}
	}
	if r.face == whole {
		return true
	}
	if r.face < 0 || r.face >= n || len(r.lo) != n || len(r.hi) != n || math.Abs(r.sign) != 1 || r.lo[r.face] != r.sign || r.hi[r.face] != r.sign {
		return false
	}
	for d := range n {
		if !(-1 <= r.lo[d] && r.lo[d] <= r.hi[d] && r.hi[d] <= 1) { // not for a NaN
			return false
		}
	}
	return true
}

// sample is the problem's of this number.
func (t *Tree) sample(i int64) sample {
	if i < 0 || i >= int64(t.p.M) {
		return sample{}
	}
	return sample{int32(i), t.p.Row(int(i)), t.p.Weights[i]}
}

func (o *work) write(w *checkpoint.Writer) {
	checkpoint.Ints(w, o.undecided)
	w.Floats(o.decided.a)
	w.Floats(o.warm)
	w.Float(o.mu)
	w.Int(int64(o.depth))
	w.Floats(o.balls)
	checkpoint.Each(w, o.seen, func(s sides) {
		w.Bool(s.active)
		w.Bool(s.inactive)
	})
}

func (t *Tree) readWork(r *checkpoint.Reader) *work {
	o := &work{
		undecided: checkpoint.Whole[int32](r), decided: &quadratic{t.size(), r.Floats()}, warm: r.Floats(),
		mu: r.Float(), depth: int(r.Int()), balls: r.Floats(),
		seen: checkpoint.Several(r, 2, func() sides { return sides{r.Bool(), r.Bool()} }),
	}
	if !t.possible(o) {
		r.Fail()
	}
	return o
}

// possible says that it is that of a node.
func (t *Tree) possible(o *work) bool {
	for i, s := range o.undecided {
		if s < 0 || int(s) >= t.p.M || i > 0 && o.undecided[i-1] >= s {
			return false
		}
	}
	units := func(n int) bool { return n == 0 || n == t.units }
	return len(o.decided.a) == t.size()*t.size() && len(o.warm) == t.size()-1 && units(len(o.balls)) && len(o.seen) == t.units &&
		o.mu > 0 && o.depth >= 0
}
