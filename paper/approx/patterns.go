package approx

import "math"

// Patterns is what trying all activation patterns of the drawn samples takes at most.
type Patterns struct {
	// Cells is how many patterns one unit has on m distinct samples, 2 Σ_{d<n} C(m−1, d)
	// (Cover 1965), Choices how many tuples of them, one a unit, for all sign vectors that compete.
	Cells, Choices float64
	// Log2Paper is the exponent of the paper's count, 2^(mk) patterns and 2^k sign vectors.
	Log2Paper float64
	// Multiplications of fitting all of them without the constraints of their cells, m·(kn)² each.
	Multiplications float64
}

// Patterns for so many samples, which may be beyond the integers.
func (p *Problem) Patterns(samples float64) Patterns {
	m, n, k := math.Min(samples, float64(p.Data.Rows())), float64(p.inputs()), float64(p.K())
	cells, term := 0.0, 2.0
	for d := range p.inputs() {
		cells += term
		term *= math.Max(0, m-1-float64(d)) / float64(d+1)
	}
	choices := float64(p.SignChoices()) * math.Pow(cells, k)
	return Patterns{Cells: cells, Choices: choices, Log2Paper: (m + 1) * k, Multiplications: choices * m * k * n * k * n}
}
