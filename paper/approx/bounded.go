package approx

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// Problem asks for the network Σ_j a_j [⟨w_j, x⟩]_+ of least training error among
// those with ‖w_j‖ ≤ NormBound.
type Problem struct {
	Data          *dataset.Dataset
	network.Class // Output is None, whatever it says; a norm bound is needed
}

// Scale is all that the sample sizes know of a problem.
type Scale struct {
	Units int
	Signs []int // of the units; nil: any
	// Norm is B ≥ ‖w_j‖, Radius is R ≥ ‖x_i‖.
	Norm, Radius float64
	// Labels are from LeastLabel to MostLabel.
	LeastLabel, MostLabel float64
}

// Output is M = k·B·R, which no |f(x)| exceeds.
func (s Scale) Output() float64 { return float64(s.Units) * s.Norm * s.Radius }

// outputs are the least and the largest f(x) if so many of the units have sign +.
func (s Scale) outputs(positive int) (low, high float64) {
	unit := s.Norm * s.Radius
	return -float64(s.Units-positive) * unit, float64(positive) * unit
}

// allOutputs are those of all sign vectors that compete.
func (s Scale) allOutputs() (low, high float64) {
	if s.Signs == nil {
		return -s.Output(), s.Output()
	}
	return s.outputs(s.positive())
}

// positive counts the units of sign +.
func (s Scale) positive() int {
	count := 0
	for _, sign := range s.Signs {
		count += (1 + sign) / 2
	}
	return count
}

// label is Y, which no |y| exceeds.
func (s Scale) label() float64 { return math.Max(math.Abs(s.LeastLabel), math.Abs(s.MostLabel)) }

// residual is what no |f(x) − y| exceeds.
func (s Scale) residual() float64 {
	low, high := s.allOutputs()
	return math.Max(high-s.LeastLabel, s.MostLabel-low)
}

// Scale is the problem's, as the data have it.
func (p *Problem) Scale() Scale {
	s := Scale{Units: p.K(), Signs: p.Signs, Norm: p.NormBound}
	for i := range p.Data.Y {
		s.Radius = max(s.Radius, norm(p.input(i)))
	}
	if p.Data.Rows() > 0 {
		s.LeastLabel, s.MostLabel = slices.Min(p.Data.Y), slices.Max(p.Data.Y)
	}
	return s
}

// validate finds what the algorithms cannot answer for.
func (p *Problem) validate(epsilon float64) error {
	s := p.Scale()
	return cmp.Or(
		refuse(p.Data.Rows() == 0, "there are no samples"),
		refuse(s.Units < 1, "a network needs at least one unit, got %d", s.Units),
		refuse(!isPositive(p.NormBound), "the norm bound must be a finite number above 0, got %g", p.NormBound),
		refuse(!isPositive(epsilon), "the additive error must be a finite number above 0, got %g", epsilon),
		refuse(math.IsInf(s.residual()*s.residual(), 1), "numbers are too large: squared errors overflow"),
	)
}

func refuse(wrong bool, format string, args ...any) error {
	if !wrong {
		return nil
	}
	return fmt.Errorf(format, args...)
}

func isPositive(v float64) bool { return v > 0 && !math.IsInf(v, 1) }

// input is sample i as the units see it.
func (p *Problem) input(i int) []float64 {
	x := p.Data.Row(i)
	if p.Bias() {
		x = append(x, 1) // Row caps its capacity: a copy
	}
	return x
}

// inputs is n.
func (p *Problem) inputs() int {
	if p.Bias() {
		return len(p.Data.Features) + 1
	}
	return len(p.Data.Features)
}

// meanSquare is the zero network's training error, Σωy²/Σω.
func (p *Problem) meanSquare() float64 {
	sum := 0.0
	for i, y := range p.Data.Y {
		sum += p.Data.Weight(i) * y * y
	}
	return sum / p.Data.SumOfWeights()
}

// network has these weights, one vector a unit, the bias last.
func (p *Problem) network(signs []int, weights [][]float64) *network.Network {
	n := len(p.Data.Features)
	net := &network.Network{Output: network.Output{Weights: make([]float64, n)}}
	for j, w := range weights {
		u := network.Unit{Sign: signs[j], Weights: append([]float64{}, w[:n]...)}
		if p.Bias() {
			u.Bias = w[n]
		}
		net.Units = append(net.Units, u)
	}
	return net
}

// exact is the same problem for package relucert. Its limit on whitened weights is
// far beyond what the norm bound lets through: inputs there have about the unit
// covariance, so that whitened weights are about the unit's RMS output, at most BR.
func (p *Problem) exact() relucert.Problem {
	s := p.Scale()
	return relucert.Problem{Data: p.Data, Class: network.Class{Units: p.Units, Signs: p.Signs, NoBias: !p.Bias(), Output: network.None, NormBound: p.NormBound, WeightLimit: 1000*math.Sqrt(p.meanSquare()) + 4*s.Norm*s.Radius}}
}

func norm(v []float64) float64 {
	s := 0.0
	for _, x := range v {
		s = math.Hypot(s, x)
	}
	return s
}
