package baseline

import (
	"context"
	"math"

	"relucert/network"
)

// flat is the curvature that Newton's method is told where there is none: where few samples bend the loss, it would go too far.
const flat = 0.01

// Matching minimises the matching loss of one ReLU (Auer, Herbster and Warmuth 1996), which is convex:
//
//	Σ ω ∫_0^⟨w,x⟩ ([t]_+ − y) dt = Σ ω (½[⟨w,x⟩]_+² − y⟨w,x⟩).
//
// Where the inputs are Gaussian or log-concave, centred and of like variance in all directions, its SSE is at most a constant
// times the least, whatever the labels, and what too few samples cost (Diakonikolas, Goel, Karmalkar, Klivans and Soltanolkotabi
// 2020). On other inputs it may be as far off as one likes. Free signs try both.
func Matching(ctx context.Context, p Problem) (*network.Network, error) {
	return bestSign(p, func(sign int, keep func(*network.Network)) {
		s := newSingle(&p, sign)
		s.loss = func(y, t float64) (value, slope, curvature float64) {
			if t <= 0 {
				return -y * t, -y, flat
			}
			return t*t/2 - y*t, t - y, 1
		}
		keep(s.network()) // 0: the loss may have no minimum
		// At 0 no sample bends the loss: start where half of them do.
		for d := range s.w {
			s.w[d] = s.start(d)
		}
		s.descend(ctx, s.w)
		keep(s.network())
	})
}

// start is coordinate d of Σ ω y x / Σ ω x_d², where gradient descent from 0 would go.
func (s *single) start(d int) float64 {
	sum, square := 0.0, math.SmallestNonzeroFloat64
	for i, y := range s.y {
		x := s.row(i)[d]
		sum += s.weight[i] * y * x
		square += s.weight[i] * x * x
	}
	return sum / square
}
