package baseline

import (
	"math"
	"math/rand/v2"

	"relucert/internal/linalg"
	"relucert/network"
)

// model is Linear → ReLU → Linear on standardised columns,
//
//	f(x) = Σ_j v_j [⟨w_j, x⟩ + b_j]_+ + ⟨c, x⟩ + d,
//
// whose parameters θ = (w_1, …, w_k, b, v, c, d) stand in one list. Parts that the
// class has not got stay 0; with given signs v_j = ±1 is not trained.
type model struct {
	k, n                   int
	biased                 bool
	affine, constant, free bool // slopes c, the constant d, signs
	signs                  []int
	on                     []float64 // [⟨w_j, x⟩ + b_j]_+ at the last sample
}

func newModel(p *Problem) *model {
	m := &model{k: p.K(), n: len(p.Data.Features), biased: p.Bias(), signs: p.Signs}
	m.affine, m.constant, m.free = p.Output == network.Affine, p.Constant(), p.Signs == nil
	m.on = make([]float64, m.k)
	return m
}

// size is the length of θ.
func (m *model) size() int { return m.constantAt() + 1 }

func (m *model) constantAt() int                       { return m.k*(m.n+2) + m.n }
func (m *model) unit(theta []float64, j int) []float64 { return theta[j*m.n : (j+1)*m.n] }
func (m *model) bias(theta []float64, j int) float64   { return theta[m.k*m.n+j] }
func (m *model) outer(theta []float64, j int) float64  { return theta[m.k*(m.n+1)+j] }
func (m *model) slopes(theta []float64) []float64      { return theta[m.k*(m.n+2) : m.constantAt()] }

// start sets θ to PyTorch's initial values for Linear layers, and given signs.
func (m *model) start(rng *rand.Rand, theta []float64) {
	clear(theta)
	inner, outer := 1/math.Sqrt(float64(m.n)), 1/math.Sqrt(float64(m.k))
	uniform(rng, theta[:m.k*m.n], inner)
	if m.biased {
		uniform(rng, theta[m.k*m.n:m.k*(m.n+1)], inner)
	}
	uniform(rng, theta[m.k*(m.n+1):m.k*(m.n+2)], outer)
	for j, sign := range m.signs {
		theta[m.k*(m.n+1)+j] = float64(sign)
	}
	if m.affine {
		uniform(rng, m.slopes(theta), inner)
	}
	if m.constant {
		uniform(rng, theta[m.constantAt():], outer)
	}
}

// uniform fills v from [−limit, limit], as PyTorch's Linear starts.
func uniform(rng *rand.Rand, v []float64, limit float64) {
	for d := range v {
		v[d] = limit * (2*rng.Float64() - 1)
	}
}

// predict is f(x); it remembers the units' outputs for descend.
func (m *model) predict(theta, x []float64) float64 {
	f := theta[m.constantAt()]
	if m.affine {
		f += linalg.Dot(m.slopes(theta), x)
	}
	for j := range m.k {
		m.on[j] = max(0, linalg.Dot(m.unit(theta, j), x)+m.bias(theta, j))
		f += m.outer(theta, j) * m.on[j]
	}
	return f
}

// addGradient adds factor·∂f/∂θ at x, where predict was called last.
func (m *model) addGradient(gradient, theta, x []float64, factor float64) {
	for j := range m.k {
		if m.on[j] > 0 {
			m.addUnit(gradient, x, j, factor*m.outer(theta, j))
		}
		if m.free {
			gradient[m.k*(m.n+1)+j] += factor * m.on[j]
		}
	}
	if m.affine {
		linalg.AddScaled(m.slopes(gradient), factor, x)
	}
	if m.constant {
		gradient[m.constantAt()] += factor
	}
}

func (m *model) addUnit(gradient, x []float64, j int, factor float64) {
	linalg.AddScaled(m.unit(gradient, j), factor, x)
	if m.biased {
		gradient[m.k*m.n+j] += factor
	}
}
