package relucert

import (
	"context"
	"math"
	"math/big"
	"time"

	"relucert/internal/budget"
	"relucert/network"
	"relucert/proof/certificate"
)

// timedRows is on how many rows a pass over all of them is timed, timings how often, on others each time. With fewer than many times that
// it takes no time.
const (
	timedRows = 1 << 12
	timings   = 3
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
	typical := s.problem.part(0, timedRows).kinked()
	pass := time.Duration(results+s.starts()) * s.timed(func(part *Problem) { typical.Measure(part.Data, part.Objective) })
	if s.opts.Certificate != nil && s.problem.Constraints.Any() {
		flat := &certificate.BrokenLine{X: new(big.Rat), Y: new(big.Rat), Slope: new(big.Rat)}
		pass += time.Duration(results) * s.timed(func(part *Problem) { part.sseAtMost(flat) })
	}
	return budget.Ahead(ctx, time.Duration(spare*float64(pass)*float64(rows)/timedRows))
}

// starts is how many networks that a search begins with are measured, too, where its end comes while they are made better: that found, and
// that given.
func (s *session) starts() int {
	if s.given != nil {
		return 2
	}
	return 1
}

// kinked is a network whose units are active on some rows and not on others, as those found are.
func (p *Problem) kinked() *network.Network {
	n := p.constant()
	for j := range n.Units {
		u := &n.Units[j]
		for d := range u.Weights {
			u.Weights[d] = 1
		}
		u.Bias = -u.Input(p.Data.Row(j))
	}
	return n
}

// part is the problem of some rows.
func (p *Problem) part(from, rows int) *Problem {
	part, data, n := *p, *p.Data, len(p.Data.Features)
	data.X, data.Y = data.X[from*n:(from+rows)*n], data.Y[from:from+rows]
	if data.Weights != nil {
		data.Weights = data.Weights[from : from+rows]
	}
	part.Data = &data
	return &part
}

// timed is how long a pass over some rows takes: the least of some times, as others may use the processor.
func (s *session) timed(pass func(part *Problem)) time.Duration {
	least := time.Duration(math.MaxInt64)
	for i := range timings {
		part := s.problem.part(i*timedRows, timedRows)
		start := time.Now()
		pass(part)
		least = min(least, time.Since(start))
	}
	return least
}
