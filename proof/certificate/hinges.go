package certificate

import "slices"

// MostHinged is the largest number of a feature that a unit in a proof by hinges may be on: a root's name has a byte for a unit's feature and sign.
const MostHinged = 126

// HingeSplit divides a unit's interval at the value that its feature has in a row.
type HingeSplit struct {
	Node      Name
	Unit, Row int
}

// HingeBound is a sum of hinges whose residuals prove a node's bound.
type HingeBound struct {
	Node Name
	Sum  []Hinge
}

// Hinge is Value·max(0, x − x′), x′ being the feature's value in a row, Value in the data's units.
type Hinge struct {
	Feature, Row int
	Value        float64
}

// hinges reads the features of each unit, and the limit.
func (q *headerReader) hinges() {
	h := &q.header
	for q.may("hinges", func() { h.Hinges = append(h.Hinges, q.features()) }) {
	}
	switch {
	case q.err != nil:
		return
	case len(h.Hinges) != h.Units:
		q.err = q.fail("%d lines of hinges for %d units", len(h.Hinges), h.Units)
	case h.Signs != nil || !h.Bias || h.Output != Affine:
		q.err = q.fail("hinges need any signs, a bias and an affine output")
	}
	q.must("weight-limit", func() { h.WeightLimit = q.positive() })
}

func (q *headerReader) features() []int {
	all := []int{q.integer(q.token(), min(len(q.header.Features), MostHinged+1))}
	for !q.empty() && q.fault == "" {
		word := q.token()
		next := q.integer(word, min(len(q.header.Features), MostHinged+1))
		if next <= all[len(all)-1] {
			q.blame("is not ascending", word)
		}
		all = append(all, next)
	}
	return all
}

func (w *Writer) hinges(h *Header) {
	for _, features := range h.Hinges {
		w.text("hinges").integers(features).end()
	}
	w.text("weight-limit").number(h.WeightLimit).end()
}

func (r *Reader) hingeRecord(word string) (Record, error) {
	switch word {
	case "s":
		s := &HingeSplit{Node: r.name(), Unit: r.integer(r.token(), r.header.Units), Row: r.integer(r.token(), most)}
		return r.checked(s)
	case "b":
		b := &HingeBound{Node: r.name()}
		for !r.empty() && r.fault == "" {
			b.Sum = append(b.Sum, r.hinge())
		}
		return r.checked(b)
	case "u":
		return r.trailer(word)
	}
	return nil, r.fail("unknown record %q", clip([]byte(word)))
}

func (r *Reader) hinge() Hinge {
	parts := r.fields(3)
	h := Hinge{Row: r.integer(parts[1], most), Value: r.number(parts[2])}
	h.Feature = r.integer(parts[0], len(r.header.Features))
	if !slices.ContainsFunc(r.header.Hinges, func(line []int) bool { return slices.Contains(line, h.Feature) }) {
		r.blame("is a feature of no unit", parts[0])
	}
	return h
}

// HingeSplit appends a split record and returns the split's number.
func (w *Writer) HingeSplit(s *HingeSplit) int {
	w.text("s").name(s.Node).integer(s.Unit).integer(s.Row).end()
	w.splits++
	return w.splits
}

// HingeBound appends a bound record.
func (w *Writer) HingeBound(b *HingeBound) {
	w.text("b").name(b.Node)
	for _, h := range b.Sum {
		w.integer(h.Feature).glued(':').integer(h.Row).glued(':').number(h.Value)
	}
	w.end()
}
