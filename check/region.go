package check

import (
	"relucert/certificate"
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

// cut says that sign·⟨ŵ, x̂⟩ ≥ 0 at a sample.
type cut struct {
	sample, sign int
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

func (r *region) isCutAt(sample int) bool {
	for c := r.cuts; c != nil; c = c.before {
		if c.sample == sample {
			return true
		}
	}
	return false
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
func (r *region) cutBy(sample int) []*region {
	minus, plus := *r, *r
	minus.cuts = &cut{sample, -1, r.cutCount(), r.cuts}
	plus.cuts = &cut{sample, 1, r.cutCount(), r.cuts}
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
	case r.isCutAt(sample):
		return nil, refuse("unit %d is already cut at row %d", s.Unit, s.Row)
	}
	return r.cutBy(sample), nil
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
