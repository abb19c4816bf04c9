package baseline

import (
	"context"
	"math"

	"gonum.org/v1/gonum/mat"

	"relucert/internal/linalg"
)

// newtonSteps bounds the steps; a few are typical.
const newtonSteps = 60

// descend takes w to the minimum by Newton's method.
func (c *convex) descend(ctx context.Context, w []float64) {
	for range newtonSteps {
		if ctx.Err() != nil || !c.newton(w) {
			return
		}
	}
}

// newton takes one damped step; false when none helps.
func (c *convex) newton(w []float64) bool {
	value := c.value(w)
	if math.IsNaN(value) {
		return false // columns beyond float64's range
	}
	step, decrement := c.direction(w)
	next := make([]float64, len(w))
	for share := 1.0; share > 1e-9; share /= 2 {
		for d := range w {
			next[d] = w[d] - share*step[d]
		}
		if after := c.value(next); !math.IsInf(after, 0) && after < value-1e-4*share*decrement {
			copy(w, next)
			return decrement > 1e-14*math.Abs(value)
		}
	}
	return false
}

// direction is H⁻¹∇ and ∇ᵀH⁻¹∇.
func (c *convex) direction(w []float64) (step []float64, decrement float64) {
	gradient, hessian := make([]float64, c.n), mat.NewSymDense(c.n, nil)
	for i, y := range c.y {
		x := c.row(i)
		_, slope, curvature := c.loss(y, linalg.Dot(w, x))
		linalg.AddScaled(gradient, c.weight[i]*slope, x)
		if curvature > 0 {
			hessian.SymRankOne(hessian, c.weight[i]*curvature, mat.NewVecDense(c.n, x))
		}
	}
	solved := mat.NewVecDense(c.n, nil)
	// A bad condition costs accuracy only.
	factor(hessian).SolveVecTo(solved, mat.NewVecDense(c.n, gradient))
	return solved.RawVector().Data, linalg.Dot(solved.RawVector().Data, gradient)
}

// factor adds the least ridge, of a few, that makes the matrix definite in float64.
func factor(hessian *mat.SymDense) *mat.Cholesky {
	n := hessian.SymmetricDim()
	c := new(mat.Cholesky)
	for ridge := 1e-13 * (mat.Trace(hessian) + 1e-9); !c.Factorize(hessian); ridge *= 100 {
		for d := range n {
			hessian.SetSym(d, d, hessian.At(d, d)+ridge)
		}
	}
	return c
}
