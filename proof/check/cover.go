package check

import (
	"errors"
	"fmt"
	"math/big"
	"reflect"
	"strings"

	"relucert/proof/certificate"
)

// Cover says whether certificates of parts cover the whole class together. It
// reads their headers, splits and parts, but neither bounds nor data: what it
// says holds if Check, with Options.Part, proves each of them (FORMAT.md, Parts).
// Its memory is in proportion to the splits outside the parts.
type Cover struct {
	header *certificate.Header
	first  string // the file that the header is of
	roots  *division
	files  []Part
	why    string // what is wrong; "": nothing yet
	lower  *big.Rat
	upper  *big.Rat
}

// Part is one file of a cover.
type Part struct {
	File   string   `json:"file"`
	SHA256 string   `json:"sha256"`
	Nodes  []string `json:"nodes,omitempty"` // none: the whole
}

// place is a node outside the parts, or a part. It is covered if it is a part of
// some file, or if all children of one of its splits are.
type place struct {
	made      *division // the split that made it
	covered   bool
	first     *division                        // of divisions; nil: it is not split
	divisions map[certificate.Record]*division // by the split's value, without its node
}

// division is a split of a place. Files may split one place in different ways.
type division struct {
	offspring
	of       *place // nil: the roots
	split    certificate.Record
	children map[string]*place
	missing  int // children that are not covered
}

func newDivision(children offspring) *division {
	return &division{offspring: children, children: make(map[string]*place), missing: children.count()}
}

// Add reads a certificate of parts, or of the whole. The error is of a file that
// cannot be read; what is wrong otherwise goes into the verdict.
func (c *Cover) Add(file Source) error {
	s := &survey{proof: file}
	err := s.lookAhead()
	if err == nil {
		err = c.add(s)
	}
	var why *refusal
	if !errors.As(err, &why) {
		return err
	}
	if c.why == "" {
		c.why = file.Name + ": " + why.Error()
	}
	return nil
}

func (c *Cover) add(s *survey) error {
	if s.header.Sweep {
		return refuse("a proof by sweep has no parts: check proves it by itself")
	}
	if s.header.Hinges != nil {
		return refuse("a proof by hinges has no parts: check proves it by itself")
	}
	if s.trailer == nil {
		return refuse("no trailer: the certificate does not end with a claim")
	}
	if err := c.sameQuestion(s); err != nil {
		return err
	}
	r, err := c.reading(s)
	if err == nil {
		err = s.each(r.record)
	}
	if err == nil {
		err = r.meet()
	}
	if err == nil {
		c.enter(s)
	}
	return err
}

// sameQuestion insists on one header, for data, class and coordinates.
func (c *Cover) sameQuestion(s *survey) error {
	if c.header == nil {
		c.header, c.first = s.header, s.proof.Name
		c.roots = newDivision(ancestors(s.header))
	}
	switch a, b := c.header, s.header; {
	case a.Data != b.Data:
		return refuse("the certificate is for other data than %s", c.first)
	case !reflect.DeepEqual(classOf(a), classOf(b)):
		return refuse("the certificate is for another class than %s", c.first)
	case !reflect.DeepEqual(a, b):
		return refuse("the certificate is in other coordinates than %s", c.first)
	}
	return nil
}

// enter takes in a file that is in order.
func (c *Cover) enter(s *survey) {
	part := Part{File: s.proof.Name, SHA256: fmt.Sprintf("%x", s.hash)}
	for _, name := range s.parts() {
		part.Nodes = append(part.Nodes, show(name))
	}
	c.files = append(c.files, part)
	lower, upper := rational(s.trailer.Lower), rational(s.trailer.Upper)
	if c.lower == nil || lower.Cmp(c.lower) < 0 {
		c.lower = lower
	}
	if c.upper == nil || upper.Cmp(c.upper) < 0 {
		c.upper = upper
	}
}

// reading is one file on its way into the cover.
type reading struct {
	*survey
	wanted []certificate.Name // its parts, or all roots
	isPart map[certificate.Name]bool
	made   []*division // by number; nil: within a part
}

func (c *Cover) reading(s *survey) (*reading, error) {
	if _, err := s.partSet(); err != nil {
		return nil, err
	}
	r := &reading{survey: s, wanted: s.parts(), isPart: make(map[certificate.Name]bool), made: []*division{c.roots}}
	if len(r.wanted) == 0 {
		for root := range c.roots.choices() {
			r.wanted = append(r.wanted, certificate.Name{Parts: root})
		}
	}
	for _, name := range r.wanted {
		r.isPart[name] = true
	}
	return r, nil
}

// meet covers the parts that no split has named.
func (r *reading) meet() error {
	for i, name := range r.wanted {
		if _, err := r.find(name); err != nil {
			return r.atPart(i, err)
		}
	}
	return nil
}

func (r *reading) record(record certificate.Record, line int) error {
	node, split := apart(record)
	if split == nil {
		return nil
	}
	p, err := r.find(node)
	if err != nil {
		return at(line, err)
	}
	var d *division
	if p != nil {
		d, err = p.divide(node, split)
	}
	r.made = append(r.made, d)
	return at(line, err)
}

// find is the node's place; nil if it is a part, which is covered then, or
// within one.
func (r *reading) find(name certificate.Name) (*place, error) {
	if name.Split >= len(r.made) {
		return nil, refuse("node %s is of a split that has not been made yet", show(name))
	}
	d := r.made[name.Split]
	switch {
	case d == nil && r.isPart[name]:
		return nil, refuse("part %s lies within another part", show(name))
	case d == nil:
		return nil, nil
	}
	p, err := d.child(name)
	if err != nil || !r.isPart[name] {
		return p, err
	}
	p.cover()
	return nil, nil
}

// child finds or makes a child's place.
func (d *division) child(name certificate.Name) (*place, error) {
	if p := d.children[name.Parts]; p != nil {
		return p, nil
	}
	if err := d.check(name); err != nil {
		return nil, err
	}
	p := &place{made: d}
	d.children[name.Parts] = p
	return p, nil
}

// divide finds or makes a place's division, the node being its name in the file.
func (p *place) divide(node certificate.Name, split certificate.Record) (*division, error) {
	if d := p.divisions[split]; d != nil {
		return d, nil
	}
	children, err := p.made.under(node, split)
	if err != nil {
		return nil, err
	}
	d := newDivision(children)
	d.of, d.split = p, split
	if p.first == nil {
		p.first, p.divisions = d, make(map[certificate.Record]*division)
	}
	p.divisions[split] = d
	return d, nil
}

// cover covers a place, and what is complete with it.
func (p *place) cover() {
	for p != nil && !p.covered {
		p.covered = true
		if p.made.missing--; p.made.missing > 0 {
			return
		}
		p = p.made.of
	}
}

// gap is the path of a node that is not covered: a root's name, then in turn a
// split of it and the child of that.
func (c *Cover) gap() string {
	parts := c.roots.uncovered()
	path := show(certificate.Name{Parts: parts})
	for p := c.roots.children[parts]; p != nil && p.first != nil; {
		d := p.first
		parts = d.uncovered()
		path += " (" + showSplit(d.split) + ") " + showParts(parts)
		p = d.children[parts]
	}
	return path
}

// uncovered is the first child that is not covered, of which there is one.
func (d *division) uncovered() string {
	for parts := range d.choices() {
		if p := d.children[parts]; p == nil || !p.covered {
			return parts
		}
	}
	panic("check: all children are covered, and one is missing")
}

// Coverage is what certificates cover together. Its zero value covers nothing.
type Coverage struct {
	Covered bool   `json:"covered"`
	Reason  string `json:"reason,omitempty"`
	// Lower and Upper enclose the least of Class.Objective if Covered and every certificate is
	// proved: decimals rounded outward, and doubles in hexadecimal.
	Lower    string `json:"sse_lower,omitempty"`
	Upper    string `json:"sse_upper,omitempty"`
	LowerHex string `json:"sse_lower_hex,omitempty"`
	UpperHex string `json:"sse_upper_hex,omitempty"`

	Class
	Data         string `json:"data,omitempty"` // SHA-256
	Certificates []Part `json:"certificates,omitempty"`
}

// Verdict is what the files added so far cover.
func (c *Cover) Verdict() *Coverage {
	v := &Coverage{Certificates: c.files}
	if c.header != nil {
		v.Class, v.Data = classOf(c.header), fmt.Sprintf("%x", c.header.Data)
	}
	switch {
	case c.why != "":
		v.Reason = c.why
	case len(c.files) == 0:
		v.Reason = "there is no certificate"
	case c.roots.missing > 0:
		v.Reason = "no part has node " + c.gap()
	default:
		v.Covered = true
		v.Lower, v.LowerHex = decimal(c.lower, false), hexadecimal(c.lower, false)
		v.Upper, v.UpperHex = decimal(c.upper, true), hexadecimal(c.upper, true)
	}
	return v
}

// String is the verdict in one line; if it is good, a line for each certificate
// that is to be proved follows, as sha256sum prints it.
func (v *Coverage) String() string {
	if !v.Covered {
		return "NOT COVERED  " + v.Reason
	}
	var b strings.Builder
	fmt.Fprintf(&b, "COVERED  by %s: %s <= min %s <= %s for %s, data sha256:%s, if relucheck --part proves each of",
		plural(len(v.Certificates), "certificate"), v.Lower, v.Objective, v.Upper, &v.Class, v.Data)
	for _, part := range v.Certificates {
		fmt.Fprintf(&b, "\n%s  %s", part.SHA256, part.File)
	}
	return b.String()
}
