package boxes

import "relucert/internal/engine/whiten"

// shape says where things stand in the vectors of a problem for so many units: the variables
// x = (c, α_1, …, α_k) with V vertices a unit, and the parameters v = (c, ŵ_1, …, ŵ_k, -1) with N
// coordinates a unit.
type shape struct {
	p        *whiten.Problem
	units    int
	vertices int // V
}

// dim is the length of x, size that of v.
func (s *shape) dim() int  { return s.p.P + s.units*s.vertices }
func (s *shape) size() int { return s.p.P + s.units*s.p.N + 1 }

// firstAlpha is where unit j's α begin in x, firstWeight where its ŵ begins in v.
func (s *shape) firstAlpha(j int) int  { return s.p.P + j*s.vertices }
func (s *shape) firstWeight(j int) int { return s.p.P + j*s.p.N }

// alphas are unit j's of x, weights its ŵ of v.
func (s *shape) alphas(x []float64, j int) []float64  { return x[s.firstAlpha(j):][:s.vertices] }
func (s *shape) weights(v []float64, j int) []float64 { return v[s.firstWeight(j):][:s.p.N] }

// unitOf is the unit whose α is entry q of x.
func (s *shape) unitOf(q int) int { return (q - s.p.P) / s.vertices }

// lambda is λ_j = Σ_v α_jv, the largest coordinate of ŵ_j.
func (s *shape) lambda(x []float64, j int) float64 {
	sum := 0.0
	for _, a := range s.alphas(x, j) {
		sum += a
	}
	return sum
}
