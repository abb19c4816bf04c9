package check

import (
	"iter"
	"slices"

	"relucert/proof/certificate"
)

// offspring is the children of a split, or the roots, as cover sees them. Whether splits are in order is for Check to say.
type offspring interface {
	check(name certificate.Name) error // that a child has the name
	choices() iter.Seq[string]         // the children's parts
	count() int
	under(node certificate.Name, split certificate.Record) (offspring, error) // the children of a child
}

// ancestors are the roots.
func ancestors(h *certificate.Header) offspring {
	if h.Breakpoints != nil {
		return theRoot
	}
	f := rootsOf(h)
	return &f
}

// apart is a split's node, and its value without that; nil if the record is none.
func apart(record certificate.Record) (node certificate.Name, split certificate.Record) {
	switch s := record.(type) {
	case *certificate.Split:
		value := *s
		value.Node = certificate.Name{}
		return s.Node, value
	case *certificate.KinkSplit:
		value := *s
		value.Node = certificate.Branch{}
		return s.Node.Name(), value
	}
	return node, nil
}

// under takes a row for its sample.
func (f *family) under(node certificate.Name, split certificate.Record) (offspring, error) {
	s := split.(certificate.Split)
	s.Node = node
	next, err := f.divide(&s, s.Row)
	if err == nil && s.Drop != certificate.Keep {
		next.drop(s.Drop)
	}
	return &next, err
}

// sides are the children in a proof by breakpoints, by their parts. Its grammar has no other names.
type sides []string

var (
	theRoot   = sides{certificate.Branch{}.Name().Parts}
	twoHalves = sides{certificate.Branch{Split: 1}.Name().Parts, certificate.Branch{Split: 1, Part: 1}.Name().Parts}
)

func (s sides) check(certificate.Name) error                                  { return nil }
func (s sides) choices() iter.Seq[string]                                     { return slices.Values(s) }
func (s sides) count() int                                                    { return len(s) }
func (s sides) under(certificate.Name, certificate.Record) (offspring, error) { return twoHalves, nil }
