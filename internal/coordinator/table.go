package coordinator

import (
	"math"
	"slices"
	"time"
)

// Hash is the SHA-256 of a blob, in hexadecimal.
type Hash = string

// Self is the coordinator's own name as a worker.
const Self = "coordinator"

// Part is a certificate that is proved, and the bound of the nodes that it is for.
type Part struct {
	Proof Hash
	Lower float64
	By    string // the worker it is from
}

// Subtree is what is left of the tree below some nodes.
type Subtree struct {
	State, Lead Hash // what a worker goes on from
	Lower       float64
	Epoch       int64 // of its last lease

	parent   *Subtree
	children []*Subtree // unfinished
	before   []Part     // of subtrees whose place it has taken
	parts    []Part     // of its own result, and of what is finished in it
	closed   bool       // a result is accepted: what is left are the children
	fence    int64      // results of leases up to this one are refused
	refusals int
	here     bool // only the coordinator may work on it
	lease
}

// lease is who works on a subtree, or that it is offered to all.
type lease struct {
	offered bool
	worker  string // "": nobody has taken it
	since   time.Time
	until   time.Time
}

// Child is a subtree that a result leaves.
type Child struct {
	State, Lead Hash
	Lower       float64
}

// Result is what a worker has made of a subtree, checked.
type Result struct {
	State    Hash // of the subtree
	Epoch    int64
	Worker   string
	Part     *Part // nil: nothing is closed
	Children []Child
	Nodes    int64
}

// Table is all that is known of the tree.
type Table struct {
	Lease time.Duration // how long a worker may give no sign of life

	root     *Subtree
	subtrees map[Hash]*Subtree // by state: the unfinished ones
	workers  map[string]*Worker
	waste    []Hash // blobs that may be of no more use
	life     int64  // of the coordinator: each process goes on with the next
	epochs   int64  // of this life
	Counts
}

// Counts is what has happened.
type Counts struct {
	Nodes   int64 // processed
	Results int64 // accepted
	Refused int64 // results whose proof did not hold
	Lapsed  int64 // leases of workers who fell silent
	Revoked int64 // results that were taken back, as nobody could go on from them
}

// Root is the state of the whole tree, which no worker has left: the coordinator is the first to work.
const Root Hash = "root"

// New is a table whose tree is one subtree.
func New(lease time.Duration) *Table {
	t := &Table{Lease: lease, subtrees: make(map[Hash]*Subtree), workers: make(map[string]*Worker), life: 1}
	t.root = t.enter(Child{State: Root}, nil)
	t.root.here = true
	return t
}

func (t *Table) enter(c Child, parent *Subtree) *Subtree {
	s := &Subtree{State: c.State, Lead: c.Lead, Lower: c.Lower, parent: parent}
	t.subtrees[s.State] = s
	if parent != nil {
		s.Lower = max(s.Lower, parent.Lower)
		parent.children = append(parent.children, s)
	}
	return s
}

// Done says that nothing is left.
func (t *Table) Done() bool { return len(t.subtrees) == 0 }

// epoch is the last one that was given.
func (t *Table) epoch() int64 { return t.life<<32 + t.epochs }

func (t *Table) nextEpoch() int64 {
	t.epochs++
	return t.epoch()
}

// Parts are the certificates of what is finished.
func (t *Table) Parts() (all []Part) {
	t.root.each(func(s *Subtree) { all = append(append(all, s.before...), s.parts...) })
	return all
}

// Open are the subtrees without a result.
func (t *Table) Open() (all []*Subtree) {
	t.root.each(func(s *Subtree) {
		if !s.closed {
			all = append(all, s)
		}
	})
	return all
}

// Lower bounds the whole tree: by proofs where it is finished, by the workers' words elsewhere.
func (t *Table) Lower() float64 {
	lower := math.Inf(1)
	for _, s := range t.Open() {
		lower = min(lower, s.Lower)
	}
	for _, p := range t.Parts() {
		lower = min(lower, p.Lower)
	}
	return lower
}

// each visits a subtree and all below it.
func (s *Subtree) each(visit func(*Subtree)) {
	for todo := []*Subtree{s}; len(todo) > 0; {
		s, todo = todo[len(todo)-1], todo[:len(todo)-1]
		visit(s)
		todo = append(todo, s.children...)
	}
}

// Find is the subtree of this state that waits for a result; nil: none does.
func (t *Table) Find(state Hash) *Subtree {
	if s := t.subtrees[state]; s != nil && !s.closed {
		return s
	}
	return nil
}

// Accept enters a result. It is false for one that comes too late, or that the table cannot take: then nothing changes.
func (t *Table) Accept(now time.Time, r Result) bool {
	s := t.Find(r.State)
	if s == nil || r.Epoch <= s.fence || r.Epoch > t.epoch() || !t.areNew(r.Children) {
		return false
	}
	t.count(now, r)
	if r.Part != nil {
		s.parts = append(s.parts, *r.Part)
	}
	s.closed, s.lease, s.refusals, s.here = true, lease{}, 0, false
	if len(r.Children) == 1 && s != t.root {
		t.replace(s, r.Children[0])
		return true
	}
	for _, c := range r.Children {
		t.enter(c, s)
	}
	t.finish(s)
	return true
}

// areNew says that no subtree has such a state, nor two of them.
func (t *Table) areNew(children []Child) bool {
	for i, c := range children {
		same := func(o Child) bool { return o.State == c.State }
		if t.subtrees[c.State] != nil || slices.ContainsFunc(children[:i], same) {
			return false
		}
	}
	return true
}

// replace puts the only child in a subtree's place: so chains of results take no room.
func (t *Table) replace(s *Subtree, by Child) {
	t.remove(s)
	t.enter(by, s.parent).before = together(s.before, s.parts)
}

// finish hands the parts of a subtree up when nothing is left of it, and so on.
func (t *Table) finish(s *Subtree) {
	for s.closed && len(s.children) == 0 {
		t.remove(s)
		if s == t.root {
			return
		}
		s.parent.parts = together(s.parent.parts, together(s.before, s.parts))
		s = s.parent
	}
}

// together appends the shorter list to the longer one.
func together(a, b []Part) []Part {
	if len(a) < len(b) {
		a, b = b, a
	}
	return append(a, b...)
}

// remove takes a subtree out of its parent and the table.
func (t *Table) remove(s *Subtree) {
	delete(t.subtrees, s.State)
	t.waste = append(t.waste, s.State, s.Lead)
	if p := s.parent; p != nil {
		i := slices.Index(p.children, s)
		p.children[i] = p.children[len(p.children)-1]
		p.children = p.children[:len(p.children)-1]
	}
}

// Needed are the blobs that the table speaks of.
func (t *Table) Needed() map[Hash]bool {
	needed := make(map[Hash]bool)
	for _, s := range t.subtrees {
		needed[s.State], needed[s.Lead] = true, true
	}
	for _, p := range t.Parts() {
		needed[p.Proof] = true
	}
	return needed
}

// Waste are blobs that nobody needs any more; they are told once.
func (t *Table) Waste() (all []Hash) {
	needed := t.Needed()
	for _, h := range t.waste {
		if !needed[h] {
			all, needed[h] = append(all, h), true
		}
	}
	t.waste = nil
	return all
}
