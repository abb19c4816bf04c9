package network

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

// Network is f(x) = ⟨Output.Weights, x⟩ + Output.Bias + Σ_j Sign_j [⟨Weights_j, x⟩ + Bias_j]_+.
type Network struct {
	Units  []Unit `json:"units"`
	Output Output `json:"output"`
}

// Predict is f(x); x has one entry a feature.
func (n *Network) Predict(x []float64) float64 {
	f := dot(n.Output.Weights, x) + n.Output.Bias
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
