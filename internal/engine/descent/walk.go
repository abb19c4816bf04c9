package descent

import (
	"context"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// limits are what a unit's weights must respect.
type limits struct {
	box  float64   // max_d |w_d| ≤ box, may be +Inf
	ball float64   // wᵀ·norm·w ≤ ball², 0: none
	norm []float64 // n×n lower
}

func problemLimits(p *whiten.Problem) limits {
	return limits{box: p.WeightLimit, ball: p.NormBound, norm: p.Norm}
}

// walk is one point going downhill, and every buffer that takes; they are
// reused from start to start. θ is (c, w_1, …, w_k), D = p + k·n numbers. What
// is kept of the samples at the point is only which units are on; the gradient
// and the SSE are brought up to date by the samples that changed.
type walk struct {
	*samples
	limits
	watch     budget.Watch
	signs     []float64 // a_j = ±1
	k, d      int
	switching int // multiplications to switch a row's units

	theta    []float64 // the point
	sse      float64   // of the rows, without samples.constant
	gradient []float64 // D, half the gradient of the SSE
	active   []uint64  // bit j of row i: unit j is on
	pattern  uint64    // hash of active
	grams    []float64 // Σ_{units j and l on} ω x xᵀ, see gram
	sums     []float64 // k×n, Σ_{unit j on} ω z x for p = 1

	target []float64 // where the step wants to go
	changes
	quadratic
	constraints
}

func newWalk(ctx context.Context, s *samples, lim limits, signs []int) *walk {
	k := len(signs)
	w := &walk{samples: s, limits: lim, watch: budget.On(ctx), k: k, d: s.p + k*s.n}
	w.switching = 2*w.d + k*(k+1)/2*s.n*s.n
	for _, a := range signs {
		w.signs = append(w.signs, float64(a))
	}
	for _, v := range []*[]float64{&w.theta, &w.target, &w.gradient} {
		*v = make([]float64, w.d)
	}
	w.active = make([]uint64, s.m)
	w.grams = make([]float64, k*(k+1)/2*s.n*s.n)
	w.sums = make([]float64, k*s.n)
	w.quadratic.init(w.d, k)
	w.constraints.init(w.d)
	return w
}

// unit is unit j's part of a vector laid out like θ.
func (w *walk) unit(v []float64, j int) []float64 {
	from := w.p + j*w.n
	return v[from : from+w.n : from+w.n]
}

// gram is the n×n lower triangle of Σ ω x xᵀ over the rows on which both units
// l ≤ j are on.
func (w *walk) gram(j, l int) []float64 {
	size := w.n * w.n
	from := (j*(j+1)/2 + l) * size
	return w.grams[from : from+size]
}

// jump makes theta, brought within the limits, the point, computes all that is
// kept there from scratch and holds nothing.
func (w *walk) jump(theta []float64) {
	copy(w.theta, theta)
	w.clampBall(w.theta)
	w.clampBox(w.theta)
	w.dropAll()
	clear(w.gradient)
	clear(w.grams)
	clear(w.sums)
	w.sse, w.pattern = 0, 0
	for i := range w.active {
		if i%budget.Stride == 0 {
			w.watch.Look(budget.Stride * w.switching)
		}
		w.load(i)
	}
}

// load adds row i to everything kept at the point.
func (w *walk) load(i int) {
	x, omega, bits := w.row(i), w.weight[i], uint64(0)
	for j := range w.k {
		if linalg.Dot(x, w.unit(w.theta, j)) > 0 {
			bits |= 1 << j
		}
	}
	w.active[i] = 0
	for j := range w.k {
		if bits>>j&1 == 1 {
			w.toggle(i, j)
		}
	}
	r := w.residual(i, w.theta)
	w.sse += omega * r * r
	w.addGradient(i, omega*r)
}

// residual is f(x_i) − y_i at theta with the units on that active says.
func (w *walk) residual(i int, theta []float64) float64 {
	f, x := linalg.Dot(w.output(i), theta)-w.y[i], w.row(i)
	for j, bits := 0, w.active[i]; bits != 0; j, bits = j+1, bits>>1 {
		if bits&1 == 1 {
			f += w.signs[j] * linalg.Dot(x, w.unit(theta, j))
		}
	}
	return f
}

// addGradient adds scaled times row i's derivative to the gradient.
func (w *walk) addGradient(i int, scaled float64) {
	linalg.AddScaled(w.gradient[:w.p], scaled, w.output(i))
	x := w.row(i)
	for j, bits := 0, w.active[i]; bits != 0; j, bits = j+1, bits>>1 {
		if bits&1 == 1 {
			linalg.AddScaled(w.unit(w.gradient, j), w.signs[j]*scaled, x)
		}
	}
}

// toggle switches unit j on or off for row i, in the Gram matrices too.
func (w *walk) toggle(i, j int) {
	bit, omega, x := uint64(1)<<j, w.weight[i], w.row(i)
	w.active[i] ^= bit
	w.pattern ^= mix(uint64(i)<<6 | uint64(j))
	if w.active[i]&bit == 0 {
		omega = -omega
	}
	if w.p == 1 {
		linalg.AddScaled(w.sums[j*w.n:][:w.n], omega*w.z[i], x)
	}
	for l, bits := 0, w.active[i]|bit; bits != 0; l, bits = l+1, bits>>1 {
		if bits&1 == 1 {
			linalg.SymRank1(w.gram(max(j, l), min(j, l)), w.n, omega, x)
		}
	}
}

// flip is toggle with the gradient brought up to date; the SSE is the caller's.
func (w *walk) flip(i, j int) {
	x, omega, a := w.row(i), w.weight[i], w.signs[j]
	turned := a * linalg.Dot(x, w.unit(w.theta, j))
	own := w.residual(i, w.theta) // of the residuals on either side, the one with the unit on
	if w.active[i]>>j&1 == 0 {
		own += turned
		w.toggle(i, j)
		w.addGradient(i, omega*turned)
		linalg.AddScaled(w.unit(w.gradient, j), a*omega*(own-turned), x)
	} else {
		w.addGradient(i, -omega*turned)
		linalg.AddScaled(w.unit(w.gradient, j), -a*omega*(own-turned), x)
		w.toggle(i, j)
	}
}
