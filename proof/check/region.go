package check

import (
	"math"

	"relucert/proof/certificate"
)

// whole is the face of a region that no split has touched.
const whole = -1

// region is a unit's region. Regions are immutable and shared: units of a group
// have the same *region.
type region struct {
	face   int
	lo, hi []float64 // lo = hi = ±1 at the face
	cuts   *cut      // the last cut; nil: none
}

// cut says that sign·(⟨ŵ, x̂⟩ - at) ≥ 0 at a sample.
type cut struct {
	sample, sign int
	at           float64
	number       int // in the order in which splits made them, from 0
	before       *cut
}

// cutCount is how many cuts the region has.
func (r *region) cutCount() int {
	if r.cuts == nil {
		return 0
	}
	return r.cuts.number + 1
}

// cutList is the cuts by number.
func (r *region) cutList() []*cut {
	all := make([]*cut, r.cutCount())
	for c := r.cuts; c != nil; c = c.before {
		all[c.number] = c
	}
	return all
}

// interval is what cuts leave of a sample's ⟨ŵ, x̂⟩; infinite where they do not bound it.
type interval struct{ low, high float64 }

var everything = interval{math.Inf(-1), math.Inf(1)}

// intervals are those of the samples with cuts.
func (r *region) intervals() map[int]interval {
	all := make(map[int]interval)
	for c := r.cuts; c != nil; c = c.before {
		v, ok := all[c.sample]
		if !ok {
			v = everything
		}
		all[c.sample] = v.cut(c)
	}
	return all
}

func (v interval) cut(c *cut) interval {
	if c.sign > 0 {
		return interval{max(v.low, c.at), v.high}
	}
	return interval{v.low, min(v.high, c.at)}
}

// intervalAt is one sample's.
func (r *region) intervalAt(sample int) interval {
	v := everything
	for c := r.cuts; c != nil; c = c.before {
		if c.sample == sample {
			v = v.cut(c)
		}
	}
	return v
}

// sign is the side of 0 that the interval is on, if it is.
func (v interval) sign() int {
	switch {
	case v.low >= 0:
		return 1
	case v.high <= 0:
		return -1
	}
	return 0
}

// faces are the parts of the whole space: (0,+), (0,−), …, or the positive ones.
func faces(n int, positiveOnly bool) []*region {
	var all []*region
	for f := range n {
		all = append(all, face(n, f, 1))
		if !positiveOnly {
			all = append(all, face(n, f, -1))
		}
	}
	return all
}

func face(n, f int, sign float64) *region {
	r := &region{face: f, lo: make([]float64, n), hi: make([]float64, n)}
	for d := range n {
		r.lo[d], r.hi[d] = -1, 1
	}
	r.lo[f], r.hi[f] = sign, sign
	return r
}

// cutBox divides at δ_d = at.
func (r *region) cutBox(d int, at float64) []*region {
	low, high := *r, *r
	low.hi = append([]float64(nil), r.hi...)
	high.lo = append([]float64(nil), r.lo...)
	low.hi[d], high.lo[d] = at, at
	return []*region{&low, &high}
}

// cutBy divides by a sample's hyperplane.
func (r *region) cutBy(sample int, at float64) []*region {
	minus, plus := *r, *r
	minus.cuts = &cut{sample, -1, at, r.cutCount(), r.cuts}
	plus.cuts = &cut{sample, 1, at, r.cutCount(), r.cuts}
	return []*region{&minus, &plus}
}

// divide returns a region's parts, or why the split is not allowed.
func (r *region) divide(s *certificate.Split, sample int, h *certificate.Header) ([]*region, error) {
	switch {
	case s.Kind == certificate.Faces && r.face != whole:
		return nil, refuse("unit %d has a face already", s.Unit)
	case s.Kind == certificate.Faces && r.cuts != nil:
		return nil, refuse("unit %d has cuts: it stays whole", s.Unit)
	case s.Kind == certificate.Faces:
		return faces(len(h.Keep), h.Output == certificate.Affine), nil
	case r.face == whole && s.Kind == certificate.Coordinate:
		return nil, refuse("unit %d is whole: it must be split into faces first", s.Unit)
	case s.Kind == certificate.Coordinate && s.Coordinate == r.face:
		return nil, refuse("coordinate %d is unit %d's face", s.Coordinate, s.Unit)
	case s.Kind == certificate.Coordinate && !(r.lo[s.Coordinate] < s.At && s.At < r.hi[s.Coordinate]):
		return nil, refuse("the split at %g is not inside [%g, %g]", s.At, r.lo[s.Coordinate], r.hi[s.Coordinate])
	case s.Kind == certificate.Coordinate:
		return r.cutBox(s.Coordinate, s.At), nil
	}
	return r.divideBySample(s, sample)
}

func (r *region) divideBySample(s *certificate.Split, sample int) ([]*region, error) {
	v := r.intervalAt(sample)
	switch {
	case r.face != whole && s.At != 0:
		return nil, refuse("unit %d is not whole: it can be cut at 0 only", s.Unit)
	case !(v.low < s.At && s.At < v.high):
		return nil, refuse("unit %d is already cut at row %d: it lies in [%g, %g] there", s.Unit, s.Row, v.low, v.high)
	}
	return r.cutBy(sample, s.At), nil
}

// sampleOf is the sample that a split is by, if it is by one.
func (s *samples) sampleOf(split *certificate.Split) (int, error) {
	if split.Kind != certificate.Sample {
		return 0, nil
	}
	return s.sampleAt(split.Row)
}

// sampleAt is the sample that a row begins.
func (s *samples) sampleAt(row int) (int, error) {
	if row >= len(s.ofRow) {
		return 0, refuse("there is no row %d: the data has %d", row, len(s.ofRow))
	}
	if s.ofRow[row] < 0 {
		return 0, refuse("row %d does not begin a sample: an earlier one has the same features", row)
	}
	return int(s.ofRow[row]), nil
}
