package breakpoints

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/twofold"
)

// ErrAmbiguous says that inputs which are equal as doubles may differ in the file.
var ErrAmbiguous = errors.New("some inputs are equal as doubles, but perhaps not in the file")

// samples are the data sorted by x, equal inputs merged. All is divided by units,
// so that |x|, |y| and w are at most 2.
type samples struct {
	x, y, w []float64    // distinct inputs, their mean label and weight
	gap     []float64    // gap[h] is x[h] − x[h−1]
	within  float64      // the spread within inputs, which no function changes
	prefix  []moments    // of the inputs before h, about (x0, y0)
	asked   *constraints // of the class; nil: none
	x0, y0  float64

	rows                []row
	from                []int // the first row of each input
	unitX, unitY, unitW float64
	perX, wholeX        float64 // inputs are x·wholeX/perX, if perX is not 0
	norm, spread        float64 // ‖y‖, and Y of rounding.go
	reading, forced     float64 // of rounding.go
}

type row struct{ x, y, w, raw float64 }

// comparing two rows, or adding one to sums in twice the precision, takes as long as so many multiplications.
const (
	comparing = 16
	doubled   = 64
)

func newSamples(ctx context.Context, data *dataset.Dataset) (s *samples, err error) {
	defer budget.Catch(func() { s, err = nil, context.Cause(ctx) })
	watch := budget.On(ctx)
	xs, perX := whole(data, &watch)
	s = &samples{rows: make([]row, data.Rows()), unitX: dataset.Unit(xs), unitY: dataset.Unit(data.Y), unitW: 1}
	if data.Weights != nil {
		s.unitW = dataset.Unit(data.Weights)
	}
	if s.unitY < 0x1p-460 || s.unitW < 0x1p-460 {
		return nil, errors.New("labels are too small: their sum of squares underflows (multiply them by a constant)")
	}
	for i := range s.rows {
		r := row{xs[i]/s.unitX + 0, data.Y[i] / s.unitY, 1, data.X[i]} // +0: -0 is 0
		if data.Weights != nil {
			r.w = data.Weights[i] / s.unitW
		}
		if r.x*s.unitX != xs[i] {
			return nil, ErrAmbiguous // underflow
		}
		s.rows[i] = r
	}
	slices.SortStableFunc(s.rows, func(a, b row) int {
		watch.Look(comparing)
		return cmp.Compare(a.x, b.x)
	})
	s.merge(&watch)
	if s.areApart() {
		return nil, errors.New("inputs, or sample weights, lie too far apart: the largest distance or weight is more than 2^500 times the least")
	}
	if data.Ambiguous && len(s.x) < len(s.rows) {
		return nil, ErrAmbiguous
	}
	s.sum(&watch)
	s.bounds(perX > 0)
	if s.perX, s.wholeX = perX, s.unitX; perX > 0 {
		s.unitX /= perX
	}
	return s, nil
}

// farApart is more than whose square float64 holds with room for what it is multiplied by.
const farApart = 0x1p500

// areApart says that products of distances, or of weights, would overflow or vanish.
func (s *samples) areApart() bool {
	least, most := math.Inf(1), 0.0
	for _, r := range s.rows {
		least, most = min(least, r.w), max(most, r.w)
	}
	gap := math.Inf(1)
	for h := 1; h < len(s.x); h++ {
		gap = min(gap, s.gap[h])
	}
	return most/least > farApart || (s.x[len(s.x)-1]-s.x[0])/gap > farApart
}

// merge finds the distinct inputs.
func (s *samples) merge(watch *budget.Watch) {
	for i, r := range s.rows {
		watch.Look(comparing)
		if i == 0 || r.x != s.rows[i-1].x {
			s.from = append(s.from, i)
			s.x = append(s.x, r.x)
		}
	}
	s.from = append(s.from, len(s.rows))
	s.gap = make([]float64, len(s.x)+1)
	for h := 1; h < len(s.x); h++ {
		s.gap[h] = s.x[h] - s.x[h-1]
	}
}

// sum makes the prefix sums, about the middle input and the mean label.
func (s *samples) sum(watch *budget.Watch) {
	total, weight := 0.0, 0.0
	for _, r := range s.rows {
		total += r.w * r.y
		weight += r.w
	}
	s.x0, s.y0 = s.x[len(s.x)/2], total/weight
	s.prefix = make([]moments, len(s.x)+1)
	s.y, s.w = make([]float64, len(s.x)), make([]float64, len(s.x))
	var within twofold.Number
	for i := range s.x {
		watch.Look(doubled * (s.from[i+1] - s.from[i] + 1))
		own, spread := s.input(i, s.x0, s.y0)
		s.w[i], s.y[i] = own.w.Hi, own.y.Over(own.w).Hi
		within = within.Plus(spread)
		s.prefix[i+1] = s.prefix[i].plus(own)
	}
	s.within = within.Hi
}

// size is the number of distinct inputs.
func (s *samples) size() int { return len(s.x) }
