package kinks

import (
	"context"
	"errors"
	"math"
	"sync/atomic"

	"relucert/dataset"
	"relucert/internal/crew"
)

// ErrAmbiguous says that a sweep cannot know which samples have the same input.
var ErrAmbiguous = errors.New("some inputs are equal as doubles, but perhaps not in the file")

// samples are the data sorted by x. All is divided by powers of two, so that no
// sum overflows: |x|, |y| and w are below 2.
type samples struct {
	rows           []row
	scaleX, scaleY float64
	scaleW         float64
	largest        float64 // |x|
}

// leastUnit leaves room for bounds 2^-40 of Σωy² among the normal doubles.
const leastUnit = 0x1p-960

func newSamples(ctx context.Context, data *dataset.Dataset, workers int) (*samples, error) {
	s := &samples{rows: make([]row, data.Rows()), scaleX: dataset.Unit(data.X), scaleY: dataset.Unit(data.Y), scaleW: 1}
	if data.Weights != nil {
		s.scaleW = dataset.Unit(data.Weights)
	}
	if s.unit() < leastUnit {
		return nil, errors.New("labels are too small: their sum of squares underflows (multiply them by a constant)")
	}
	if err := s.fill(data, workers); err != nil {
		return nil, err
	}
	if s.rows = sortByX(ctx, s.rows, workers); ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	s.largest = max(math.Abs(s.rows[0].x), math.Abs(s.rows[len(s.rows)-1].x))
	if data.Ambiguous && s.hasTies() {
		return nil, ErrAmbiguous
	}
	return s, nil
}

// fillRows is how many rows a worker enters at once.
const fillRows = 1 << 14

// fill enters the rows, scaled.
func (s *samples) fill(data *dataset.Dataset, workers int) error {
	var inexact atomic.Bool
	perX, perY, perW := 1/s.scaleX, 1/s.scaleY, 1/s.scaleW
	crew.New(workers).Each((len(s.rows)+fillRows-1)/fillRows, func(_, part int) {
		for i := part * fillRows; i < min((part+1)*fillRows, len(s.rows)); i++ {
			r := row{data.X[i]*perX + 0, data.Y[i] * perY, 1} // +0: -0 is 0
			if data.Weights != nil {
				r.w = data.Weights[i] * perW
			}
			if r.x*s.scaleX != data.X[i] {
				inexact.Store(true) // underflow
			}
			s.rows[i] = r
		}
	})
	if inexact.Load() {
		return ErrAmbiguous
	}
	return nil
}

func (s *samples) hasTies() bool {
	for i := 1; i < len(s.rows); i++ {
		if s.rows[i].x == s.rows[i-1].x {
			return true
		}
	}
	return false
}

// unit is what an SSE here is to be multiplied with.
func (s *samples) unit() float64 { return s.scaleW * s.scaleY * s.scaleY }
