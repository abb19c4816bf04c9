package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// evaluate computes everything that depends on w.
func (b *bounded) evaluate() {
	p, n := b.p, b.p.N
	for i := range b.t {
		if i%budget.Stride == 0 {
			b.watch.Look(budget.Stride * 2 * n)
		}
		b.t[i] = linalg.Dot(b.w, p.X[i*n:])
		b.piece(i)
	}
	b.walls()
	if b.push.kappa != 0 {
		b.pull[b.push.sample] += b.push.kappa
	}
	clear(b.linear)
	for i, pull := range b.pull {
		if pull != 0 {
			linalg.AddScaled(b.linear, pull, p.X[i*n:])
		}
	}
	b.ball()
}

// piece sets sample i's θ, pull and curve.
func (b *bounded) piece(i int) {
	t, omega, label := b.t[i], b.p.Weights[i], b.label[i]
	b.pull[i], b.curve[i] = omega*(t-label), omega
	switch side := b.region.side[i]; {
	case side > 0:
	case side < 0:
		b.pull[i], b.curve[i] = 0, 0
	case label <= 0:
		b.kink(i)
	default:
		if slope := tailSlope(label, b.interval(i)); t < label-slope {
			b.pull[i], b.curve[i] = -omega*slope, 0
		}
	}
}

// kink is piece for a label y ≤ 0: the convex loss, whose slope at t = 0 jumps by 2ω|y|,
// has the share θ of max(0, t)'s slope.
func (b *bounded) kink(i int) {
	t, omega := b.t[i], b.p.Weights[i]
	theta, rise := stepAt(t), 0.0
	if jump := -b.label[i]; jump > 0 {
		rise = b.hard / jump
		if theta = short(b.center.theta[i] + rise*t); theta <= 0 || theta >= 1 {
			theta, rise = min(max(theta, 0), 1), 0
		}
	}
	m := omega * (max(t, 0) - b.label[i])
	b.now.theta[i], b.pull[i], b.curve[i] = theta, m*theta, m*rise
	if t > 0 {
		b.curve[i] += omega * theta
	}
}

func stepAt(t float64) float64 {
	if t > 0 {
		return 1
	}
	return 0
}

// short rounds a multiplier to 32 bits behind the point: it is to be written down.
func short(v float64) float64 { return math.Round(v*0x1p32) * 0x1p-32 }

func (b *bounded) walls() {
	b.now.eta = append(b.now.eta[:0], b.center.eta...)
	for k, i := range b.region.cuts {
		sigma, stiff := float64(b.region.side[i]), b.hard*b.p.Weights[i]
		eta := max(0, short(b.center.eta[k]-stiff*sigma*b.t[i]))
		if b.now.eta[k] = eta; eta > 0 {
			b.pull[i] -= sigma * eta
			b.curve[i] += stiff
		}
	}
}

func (b *bounded) ball() {
	linalg.SymMulVec(b.image, b.p.Norm, b.p.N, b.w)
	excess := linalg.Dot(b.w, b.image) - square(b.p.NormBound)
	b.now.ball = max(0, b.center.ball+b.ballStiffness()*excess/2)
	copy(b.gradient, b.linear)
	linalg.AddScaled(b.gradient, b.now.ball, b.image)
}

// ballStiffness makes the ball as hard as the data are where it binds.
func (b *bounded) ballStiffness() float64 {
	return b.hard * b.rounding.SumWeights / (square(b.p.NormBound) * b.p.Norm[0])
}

// move adds a multiple of a vector to w, on a grid: w is to be written down.
func (b *bounded) move(s float64, v []float64) {
	for d := range b.w {
		b.w[d] = math.Round((b.w[d]+s*v[d])*b.sizes.grid) / b.sizes.grid
	}
}
