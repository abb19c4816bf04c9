package patterns

import (
	"math"
	"slices"

	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// ball is the norm bound ‖w_j‖ ≤ B of every unit. A fit within it has a multiplier μ_j ≥ 0 for each unit: it is the fit
// without it of SSE + Σ μ_j‖w_j‖². Whatever μ is, residuals prove a bound: see [worker.unitPrice].
type ball struct {
	bound  float64
	factor []float64 // N×N: upper triangular, ‖w‖ = |factor·ŵ|
}

// newBall is nil without a norm bound.
func newBall(p *whiten.Problem) *ball {
	if p.NormBound == 0 {
		return nil
	}
	n := p.N
	lower, b := slices.Clone(p.Norm), &ball{p.NormBound, make([]float64, n*n)}
	linalg.CholeskyFactorShifted(lower, n, shiftShare*p.Norm[0])
	for d := range n {
		b.factor[d*n+d] = 1 / lower[d*n+d]
		for e := range d {
			b.factor[e*n+d] = lower[d*n+e]
		}
	}
	return b
}

// image is factor·ŵ times scale.
func (b *ball) image(scale float64, w []float64) []float64 {
	out := make([]float64, len(w))
	for d := range out {
		out[d] = scale * linalg.Dot(b.factor[d*len(w):][:len(w)], w)
	}
	return out
}

// ballRows are what ray q of unit j is in the rows of the penalties.
func (w *worker) ballRows(c *conic, j, q int) []float64 {
	rows := make([]float64, w.p.N*len(c.mu))
	if len(rows) > 0 {
		copy(rows[j*w.p.N:], w.ball.image(math.Sqrt(c.mu[j]), c.cones[j].rays[q]))
	}
	return rows
}

// preimage overwrites g by the h with factorᵀ·h = g: the most that ⟨ŵ, g⟩ can be in the ball is bound·|h|.
func (b *ball) preimage(g []float64) {
	n := len(g)
	for d := range n {
		g[d] /= b.factor[d*n+d]
		for e := d + 1; e < n; e++ {
			g[e] -= g[d] * b.factor[d*n+e]
		}
	}
}

// reaches are the most that |ŵ_d| can be.
func reaches(p *whiten.Problem) []float64 {
	out := slices.Repeat([]float64{p.WeightLimit}, p.N)
	if p.NormBound > 0 {
		axis, h := make([]float64, p.N), make([]float64, p.N)
		for d := range out {
			axis[d] = 1
			out[d] = min(out[d], p.Dual(axis, h))
			axis[d] = 0
		}
	}
	return out
}

// ballPrice is the most that ⟨ŵ, w.linear⟩ can be under the norm bound; what solving in doubles leaves is paid for.
func (w *worker) ballPrice() float64 {
	price := w.p.Dual(w.linear, w.raw)
	for d, g := range w.linear {
		rest := g - linalg.Dot(w.p.Transform[d*w.p.N:][:d+1], w.raw)
		price += math.Abs(rest) * w.reach[d]
	}
	return price
}

const (
	// ballRounds of Newton's method end when every norm is within ballShare of what it should be.
	ballRounds = 40
	ballShare  = 1e-11
	// nudge is the relative change of a multiplier that its derivative is taken from.
	nudge = 1e-6
	// softest is the least multiplier, relative to the curvature of the SSE: so units whose sum is all that matters
	// share it evenly.
	softest = 1e-10
)

// fitInBall is fitInCones with the multipliers that the norm bound needs. The dual is concave in μ, with the gradient
// ‖w_j‖² − B², so μ_j ≥ 0 and ‖w_j‖ ≤ B, one of them with equality. B/‖w_j‖ is nearly linear in μ, which suits Newton's
// method; where it does not come nearer, one multiplier is settled after the other.
func (w *worker) fitInBall(c *conic) whiten.Point {
	k := len(c.cones)
	if c.mu == nil {
		c.mu = slices.Repeat([]float64{w.softest()}, k)
	}
	short := w.shortness(c, c.mu)
	if w.farthest(c.mu, short) > ballShare && c.limits == nil {
		short = w.shortness(c, slices.Repeat([]float64{0.1 * w.ball.stiffness(w)}, k))
	}
	for range ballRounds {
		if w.farthest(c.mu, short) <= ballShare {
			break
		}
		if next, better := w.newton(c, c.mu, short); next != nil {
			c.mu, short = next, better
			continue
		}
		for j := range c.mu {
			w.settleMultiplier(c, j)
		}
		short = w.shortness(c, c.mu)
	}
	point := w.fitInCones(c)
	for _, unit := range point.Units {
		if size := w.ball.size(unit); size > w.ball.bound {
			for d := range unit {
				unit[d] *= w.ball.bound / size
			}
		}
	}
	return point
}

// stiffness is about the curvature of the SSE in a unit's weights.
func (b *ball) stiffness(w *worker) float64 {
	return w.rounding.SumWeights / (b.factor[0] * b.factor[0])
}

func (w *worker) softest() float64 { return softest * w.ball.stiffness(w) }

// shortness is B/‖w_j‖ − 1 of each unit for these multipliers, at most 1.
func (w *worker) shortness(c *conic, mu []float64) []float64 {
	c.mu = mu
	var out []float64
	for _, unit := range w.fitInCones(c).Units {
		out = append(out, min(1, w.ball.bound/w.ball.size(unit)-1))
	}
	return out
}

// farthest is by how much the conditions on μ and the norms are missed.
func (w *worker) farthest(mu, short []float64) float64 {
	most := 0.0
	for j, v := range short {
		if v < 0 || mu[j] > w.softest() {
			most = max(most, math.Abs(v))
		}
	}
	return most
}

// newton is a step that comes nearer; nil: none does.
func (w *worker) newton(c *conic, mu, short []float64) (next, better []float64) {
	var slopes [][]float64
	var columns []int
	for j, v := range short {
		if v >= 0 && mu[j] <= w.softest() {
			continue
		}
		moved := slices.Clone(mu)
		moved[j] += nudge * mu[j]
		slope := w.shortness(c, moved)
		for l := range slope {
			slope[l] = (slope[l] - short[l]) / (moved[j] - mu[j])
		}
		slopes, columns = append(slopes, slope), append(columns, j)
	}
	step := solveSmall(slopes, columns, short)
	for range 6 {
		next = slices.Clone(mu)
		for at, j := range columns {
			next[j] = max(w.softest(), mu[j]-step[at])
		}
		if better = w.shortness(c, next); w.farthest(next, better) < 0.9*w.farthest(mu, short) {
			return next, better
		}
		for at := range step {
			step[at] /= 4
		}
	}
	c.mu = mu
	return nil, nil
}

// solveSmall solves Σ_at step_at·slopes_at[j] = short_j for the rows j, as least squares: dependent slopes do no harm.
func solveSmall(slopes [][]float64, rows []int, short []float64) []float64 {
	s := &leastSquares{free: len(slopes)}
	var sizes []float64
	for _, slope := range slopes {
		var column []float64
		for _, j := range rows {
			column = append(column, slope[j])
		}
		sizes = append(sizes, s.add(column, 1))
	}
	for _, j := range rows {
		s.b = append(s.b, short[j])
	}
	s.solve()
	for at := range s.alpha {
		s.alpha[at] /= sizes[at]
	}
	return s.alpha
}

func (b *ball) size(w []float64) float64 { return length(b.image(1, w)) }

// settleMultiplier finds μ_j for the others' as they are, by regula falsi (the Illinois way).
func (w *worker) settleMultiplier(c *conic, j int) {
	miss := func(mu float64) float64 {
		c.mu[j] = mu
		return w.shortness(c, c.mu)[j]
	}
	low := w.softest()
	below := miss(low)
	if below >= 0 {
		return
	}
	high := w.ball.stiffness(w)
	above := miss(high)
	for ; above < 0 && !math.IsInf(high, 1); above = miss(high) {
		low, below = high, above
		high *= 8
	}
	for range ballRounds {
		at := low + (high-low)*below/(below-above)
		if !(at > low && at < high) {
			return
		}
		switch here := miss(at); {
		case math.Abs(here) <= ballShare/2:
			return
		case here < 0:
			low, below, above = at, here, above/2
		default:
			high, above, below = at, here, below/2
		}
	}
}
