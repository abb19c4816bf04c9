package baseline

import (
	"context"
	"math"
	"slices"
)

// upper is the convex bound of Sorting, but for a smoothed corner: where y < 0,
// [t]_+ bends over [0, corner] rather than at 0.
type upper struct {
	*convex
	threshold float64 // the least active label
	corner    float64
}

// bound is a sample's bound at t = ⟨w, x⟩ with its derivatives.
func (u *upper) bound(y, t float64) (value, slope, curvature float64) {
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

// labelSize is the RMS label.
func (u *upper) labelSize() float64 {
	square, total := 0.0, 0.0
	for i, y := range u.y {
		square += u.weight[i] * y * y
		total += u.weight[i]
	}
	return math.Sqrt(square / total)
}

// minimise takes w to the minimum of the bound with sharper and
// sharper corners if there are any.
func (u *upper) minimise(ctx context.Context, w []float64) {
	size := u.labelSize()
	corners := []float64{1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6}
	if size == 0 || slices.Min(u.y) >= 0 {
		corners = corners[:1] // none is rounded
	}
	for _, corner := range corners {
		u.corner = corner * size
		u.descend(ctx, w)
	}
}
