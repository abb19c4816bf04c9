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
}

// write writes the selection with the trailer, and returns how many records it has.
func (t *tree) write(out io.Writer, s selection) (int, error) {
	w := &writer{Writer: certificate.NewWriter(out, t.header), scratch: t.scratch, selection: s}
	w.push(t.root, 0, false)
	for len(w.stack) > 0 {
		n := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		if err := w.node(n); err != nil {
			return w.written, err
		}
	}
	trailer := *t.trailer
	trailer.Parts = w.parts
	w.Trailer(&trailer)
	return w.written, w.Flush()
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
	if _, err := w.copy(n.bound, n.name); err != nil {
		return err
	}
	number, err := w.copy(n.split, n.name)
	w.push(n.node, number, n.within)
	return err
}

func (w *writer) copy(t text, name certificate.Name) (number int, err error) {
	if t.length <= 0 {
		return 0, nil
	}
	if w.line, err = w.load(w.line, t); err != nil {
		return 0, err
	}
	w.written++
	return w.Copy(w.line, name), nil
}
