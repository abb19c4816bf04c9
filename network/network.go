package network

import (
	"math"
	"slices"
)

// Unit is one ReLU with its coefficient: Sign·[⟨Weights, x⟩ + Bias]_+.
type Unit struct {
	Sign    int       `json:"sign"`    // +1 or -1
	Weights []float64 `json:"weights"` // one a feature
	Bias    float64   `json:"bias"`
}

// Output is the affine function added to the units.
type Output struct {
	Weights []float64 `json:"weights"` // one a feature, zeros when the part is none or intercept
	Bias    float64   `json:"bias"`
}

// Network is f(x) = ⟨Output.Weights, x⟩ + Output.Bias + Σ_j Sign_j [⟨Weights_j, x⟩ + Bias_j]_+, behind jumps with their Output.
type Network struct {
	Units  []Unit `json:"units"`
	Output Output `json:"output"`
	// Jumps, ascending, are where another output part takes over, on one feature and without units: a limit of ReLU networks, not one of them.
	Jumps []Jump `json:"jumps,omitempty"`
}

// Raw is the weights with the bias before them, if the class has one: the
// unit's weights on the columns (1, x).
func (u *Unit) Raw(bias bool) []float64 { return raw(bias, u.Bias, u.Weights) }

// Raw is the coefficients that the part leaves free: none, the constant, or all
// as in [Unit.Raw].
func (o *Output) Raw(part OutputPart, bias bool) []float64 {
	switch part {
	case Intercept:
		return []float64{o.Bias}
	case Affine:
		return raw(bias, o.Bias, o.Weights)
	}
	return nil
}

func raw(bias bool, b float64, weights []float64) []float64 {
	if bias {
		return append([]float64{b}, weights...)
	}
	return slices.Clone(weights)
}

// Finite says that all weights are: rounding beyond float64 need not show in predictions, for max(0, −∞) is 0.
func (n *Network) Finite() bool {
	parts := []Output{n.Output}
	for _, u := range n.Units {
		parts = append(parts, Output{u.Weights, u.Bias})
	}
	for _, j := range n.Jumps {
		parts = append(parts, j.Output, Output{Bias: j.At})
	}
	return !slices.ContainsFunc(parts, func(part Output) bool {
		return slices.ContainsFunc(append(part.Weights[:len(part.Weights):len(part.Weights)], part.Bias), infinite)
	})
}

func infinite(v float64) bool { return math.IsInf(v, 0) || math.IsNaN(v) }

// Predict is f(x); x has one entry a feature.
func (n *Network) Predict(x []float64) float64 {
	out := n.output(x)
	f := dot(out.Weights, x) + out.Bias
	for j := range n.Units {
		u := &n.Units[j]
		if t := u.Input(x); t > 0 {
			f += u.signed(t)
		}
	}
	return f
}

// Input is ⟨w, x⟩ + b, what the ReLU is applied to.
func (u *Unit) Input(x []float64) float64 { return dot(u.Weights, x) + u.Bias }

func (u *Unit) signed(v float64) float64 { return float64(float64(u.Sign) * v) }

// dot rounds each product, so that it is never fused with the sum.
func dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += float64(v * b[i])
	}
	return s
}
