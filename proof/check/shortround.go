package check

import (
	"math"
	"math/big"
	"math/bits"

	"relucert/internal/wide"
)

// affineForm is a linear function of a sample's integers, times 2^(wide.Fraction+formShift).
// An integer of few bits is lifted to shortBits, so that its coefficient needs fewer.
type affineForm struct {
	coefficient []wide.Fixed
	lift        []uint
}

// formShift makes a coefficient's error, half a unit, times an integer below
// 2^shortBits at most 2^-9 ulps; with mostWidth of them it is below 2^-3.
const (
	formShift = shortBits + 8
	mostWidth = 32
)

// newAffineForm fails in q if it does not fit; size is the integers' bits.
func newAffineForm(q *rounder, form []big.Rat, size []int) (f affineForm) {
	for e := range form {
		lift := uint(shortBits - size[e])
		v := q.nearest(new(big.Int).Lsh(form[e].Num(), formShift-lift), form[e].Denom())
		q.failed = q.failed || v.Size() > 120
		f.coefficient, f.lift = append(f.coefficient, v), append(f.lift, lift)
	}
	return f
}

// of is the form's value for a sample.
func (f *affineForm) of(x []int64) (s wide.Sum) {
	for e, v := range x {
		if v != 0 {
			s.Add(f.coefficient[e], wide.Integer(v<<f.lift[e]))
		}
	}
	return s
}

func sizeOf(column []int64) int {
	var all uint64
	for _, v := range column {
		all |= magnitude(v)
	}
	return bits.Len64(all)
}

// sizes are the columns' bits.
func (c *coordinates) sizes() []int {
	all := make([]int, c.width())
	for e := range all {
		if all[e] = 1; e < len(c.short.column) {
			all[e] = sizeOf(c.short.column[e])
		}
	}
	return all
}

// shortRounder rounds short data, a sample at a time.
type shortRounder struct {
	c                *coordinates
	x                []affineForm // x̂, of raw columns
	reference, label affineForm   // ⟨reference, z⟩, of raw columns; label/label-scale, of Σωy
	weight           wide.Fixed   // 2^Fraction / weight-scale as an integer, of Σω
	row              []int64      // the sample's raw columns
}

// roundShort is round for short data; it is false for numbers that do not fit.
func (d *fixedData) roundShort() bool {
	r, fits := newShortRounder(d.coordinates)
	for i := 0; fits && i < d.count(); i++ {
		fits = r.round(d, i)
	}
	return fits
}

func newShortRounder(c *coordinates) (r *shortRounder, fits bool) {
	if c.short == nil || c.width() > mostWidth {
		return nil, false
	}
	r = &shortRounder{c: c, row: make([]int64, c.width())}
	q, sizes := &rounder{}, c.sizes()
	for _, form := range c.forKept() {
		r.x = append(r.x, newAffineForm(q, form, sizes))
	}
	r.reference = newAffineForm(q, c.referenceForm(), sizes)
	label := new(big.Rat).Quo(ratio(1, c.short.labelDen), rational(c.header.LabelScale))
	r.label = newAffineForm(q, []big.Rat{*label}, []int{sizeOf(c.short.label)})
	return r, r.scaleWeights() && !q.failed
}

// scaleWeights is false if the weight-scale, a power of two, is out of range.
func (r *shortRounder) scaleWeights() bool {
	_, exponent := math.Frexp(r.c.header.WeightScale) // 2^(exponent-1)
	weightShift := wide.Fraction + 1 - exponent
	if weightShift < 0 || weightShift > 120 {
		return false
	}
	r.weight = wide.Power(uint(weightShift))
	return true
}

// round is false if a number of sample i does not fit.
func (r *shortRounder) round(d *fixedData, i int) (fits bool) {
	r.c.short.row(r.row, i)
	for e := range r.x {
		s := r.x[e].of(r.row)
		if d.x[i*d.n+e], fits = s.Rounded(formShift); !fits {
			return false
		}
	}
	if d.y[i], fits = r.labelOf(i); !fits {
		return false
	}
	w, exact, fits := r.weightOf(i)
	if !exact {
		d.wSlack = wide.Ulp
	}
	d.w[i] = w
	return fits
}

// labelOf is label/weight − ⟨reference, z⟩ of the sample in row.
func (r *shortRounder) labelOf(i int) (y wide.Fixed, fits bool) {
	mean := r.label.of(r.c.short.label[i : i+1])
	if weight := r.c.short.weight[i]; weight != 1 {
		mean, _ = mean.Quo(uint64(weight))
	}
	reference := r.reference.of(r.row)
	reference = reference.Negated()
	mean = mean.Plus(&reference)
	return mean.Rounded(formShift)
}

// weightOf is ω rounded down.
func (r *shortRounder) weightOf(i int) (w wide.Fixed, exact, fits bool) {
	var s wide.Sum
	s.Add(r.weight, wide.Integer(r.c.short.weight[i]))
	s, rest := s.Quo(r.c.short.weightDen)
	w, fits = s.Integer()
	return w, rest == 0, fits
}
