package check

import (
	"maps"
	"math"
	"slices"

	"relucert/proof/certificate"
)

// tree is the nodes that are open. A split's children cost nothing until they
// are named; the split is forgotten when all its children are used up.
type tree struct {
	c     *coordinates
	later []uint32                  // a split: how many of its children the certificate splits (from the survey)
	parts map[certificate.Name]bool // the nodes that are asked for, and whether they were met; none: all
	open  map[int]*branching
	made  int // splits so far
	leaf  func(*proof)
}

// branching is the children of one split.
type branching struct {
	family
	asked    bool   // within a part, so that all the children are asked for
	above    *proof // the bounds of the node and its ancestors
	unnamed  int    // children that no record has named yet
	waiting  uint32 // children that are still to be split
	children map[string]*child
}

// child is a node that a record has named.
type child struct {
	asked bool   // a part, or within one
	bound *proof // its own bound, until it goes to leaf
	done  bool   // split, or handed over
}

// proof is a node's bound record with those of its ancestors, to be checked
// when it is needed.
type proof struct {
	above   *proof
	record  *certificate.Bound // or
	dual    *certificate.Dual  // or, of a node with these units,
	hinges  *certificate.HingeBound
	units   []hingeUnit
	line    int
	signs   []int
	regions []*region
	memo
}

func newTree(c *coordinates, later []uint32, parts map[certificate.Name]bool, leaf func(*proof)) *tree {
	t := &tree{c: c, later: later, parts: parts, open: make(map[int]*branching), leaf: leaf}
	t.open[0] = t.branch(rootsOf(c.header), 0)
	t.open[0].asked = len(parts) == 0
	return t
}

// branch is a split whose children nobody has named.
func (t *tree) branch(f family, split int) *branching {
	return &branching{family: f, unnamed: f.count(), waiting: t.toBeSplit(split), children: make(map[string]*child)}
}

func (t *tree) toBeSplit(split int) uint32 {
	if split < len(t.later) {
		return t.later[split]
	}
	return 0
}

// find returns the node's branching and what is known of the child.
func (t *tree) find(name certificate.Name) (*branching, *child, error) {
	b := t.open[name.Split]
	if b == nil && name.Split > t.made {
		return nil, nil, refuse("node %s is of a split that has not been made yet", show(name))
	}
	if b == nil {
		return nil, nil, refuse("node %s is closed: all children of split %d are used up", show(name), name.Split)
	}
	if ch := b.children[name.Parts]; ch != nil {
		return b, ch, nil
	}
	if err := b.check(name); err != nil {
		return nil, nil, err
	}
	ch := &child{asked: b.asked}
	if _, isPart := t.parts[name]; isPart {
		if b.asked {
			return nil, nil, refuse("part %s lies within another part", show(name))
		}
		t.parts[name], ch.asked = true, true
	}
	b.children[name.Parts] = ch
	if b.unnamed < math.MaxInt {
		b.unnamed--
	}
	return b, ch, nil
}

// split divides a node.
func (t *tree) split(s *certificate.Split) error {
	b, ch, err := t.find(s.Node)
	if err != nil {
		return err
	}
	if ch.done {
		return refuse("node %s is split already", show(s.Node))
	}
	f, err := t.divide(&b.family, s)
	if err != nil {
		return err
	}
	next := t.branch(f, t.made+1)
	if next.asked, next.above = ch.asked, b.above; ch.bound != nil {
		next.above = ch.bound
	}
	*ch = child{done: true}
	t.made++
	t.open[t.made] = next
	if b.waiting--; b.waiting == 0 {
		for _, parts := range slices.Sorted(maps.Keys(b.children)) {
			t.handOver(b.children[parts])
		}
		t.forget(s.Node.Split, b)
	}
	return nil
}

// divide is the family that a split makes. What it drops must be decided alike.
func (t *tree) divide(f *family, s *certificate.Split) (family, error) {
	sample, err := t.c.sampleOf(s)
	if err != nil {
		return family{}, err
	}
	next, err := f.divide(s, sample)
	if err != nil || s.Drop == certificate.Keep {
		return next, err
	}
	if why := t.c.notAlike(next.parts[s.Drop]); why != "" {
		return family{}, refuse("part %d cannot be dropped: %s", s.Drop, why)
	}
	next.drop(s.Drop)
	return next, nil
}

// bound enters a bound or dual record of a node.
func (t *tree) bound(name certificate.Name, p *proof) error {
	b, ch, err := t.find(name)
	if err != nil {
		return err
	}
	if ch.done || ch.bound != nil {
		return refuse("node %s is split or has a bound already", show(name))
	}
	p.above, p.signs, p.regions = b.above, b.signsOf(name), b.regionsOf(name)
	if err := t.c.checkRecord(p); err != nil {
		return err
	}
	if ch.bound = p; b.waiting == 0 {
		t.handOver(ch)
		t.forget(name.Split, b)
	}
	return nil
}

// handOver gives a child that will not be split to leaf.
func (t *tree) handOver(ch *child) {
	if ch.done || ch.bound == nil {
		return
	}
	if ch.asked {
		t.leaf(ch.bound)
	}
	*ch = child{done: true}
}

// forget drops a split of which no child can be split any more when none is
// unnamed either.
func (t *tree) forget(split int, b *branching) {
	if b.unnamed == 0 {
		delete(t.open, split)
	}
}

// meet finds a part that no record has named. One that does not exist is a leaf
// of which nothing is known.
func (t *tree) meet(part certificate.Name) error {
	if t.parts[part] {
		return nil
	}
	_, _, err := t.find(part)
	if err != nil {
		t.leaf(nil)
	}
	return err
}

// finish hands over all that is open; what has no bound inherits.
func (t *tree) finish() {
	for _, split := range slices.Sorted(maps.Keys(t.open)) {
		b := t.open[split]
		inherits := b.asked && b.unnamed > 0
		for _, name := range slices.Sorted(maps.Keys(b.children)) {
			ch := b.children[name]
			inherits = inherits || ch.asked && !ch.done && ch.bound == nil
			t.handOver(ch)
		}
		if inherits {
			t.leaf(b.above)
		}
	}
}
