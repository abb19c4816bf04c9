package rearrange

import (
	"io"
	"os"
	"slices"
)

// Trim writes to out what the certificate needs for its claim. The file takes the
// records on their way.
func Trim(from Source, file *os.File, out io.Writer) (Stats, error) {
	t, err := (&scratch{file: file}).take(from)
	if err != nil {
		return Stats{}, err
	}
	s := all()
	if len(t.trailer.Parts) > 0 {
		s.wants = func(n *node) bool { return n.part || n.leads }
		s.names = func(n *node) bool { return n.part }
	}
	written, err := t.write(out, s)
	return Stats{t.read, written}, err
}

// prune takes away the splits of a proof by breakpoints of which a part has no records: it has its parent's bound, so
// that is as high as the claim is (FORMAT.md, "Parts of a proof by breakpoints").
func (t *tree) prune() {
	order, _ := t.preorder()
	for _, n := range slices.Backward(order) {
		if n.asked && n.isSplit() && (len(n.children) < 2 || slices.ContainsFunc(n.children, (*node).isIdle)) {
			n.split, n.children = line{}, nil
		}
	}
}

// isIdle says that there is no record of the node.
func (n *node) isIdle() bool { return len(n.proofs) == 0 && !n.isSplit() }
