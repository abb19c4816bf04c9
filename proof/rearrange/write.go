package rearrange

import (
	"io"

	"relucert/proof/certificate"
)

// Stats counts records before and after.
type Stats struct{ Read, Written int }

// selection says which nodes to write. Within a node that is named a part, all are.
type selection struct {
	wants func(*node) bool
	names func(*node) bool
	split map[*node]int // takes the numbers of splits; nil: nobody asks
}

// all is the whole tree, of no parts.
func all() selection {
	return selection{wants: func(*node) bool { return true }, names: func(*node) bool { return false }}
}

// pending is a node to be written.
type pending struct {
	*node
	name   certificate.Name
	within bool // a named part
}

// writer writes a selection in preorder.
type writer struct {
	*certificate.Writer
	*scratch
	selection
	stack   []pending // trees may be too deep for recursion
	parts   []certificate.Name
	written int
	line    []byte
	cutoff  *float64 // nil: none yet
}

// write writes the selection with the trailer, and returns how many records it has.
func (t *tree) write(out io.Writer, s selection) (int, error) {
	w, err := t.writeRecords(out, s)
	if err == nil {
		err = w.claim(*t.trailer)
	}
	return w.written, err
}

func (t *tree) writeRecords(out io.Writer, s selection) (*writer, error) {
	w := &writer{Writer: certificate.NewWriter(out, t.header), scratch: t.scratch, selection: s}
	for _, l := range t.ahead {
		if err := w.prepare(l); err != nil {
			return w, err
		}
		w.Repeat(w.line)
	}
	w.push(t.root, 0, false)
	for len(w.stack) > 0 {
		n := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		if err := w.node(n); err != nil {
			return w, err
		}
	}
	return w, w.Flush()
}

func (w *writer) claim(trailer certificate.Trailer) error {
	trailer.Parts = w.parts
	w.Trailer(&trailer)
	return w.Flush()
}

func (w *writer) push(n *node, split int, within bool) {
	for i := len(n.children) - 1; i >= 0; i-- {
		c := n.children[i]
		if within || w.wants(c) {
			w.stack = append(w.stack, pending{c, certificate.Name{Split: split, Parts: c.parts}, within})
		}
	}
}

func (w *writer) node(n pending) error {
	if !n.within && w.names(n.node) {
		w.parts, n.within = append(w.parts, n.name), true
	}
	for _, l := range n.proofs {
		if _, err := w.copy(l, n.name); err != nil {
			return err
		}
	}
	number, err := w.copy(n.split, n.name)
	if w.split != nil && n.isSplit() {
		w.split[n.node] = number
	}
	w.push(n.node, number, n.within)
	return err
}

func (w *writer) copy(l line, name certificate.Name) (number int, err error) {
	if l.length <= 0 {
		return 0, nil
	}
	if err = w.prepare(l); err != nil {
		return 0, err
	}
	return w.Copy(w.line, name), nil
}

// prepare loads a record that is to be written, and writes its cutoff if that is another than the last.
func (w *writer) prepare(l line) (err error) {
	if l.cutoff != nil && (w.cutoff == nil || *w.cutoff != *l.cutoff) {
		w.Cutoff(*l.cutoff)
		w.cutoff = l.cutoff
	}
	w.written++
	w.line, err = w.load(w.line, l.text)
	return err
}
