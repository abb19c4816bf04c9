package relucert

import (
	"context"
	"math"
	"math/big"
	"time"

	"relucert/internal/budget"
	"relucert/proof/certificate"
)

// timedRows is on how many rows a pass over all of them is timed. With fewer than many times that it takes no time.
const (
	timedRows = 1 << 12
	manyTimes = 16
)

// spare is how much longer than foreseen a pass may take.
const spare = 1.25

// closing is ctx that ends so early that so many results are still measured in time: passes over all rows, which no limit looks at.
func (s *session) closing(ctx context.Context, results int) (context.Context, context.CancelFunc) {
	rows := s.problem.Data.Rows()
	if _, limited := ctx.Deadline(); !limited || rows < manyTimes*timedRows {
		return ctx, func() {}
	}
	part := s.problem.firstRows(timedRows)
	pass := time.Duration(results) * timed(func() { part.constant().Measure(part.Data, part.Objective) })
	if s.opts.Certificate != nil && s.problem.Constraints.Any() {
		flat := &certificate.BrokenLine{X: new(big.Rat), Y: new(big.Rat), Slope: new(big.Rat)}
		pass += time.Duration(results) * timed(func() { part.sseAtMost(flat) })
	}
	return budget.Ahead(ctx, time.Duration(spare*float64(pass)*float64(rows)/timedRows))
}

// firstRows is the problem of so many rows.
func (p *Problem) firstRows(rows int) *Problem {
	part, data := *p, *p.Data
	data.X, data.Y = data.X[:rows*len(data.Features)], data.Y[:rows]
	if data.Weights != nil {
		data.Weights = data.Weights[:rows]
	}
	part.Data = &data
	return &part
}

// timed is how long something takes: the least of some times, as others may use the processor.
func timed(do func()) time.Duration {
	least := time.Duration(math.MaxInt64)
	for range 3 {
		start := time.Now()
		do()
		least = min(least, time.Since(start))
	}
	return least
}
