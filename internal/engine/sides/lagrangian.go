package sides

import (
	"math"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// lagrangian is the augmented one of a node's losses. What is not smooth has a multiplier with
// a centre: the kinks at t = 0 of samples with labels ≤ 0 (θ), the walls (η) and the ball (λ).
type lagrangian struct {
	*shared
	losses
	center multipliers
	hard   float64 // how stiff kinks, walls and the ball are around their centres
	push   push
	grid   float64      // 1 / the spacing of w
	watch  budget.Watch // breaks long passes off

	w, t     []float64 // the point
	now      multipliers
	pull     []float64 // a sample: what multiplies x̂ in g
	curve    []float64 // a sample: the derivative of its pull
	linear   []float64 // g
	image    []float64 // Norm·ŵ
	gradient []float64 // of half the Lagrangian
}

// multipliers of kinks (a sample), walls (a cut) and the ball.
type multipliers struct {
	theta, eta []float64
	ball       float64
}

func (m *multipliers) copy(from *multipliers) {
	m.theta, m.eta = append(m.theta[:0], from.theta...), append(m.eta[:0], from.eta...)
	m.ball = from.ball
}

// push adds 2·kappa·t of a sample to the loss.
type push struct {
	sample int
	kappa  float64
}

// gridBits are those of a coordinate of w.
const gridBits = 40

func newLagrangian(p *whiten.Problem, shared *shared) lagrangian {
	vector := func() []float64 { return make([]float64, p.N) }
	each := func() []float64 { return make([]float64, p.M) }
	_, e := math.Frexp(p.NormBound / math.Sqrt(p.Norm[0]))
	return lagrangian{shared: shared, losses: losses{p: p, label: each(), tails: make([]tail, p.M)}, grid: math.Ldexp(1, gridBits-e),
		center: multipliers{theta: each()}, now: multipliers{theta: each()}, w: vector(), t: each(),
		pull: each(), curve: each(), linear: vector(), image: vector(), gradient: vector()}
}

// evaluate computes everything that depends on w.
func (l *lagrangian) evaluate() {
	for from := 0; from < l.p.M; from += block {
		l.pieces(from, min(from+block, l.p.M))
	}
	l.walls()
	if l.push.kappa != 0 {
		l.pull[l.push.sample] += l.push.kappa
	}
	clear(l.linear)
	for from := 0; from < l.p.M; from += block {
		to := min(from+block, l.p.M)
		linalg.AddRows(l.linear, l.pull[from:to], l.p.X[from*l.p.N:])
	}
	l.ball()
}

// pieces sets t and what piece sets, of a block of samples.
func (l *lagrangian) pieces(from, to int) {
	l.watch.Look((to - from) * (pieceCost + l.p.N/2))
	t := l.t[from:to]
	clear(t)
	linalg.AddRows(t, l.w, l.columns[from*l.p.N:to*l.p.N])
	for i := from; i < to; i++ {
		l.piece(i)
	}
}

// pieceCost is what a sample takes beside its numbers, in multiplications, as measured.
const pieceCost = 7

// piece sets sample i's θ, pull and curve.
func (l *lagrangian) piece(i int) {
	t, omega, label := l.t[i], l.p.Weights[i], l.label[i]
	l.pull[i], l.curve[i] = omega*(t-label), omega
	switch side := l.region.side[i]; {
	case side > 0:
	case side < 0:
		l.pull[i], l.curve[i] = 0, 0
	case label <= 0:
		l.kink(i)
	default:
		if slope := l.tail(i); t < label-slope {
			l.pull[i], l.curve[i] = -omega*slope, 0
		}
	}
}

// kink is piece for a label y ≤ 0: the convex loss, whose slope at t = 0 jumps by 2ω|y|,
// has the share θ of max(0, t)'s slope.
func (l *lagrangian) kink(i int) {
	t, omega := l.t[i], l.p.Weights[i]
	theta, rise := stepAt(t), 0.0
	if jump := -l.label[i]; jump > 0 {
		rise = l.hard / jump
		switch theta = l.center.theta[i] + rise*t; {
		case theta <= 0:
			theta, rise = 0, 0
		case theta >= 1:
			theta, rise = 1, 0
		default:
			theta = short(theta)
		}
	}
	m := omega * (max(t, 0) - l.label[i])
	l.now.theta[i], l.pull[i], l.curve[i] = theta, m*theta, m*rise
	if t > 0 {
		l.curve[i] += omega * theta
	}
}

func stepAt(t float64) float64 {
	if t > 0 {
		return 1
	}
	return 0
}

// short rounds a multiplier to 32 bits behind the point: it is to be written down.
func short(v float64) float64 { return math.RoundToEven(v*0x1p32) * 0x1p-32 }

func (l *lagrangian) walls() {
	l.now.eta = append(l.now.eta[:0], l.center.eta...)
	for k, i := range l.region.cuts {
		sigma, stiff := float64(l.region.side[i]), l.hard*l.p.Weights[i]
		eta := max(0, short(l.center.eta[k]-stiff*sigma*l.t[i]))
		if l.now.eta[k] = eta; eta > 0 {
			l.pull[i] -= sigma * eta
			l.curve[i] += stiff
		}
	}
}

func (l *lagrangian) ball() {
	linalg.SymMulVec(l.image, l.p.Norm, l.p.N, l.w)
	excess := linalg.Dot(l.w, l.image) - square(l.p.NormBound)
	l.now.ball = max(0, l.center.ball+l.ballStiffness()*excess/2)
	copy(l.gradient, l.linear)
	linalg.AddScaled(l.gradient, l.now.ball, l.image)
}

// ballStiffness makes the ball as hard as the data are where it binds.
func (l *lagrangian) ballStiffness() float64 {
	return l.hard * l.rounding.SumWeights / (square(l.p.NormBound) * l.p.Norm[0])
}

// move adds a multiple of a vector to w, on a grid: w is to be written down.
func (l *lagrangian) move(s float64, v []float64) {
	for d := range l.w {
		l.w[d] = math.RoundToEven((l.w[d]+s*v[d])*l.grid) / l.grid
	}
}
