package breakpoints_test

import (
	"math"
	"slices"

	"relucert/dataset"
)

// brute is the least SSE over all places of at most k kinks, signs in any order (nil: any), for tiny data: each kink is at
// an input, alone in a gap, or one of two of opposite sign in one gap, which make a jump. A least-squares problem each;
// its solution counts if the kinks are where they ought to be and of allowed signs. The optimum is
// in the relative interior of a face of some cell, and is there the solution of that face's problem.
type brute struct {
	d      *dataset.Dataset
	inputs []float64
	k      int
	plus   int // −1: any
	minus  int
	best   float64
}

// spot is a kink at input i, in the gap after it, or a jump there.
type spot struct {
	kind int // 0 at an input, 1 in a gap, 2 a jump
	at   int
}

func bruteForce(d *dataset.Dataset, k int, signs []int) float64 {
	b := &brute{d: d, k: k, plus: -1, minus: -1, best: math.Inf(1)}
	if signs != nil {
		b.plus, b.minus = 0, 0
		for _, s := range signs {
			if s > 0 {
				b.plus++
			} else {
				b.minus++
			}
		}
	}
	b.inputs = slices.Clone(d.X)
	slices.Sort(b.inputs)
	b.inputs = slices.Compact(b.inputs)
	b.place(nil, 0, k)
	return b.best
}

func (b *brute) place(spots []spot, from, left int) {
	b.try(spots)
	for i := from; i < 2*len(b.inputs)-1 && left > 0; i++ {
		if i%2 == 0 {
			if i/2 > 0 && i/2 < len(b.inputs)-1 {
				b.place(append(spots, spot{0, i / 2}), i+1, left-1)
			}
			continue
		}
		b.place(append(spots, spot{1, i / 2}), i+1, left-1)
		if left > 1 {
			b.place(append(spots, spot{2, i / 2}), i+1, left-2)
		}
	}
}

// try fits the two first columns, one more for each kink at an input, two for a gap.
func (b *brute) try(spots []spot) {
	d := b.d
	var columns [][]float64
	column := func(f func(x float64) float64) {
		c := make([]float64, len(d.X))
		for i, x := range d.X {
			c[i] = f(x) * b.root(i)
		}
		columns = append(columns, c)
	}
	column(func(float64) float64 { return 1 })
	column(func(x float64) float64 { return x })
	for _, s := range spots {
		t := b.inputs[s.at]
		if s.kind > 0 {
			column(func(x float64) float64 {
				if x > t {
					return 1
				}
				return 0
			})
		}
		column(func(x float64) float64 { return math.Max(0, x-t) })
	}
	y := make([]float64, len(d.Y))
	for i, v := range d.Y {
		y[i] = v * b.root(i)
	}
	coefficients, sse := leastSquares(columns, y)
	if sse < b.best && b.allowed(spots, coefficients) {
		b.best = sse
	}
}

func (b *brute) root(i int) float64 {
	if b.d.Weights == nil {
		return 1
	}
	return math.Sqrt(b.d.Weights[i])
}

const slack = 1e-9

func (b *brute) allowed(spots []spot, c []float64) bool {
	plus, minus, at := 0, 0, 2
	count := func(turn float64) {
		switch {
		case turn > slack:
			plus++
		case turn < -slack:
			minus++
		}
	}
	for _, s := range spots {
		if s.kind == 0 {
			count(c[at])
			at++
			continue
		}
		jump, turn := c[at], c[at+1]
		at += 2
		if s.kind == 2 {
			plus++
			minus++
			continue
		}
		count(turn)
		if math.Abs(turn) <= slack {
			if math.Abs(jump) > slack {
				return false
			}
			continue
		}
		if t := -jump / turn; t < -slack || t > b.inputs[s.at+1]-b.inputs[s.at]+slack {
			return false
		}
	}
	return b.plus < 0 || plus <= b.plus && minus <= b.minus
}

// leastSquares by modified Gram-Schmidt, twice; columns that depend on others get 0.
func leastSquares(columns [][]float64, y []float64) (x []float64, sse float64) {
	n := len(columns)
	var q [][]float64
	r := make([][]float64, n) // column j is Σ r[j][i] q[i]
	used := make([]bool, n)
	for j, c := range columns {
		v, size := slices.Clone(c), norm(c)
		r[j] = make([]float64, n)
		for range 2 {
			for i, u := range q {
				if u != nil {
					p := inner(u, v)
					r[j][i] += p
					axpy(v, -p, u)
				}
			}
		}
		if l := norm(v); l > 1e-10*size && size > 0 {
			used[j], r[j][j] = true, l
			for i := range v {
				v[i] /= l
			}
			q = append(q, v)
		} else {
			q = append(q, nil)
		}
	}
	rest := slices.Clone(y)
	z := make([]float64, n)
	for range 2 {
		for j, u := range q {
			if u != nil {
				p := inner(u, rest)
				z[j] += p
				axpy(rest, -p, u)
			}
		}
	}
	x = make([]float64, n)
	for j := n - 1; j >= 0; j-- {
		if !used[j] {
			continue
		}
		v := z[j]
		for k := j + 1; k < n; k++ {
			v -= r[k][j] * x[k]
		}
		x[j] = v / r[j][j]
	}
	return x, inner(rest, rest)
}

func inner(a, b []float64) (s float64) {
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

func norm(a []float64) float64 { return math.Sqrt(inner(a, a)) }

func axpy(y []float64, a float64, x []float64) {
	for i := range y {
		y[i] += a * x[i]
	}
}
