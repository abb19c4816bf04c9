package inference

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// covariance is that of level, slopes and breakpoints, in this order, by linearisation about the fit: σ²(JᵀΩJ)⁻¹ with J the
// derivatives of f. Where no breakpoint is at an input this is the inverse of the SSE's Hessian as well: f is linear in each
// parameter, and of its mixed derivatives, steps at the breakpoints, the sums with residuals are 0 at the optimum. A
// sample at a breakpoint counts half on either side. What is not free has no variance.
type covariance struct {
	free     []int         // parameters that are
	c        *mat.SymDense // of those, without σ²
	variance float64       // σ²
}

// covariance fails where the samples do not determine all parameters, or leave no degree of freedom.
func (l *Line) covariance() (*covariance, error) {
	if math.IsNaN(l.freedom()) {
		return nil, errors.New("no degrees of freedom are left")
	}
	v := &covariance{free: l.free(), variance: l.SSE() / l.freedom()}
	scale := l.scales(v.free)
	information := mat.NewSymDense(len(v.free), nil)
	for i, x := range l.Data.X {
		g := pick(l.gradientAt(x), v.free)
		for j := range g {
			g[j] /= scale[j]
		}
		information.SymRankOne(information, l.Data.Weight(i), mat.NewVecDense(len(g), g))
	}
	var chol mat.Cholesky
	v.c = mat.NewSymDense(len(v.free), nil)
	if !chol.Factorize(information) || chol.Cond() > 1e13 || chol.InverseTo(v.c) != nil {
		return nil, errors.New("the samples do not determine slopes and breakpoints (a piece has too few, or two slopes are equal)")
	}
	for i := range v.free {
		for j := i; j < len(v.free); j++ {
			v.c.SetSym(i, j, v.c.At(i, j)/scale[i]/scale[j])
		}
	}
	return v, nil
}

// free are the indices of parameters that are.
func (l *Line) free() []int {
	all := []int{0}
	for i, known := range l.KnownSlopes {
		if !known {
			all = append(all, 1+i)
		}
	}
	for j, known := range l.KnownKinks {
		if !known {
			all = append(all, 1+len(l.Slopes)+j)
		}
	}
	return all
}

// scales are lengths of J's columns, 1 for a column of zeros.
func (l *Line) scales(free []int) []float64 {
	scale := make([]float64, len(free))
	for i, x := range l.Data.X {
		for j, g := range pick(l.gradientAt(x), free) {
			scale[j] += l.Data.Weight(i) * g * g
		}
	}
	for j, s := range scale {
		if scale[j] = math.Sqrt(s); s == 0 {
			scale[j] = 1
		}
	}
	return scale
}

func pick(all []float64, which []int) []float64 {
	picked := make([]float64, len(which))
	for i, at := range which {
		picked[i] = all[at]
	}
	return picked
}

// gradient is of the line of a piece at x by level, slopes and breakpoints.
func (l *Line) gradient(piece int, x float64) []float64 {
	g := make([]float64, 1+len(l.Slopes)+len(l.Kinks))
	g[0] = 1
	from := l.Start
	for i := range piece {
		g[1+i] = l.Kinks[i] - from
		g[1+len(l.Slopes)+i] = l.Slopes[i] - l.Slopes[i+1]
		from = l.Kinks[i]
	}
	g[1+piece] = x - from
	return g
}

// gradientAt is that of f at x.
func (l *Line) gradientAt(x float64) []float64 {
	piece := 0
	for piece < len(l.Kinks) && l.Kinks[piece] < x {
		piece++
	}
	g := l.gradient(piece, x)
	if piece < len(l.Kinks) && l.Kinks[piece] == x {
		g[1+len(l.Slopes)+piece] = (l.Slopes[piece] - l.Slopes[piece+1]) / 2
	}
	return g
}

// se is the standard error of what changes with the parameters by g.
func (v *covariance) se(g []float64) float64 {
	of := mat.NewVecDense(len(v.free), pick(g, v.free))
	return math.Sqrt(max(0, v.variance*mat.Inner(of, v.c, of)))
}
