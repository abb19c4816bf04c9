package check

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"relucert/certificate"
)

// tree is the nodes that are open. A split's children cost nothing until they
// are named; the split is forgotten when all its children are used up.
type tree struct {
	c     *coordinates
	later []uint32 // a split: how many of its children the certificate splits (from the survey)
	open  map[int]*branching
	made  int // splits so far
	leaf  func(*proof)
}

// branching is the children of one split.
type branching struct {
	signs    []int
	regions  []*region // the parent's
	group    []int     // the units that are divided
	parts    []*region // nil: dropped
	above    *proof    // the bounds of the node and its ancestors
	unnamed  int       // children that no record has named yet
	waiting  uint32    // children that are still to be split
	children map[string]*child
}

// child is a node that a record has named.
type child struct {
	bound *proof // its own bound, until it goes to leaf
	done  bool   // split, or handed over
}

// proof is a node's bound record with those of its ancestors, to be checked
// when it is needed.
type proof struct {
	above   *proof
	record  *certificate.Bound
	line    int
	signs   []int
	regions []*region
	memo
}

func newTree(c *coordinates, later []uint32, leaf func(*proof)) *tree {
	t := &tree{c: c, later: later, open: make(map[int]*branching), leaf: leaf}
	t.open[0] = t.roots()
	return t
}

// roots are the children of split 0: one, or one for each number of minus signs.
func (t *tree) roots() *branching {
	h := t.c.header
	r := &region{face: whole}
	b := &branching{signs: h.Signs, children: make(map[string]*child), waiting: t.toBeSplit(0), unnamed: 1}
	for range h.Units {
		b.regions = append(b.regions, r)
	}
	if h.Signs == nil {
		b.unnamed = h.Units + 1
	}
	return b
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
	if err := t.checkParts(b, name); err != nil {
		return nil, nil, err
	}
	ch := new(child)
	b.children[name.Parts] = ch
	if b.unnamed < math.MaxInt {
		b.unnamed--
	}
	return b, ch, nil
}

// checkParts insists that the name is one of the children's.
func (t *tree) checkParts(b *branching, name certificate.Name) error {
	if name.Split == 0 {
		return t.checkRoot(name)
	}
	if len(name.Parts) != len(b.group) {
		return refuse("node %s does not exist: split %d divides %d units", show(name), name.Split, len(b.group))
	}
	for i := range len(name.Parts) {
		p := int(name.Parts[i])
		switch {
		case p >= len(b.parts):
			return refuse("node %s does not exist: split %d has %d parts", show(name), name.Split, len(b.parts))
		case b.parts[p] == nil:
			return refuse("node %s does not exist: part %d was dropped", show(name), p)
		case i > 0 && name.Parts[i] < name.Parts[i-1]:
			return refuse("node %s does not exist: its parts decrease", show(name))
		}
	}
	return nil
}

func (t *tree) checkRoot(name certificate.Name) error {
	most := 0
	if t.c.header.Signs == nil {
		most = t.c.header.Units
	}
	if len(name.Parts) != 1 || int(name.Parts[0]) > most {
		return refuse("there is no root %s", show(name))
	}
	return nil
}

// regionsOf are the child's.
func (b *branching) regionsOf(name certificate.Name) []*region {
	if name.Split == 0 {
		return b.regions
	}
	all := append([]*region(nil), b.regions...)
	for i, j := range b.group {
		all[j] = b.parts[name.Parts[i]]
	}
	return all
}

// signsOf are the child's.
func (b *branching) signsOf(name certificate.Name) []int {
	if b.signs != nil {
		return b.signs
	}
	signs := make([]int, len(b.regions))
	for j := range signs {
		signs[j] = 1
		if j >= len(signs)-int(name.Parts[0]) {
			signs[j] = -1
		}
	}
	return signs
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
	next := &branching{signs: b.signsOf(s.Node), regions: b.regionsOf(s.Node), above: b.above, waiting: t.toBeSplit(t.made + 1)}
	if ch.bound != nil {
		next.above = ch.bound
	}
	if err := t.fill(next, s); err != nil {
		return err
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

// fill computes the group, the parts and how many children there are.
func (t *tree) fill(b *branching, s *certificate.Split) (err error) {
	r := b.regions[s.Unit]
	for j := range b.regions {
		if b.regions[j] == r && b.signs[j] == b.signs[s.Unit] {
			b.group = append(b.group, j)
		}
	}
	if b.parts, err = t.divide(r, s); err != nil {
		return err
	}
	b.children = make(map[string]*child)
	b.unnamed = multisets(len(b.parts), len(b.group))
	if s.Drop == certificate.Keep {
		return nil
	}
	if why := t.c.notAlike(b.parts[s.Drop]); why != "" {
		return refuse("part %d cannot be dropped: %s", s.Drop, why)
	}
	b.parts[s.Drop], b.unnamed = nil, 1
	return nil
}

// multisets counts the ways to give g units a part of n each, MaxInt if there
// are more: C(n+g-1, g).
func multisets(n, g int) int {
	count := 1
	for i := 1; i <= g; i++ {
		if count > math.MaxInt/(n+g) {
			return math.MaxInt
		}
		count = count * (n - 1 + i) / i
	}
	return count
}

// bound enters a bound record.
func (t *tree) bound(r *certificate.Bound, line int) error {
	b, ch, err := t.find(r.Node)
	if err != nil {
		return err
	}
	if ch.done || ch.bound != nil {
		return refuse("node %s is split or has a bound already", show(r.Node))
	}
	p := &proof{above: b.above, record: r, line: line, signs: b.signsOf(r.Node), regions: b.regionsOf(r.Node)}
	if err := t.c.checkPoint(p); err != nil {
		return err
	}
	if ch.bound = p; b.waiting == 0 {
		t.handOver(ch)
		t.forget(r.Node.Split, b)
	}
	return nil
}

// handOver gives a child that will not be split to leaf.
func (t *tree) handOver(ch *child) {
	if !ch.done && ch.bound != nil {
		t.leaf(ch.bound)
		*ch = child{done: true}
	}
}

// forget drops a split of which no child can be split any more when none is
// unnamed either.
func (t *tree) forget(split int, b *branching) {
	if b.unnamed == 0 {
		delete(t.open, split)
	}
}

// finish hands over all that is open; what has no bound inherits.
func (t *tree) finish() {
	for _, split := range slices.Sorted(maps.Keys(t.open)) {
		b := t.open[split]
		inherits := b.unnamed > 0
		for _, name := range slices.Sorted(maps.Keys(b.children)) {
			ch := b.children[name]
			inherits = inherits || !ch.done && ch.bound == nil
			t.handOver(ch)
		}
		if inherits {
			t.leaf(b.above)
		}
	}
}

// show writes a name as the certificate does.
func show(name certificate.Name) string {
	parts := make([]string, len(name.Parts))
	for i := range parts {
		parts[i] = strconv.Itoa(int(name.Parts[i]))
	}
	return fmt.Sprintf("%d/%s", name.Split, strings.Join(parts, ","))
}
