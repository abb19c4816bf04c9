package baseline

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"relucert/internal/linalg"
)

// newtonSteps bounds the steps for one corner; a few are typical.
const newtonSteps = 60

// minimise takes w to the minimum of the bound by Newton's method, with sharper and
// sharper corners if there are any.
func (u *upper) minimise(ctx context.Context, w []float64) {
	size := u.labelSize()
	corners := []float64{1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6}
	if size == 0 || slices.Min(u.y) >= 0 {
		corners = corners[:1] // none is rounded
	}
	for _, corner := range corners {
		u.corner = corner * size
		for range newtonSteps {
			if ctx.Err() != nil || !u.newton(w) {
				break
			}
		}
	}
}

// newton takes one damped step; false when none helps.
func (u *upper) newton(w []float64) bool {
	value := u.value(w)
	if math.IsNaN(value) {
		return false // columns beyond float64's range
	}
	step, decrement := u.direction(w)
	next := make([]float64, len(w))
	for share := 1.0; share > 1e-9; share /= 2 {
		for d := range w {
			next[d] = w[d] - share*step[d]
		}
		if u.value(next) < value-1e-4*share*decrement {
			copy(w, next)
			return decrement > 1e-14*value
		}
	}
	return false
}

// direction is H⁻¹∇ and ∇ᵀH⁻¹∇.
func (u *upper) direction(w []float64) (step []float64, decrement float64) {
	gradient, hessian := make([]float64, u.n), mat.NewSymDense(u.n, nil)
	for i, y := range u.y {
		x := u.row(i)
		_, slope, curvature := u.loss(y, linalg.Dot(w, x))
		linalg.AddScaled(gradient, u.weight[i]*slope, x)
		if curvature > 0 {
			hessian.SymRankOne(hessian, u.weight[i]*curvature, mat.NewVecDense(u.n, x))
		}
	}
	solved := mat.NewVecDense(u.n, nil)
	// A bad condition costs accuracy only.
	factor(hessian).SolveVecTo(solved, mat.NewVecDense(u.n, gradient))
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
