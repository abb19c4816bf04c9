package inference

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"

	"relucert"
)

// Test is of fewer breakpoints against more.
type Test struct {
	Fewer, More int
	// Statistic is (SSE of fewer − SSE of more)/SSE of more.
	Statistic float64
	// P is the share of draws, the data themselves among them, whose statistic is no less.
	P     float64
	Draws int
}

// Draws say how a test's null distribution is found.
type Draws struct {
	Number int // besides the data themselves
	Seed   uint64
	// Normal draws errors from the normal distribution, which is exact for no breakpoint and normal errors, as the statistic
	// then depends on the inputs alone; else residuals are permuted (Kim and others 2000, as in Joinpoint).
	Normal  bool
	Threads int // 0: one
}

// TestBreakpoints tests Fewer breakpoints against More: is the gain in SSE more than that of data without the difference? p's
// class says all but their number.
func (d Draws) TestBreakpoints(ctx context.Context, p relucert.Problem, fewer, more int, opts relucert.Options) (*Test, error) {
	if fewer < 0 || fewer >= more {
		return nil, errors.New("a test is of fewer breakpoints against more")
	}
	opts = quiet(opts)
	p.Units, p.Signs = more, nil
	t := &Test{Fewer: fewer, More: more, Draws: d.Number}
	null, err := t.gain(ctx, p, opts)
	if err != nil {
		return nil, err
	}
	statistics, err := d.null(ctx, p, *t, null, opts)
	if err != nil {
		return nil, err
	}
	beyond := 1
	for _, s := range statistics {
		if s >= t.Statistic {
			beyond++
		}
	}
	t.P = float64(beyond) / float64(d.Number+1)
	return t, nil
}

// null is the statistics of all draws: the line with fewer breakpoints, and errors.
func (d Draws) null(ctx context.Context, p relucert.Problem, t Test, line *Line, opts relucert.Options) ([]float64, error) {
	statistics, residuals := make([]float64, d.Number), line.residuals()
	return statistics, each(ctx, d.Number, d.Threads, func(i int) error {
		p, t, errors := p, t, slices.Clone(residuals)
		d.errors(errors, rand.New(rand.NewPCG(d.Seed, uint64(i))))
		p.Data = line.noisy(errors)
		_, err := t.gain(ctx, p, opts)
		statistics[i] = t.Statistic
		return err
	})
}

func (d Draws) errors(e []float64, random *rand.Rand) {
	if !d.Normal {
		random.Shuffle(len(e), func(i, j int) { e[i], e[j] = e[j], e[i] })
		return
	}
	for i := range e {
		e[i] = random.NormFloat64()
	}
}

// gain finds the statistic of p's data, and returns the fit with fewer breakpoints.
func (t *Test) gain(ctx context.Context, p relucert.Problem, opts relucert.Options) (*Line, error) {
	path, err := relucert.FitPath(ctx, p, t.Fewer, opts)
	if err != nil {
		return nil, err
	}
	fewer, more := path.Fits[0], path.Most()
	t.Statistic = (fewer.SSE - more.SSE) / max(more.SSE, more.Floor)
	return Of(&p, fewer.Network)
}

// Sequence is the sequential permutation test of Joinpoint (Kim and others 2000) among a path's numbers of breakpoints: the
// fewest against the most left; a test that rejects moves the lower end up, one that does not the upper end down. Each is at
// the level alpha/(most−fewest). The number left is chosen; values are SSEs.
func (d Draws) Sequence(ctx context.Context, path *relucert.Path, p relucert.Problem, alpha float64, opts relucert.Options) (*Choices, error) {
	c := &Choices{By: "SSE"}
	var err error
	if c.All, err = candidates(path, &p); err != nil {
		return nil, err
	}
	for i, r := range path.Fits {
		c.All[i].Value, c.All[i].Least = r.SSE, r.SSELower
	}
	least := path.Fits[0].K()
	most := least + len(path.Fits) - 1
	level := alpha / float64(max(1, most-least))
	for low, high := least, most; low < high; {
		t, err := d.TestBreakpoints(ctx, p, low, high, opts)
		if err != nil {
			return nil, err
		}
		c.Tests = append(c.Tests, *t)
		if t.P <= level {
			low++
		} else {
			high--
		}
		c.Chosen = low - least
	}
	return c, nil
}
