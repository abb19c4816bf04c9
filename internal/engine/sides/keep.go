package sides

import (
	"maps"
	"slices"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// Copy implements search.Keeper: Expand puts other regions into a node, and its proofs elsewhere, but changes neither.
func (t *Tree) Copy(n *Node) *Node {
	c := *n
	c.Regions, c.waiting = slices.Clone(n.Regions), slices.Clone(n.waiting)
	return &c
}

// WriteNode implements search.Keeper.
func (t *Tree) WriteNode(w *checkpoint.Writer, n *Node) {
	n.Write(w, func(r *region) { checkpoint.Shared(w, r, func(r *region) { r.write(w) }) })
	optional(w, n.start, func(s *start) { s.write(w) })
	w.Int(int64(n.rounds))
	checkpoint.Ints(w, n.waiting)
	w.Float(n.aim)
	w.Float(n.proved)
	optional(w, n.proof, func(d *certificate.Dual) { writeDual(w, d) })
	optional(w, n.earlier, func(d *certificate.Dual) { writeDual(w, d) })
}

// ReadNode implements search.Keeper.
func (t *Tree) ReadNode(r *checkpoint.Reader) *Node {
	dual := func() *certificate.Dual { return readDual(r) }
	n := &Node{
		Node: node.Read(r, &t.Skeleton, t.units, func() *region {
			return checkpoint.Again(r, func() *region { return readRegion(r) })
		}),
		start:  read(r, func() *start { return readStart(r) }),
		rounds: int(r.Int()), waiting: checkpoint.Whole[int](r), aim: r.Float(), proved: r.Float(),
		proof: read(r, dual), earlier: read(r, dual),
	}
	if !t.possible(n) {
		r.Fail()
	}
	return n
}

// optional writes what may not be there.
func optional[T any](w *checkpoint.Writer, p *T, write func(*T)) {
	if w.Bool(p != nil); p != nil {
		checkpoint.Shared(w, p, write)
	}
}

func read[T any](r *checkpoint.Reader, value func() *T) *T {
	if !r.Bool() {
		return nil
	}
	return checkpoint.Again(r, value)
}

func (g *region) write(w *checkpoint.Writer) {
	checkpoint.Ints(w, g.side)
	checkpoint.Ints(w, g.cuts)
	checkpoint.Ints(w, g.numbers)
	w.Int(int64(g.made))
	checkpoint.Each(w, slices.Sorted(maps.Keys(g.implied)), func(i int32) {
		how := g.implied[i]
		w.Int(int64(i))
		checkpoint.Ints(w, how.cuts)
		w.Floats(how.nu)
		w.Float(how.rest)
	})
	checkpoint.Each(w, g.points, func(p []float64) { checkpoint.SharedFloats(w, p) })
	checkpoint.SharedFloats(w, g.low)
	checkpoint.SharedFloats(w, g.high)
}

func readRegion(r *checkpoint.Reader) *region {
	g := &region{side: checkpoint.Whole[int8](r), cuts: checkpoint.Whole[int32](r), numbers: checkpoint.Whole[int](r),
		made: int(r.Int()), implied: map[int32]implication{}}
	checkpoint.Several(r, 11, func() (none struct{}) {
		g.implied[int32(r.Int())] = implication{checkpoint.Whole[int](r), r.Floats(), r.Float()}
		return none
	})
	g.points = checkpoint.Several(r, 1, func() []float64 { return checkpoint.AgainFloats(r) })
	g.low, g.high = checkpoint.AgainFloats(r), checkpoint.AgainFloats(r)
	return g
}

func (s *start) write(w *checkpoint.Writer) {
	w.Floats(s.w)
	w.Floats(s.theta)
	w.Floats(s.eta)
	w.Float(s.ball)
}

func readStart(r *checkpoint.Reader) *start {
	return &start{r.Floats(), multipliers{r.Floats(), r.Floats(), r.Float()}}
}

// writeDual writes a record but for its node, which it does not have yet.
func writeDual(w *checkpoint.Writer, d *certificate.Dual) {
	w.Float(d.Hint)
	checkpoint.Each(w, d.Samples, func(m certificate.Multiplier) { w.Int(int64(m.Row)); w.Float(m.Value) })
	w.Floats(d.Point)
	checkpoint.Each(w, d.Kinks, func(s certificate.Slope) { w.Int(int64(s.Row)); w.Int(int64(s.Unit)); w.Float(s.Value) })
	checkpoint.Each(w, d.Implied, func(i certificate.Implied) {
		w.Int(int64(i.Row))
		w.Int(int64(i.Unit))
		w.Bool(i.Active)
		writeWalls(w, i.By)
	})
	writeWalls(w, d.Walls)
	checkpoint.Each(w, d.Slacks, func(s certificate.Slack) { w.Int(int64(s.Unit)); w.Floats(s.Vector) })
}

func readDual(r *checkpoint.Reader) *certificate.Dual {
	return &certificate.Dual{
		Hint:    r.Float(),
		Samples: checkpoint.Several(r, 9, func() certificate.Multiplier { return certificate.Multiplier{Row: int(r.Int()), Value: r.Float()} }),
		Point:   r.Floats(),
		Kinks: checkpoint.Several(r, 10, func() certificate.Slope {
			return certificate.Slope{Row: int(r.Int()), Unit: int(r.Int()), Value: r.Float()}
		}),
		Implied: checkpoint.Several(r, 4, func() certificate.Implied {
			return certificate.Implied{Row: int(r.Int()), Unit: int(r.Int()), Active: r.Bool(), By: readWalls(r)}
		}),
		Walls:  readWalls(r),
		Slacks: checkpoint.Several(r, 2, func() certificate.Slack { return certificate.Slack{Unit: int(r.Int()), Vector: r.Floats()} }),
	}
}

func writeWalls(w *checkpoint.Writer, walls []certificate.Wall) {
	checkpoint.Each(w, walls, func(v certificate.Wall) { w.Int(int64(v.Unit)); w.Int(int64(v.Cut)); w.Float(v.Value) })
}

func readWalls(r *checkpoint.Reader) []certificate.Wall {
	return checkpoint.Several(r, 10, func() certificate.Wall {
		return certificate.Wall{Unit: int(r.Int()), Cut: int(r.Int()), Value: r.Float()}
	})
}
