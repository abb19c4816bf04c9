package relucert

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"

	"relucert/internal/checkpoint"
	"relucert/internal/engine/node"
	"relucert/internal/engine/search"
	"relucert/internal/engine/whiten"
	"relucert/proof/certificate"
)

// below is open nodes that somebody has left, who is not believed. What they are is made anew from their lead, whose certificate
// is checked. A state only says in which order they come, and names a network, which is measured.
type below struct {
	node.Lead
	claims []float64 // bounds
	best   incumbent
}

// ErrState says that nobody can go on from a state.
var ErrState = errors.New("the state makes no sense")

// writeBelow writes what readState reads. Nodes are named as in the lead.
func (k *keeping) writeBelow(to *checkpoint.Folder, share search.Kept, names []certificate.Name) error {
	return to.Save(func(w *checkpoint.Writer) {
		writeLook(w, share.State(), k.scale)
		w.Text(k.statement)
		node.WriteSolution(w, share.Incumbent().(whiten.Solution))
		var claims []float64
		for _, bound := range share.Nodes() {
			claims = append(claims, bound)
		}
		checkpoint.Each(w, names, func(n certificate.Name) { writeName(w, n) })
		w.Floats(claims)
	})
}

// readBelow reads a subtree's folder, and copies the records that lead to it.
func (t *Subtrees) readBelow(dir string, to *certificate.Writer) (*below, error) {
	b := new(below)
	err := b.readLead(filepath.Join(dir, LeadFile), to)
	if err == nil {
		err = t.readState(dir, b)
	}
	if err != nil && !errors.As(err, new(*os.PathError)) {
		err = fmt.Errorf("%w: %w", ErrState, err)
	}
	return b, err
}

func (b *below) readLead(path string, to *certificate.Writer) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := certificate.NewReader(f)
	for err == nil {
		var record certificate.Record
		if record, err = r.Next(); err == nil {
			b.take(record, r.Text(), to)
		}
	}
	if err == io.EOF {
		return nil
	}
	return err
}

func (b *below) take(record certificate.Record, text []byte, to *certificate.Writer) {
	var of certificate.Name
	switch r := record.(type) {
	case *certificate.Split:
		b.Splits = append(b.Splits, r)
		of = r.Node
	case *certificate.Bound:
		of = r.Node
	case *certificate.Dual:
		of = r.Node
	case *certificate.Trailer:
		b.Names = r.Parts
		return
	}
	if to != nil {
		to.Copy(text, of)
	}
}

// readState reads what a state says of the nodes of its lead.
func (t *Subtrees) readState(dir string, b *below) error {
	r, err := checkpoint.Look(dir)
	if err != nil {
		return err
	}
	defer r.Close()
	readLook(r)
	if err := (&keeping{statement: t.Statement()}).compare(r.Text()); err != nil {
		return err
	}
	best := incumbentOf(node.ReadSolution(r))
	names := checkpoint.Several(r, 2, func() certificate.Name { return readName(r) })
	b.claims = r.Floats()
	if r.Err() != nil {
		return r.Err()
	}
	if b.best = (incumbent{best.solution(), t.value(best)}); math.IsInf(b.best.sse, 1) {
		return ErrIncumbent
	}
	return b.order(names)
}

// order puts the nodes into the order of a state.
func (b *below) order(names []certificate.Name) error {
	left := make(map[certificate.Name]bool, len(b.Names))
	for _, n := range b.Names {
		left[n] = true
	}
	for i, n := range names {
		if !left[n] || i >= len(b.claims) || math.IsNaN(b.claims[i]) {
			return fmt.Errorf("node %q of split %d is not left, or twice, or has no bound", n.Parts, n.Split)
		}
		delete(left, n)
	}
	if len(names) == 0 || len(left) > 0 || len(b.claims) != len(names) {
		return errors.New("it is not of all nodes")
	}
	b.Names = names
	return nil
}

func writeName(w *checkpoint.Writer, n certificate.Name) {
	w.Int(int64(n.Split))
	w.Text(n.Parts)
}

func readName(r *checkpoint.Reader) certificate.Name {
	return certificate.Name{Split: int(r.Int()), Parts: r.Text()}
}
