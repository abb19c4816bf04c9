package check

import (
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// branch is a node. Its states are made when a record needs them.
type branch struct {
	asked  bool // a part, or within one
	bound  wide.Fixed
	dag    *dag
	parent *dag
	split  *certificate.KinkSplit
	part   int
	line   int // of the last record
}

// node is one that a record names, with its states.
func (p *kinkProof) node(name certificate.Branch, line int) (*branch, error) {
	b, err := p.find(name)
	if err != nil {
		return nil, err
	}
	b.line = line
	if b.dag != nil {
		return b, nil
	}
	if b.dag, err = p.states(b); err != nil {
		return nil, err
	}
	b.parent, b.split = nil, nil
	return b, nil
}

// swept is a node that a sweep is for.
func (p *kinkProof) swept(name certificate.Branch, line int) (*branch, error) {
	b, err := p.find(name)
	if err == nil && b.dag == nil && b.parent == nil && p.fast != nil && p.sieve == nil && !p.parted {
		b.dag, err = p.sweptRoot()
	}
	if err != nil {
		return nil, err
	}
	return p.node(name, line)
}

func (p *kinkProof) states(b *branch) (*dag, error) {
	if b.parent != nil {
		return b.parent.part(b.split, b.part), nil
	}
	allow := func(int, int, int, int) bool { return true }
	if p.sieve != nil {
		allow = p.sieve.allows
	}
	return p.root(allow, p.sieve.remains())
}

// sweptRoot is the root where a sweep comes first: what it would remove without multipliers is not made.
func (p *kinkProof) sweptRoot() (*dag, error) {
	l := p.fast.newLoose(p.value)
	all := func(int, int, int, int) bool { return true }
	return p.rootOf(func(kinks, _, h, _ int) bool { return l.hasState(kinks, h) }, all, l.hasLine)
}

// fits makes the table of fits, if there is none, for lines of a node and its descendants.
func (p *kinkProof) fits(d *dag) {
	if p.fast != nil && p.fast.table == nil {
		p.fast.fill(d, p.threads)
	}
}

func (p *kinkProof) find(name certificate.Branch) (*branch, error) {
	b := p.nodes[name]
	switch {
	case b != nil:
		return b, nil
	case name.Split > p.splits:
		return nil, refuse("node %s is of a split that has not been made yet", show(name.Name()))
	}
	return nil, refuse("node %s is split already", show(name.Name()))
}

func (p *kinkProof) divide(s *certificate.KinkSplit, line int) error {
	if s.At > p.noPlace() {
		return refuse("a split at %d, where there is no place", s.At)
	}
	b, err := p.node(s.Node, line)
	if err != nil {
		return err
	}
	p.fits(b.dag)
	p.splits++
	delete(p.nodes, s.Node)
	for part := range 2 {
		child := &branch{asked: b.asked, bound: b.bound, parent: b.dag, split: s, part: part, line: line}
		err = firstOf(err, p.open(certificate.Branch{Split: p.splits, Part: part}, child))
	}
	return err
}

// open enters a new node, which may be a part.
func (p *kinkProof) open(name certificate.Branch, b *branch) error {
	p.nodes[name] = b
	_, isPart := p.parts[name.Name()]
	if isPart && b.asked {
		return refuse("part %s lies within another part", show(name.Name()))
	}
	if isPart {
		p.parts[name.Name()], b.asked = true, true
	}
	return nil
}

// raise enters a node's bound, the cutoff at most.
func (p *kinkProof) raise(b *branch, v wide.Fixed) { b.bound = wide.Max(b.bound, wide.Min(v, p.value)) }

// proved is the least bound of the nodes that are not split and asked for, at most every cutoff, in the data's units.
func (p *kinkProof) proved() (*big.Rat, *branch) {
	var weakest *branch
	for _, b := range p.leaves() {
		if weakest == nil || b.bound.Less(weakest.bound) || b.bound == weakest.bound && b.line < weakest.line {
			weakest = b
		}
	}
	switch {
	case weakest == nil:
		return new(big.Rat), new(branch)
	case p.least == nil:
		return new(big.Rat), weakest
	}
	return lowerOf(p.inData(weakest.bound), p.least), weakest
}

// leaves are the nodes that are not split and asked for; none if a part is missing.
func (p *kinkProof) leaves() (all []*branch) {
	for _, met := range p.parts {
		if !met {
			return nil
		}
	}
	for _, b := range p.nodes {
		if b.asked {
			all = append(all, b)
		}
	}
	return all
}
