package baseline

import "relucert/internal/linalg"

// convex is a sum of convex losses of ⟨w, x⟩, one a sample.
type convex struct {
	n         int
	x         []float64 // m×n row-major
	y, weight []float64
	// loss is a sample's at t = ⟨w, x⟩ with its derivatives.
	loss func(y, t float64) (value, slope, curvature float64)
}

func (c *convex) add(x []float64, y, weight float64) {
	c.n = len(x)
	c.x, c.y, c.weight = append(c.x, x...), append(c.y, y), append(c.weight, weight)
}

func (c *convex) row(i int) []float64 { return c.x[i*c.n : (i+1)*c.n] }

// value is the sum at w.
func (c *convex) value(w []float64) float64 {
	sum := 0.0
	for i, y := range c.y {
		value, _, _ := c.loss(y, linalg.Dot(w, c.row(i)))
		sum += c.weight[i] * value
	}
	return sum
}
