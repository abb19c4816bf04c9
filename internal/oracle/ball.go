package oracle

import "math"

// ballTolerance is the share of ‖b‖² within which the barrier's end is minimal.
const ballTolerance = 1e-12

// ball is the convex problem of one choice of cells with every ‖w_j‖ ≤ bound:
// least squares in α ≥ 0, where unit j is Σ α_q directions_q over its own q.
type ball struct {
	columns    [][]float64
	directions [][]float64
	owner      []int // the unit of each column
	units, n   int
	bound      float64
	b          []float64
}

// solve follows the central path of f(α) − τ Σ log α_q − τ Σ_j log(B² − ‖w_j‖²):
// its points are within (columns + units)·τ of the minimum. It returns nil once twice that says
// that the minimum is not below best.
func (p *ball) solve(best float64) []float64 {
	alpha := make([]float64, len(p.columns))
	for q := range alpha {
		alpha[q] = p.bound / (float64(2*len(alpha)) * length(p.directions[q]))
	}
	scale := dot(p.b, p.b) + math.SmallestNonzeroFloat64
	barriers := float64(len(alpha) + p.units)
	for tau := scale; tau*barriers > ballTolerance*scale; tau /= 5 {
		for range 50 {
			if p.newton(alpha, tau) {
				break
			}
		}
		if r := residual(p.columns, alpha, p.b); dot(r, r)-2*barriers*tau >= best {
			return nil
		}
	}
	return alpha
}

// newton takes one damped step; true when it was too small to matter.
func (p *ball) newton(alpha []float64, tau float64) bool {
	gradient, hessian := p.derivatives(alpha, tau)
	step := solvePositive(hessian, gradient)
	decrement := dot(step, gradient)
	value := p.value(alpha, tau)
	for share := 1.0; share > 1e-12; share /= 2 {
		next := append([]float64(nil), alpha...)
		subtract(next, share, step)
		if p.value(next, tau) <= value-1e-4*share*decrement {
			copy(alpha, next)
			return decrement < 1e-6*tau
		}
	}
	return true
}

// value is +Inf outside the constraints.
func (p *ball) value(alpha []float64, tau float64) float64 {
	r := residual(p.columns, alpha, p.b)
	f := dot(r, r)
	for _, a := range alpha {
		if a <= 0 {
			return math.Inf(1)
		}
		f -= tau * math.Log(a)
	}
	for _, w := range p.weights(alpha) {
		room := p.bound*p.bound - dot(w, w)
		if room <= 0 {
			return math.Inf(1)
		}
		f -= tau * math.Log(room)
	}
	return f
}

func (p *ball) weights(alpha []float64) [][]float64 {
	out := make([][]float64, p.units)
	for j := range out {
		out[j] = make([]float64, p.n)
	}
	for q, a := range alpha {
		subtract(out[p.owner[q]], -a, p.directions[q])
	}
	return out
}

func (p *ball) derivatives(alpha []float64, tau float64) (gradient []float64, hessian [][]float64) {
	r, w := residual(p.columns, alpha, p.b), p.weights(alpha)
	gradient = make([]float64, len(alpha))
	for q, v := range p.directions {
		j := p.owner[q]
		room := p.bound*p.bound - dot(w[j], w[j])
		gradient[q] = -2*dot(p.columns[q], r) - tau/alpha[q] + 2*tau*dot(v, w[j])/room
		row := make([]float64, len(alpha))
		for e, u := range p.directions {
			row[e] = 2 * dot(p.columns[q], p.columns[e])
			if p.owner[e] == j {
				row[e] += 2*tau*dot(u, v)/room + 4*tau*dot(v, w[j])*dot(u, w[j])/(room*room)
			}
		}
		row[q] += tau / (alpha[q] * alpha[q])
		hessian = append(hessian, row)
	}
	return gradient, hessian
}

// solvePositive solves h·x = g for a positive definite h, scaled to unit
// diagonal, by Cholesky's factorisation.
func solvePositive(h [][]float64, g []float64) []float64 {
	n := len(g)
	x, scale := make([]float64, n), make([]float64, n)
	for i := range scale {
		scale[i] = 1 / math.Sqrt(h[i][i])
	}
	l := make([][]float64, n)
	for i := range l {
		l[i] = make([]float64, n)
		for j := range i + 1 {
			s := h[i][j]*scale[i]*scale[j] - dot(l[i][:j], l[j][:j])
			if i == j {
				l[i][i] = math.Sqrt(math.Max(s, 1e-15))
			} else {
				l[i][j] = s / l[j][j]
			}
		}
		x[i] = (g[i]*scale[i] - dot(l[i][:i], x[:i])) / l[i][i]
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			x[i] -= l[j][i] * x[j]
		}
		x[i] /= l[i][i]
	}
	for i := range x {
		x[i] *= scale[i]
	}
	return x
}
