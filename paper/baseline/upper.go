package baseline

import (
	"math"

	"relucert/internal/linalg"
)

// upper is the convex bound of Sorting, but for a smoothed corner: where y < 0,
// [t]_+ bends over [0, corner] rather than at 0.
type upper struct {
	n         int
	x         []float64 // m×n row-major
	y, weight []float64
	threshold float64 // the least active label
	corner    float64
}

func (u *upper) add(x []float64, y, weight float64) {
	u.n = len(x)
	u.x, u.y, u.weight = append(u.x, x...), append(u.y, y), append(u.weight, weight)
}

func (u *upper) row(i int) []float64 { return u.x[i*u.n : (i+1)*u.n] }

// loss is a sample's bound at t = ⟨w, x⟩ with its derivatives.
func (u *upper) loss(y, t float64) (value, slope, curvature float64) {
	switch {
	case y > 0 && y >= u.threshold:
		return (t - y) * (t - y), 2 * (t - y), 2
	case y > 0 && t > y:
		return y*y + (t-y)*(t-y), 2 * (t - y), 2
	case y > 0 || t <= 0:
		return y * y, 0, 0
	case t < u.corner && y < 0:
		s, ds := t*t/(2*u.corner), t/u.corner
		return (s - y) * (s - y), 2 * (s - y) * ds, 2*ds*ds + 2*(s-y)/u.corner
	case y < 0:
		s := t - u.corner/2
		return (s - y) * (s - y), 2 * (s - y), 2
	}
	return t * t, 2 * t, 2
}

// value is the bound at w.
func (u *upper) value(w []float64) float64 {
	sum := 0.0
	for i, y := range u.y {
		value, _, _ := u.loss(y, linalg.Dot(w, u.row(i)))
		sum += u.weight[i] * value
	}
	return sum
}

// labelSize is the RMS label.
func (u *upper) labelSize() float64 {
	square, total := 0.0, 0.0
	for i, y := range u.y {
		square += u.weight[i] * y * y
		total += u.weight[i]
	}
	return math.Sqrt(square / total)
}
