package boxes

import (
	"math"

	"relucert/internal/linalg"
)

// sharpStep solves the optimality conditions of the variables in use, and of the cuts that press,
// for the gradient in next: the matrix is of doubles, what it is solved for is not. It is false where they
// do not determine a step, or this would leave α ≥ 0.
func (s *prover) sharpStep() bool {
	free, pressing := s.inUse(), s.pressing()
	n := len(free) + len(pressing)
	a, b := make([]float64, n*n), make([]float64, n)
	for f, v := range free {
		s.frozen.times(s.direction(v), s.next.image)
		for g, u := range free[:f+1] {
			a[f*n+g] = linalg.Dot(s.direction(u), s.next.image)
			a[g*n+f] = a[f*n+g]
		}
		a[f*n+f] *= 1 + ridge
		b[f] = -s.next.gradient[v]
	}
	for k, w := range pressing {
		row := len(free) + k
		for f, v := range free {
			if q := v - w.first; q >= 0 && q < s.vertices {
				a[row*n+f], a[f*n+row] = w.values[q], w.values[q]
			}
		}
		b[row] = -w.g
	}
	if !solveSquare(a, b, n) {
		return false
	}
	return s.moveBy(free, pressing, b)
}

// inUse lists the entries of x that are free: c, and every α > 0.
func (s *prover) inUse() (free []int) {
	for v, a := range s.x {
		if v < s.p.P || a > 0 {
			free = append(free, v)
		}
	}
	return free
}

func (s *prover) pressing() (walls []*wall) {
	for k := range s.walls {
		if s.walls[k].eta > 0 {
			walls = append(walls, &s.walls[k])
		}
	}
	return walls
}

// direction is how the parameters (c, ŵ, -1) change with entry v of x.
func (s *prover) direction(v int) []float64 {
	p, d := s.p, make([]float64, len(s.next.params))
	if v < p.P {
		d[v] = 1
		return d
	}
	j := s.unitOf(v)
	copy(s.weights(d, j), s.vertex(j, v-s.firstAlpha(j)))
	return d
}

// moveBy moves x and the cuts' multipliers by a step.
func (s *prover) moveBy(free []int, pressing []*wall, step []float64) bool {
	for f, v := range free {
		if v >= s.p.P && s.x[v]+step[f] < 0 {
			return false
		}
	}
	for f, v := range free {
		s.x[v] += step[f]
	}
	for k, w := range pressing {
		w.eta = max(0, w.eta+step[len(free)+k])
		w.g = linalg.Dot(w.values, w.of(s.x))
		w.nu = w.eta - w.stiff*w.g // so that press finds it again
	}
	return true
}

// ridge settles directions along which the loss does not change.
const ridge = 1e-11

// singular is the share of a matrix's largest entry below which a pivot is rounding.
const singular = 1e-13

// solveSquare solves A·x = b by elimination with row exchanges, x in place of b; false if A is
// nearly singular.
func solveSquare(a, b []float64, n int) bool {
	least := singular * largest(a)
	for d := range n {
		best := d
		for i := d; i < n; i++ {
			if math.Abs(a[i*n+d]) > math.Abs(a[best*n+d]) {
				best = i
			}
		}
		if math.Abs(a[best*n+d]) <= least {
			return false
		}
		for j := range n {
			a[d*n+j], a[best*n+j] = a[best*n+j], a[d*n+j]
		}
		b[d], b[best] = b[best], b[d]
		for i := d + 1; i < n; i++ {
			f := a[i*n+d] / a[d*n+d]
			linalg.AddScaled(a[i*n+d:][:n-d], -f, a[d*n+d:][:n-d])
			b[i] -= f * b[d]
		}
	}
	for d := n - 1; d >= 0; d-- {
		b[d] = (b[d] - linalg.Dot(b[d+1:n], a[d*n+d+1:])) / a[d*n+d]
	}
	return true
}
