package rearrange

import (
	"errors"
	"io"
	"maps"
	"os"
	"slices"

	"relucert/proof/certificate"
)

// ErrParts says that a certificate is one of parts already.
var ErrParts = errors.New("it is a certificate of parts: join them first")

// Cut is a certificate that is divided into parts, to be written one by one.
//
// The lines of the tree in preorder are laid out on a ruler with a slot for each
// part that is wanted. A leaf is in the slot where it starts, and so is a node that
// cannot be divided. A node whose children are all in one slot is a part of it; one
// across several is on the way to its children.
type Cut struct {
	tree *tree
	used []int // the slots that hold something
}

// Split divides a certificate of the whole into about the given number of parts,
// of about equal length. The file takes the records; it must stay open.
func Split(from Source, file *os.File, parts int) (*Cut, error) {
	t, err := (&scratch{file: file}).take(from)
	if err != nil {
		return nil, err
	}
	if len(t.trailer.Parts) > 0 {
		return nil, &Error{from.Name, ErrParts}
	}
	t.addRoots()
	return &Cut{t, t.slots(parts)}, nil
}

// Len is the number of parts.
func (c *Cut) Len() int { return len(c.used) }

// Write writes the i-th part.
func (c *Cut) Write(i int, out io.Writer) error {
	slot := c.used[i]
	_, err := c.tree.write(out, selection{
		wants: func(n *node) bool { return n.first <= slot && slot <= n.last },
		names: func(n *node) bool { return n.first == n.last },
	})
	return err
}

// addRoots makes the roots of which there is no record: somebody must have them.
func (t *tree) addRoots() {
	known := make(map[string]bool)
	for _, n := range t.root.children {
		known[n.parts] = true
	}
	for _, parts := range t.roots() {
		if !known[parts] {
			t.root.children = append(t.root.children, &node{parts: parts, parent: t.root})
		}
	}
}

// roots are the parts of all their names.
func (t *tree) roots() (all []string) {
	last := 0
	switch h := t.header; {
	case h.Breakpoints != nil:
		return []string{certificate.Branch{}.Name().Parts}
	case h.Signs == nil:
		last = h.Units
	}
	for p := range last + 1 {
		all = append(all, string([]byte{byte(p)}))
	}
	return all
}

// slots finds the slots of all nodes, and returns those that hold something.
func (t *tree) slots(count int) []int {
	order, length := t.preorder()
	used := make(map[int]bool)
	for _, n := range slices.Backward(order) {
		if n.isDivisible() {
			n.first, n.last = n.children[0].first, n.children[len(n.children)-1].last
			continue
		}
		n.first = min(int(n.start*int64(count)/max(length, 1)), count-1)
		n.last = n.first
	}
	for _, n := range order {
		switch p := n.parent; {
		case p != t.root && p.first == p.last: // within a part
			n.first, n.last = p.first, p.last
		case n.first == n.last:
			used[n.first] = true
		}
	}
	return slices.Sorted(maps.Keys(used))
}

// preorder is the nodes below the root with where their lines start, and the
// length of all.
func (t *tree) preorder() (order []*node, length int64) {
	stack := reversed(t.root.children)
	for len(stack) > 0 {
		n := stack[len(stack)-1]
		stack = append(stack[:len(stack)-1], reversed(n.children)...)
		n.start = length
		for _, l := range n.proofs {
			length += int64(l.length)
		}
		length += int64(max(n.split.length, 0))
		order = append(order, n)
	}
	return order, length
}

func reversed(nodes []*node) []*node {
	nodes = slices.Clone(nodes)
	slices.Reverse(nodes)
	return nodes
}

// isDivisible says that all children of the node are there to be given away.
func (n *node) isDivisible() bool {
	return n.isSplit() && len(n.children) > 0 && len(n.children) == children(n.ways, len(n.children[0].parts))
}

// children is how many a split of units into so many ways each has, or a number
// beyond any tree.
func children(ways, units int) int {
	count := 1
	for i := 1; i <= units && count < 1<<40; i++ {
		count = count * (ways - 1 + i) / i
	}
	return count
}
