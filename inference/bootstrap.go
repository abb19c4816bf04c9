package inference

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// Resampling is what a bootstrap draws.
type Resampling int

// The kinds of bootstrap (Davison and Hinkley 1997, ch. 6 and 8).
const (
	// Residuals draws residuals, at the inputs as they are: for errors that are alike.
	Residuals Resampling = iota
	// Pairs draws samples: for errors that are not alike.
	Pairs
	// Blocks draws stretches of residuals in the order of the rows: for errors that hang together in time.
	Blocks
)

// Bootstrap says how to draw.
type Bootstrap struct {
	Kind    Resampling
	Draws   int
	Block   int // rows a stretch of Blocks; 0: the cube root of their number, rounded up
	Seed    uint64
	Threads int // 0: one
}

// Replicates are the lines fitted to each draw; those that have not the fit's breakpoints, with samples on both sides, are left
// out, and counted.
type Replicates struct {
	Lines   []*Line
	LeftOut int
}

// Run fits again as p was, which l is the fit to; p of no unit is a straight line. The result does not depend on the number of threads.
func (b Bootstrap) Run(ctx context.Context, p relucert.Problem, l *Line, opts relucert.Options) (*Replicates, error) {
	lines := make([]*Line, b.Draws)
	err := each(ctx, b.Draws, b.Threads, func(i int) (err error) {
		lines[i], err = b.refit(ctx, p, l, uint64(i), quiet(opts))
		return err
	})
	if err != nil {
		return nil, err
	}
	r := &Replicates{}
	for _, line := range lines {
		if line.sameShape(l) {
			r.Lines = append(r.Lines, line)
		}
	}
	r.LeftOut = b.Draws - len(r.Lines)
	return r, nil
}

// refit is the fit to one draw.
func (b Bootstrap) refit(ctx context.Context, p relucert.Problem, l *Line, draw uint64, opts relucert.Options) (*Line, error) {
	p.Data = b.draw(l, rand.New(rand.NewPCG(b.Seed, draw)))
	n, err := best(ctx, p, opts)
	if err != nil {
		return nil, fmt.Errorf("bootstrap draw %d: %w", draw+1, err)
	}
	return Of(&p, n)
}

// best is the best network, or of no unit the straight line.
func best(ctx context.Context, p relucert.Problem, opts relucert.Options) (*network.Network, error) {
	if p.K() == 0 {
		path, err := relucert.FitPath(ctx, p, 0, opts)
		if err != nil {
			return nil, err
		}
		return path.Most().Network, nil
	}
	r, err := relucert.Fit(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	return r.Network, nil
}

func (b Bootstrap) draw(l *Line, random *rand.Rand) *dataset.Dataset {
	m := l.Data.Rows()
	if b.Kind == Pairs {
		which := make([]int, m)
		for i := range which {
			which[i] = random.IntN(m)
		}
		slices.Sort(which)
		return rows(l.Data, which)
	}
	length := 1
	if b.Kind == Blocks {
		if length = b.Block; length == 0 {
			length = int(math.Ceil(math.Cbrt(float64(m))))
		}
	}
	return l.noisy(stretches(l.residuals(), length, random))
}

// stretches draws as many numbers as there are, in stretches of a length that begin anywhere and wrap around.
func stretches(from []float64, length int, random *rand.Rand) []float64 {
	drawn := make([]float64, 0, len(from)+length)
	for len(drawn) < len(from) {
		at := random.IntN(len(from))
		for i := range length {
			drawn = append(drawn, from[(at+i)%len(from)])
		}
	}
	return drawn[:len(from)]
}

// residuals are √ω r less their mean, times √(m/(m−p)), so that they vary as errors do.
func (l *Line) residuals() []float64 {
	m, mean := float64(l.Data.Rows()), 0.0
	all := make([]float64, l.Data.Rows())
	for i, x := range l.Data.X {
		all[i] = math.Sqrt(l.Data.Weight(i)) * (l.Data.Y[i] - l.At(x))
		mean += all[i] / m
	}
	wider := 1.0
	if free := l.freedom(); free > 0 {
		wider = math.Sqrt(m / free)
	}
	for i := range all {
		all[i] = (all[i] - mean) * wider
	}
	return all
}

// noisy is the line's own values with errors, which are in units of √ω.
func (l *Line) noisy(errors []float64) *dataset.Dataset {
	y := make([]float64, len(errors))
	for i, x := range l.Data.X {
		y[i] = l.At(x) + errors[i]/math.Sqrt(l.Data.Weight(i))
	}
	d := like(l.Data, l.Data.X, y)
	d.Weights = l.Data.Weights
	return d
}

// Estimates are those of l, with percentile intervals and standard errors of the replicates.
func (r *Replicates) Estimates(l *Line, level float64) []Estimate {
	all := l.values()
	drawn := make([][]float64, len(all))
	for _, line := range r.Lines {
		for i, e := range line.values() {
			drawn[i] = append(drawn[i], e.Value)
		}
	}
	for i, draws := range drawn {
		slices.Sort(draws)
		all[i].SE = deviation(draws)
		all[i].Low, all[i].High = quantile(draws, (1-level)/2), quantile(draws, (1+level)/2)
	}
	return all
}

func deviation(all []float64) float64 {
	mean, about := 0.0, 0.0
	for i, v := range all {
		moved := v - mean
		mean += moved / float64(i+1)
		about += moved * (v - mean)
	}
	return math.Sqrt(about / float64(len(all)-1))
}

// quantile is of ascending numbers, R's type 7.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := q * float64(len(sorted)-1)
	i := min(int(at), len(sorted)-1)
	next := min(i+1, len(sorted)-1)
	return sorted[i] + (at-float64(i))*(sorted[next]-sorted[i])
}
