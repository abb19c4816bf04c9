package deep

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// ridge makes least squares strictly convex: this share of the mean square of its columns is added.
const ridge = 1e-10

// quadratic is min Σ (⟨row, w⟩ − b)² under ⟨c, w⟩ ≥ 0 for rows c.
type quadratic struct {
	n          int
	hessian    []float64 // n×n, Σ row rowᵀ
	slope      []float64 // Σ b·row
	square     float64   // Σ b²
	conditions [][]float64
}

func newQuadratic(n int) *quadratic {
	return &quadratic{n: n, hessian: make([]float64, n*n), slope: make([]float64, n)}
}

// with is q with a further square and conditions.
func (q *quadratic) with(row []float64, b, weight float64, conditions [][]float64) *quadratic {
	out := &quadratic{n: q.n, hessian: slices.Clone(q.hessian), slope: slices.Clone(q.slope), square: q.square + weight*b*b}
	for i, v := range row {
		out.slope[i] += weight * b * v
		for j, u := range row {
			out.hessian[i*q.n+j] += weight * v * u
		}
	}
	out.conditions = append(slices.Clip(q.conditions), conditions...)
	return out
}

// value is the sum of squares at w.
func (q *quadratic) value(w []float64) float64 {
	return math.Max(0, linalg.QuadForm(q.hessian, q.n, w)-2*linalg.Dot(q.slope, w)+q.square)
}

// minimum is weights that solve q, nearly. With H = LLᵀ and u = Lᵀw it is the point of the cone of all u with ⟨L⁻¹c, u⟩ ≥ 0
// that is nearest to d = L⁻¹slope: d + Σ λ L⁻¹c, where λ ≥ 0 makes that sum shortest (Moreau).
func (q *quadratic) minimum() []float64 {
	factor, w, trace := slices.Clone(q.hessian), slices.Clone(q.slope), 0.0
	for i := range q.n {
		trace += q.hessian[i*q.n+i]
	}
	for i := range q.n {
		factor[i*q.n+i] += ridge * trace / float64(q.n)
	}
	if trace == 0 || !linalg.CholeskyFactor(factor, q.n) {
		return make([]float64, q.n)
	}
	linalg.SolveLower(factor, q.n, w)
	w = shortest(q.walls(factor), w)
	linalg.SolveLowerTransposed(factor, q.n, w)
	return w
}

// walls are the L⁻¹c, of length 1.
func (q *quadratic) walls(factor []float64) (rows [][]float64) {
	for _, c := range q.conditions {
		wall := slices.Clone(c)
		linalg.SolveLower(factor, q.n, wall)
		if size := math.Sqrt(linalg.Dot(wall, wall)); size > 0 {
			for d := range wall {
				wall[d] /= size
			}
			rows = append(rows, wall)
		}
	}
	return rows
}
