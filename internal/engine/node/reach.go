package node

import (
	"fmt"
	"slices"

	"relucert/proof/certificate"
)

// Lead is what leads to nodes of a tree: a certificate's splits, in order, and the nodes' names.
type Lead struct {
	Splits []*certificate.Split
	Names  []certificate.Name
}

// Parts are the pieces that a split makes of its unit's region; none: the tree makes no such split.
type Parts[R comparable] func(of R, s *certificate.Split) []R

// Reach makes the nodes that a lead names anew, in the order of their names, each as the given function completes it. Depth is how many splits are above it.
// So whoever names them says nothing of them that no certificate does.
func Reach[R comparable, N any](l *Lead, roots []Node[R], parts Parts[R], complete func(n Node[R], depth int) N) ([]N, error) {
	above := reached[R]{roots: roots}
	for _, s := range l.Splits {
		if err := above.divide(s, parts); err != nil {
			return nil, err
		}
	}
	var nodes []N
	for _, name := range l.Names {
		n, depth, err := above.find(name)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, complete(n, depth))
	}
	return nodes, nil
}

// reached are nodes that are divided.
type reached[R comparable] struct {
	roots    []Node[R]
	families []family[R] // of the splits
}

// family is a divided node with what its children get.
type family[R comparable] struct {
	parent Node[R]
	depth  int
	group  []int
	parts  []Part[R]
}

func (t *reached[R]) divide(s *certificate.Split, parts Parts[R]) error {
	n, depth, err := t.find(s.Node)
	if err != nil {
		return err
	}
	if s.Unit < 0 || s.Unit >= len(n.Regions) {
		return fmt.Errorf("there is no unit %d", s.Unit)
	}
	pieces := parts(n.Regions[s.Unit], s)
	if pieces == nil {
		return fmt.Errorf("no node is divided as split %d has it", len(t.families)+1)
	}
	t.families = append(t.families, family[R]{n, depth + 1, n.Group(s.Unit), Numbered(pieces)})
	return nil
}

// find is the node of a name, and how many splits are above it.
func (t *reached[R]) find(name certificate.Name) (n Node[R], depth int, err error) {
	err = fmt.Errorf("there is no node %q of split %d", name.Parts, name.Split)
	if name.Split < 0 || name.Split > len(t.families) {
		return n, 0, err
	}
	if name.Split == 0 {
		i := slices.IndexFunc(t.roots, func(r Node[R]) bool { return r.Parts == name.Parts })
		if i < 0 {
			return n, 0, err
		}
		return t.roots[i], 0, nil
	}
	f := &t.families[name.Split-1]
	chosen, ok := choose(f.parts, name.Parts)
	if !ok || len(chosen) != len(f.group) {
		return n, 0, err
	}
	return f.parent.Child(&Origin{name.Split, f.parent.From.Inherited}, f.group, chosen), f.depth, nil
}

// choose are the parts of these numbers, a byte each.
func choose[R any](parts []Part[R], numbers string) (chosen []Part[R], ok bool) {
	for i := range len(numbers) {
		if int(numbers[i]) >= len(parts) {
			return nil, false
		}
		chosen = append(chosen, parts[numbers[i]])
	}
	return chosen, true
}
