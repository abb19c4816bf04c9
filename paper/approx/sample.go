package approx

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"

	"relucert"
	"relucert/network"
)

// SampleOptions say how near and how sure.
type SampleOptions struct {
	// Epsilon is the additive training error, in squared label units; Delta the
	// probability of failure, in (0, 1).
	Epsilon, Delta float64
	// Realizable promises that some network of the class fits all labels exactly.
	Realizable bool
	// AllPatterns trains on them by trying every activation pattern, as the paper does.
	// Otherwise by branch and bound, which is not the paper's algorithm, and mostly faster.
	AllPatterns bool
	// Seed draws the samples.
	Seed uint64
	// Search is for training on them; Gap and NodeLimit are not looked at.
	Search relucert.Options
}

// Sampled is a network trained on drawn samples.
type Sampled struct {
	Network *network.Network
	// TrainingError is measured on all samples.
	TrainingError float64
	// Needed is m'. Drawn is m' too, or 0 when all samples were used because they
	// are no more. Distinct is how many rows that made.
	Needed          float64
	Drawn, Distinct int
	// SampleError is the training error on the drawn samples, SampleLower a proved
	// lower bound on the least there.
	SampleError, SampleLower float64
	// Complete: training ended by itself. TrainingError is within Epsilon of the
	// least, with probability 1 − Delta. If it did not, the time was up, and
	// Epsilon is what holds all the same. It is at most TrainingError, which is surely
	// so: Delta is 0 then, as it is if all samples were used.
	Complete bool
	Epsilon  float64
	Delta    float64
	// Nodes is what training took.
	Nodes int64
}

// Sample trains on so many random samples that the result is within Epsilon on all
// of them (Theorems 5 and 9). It fails on options out of range, and when labels that
// were promised to be realizable are proved not to be.
func Sample(ctx context.Context, p Problem, o SampleOptions) (*Sampled, error) {
	if err := p.validate(o.Epsilon); err != nil {
		return nil, err
	}
	if !(o.Delta > 0 && o.Delta < 1) {
		return nil, fmt.Errorf("the probability of failure must be in (0, 1), got %g", o.Delta)
	}
	all, scale := p.Data, p.Scale()
	s := &Sampled{Needed: o.samples(scale), Epsilon: o.Epsilon}
	if s.Needed < float64(all.Rows()) {
		s.Drawn, s.Delta = int(s.Needed), o.Delta
		p.Data = Draw(all, s.Drawn, rand.New(rand.NewPCG(o.Seed, 0)))
	}
	s.Distinct = p.Data.Rows()
	if err := s.train(ctx, &p, o, s.tolerance(scale, o)); err != nil {
		return nil, err
	}
	s.TrainingError = s.Network.TrainingError(all)
	s.Epsilon, s.Delta = surely(s.Epsilon, s.Delta, s.TrainingError)
	return s, nil
}

// surely is the smaller of a guarantee and the training error: no network has less than 0.
func surely(epsilon, delta, trainingError float64) (float64, float64) {
	if trainingError <= epsilon {
		return trainingError, 0
	}
	return epsilon, delta
}

func (o SampleOptions) samples(s Scale) float64 {
	if o.Realizable {
		return s.SamplesRealizable(o.Epsilon, o.Delta)
	}
	return s.Samples(o.Epsilon, o.Delta)
}

// train solves the problem on the drawn samples.
func (s *Sampled) train(ctx context.Context, p *Problem, o SampleOptions, tolerance float64) error {
	if o.AllPatterns {
		o.Search.Method = relucert.Enumerate
	}
	r, err := within(ctx, p, o.Search, tolerance)
	if err != nil {
		return err
	}
	s.Network, s.SampleError, s.SampleLower, s.Nodes = r.Network, r.TrainingError, lower(r), r.Nodes
	if o.Realizable {
		return s.judgeRealizable(o, tolerance)
	}
	open := s.SampleError - s.SampleLower
	s.Complete = open <= tolerance
	if !s.Complete {
		s.Epsilon = s.deviation(o) + open
	}
	return nil
}

// tolerance is how far training on the sample may stay above the least. The scale is
// that of all samples, as in m'.
func (s *Sampled) tolerance(scale Scale, o SampleOptions) float64 {
	switch {
	case o.Realizable && s.Drawn > 0:
		return scale.RealizableTolerance(o.Epsilon, s.Needed)
	case s.Drawn == 0:
		return o.Epsilon
	}
	return solveShare * o.Epsilon
}

// deviation is the share of ε that drawing may cost.
func (s *Sampled) deviation(o SampleOptions) float64 {
	if s.Drawn == 0 {
		return 0
	}
	return (1 - solveShare) * o.Epsilon
}

// judgeRealizable holds the error against 0, not against the least.
func (s *Sampled) judgeRealizable(o SampleOptions, tolerance float64) error {
	s.Complete = s.SampleError <= tolerance
	if s.Complete {
		return nil
	}
	s.Epsilon = math.Inf(1)
	if s.SampleLower > tolerance {
		return fmt.Errorf("the labels are not realizable: on the samples no network of the class has a training error below %.4g", s.SampleLower)
	}
	return nil
}
