package boxes

// quadratic aggregates samples that are decided for every unit: there the
// network is linear in its parameters v = (c, ŵ_1 … ŵ_k), f = ⟨φ, v⟩ with
// φ = (z, a_j x̂ for the active units j), and Σ ω (f - y)² = (v, -1) A (v, -1)ᵀ
// with A = Σ ω (φ, y)(φ, y)ᵀ.
type quadratic struct {
	size int       // P + kN + 1
	a    []float64 // size×size, lower triangle
}

func newQuadratic(size int) *quadratic {
	return &quadratic{size, make([]float64, size*size)}
}

func (q *quadratic) clone() *quadratic {
	return &quadratic{q.size, append([]float64(nil), q.a...)}
}

// addSample adds one sample, φ with its label last, to the lower triangle a.
func addSample(a []float64, omega float64, phi []float64) {
	for i, v := range phi {
		if v == 0 {
			continue
		}
		v *= omega
		row := a[i*len(phi):][:i+1]
		for j, u := range phi[:i+1] {
			row[j] += v * u
		}
	}
}

// times writes A·v to dst; v ends with its -1.
func (q *quadratic) times(v, dst []float64) {
	clear(dst)
	for i := range q.size {
		row := q.a[i*q.size:][:i+1]
		s := row[i] * v[i]
		for j, a := range row[:i] {
			s += a * v[j]
			dst[j] += a * v[i]
		}
		dst[i] += s
	}
}

// timesBlock writes A·v to dst for the v that is zero but for block, which
// starts at entry first.
func (q *quadratic) timesBlock(first int, block, dst []float64) {
	clear(dst)
	for j, v := range block {
		at := first + j
		row := q.a[at*q.size:][:at+1]
		for i, a := range row {
			dst[i] += a * v
		}
		for i := at + 1; i < q.size; i++ {
			dst[i] += q.a[i*q.size+at] * v
		}
	}
}
