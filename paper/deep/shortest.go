package deep

import (
	"math"
	"slices"

	"relucert/internal/linalg"
)

// nothing is the share of the target's length that counts as 0.
const nothing = 1e-12

// shortest is the shortest of all d + Σ λ_i rows_i with λ ≥ 0, rows of length 1: non-negative least squares by Lawson and Hanson's
// active sets (1974), each solved by orthogonalisation.
func shortest(rows [][]float64, d []float64) []float64 {
	p := &passive{rows: rows, d: d, lambda: make([]float64, len(rows))}
	least := nothing * math.Sqrt(linalg.Dot(d, d))
	for range 3*len(rows) + 3 {
		at := p.steepest(least)
		if at < 0 {
			break
		}
		p.chosen = append(p.chosen, at)
		p.settle()
		if p.lambda[at] == 0 {
			p.refused = append(p.refused, at) // rounding called it useful
		} else {
			p.refused = nil
		}
	}
	return p.sum()
}

// passive is the rows with λ > 0, and those that were no use since the last one that was.
type passive struct {
	rows            [][]float64
	d, lambda       []float64
	chosen, refused []int
}

// sum is the vector at hand.
func (p *passive) sum() []float64 {
	u := slices.Clone(p.d)
	for _, i := range p.chosen {
		linalg.AddScaled(u, p.lambda[i], p.rows[i])
	}
	return u
}

// steepest is the row that shortens the sum most, −1 if none does.
func (p *passive) steepest(least float64) int {
	at, most, u := -1, least, p.sum()
	for i, row := range p.rows {
		if g := -linalg.Dot(row, u); g > most && !slices.Contains(p.chosen, i) && !slices.Contains(p.refused, i) {
			at, most = i, g
		}
	}
	return at
}

// settle goes to the best λ of the chosen rows, letting go of those that reach 0 on the way.
func (p *passive) settle() {
	for {
		target := p.project()
		step, drop := 1.0, -1
		for k, i := range p.chosen {
			if target[k] <= 0 {
				if s := p.lambda[i] / (p.lambda[i] - target[k]); drop < 0 || s < step || math.IsNaN(s) {
					step, drop = s, k
				}
			}
		}
		if math.IsNaN(step) {
			step = 0
		}
		for k, i := range p.chosen {
			p.lambda[i] += step * (target[k] - p.lambda[i])
		}
		if drop < 0 {
			return
		}
		p.lambda[p.chosen[drop]] = 0
		p.chosen = slices.Delete(p.chosen, drop, drop+1)
	}
}

// project is the λ of the chosen rows, of any sign, that make the sum shortest.
func (p *passive) project() []float64 {
	k := len(p.chosen)
	basis, upper := make([][]float64, k), make([][]float64, k)
	target, rest := make([]float64, k), slices.Clone(p.d)
	for a, i := range p.chosen {
		q := slices.Clone(p.rows[i])
		upper[a] = make([]float64, k)
		for range 2 { // twice is enough
			for b := range a {
				share := linalg.Dot(q, basis[b])
				upper[b][a] += share
				linalg.AddScaled(q, -share, basis[b])
			}
		}
		if size := math.Sqrt(linalg.Dot(q, q)); size > nothing {
			upper[a][a] = size
			for d := range q {
				q[d] /= size
			}
		}
		basis[a] = q
		target[a] = -linalg.Dot(q, rest)
		linalg.AddScaled(rest, target[a], q)
	}
	for a := k - 1; a >= 0; a-- {
		for b := a + 1; b < k; b++ {
			target[a] -= upper[a][b] * target[b]
		}
		if upper[a][a] == 0 {
			target[a] = 0
			continue
		}
		target[a] /= upper[a][a]
	}
	return target
}
