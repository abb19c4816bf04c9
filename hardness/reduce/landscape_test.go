package reduce

import (
	"math"
	"math/big"
	"math/rand/v2"
)

// landscape is the SSE of one unit of sign + on a set, in float64, for tests that
// look for weights of low error which decode badly. What they find is judged exactly.
type landscape struct {
	x         [][]float64
	y, weight []float64
	scale     []float64 // of each coordinate's steps
	ball      bool      // ‖w‖ ≤ 1
}

func newLandscape(s *Set) *landscape {
	l := &landscape{scale: make([]float64, len(s.Columns)), ball: s.NormBound != nil}
	for _, sample := range s.Samples {
		row := make([]float64, len(s.Columns))
		for _, term := range sample.X {
			row[term.Column], _ = term.Value.Float64()
		}
		y, _ := sample.Y.Float64()
		weight, _ := sample.Weight.Float64()
		l.x, l.y, l.weight = append(l.x, row), append(l.y, y), append(l.weight, weight)
	}
	l.setScale()
	return l
}

// setScale makes steps as long as the curvature allows, all alike in a ball.
func (l *landscape) setScale() {
	for c := range l.scale {
		curvature := 0.0
		for i, row := range l.x {
			curvature += l.weight[i] * row[c] * row[c]
		}
		l.scale[c] = 1
		if !l.ball {
			l.scale[c] = 1 / curvature
		}
	}
}

// distort changes the weights of the samples at random: the minima then are weights
// that trade one kind of error for another.
func (l *landscape) distort(rng *rand.Rand) {
	for i := range l.weight {
		l.weight[i] *= math.Exp(2 * rng.NormFloat64())
	}
	l.setScale()
}

// sse adds its gradient to slope.
func (l *landscape) sse(w, slope []float64) (sum float64) {
	for i, row := range l.x {
		t := 0.0
		for c, v := range row {
			t += v * w[c]
		}
		r := max(t, 0) - l.y[i]
		sum += l.weight[i] * r * r
		if t <= 0 {
			continue
		}
		for c, v := range row {
			slope[c] += 2 * l.weight[i] * r * v
		}
	}
	return sum
}

// descend takes steps down from w, with a step length that learns.
func (l *landscape) descend(w []float64, steps int) []float64 {
	w = l.project(append([]float64(nil), w...))
	slope := make([]float64, len(w))
	value, length := l.sse(w, slope), 1.0
	for range steps {
		next, nextSlope := make([]float64, len(w)), make([]float64, len(w))
		for c := range w {
			next[c] = w[c] - length*l.scale[c]*slope[c]
		}
		l.project(next)
		if v := l.sse(next, nextSlope); v < value {
			w, slope, value, length = next, nextSlope, v, 1.3*length
		} else {
			length /= 2
		}
	}
	return w
}

func (l *landscape) project(w []float64) []float64 {
	norm := 0.0
	for _, v := range w {
		norm += v * v
	}
	if l.ball && norm > 1 {
		for c := range w {
			w[c] /= math.Sqrt(norm)
		}
	}
	return w
}

// unit is a network of one unit of sign +, with float64 weights taken exactly.
func unit(w []float64) Network {
	exact := make([]*big.Rat, len(w))
	for c, v := range w {
		exact[c] = new(big.Rat).SetFloat64(v)
	}
	return Network{Signs: []int{1}, Weights: [][]*big.Rat{exact}}
}

// floats is the only unit's weights.
func floats(n Network) []float64 {
	w := make([]float64, len(n.Weights[0]))
	for c, v := range n.Weights[0] {
		w[c], _ = v.Float64()
	}
	return w
}

// noisy is w with normal noise.
func noisy(w []float64, deviation float64, rng *rand.Rand) []float64 {
	out := make([]float64, len(w))
	for c, v := range w {
		out[c] = v + deviation*rng.NormFloat64()
	}
	return out
}
