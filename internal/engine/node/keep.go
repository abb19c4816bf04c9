package node

import (
	"slices"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// Write writes the node, its regions by the given function; what its division left for Record is none of it.
func (n *Node[R]) Write(w *checkpoint.Writer, region func(R)) {
	checkpoint.Shared(w, &n.Signs[0], func(*int) { checkpoint.Ints(w, n.Signs) })
	checkpoint.Each(w, n.Regions, region)
	checkpoint.Shared(w, n.From, func(o *Origin) {
		w.Int(int64(o.Split))
		w.Float(o.Inherited)
	})
	w.Text(n.Parts)
}

// Read reads what Write wrote of a node of so many units.
func Read[R comparable](r *checkpoint.Reader, t *Skeleton, units int, region func() R) Node[R] {
	signs := checkpoint.Again(r, func() *[]int { s := checkpoint.Whole[int](r); return &s })
	n := Node[R]{Signs: *signs, Regions: checkpoint.Several(r, 1, region)}
	n.From = checkpoint.Again(r, func() *Origin { return &Origin{int(r.Int()), r.Float()} })
	n.Parts = r.Text()
	if len(n.Signs) != units || len(n.Regions) != units || slices.ContainsFunc(n.Signs, func(a int) bool { return a*a != 1 }) {
		r.Fail()
	}
	if t.Opened != nil {
		t.Opened(n.Name())
	}
	return n
}

// Close tells the name of a closed node.
func (t *Skeleton) Close(name certificate.Name) {
	if t.Closed != nil {
		t.Closed(name)
	}
}

// WriteSolution implements search.Keeper.
func (*Skeleton) WriteSolution(w *checkpoint.Writer, s whiten.Solution) { WriteSolution(w, s) }

// ReadSolution implements search.Keeper.
func (t *Skeleton) ReadSolution(r *checkpoint.Reader) whiten.Solution {
	s := ReadSolution(r)
	if t.Suits != nil && !t.Suits(s) {
		r.Fail()
	}
	return s
}

// WriteSolution writes a network.
func WriteSolution(w *checkpoint.Writer, s whiten.Solution) {
	w.Floats(s.Point.C)
	checkpoint.Each(w, s.Point.Units, w.Floats)
	checkpoint.Ints(w, s.Signs)
}

// ReadSolution reads what WriteSolution wrote.
func ReadSolution(r *checkpoint.Reader) (s whiten.Solution) {
	s.Point.C = r.Floats()
	s.Point.Units = checkpoint.Several(r, 1, r.Floats)
	s.Signs = checkpoint.Whole[int](r)
	return s
}
