package sign

import (
	"strconv"

	"fmt"
	"os"

	"context"
	"math"

	"relucert/internal/linalg"
	"relucert/whiten"
)

// bounded solves the nodes of one bounded unit without output part: it minimises
// the samples' convex envelopes by Newton's method on an augmented Lagrangian.
// What is not smooth has a multiplier with a centre: the kinks at t = 0 of samples with
// labels ≤ 0 (θ), the walls (η) and the ball (λ); hard is how stiff they are.
type bounded struct {
	*shared
	p      *whiten.Problem
	a      float64 // the unit's sign
	region *region
	label  []float64 // a·y
	hard   float64
	center multipliers
	push   pushed // of a shift

	w, t     []float64
	gradient []float64 // of half the Lagrangian, the ball included
	image    []float64 // Norm·ŵ
	now      multipliers
	pull     []float64 // a sample: what multiplies x̂ in g
	curve    []float64 // a sample: second derivatives of halves
	sum      []float64 // N×N: Σ curve·x̂x̂ᵀ for summed
	summed   []float64
	factor   []float64
	step     []float64

	proof, best envelopeProof
	base        base
}

// multipliers of kinks, walls and the ball.
type multipliers struct {
	theta []float64 // a sample
	eta   []float64 // a cut
	ball  float64
}

func (m *multipliers) copy(from *multipliers) {
	m.theta = append(m.theta[:0], from.theta...)
	m.eta = append(m.eta[:0], from.eta...)
	m.ball = from.ball
}

// pushed is a wall of a multiplier of its own: -kappa·t is added to the loss's half.
type pushed struct {
	sample int32
	kappa  float64 // signed; 0: none
}

func newBounded(p *whiten.Problem, shared *shared) *bounded {
	vector := func() []float64 { return make([]float64, p.N) }
	each := func() []float64 { return make([]float64, p.M) }
	matrix := func() []float64 { return make([]float64, p.N*p.N) }
	b := &bounded{shared: shared, p: p, label: each(), w: vector(), t: each(), gradient: vector(), image: vector(),
		pull: each(), curve: each(), sum: matrix(), summed: each(), factor: matrix(), step: vector(),
		proof: newEnvelopeProof(p), best: newEnvelopeProof(p)}
	b.now.theta, b.center.theta = each(), each()
	b.base = base{w: vector(), sum: matrix(), summed: each(), factor: matrix()}
	return b
}

// load makes the node the one to be solved, from its parent's point.
func (b *bounded) load(n *Node) {
	b.region, b.a = n.regions[0], float64(n.signs[0])
	for i, y := range b.p.Y {
		b.label[i] = b.a * y
	}
	b.hard = firstHardness
	b.center.theta = append(b.center.theta[:0], make([]float64, b.p.M)...)
	b.center.eta = append(b.center.eta[:0], make([]float64, len(b.region.cuts))...)
	b.center.ball = 0
	clear(b.w)
	if n.start != nil {
		copy(b.w, n.start.w)
		b.center.copy(&n.start.multipliers)
		b.center.eta = append(b.center.eta, make([]float64, len(b.region.cuts)-len(b.center.eta))...)
		b.hard = 100
	} else {
		b.correlate()
	}
	clear(b.sum)
	clear(b.summed)
	b.evaluate()
}

// correlate starts on the ball, towards the labels above 0.
func (b *bounded) correlate() {
	for i, label := range b.label {
		linalg.AddScaled(b.w, b.p.Weights[i]*max(0, label), b.p.X[i*b.p.N:])
	}
	size := math.Sqrt(linalg.QuadForm(b.p.Norm, b.p.N, b.w))
	for d := range b.w {
		b.w[d] *= b.p.NormBound / size
	}
}

var overF = func() float64 { v, _ := strconv.ParseFloat(os.Getenv("OVER"), 64); return v }()

const firstHardness = 1

// stiff is how strongly sample i's kink or wall resists.
func (b *bounded) stiff(i int) float64 { return b.hard * b.stiffness[i] }

// evaluate computes t, the multipliers and the gradient at w.
func (b *bounded) evaluate() {
	p, n := b.p, b.p.N
	clear(b.gradient)
	b.now.eta = append(b.now.eta[:0], b.center.eta...)
	for i := range b.t {
		x := p.X[i*n:][:n]
		b.t[i] = linalg.Dot(x, b.w)
		b.piece(i)
	}
	for k, i := range b.region.cuts {
		b.wall(k, int(i))
	}
	if b.push.kappa != 0 {
		b.pull[b.push.sample] -= b.push.kappa
	}
	for i, pull := range b.pull {
		if pull != 0 {
			linalg.AddScaled(b.gradient, pull, p.X[i*n:])
		}
	}
	linalg.SymMulVec(b.image, p.Norm, n, b.w)
	excess := (linalg.Dot(b.w, b.image) - p.NormBound*p.NormBound) / 2
	b.now.ball = max(0, b.center.ball+b.hard*b.ballStiffness*excess)
	linalg.AddScaled(b.gradient, b.now.ball, b.image)
}

// piece sets sample i's multiplier θ, pull and curve.
func (b *bounded) piece(i int) {
	t, omega, label := b.t[i], b.p.Weights[i], b.label[i]
	b.now.theta[i] = 1
	switch side := b.region.side[i]; {
	case side > 0:
		b.pull[i], b.curve[i] = omega*(t-label), omega
	case side < 0:
		b.pull[i], b.curve[i] = 0, 0
	case label <= 0:
		b.kink(i)
	default:
		slope := tailSlope(label, b.region.low[i], b.region.high[i])
		if b.pull[i], b.curve[i] = -omega*slope, 0; t >= label-slope {
			b.pull[i], b.curve[i] = omega*(t-label), omega
		}
	}
}

// kink is piece for a sample of label y ≤ 0: max(0, t) pulls with a share θ.
func (b *bounded) kink(i int) {
	t, omega := b.t[i], b.p.Weights[i]
	m := omega * (max(t, 0) - b.label[i])
	theta, rise := stepAt(t), 0.0
	if rest := omega * -b.label[i]; rest > 0 {
		rise = b.stiff(i) / rest
		if theta = b.center.theta[i] + rise*t; theta <= 0 || theta >= 1 {
			theta, rise = min(max(theta, 0), 1), 0
		}
	}
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

// wall adds cut k, at sample i.
func (b *bounded) wall(k, i int) {
	sigma := float64(b.region.side[i])
	eta := b.center.eta[k] - b.stiff(i)*sigma*b.t[i]
	b.now.eta[k] = max(0, eta)
	if eta > 0 {
		b.pull[i] -= sigma * eta
		b.curve[i] += b.stiff(i)
	}
}

// factorise brings the matrix up to date with the curves and factors it.
func (b *bounded) factorise() {
	n := b.p.N
	for i, c := range b.curve {
		if c != b.summed[i] {
			linalg.SymRank1(b.sum, n, c-b.summed[i], b.p.X[i*n:][:n])
			b.summed[i] = c
		}
	}
	copy(b.factor, b.sum)
	if b.now.ball > 0 {
		linalg.SymRank1(b.factor, n, b.hard*b.ballStiffness, b.image)
		for d := range n {
			linalg.AddScaled(b.factor[d*n:][:d+1], b.now.ball, b.p.Norm[d*n:])
		}
	}
	shift := least * b.weight
	for d := range n {
		b.factor[d*n+d] += shift
	}
	linalg.CholeskyFactorShifted(b.factor, n, shift)
}

// least is the share of Σ ω, the size of the data's own matrix, that flat directions get.
const least = 1e-9

// descend makes Newton steps until one promises to gain less than enough.
func (b *bounded) descend(steps int, enough float64) {
	for range steps {
		if b.price(b.gradient) < enough {
			return
		}
		b.factorise()
		clear(b.step)
		linalg.AddScaled(b.step, -1, b.gradient)
		linalg.CholeskySolve(b.factor, b.p.N, b.step)
		if size := math.Sqrt(linalg.QuadForm(b.p.Norm, b.p.N, b.step)); size > 2*b.p.NormBound {
			for d := range b.step {
				b.step[d] *= 2 * b.p.NormBound / size
			}
		}
		gain := -linalg.Dot(b.step, b.gradient)
		if debug2 {
			fmt.Fprintf(os.Stderr, "  gain %.4g", gain)
		}
		if !(gain > 0) {
			return
		}
		linalg.AddScaled(b.w, 1, b.step)
		b.evaluate()
		b.NewtonSteps++
		b.search(gain)
	}
}

// search goes back along the step to where the slope is small: gain is minus the slope
// at its start. It halves the step each time that the secant leaves the same end twice.
func (b *bounded) search(gain float64) {
	low, high, at := 0.0, 1.0, 1.0
	below, above := -gain, linalg.Dot(b.step, b.gradient)
	for range 10 {
		slope := linalg.Dot(b.step, b.gradient)
		switch {
		case math.Abs(slope) <= gain*overF || at == 1 && slope < 0:
			return
		case slope > 0:
			high, above = at, slope
			below /= 2
		default:
			low, below = at, slope
			above /= 2
		}
		next := low - below*(high-low)/(above-below)
		linalg.AddScaled(b.w, next-at, b.step)
		at = next
		b.evaluate()
	}
}

// mostOuter updates of the centres are made in one node.
const mostOuter = 40

// solve moves towards the minimum until the multipliers prove cutoff, or cannot.
func (b *bounded) solve(ctx context.Context, cutoff, tolerance float64) outcome {
	b.best.bound = math.Inf(-1)
	for range mostOuter {
		if ctx.Err() != nil {
			return outcome{bound: b.best.bound, unfinished: true}
		}
		before := b.best.bound
		b.descend(mostNewton, b.worth(cutoff, tolerance)/16)
		b.prove()
		if debug2 {
			fmt.Fprintf(os.Stderr, "outer bound %.6g best %.6g newton %d ball %.4g/%.4g\n", b.proof.bound, b.best.bound, b.NewtonSteps, linalg.Dot(b.w, b.image), b.p.NormBound*b.p.NormBound)
		}
		if b.best.bound >= cutoff || b.hard > 50 && b.best.bound-before < b.worth(cutoff, tolerance) {
			break
		}
		b.center.copy(&b.now)
		b.hard = min(b.hard*8, 1e5)
	}
	return outcome{bound: max(b.best.bound, 0)}
}

const mostNewton = 30

// worth is a gain of the bound that is not worth its time.
func (b *bounded) worth(cutoff, tolerance float64) float64 {
	if lack := cutoff - max(b.best.bound, 0); b.open() && !math.IsInf(cutoff, 1) {
		tolerance = max(tolerance, min(2*lack, cutoff/4))
	}
	return tolerance / 16
}
