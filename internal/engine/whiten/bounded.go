package whiten

import (
	"math"
	"slices"
)

// Reach is B‖x̃‖ of sample i: no unit's |⟨ŵ, x̂⟩| is larger under the norm bound. Rounded up.
func (p *Problem) Reach(i int) float64 {
	square := 0.0
	if p.class.Bias() {
		square = 1
	}
	for _, v := range p.source.Row(p.firstRows[i]) {
		square += v * v
	}
	return p.NormBound * math.Sqrt(square) * (1 + normError)
}

// normError bounds the relative rounding of a norm.
const normError = 1e-12

// Dual writes the h with Th = g to h and returns the most that ⟨ŵ, g⟩ can be under the norm bound.
func (p *Problem) Dual(g, h []float64) float64 {
	p.solveLower(g, h)
	return p.Price(h)
}

// solveLower writes the h with Th = g to h.
func (p *Problem) solveLower(g, h []float64) {
	for d := range h {
		row := p.Transform[d*p.N:]
		sum := g[d]
		for e := range d {
			sum -= row[e] * h[e]
		}
		h[d] = sum / row[d]
	}
}

// largestInBall is the most that |ŵ_d| can be under the norm bound, of any d.
func (p *Problem) largestInBall() float64 { return p.NormBound * slices.Max(p.unitReach()) }

// unitReach is the most that |ŵ_d| can be, for each d, where ‖w‖ ≤ 1, the bias among the weights. Rounded up.
func (p *Problem) unitReach() []float64 {
	most, g, h := make([]float64, p.N), make([]float64, p.N), make([]float64, p.N)
	for d := range g {
		p.watch.Look(p.N * p.N)
		g[d] = 1
		p.solveLower(g, h)
		most[d] = p.length(h)
		g[d] = 0
	}
	return most
}

// Price is B‖(h, Cᵀh)‖, C being how dropped raw columns are made of kept ones: the most that ⟨ŵ, Th⟩ can be
// under the norm bound. With λ it is ‖(h, Cᵀh)‖²/2λ, the most that it can be beyond λ‖w‖²/2, h being 0 at the bias. Rounded up.
func (p *Problem) Price(h []float64) float64 {
	length := p.length(h)
	if p.Ridge > 0 {
		return length * length / (2 * p.Ridge) * (1 + normError)
	}
	return p.NormBound * length
}

// length is ‖(h, Cᵀh)‖, rounded up.
func (p *Problem) length(h []float64) float64 {
	square := 0.0
	for _, v := range h {
		square += v * v
	}
	for j := range p.basis.dropped {
		along, size := 0.0, 0.0
		for e, v := range h {
			term := p.basis.rawCombine(e, j) * v
			along, size = along+term, size+math.Abs(term)
		}
		along = math.Abs(along) + float64(2*p.N)*ulp*size
		square += along * along
	}
	return math.Sqrt(square) * (1 + normError)
}
