package breakpoints

import "math"

// quad is a cost as a function of one multiplier α: c + αv − α²k.
type quad struct{ c, v, k float64 }

func (q quad) plus(r quad) quad { return quad{q.c + r.c, q.v + r.v, q.k + r.k} }

func (q quad) at(alpha float64) float64 { return q.c + alpha*(q.v-alpha*q.k) }

func (q quad) slope(alpha float64) float64 { return q.v - 2*alpha*q.k }

// top is where it is largest, and how large: far away, if it does not bend.
func (q quad) top() (alpha, value float64) {
	if q.k <= 0 {
		return math.Copysign(math.Inf(1), q.v), math.Inf(1)
	}
	alpha = q.v / (2 * q.k)
	return alpha, q.at(alpha)
}

// leastAt is the least quad at a multiplier.
func leastAt(quads []quad, alpha float64) (value float64, at int) {
	value, at = math.Inf(1), -1
	for i := range quads {
		q := &quads[i]
		if v := q.c + alpha*(q.v-alpha*q.k); v < value {
			value, at = v, i
		}
	}
	return value, at
}

// slope is the costs on both sides along one multiplier: their least is concave.
type slope struct{ l, r []quad }

// at is the cost at a multiplier, and the quad that it has there.
func (s *slope) at(alpha float64) (float64, quad) {
	left, i := leastAt(s.l, alpha)
	right, j := leastAt(s.r, alpha)
	return left + right, s.l[i].plus(s.r[j])
}

// mostSteps limits how long a multiplier is looked for: three mostly do.
const mostSteps = 10

// enough is the share of what is lacking that is not worth another step.
const enough = 0x1p-8

// climb looks for the multiplier between lo and hi that makes the least cost largest, or at least stop; q and
// value are those at 0. The two quads that were least on either side of the peak bound it from above.
func (s *slope) climb(q quad, lo, hi, value, stop float64) (best, top float64) {
	low, high := math.Inf(-1), math.Inf(1)
	var rising, falling quad
	alpha, v := 0.0, value
	for range mostSteps {
		if v > value {
			best, value = alpha, v
		}
		if q.slope(alpha) > 0 {
			low, rising = alpha, q
		} else {
			high, falling = alpha, q
		}
		next, bound := summit(rising, falling, low, high)
		next = max(lo, min(next, hi))
		if value >= stop || bound-value <= enough*(stop-value) || next <= low || next >= high {
			return best, value
		}
		alpha = next
		v, q = s.at(alpha)
	}
	return best, value
}

// summit is where the lesser of two quads is largest, and that value: rising has a positive slope at
// low, falling a negative one at high; one may be missing.
func summit(rising, falling quad, low, high float64) (alpha, value float64) {
	if math.IsInf(high, 1) {
		return rising.top()
	}
	if math.IsInf(low, -1) {
		return falling.top()
	}
	if p, v := rising.top(); p <= high && v <= falling.at(p) {
		return p, v
	}
	if p, v := falling.top(); p >= low && v <= rising.at(p) {
		return p, v
	}
	alpha = crossing(rising, falling, low, high)
	return alpha, max(rising.at(alpha), falling.at(alpha))
}

// crossing is where two quads are equal, between low and high.
func crossing(a, b quad, low, high float64) float64 {
	c, v, k := a.c-b.c, a.v-b.v, a.k-b.k // c + αv − α²k = 0
	root := math.Sqrt(max(0, v*v+4*c*k))
	s := v + math.Copysign(root, v) // roots are s/2k and −2c/s
	for _, x := range []float64{-2 * c / s, s / (2 * k)} {
		if x > low && x < high {
			return x
		}
	}
	return low + (high-low)/2
}
