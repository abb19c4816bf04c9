package linalg

// SymRank1 adds alpha·v·vᵀ to the lower triangle of the n×n matrix a.
func SymRank1(a []float64, n int, alpha float64, v []float64) {
	v = v[:n]
	for i, vi := range v {
		s := alpha * vi
		row, x := a[i*n:][:i+1], v[:i+1]
		x = x[:len(row)]
		for j := range row {
			row[j] += s * x[j]
		}
	}
}

// Dot is ⟨a, b⟩; b is at least as long as a.
func Dot(a, b []float64) float64 {
	b = b[:len(a)]
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// AddScaled adds alpha·x to y; x is at least as long as y.
func AddScaled(y []float64, alpha float64, x []float64) {
	x = x[:len(y)]
	for i := range y {
		y[i] += alpha * x[i]
	}
}

// SymMulVec sets dst to a·v for the symmetric a stored in its lower triangle.
func SymMulVec(dst, a []float64, n int, v []float64) {
	dst, v = dst[:n], v[:n]
	for i := range dst {
		row := a[i*n:][:i+1]
		vi, s := v[i], row[i]*v[i]
		for j, r := range row[:i] {
			s += r * v[j]
			dst[j] += r * vi
		}
		dst[i] = s
	}
}

// QuadForm is vᵀ·a·v for the symmetric a stored in its lower triangle.
func QuadForm(a []float64, n int, v []float64) float64 {
	v = v[:n]
	q := 0.0
	for i, vi := range v {
		row := a[i*n:][:i+1]
		q += vi * (2*Dot(row[:i], v) + row[i]*vi)
	}
	return q
}
