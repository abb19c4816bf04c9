package whiten

import (
	"relucert/internal/budget"
	"relucert/internal/linalg"
	"relucert/loss"
	"relucert/network"
)

// Network is a point in the user's coordinates. signs has one of ±1 a unit.
func (p *Problem) Network(point Point, signs []int) *network.Network {
	net := &network.Network{Units: make([]network.Unit, len(signs))}
	for j, w := range point.Units {
		weights, bias := p.rawWeights(w, p.pressed())
		net.Units[j] = network.Unit{Sign: signs[j], Weights: weights, Bias: bias}
	}
	net.Output = p.output(point.C)
	return net
}

// Solution is a network of the class in these coordinates, up to rounding. Its output part is the best for its units.
func (p *Problem) Solution(n *network.Network, watch *budget.Watch) Solution {
	s := Solution{Point: Point{Units: make([][]float64, len(n.Units))}, Signs: make([]int, len(n.Units))}
	total, rest := 0.0, append([]float64(nil), p.Y...)
	for _, omega := range p.Weights {
		total += omega
	}
	for j := range n.Units {
		w := make([]float64, p.N)
		for i, omega := range p.Weights { // the columns of X are orthogonal
			watch.Look(p.features + 2*p.N)
			t := n.Units[j].Input(p.source.Row(p.firstRows[i])) / p.LabelScale
			linalg.AddScaled(w, omega*t/total, p.Row(i))
			rest[i] -= float64(n.Units[j].Sign) * max(0, t)
		}
		s.Point.Units[j], s.Signs[j] = w, n.Units[j].Sign
	}
	s.Point.C = p.fitOutput(p.OutputFactor(watch), rest)
	return s
}

// output adds the reference fit to c and leaves the whitened coordinates.
func (p *Problem) output(c []float64) network.Output {
	full := make([]float64, p.P)
	for d := range full {
		full[d] = p.reference[d] + c[d]
	}
	switch p.class.Output {
	case network.Affine:
		weights, bias := p.rawWeights(full, false)
		return network.Output{Weights: weights, Bias: bias}
	case network.Intercept:
		return network.Output{Weights: make([]float64, p.features), Bias: full[0] * p.LabelScale}
	}
	return network.Output{Weights: make([]float64, p.features)}
}

// rawWeights are Tᵀŵ in the user's units, spread over dependent columns as
// short as possible when spread is set, else only on the kept ones.
func (p *Problem) rawWeights(w []float64, spread bool) (weights []float64, bias float64) {
	b, n := &p.basis, p.N
	v := make([]float64, n)
	for d, wd := range w {
		for e := 0; e <= d; e++ {
			v[e] += wd * b.t[d*n+e] / b.scale[b.kept[e]]
		}
	}
	raw := make([]float64, b.n)
	if spread {
		v = b.shortest(v, new(budget.Watch))
		for j, d := range b.dropped {
			out := b.along(v, j)
			raw[d] = out * p.LabelScale
			if b.free {
				v[0] -= b.rawCombine(0, j) * out
			}
		}
	}
	for e, d := range b.kept {
		raw[d] = v[e] * p.LabelScale
	}
	if b.bias {
		return raw[1:], raw[0]
	}
	return raw, 0
}

// SSE is the weighted sum of squared errors of a point, or the objective in its place, in these coordinates.
func (p *Problem) SSE(point Point, signs []int) float64 {
	sum := p.Offset
	for i, y := range p.Y {
		sum += p.Weights[i] * p.Loss.Value(p.predict(i, point, signs)-y)
	}
	return sum + p.Penalty(point.Units)
}

// Penalty is λ Σ_j ‖w_j‖².
func (p *Problem) Penalty(units [][]float64) float64 {
	sum := 0.0
	for _, w := range units {
		if p.Ridge > 0 {
			sum += p.Ridge * linalg.QuadForm(p.Norm, p.N, w)
		}
	}
	return sum
}

// Squares is the same problem with the SSE as its objective.
func (p *Problem) Squares() *Problem {
	q := *p
	q.objective = loss.Objective{}
	q.Loss, q.Ridge = q.objective.Slopes(1), 0
	return &q
}

func (p *Problem) predict(i int, point Point, signs []int) float64 {
	f := linalg.Dot(point.C, p.Z[i*p.P:])
	for j, w := range point.Units {
		if t := linalg.Dot(w, p.X[i*p.N:]); t > 0 {
			f += float64(signs[j]) * t
		}
	}
	return f
}

// Affine is the least-squares fit of M labels by the free output part, length P, given its OutputFactor.
func (p *Problem) Affine(factor, y []float64) []float64 { return p.fitOutput(factor, y) }
