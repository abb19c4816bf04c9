package oracle

import "math"

// Tolerances of pivots and ties in Lemke's method, on tableaux of numbers about 1.
const (
	leastPivot = 1e-11
	tie        = 1e-10
)

// complementary solves w = Mz + q, w ≥ 0, z ≥ 0, wᵀz = 0 for a positive semidefinite M by Lemke's method with lexicographic ratios
// (Cottle, Pang, Stone: The Linear Complementarity Problem, section 4.4). With M = [Q −Gᵀ; G 0] and q = (c, −h), z begins with the x ≥ 0
// that minimises ½xᵀQx + cᵀx under Gx ≥ h. It is nil if there is none, or pivots come to no end.
func complementary(m [][]float64, q []float64) []float64 {
	t := newTableau(m, q)
	row := 0
	for i := range q {
		if t.rows[i][0] < t.rows[row][0] {
			row = i
		}
	}
	if t.rows[row][0] >= 0 {
		return make([]float64, t.n)
	}
	for entering, limit := t.artificial(), 0; limit < 100*(t.n+2); limit++ {
		left := t.pivot(row, entering)
		if left == t.artificial() {
			return t.solution()
		}
		if entering = t.complement(left); !t.ratio(entering, &row) {
			return nil
		}
	}
	return nil
}

// tableau has a row for each basic variable: its value, then the columns of w_1 … w_n, z_1 … z_n, z_0.
type tableau struct {
	n     int
	rows  [][]float64
	basic []int // a row: the number of its variable: w 0 … n−1, z n … 2n−1, z_0 2n
}

func newTableau(m [][]float64, q []float64) *tableau {
	t := &tableau{n: len(q)}
	for i := range q {
		row := make([]float64, 2*t.n+2)
		row[0], row[1+i], row[1+2*t.n] = q[i], 1, -1
		for j, v := range m[i] {
			row[1+t.n+j] = -v
		}
		t.rows, t.basic = append(t.rows, row), append(t.basic, i)
	}
	return t
}

func (t *tableau) artificial() int { return 2 * t.n }

// complement is z_i for w_i and the other way round.
func (t *tableau) complement(variable int) int { return (variable + t.n) % (2 * t.n) }

// pivot makes the variable basic in the row and returns the one that was.
func (t *tableau) pivot(row, variable int) (left int) {
	p := t.rows[row]
	by := p[1+variable]
	for j := range p {
		p[j] /= by
	}
	for i, r := range t.rows {
		if f := r[1+variable]; i != row && f != 0 {
			for j := range r {
				r[j] -= f * p[j]
			}
			r[1+variable] = 0
		}
	}
	left, t.basic[row] = t.basic[row], variable
	return left
}

// ratio finds the row that limits the entering variable first; the artificial one's, if that is among them.
func (t *tableau) ratio(variable int, row *int) bool {
	best := -1
	for i, r := range t.rows {
		if r[1+variable] > leastPivot && (best < 0 || t.before(i, best, variable)) {
			best = i
		}
	}
	*row = best
	return best >= 0
}

// before compares the rows' ratios, then those of the columns of w in turn.
func (t *tableau) before(i, j, variable int) bool {
	a, b := t.rows[i], t.rows[j]
	for c := range t.n + 1 {
		x, y := a[c]/a[1+variable], b[c]/b[1+variable]
		if math.Abs(x-y) > tie*(1+math.Abs(x)) {
			return x < y
		}
		if c == 0 && (t.basic[i] == t.artificial() || t.basic[j] == t.artificial()) {
			return t.basic[i] == t.artificial()
		}
	}
	return false
}

// solution is z.
func (t *tableau) solution() []float64 {
	z := make([]float64, t.n)
	for i, v := range t.basic {
		if v >= t.n && v < 2*t.n {
			z[v-t.n] = math.Max(0, t.rows[i][0])
		}
	}
	return z
}
