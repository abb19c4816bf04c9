package sign

import (
	"math"

	"relucert/internal/linalg"
	"relucert/whiten"
)

// envelopeProof is a point whose derivatives are the multipliers m, with the θ, η
// and h of a dual record.
type envelopeProof struct {
	bound float64
	w     []float64
	multipliers
	slack []float64
}

func newEnvelopeProof(p *whiten.Problem) envelopeProof {
	return envelopeProof{w: make([]float64, p.N), slack: make([]float64, p.N)}
}

// prove computes what the current point proves, and keeps the best.
func (b *bounded) prove() {
	if b.bound(); b.proof.bound > b.best.bound {
		b.proof, b.best = b.best, b.proof
	}
}

// open says that there is an undecided sample of label > 0.
func (b *bounded) open() bool {
	for i, label := range b.label {
		if label > 0 && b.region.side[i] == 0 {
			return true
		}
	}
	return false
}

// bound fills the proof from the point.
func (b *bounded) bound() {
	q := &b.proof
	copy(q.w, b.w)
	q.multipliers.copy(&b.now)
	value, size, squares := 0.0, 0.0, 0.0
	for i, omega := range b.p.Weights {
		label, m := b.label[i], b.multiplier(i)
		if label > 0 && b.region.side[i] == 0 {
			value += tailTerm(m, omega, label, b.region.low[i], b.region.high[i])
		} else {
			value -= 2*m*label + m*m/omega
		}
		size += 2*math.Abs(m*label) + m*m/omega
		squares += m * m / omega
	}
	linalg.AddScaled(b.gradient, -b.now.ball, b.image)
	price := b.pay(squares)
	linalg.AddScaled(b.gradient, b.now.ball, b.image)
	margin := b.rounding.unit*size + 2*math.Sqrt(squares)*b.rounding.yError + b.p.OffsetError
	q.bound = b.p.Offset + value - price - margin
}

// multiplier is a·m of sample i at t.
func (b *bounded) multiplier(i int) float64 {
	omega, label := b.p.Weights[i], b.label[i]
	switch side := b.region.side[i]; {
	case side > 0:
		return omega * (b.t[i] - label)
	case side < 0:
		return -omega * label
	case label <= 0:
		return omega * (max(b.t[i], 0) - label)
	}
	return omega * max(b.t[i]-label, -tailSlope(label, b.region.low[i], b.region.high[i]))
}

// pay chooses h with Th = -g and returns its price, 2B times its norm, and that of what
// rounding leaves of g + Th.
func (b *bounded) pay(squares float64) float64 {
	p, n, h := b.p, b.p.N, b.proof.slack
	price := 0.0
	sum := math.Sqrt(squares)
	for k, i := range b.region.cuts {
		sum += b.now.eta[k] / math.Sqrt(p.Weights[i])
	}
	sum += math.Abs(b.push.kappa) / math.Sqrt(p.Weights[b.push.sample])
	for d := range h {
		row := p.Transform[d*n:]
		rest := -b.gradient[d]
		terms := sum * math.Sqrt(b.weight) * 2
		for e := range d {
			rest -= row[e] * h[e]
			terms += math.Abs(row[e] * h[e])
		}
		h[d] = rest / row[d]
		price += 2 * p.WeightLimit * (b.rounding.unit*terms + sum*b.rounding.xError)
	}
	return price + b.price(b.gradient)
}

// price is what the ball asks for the vector g, 2B times its dual norm.
func (b *bounded) price(g []float64) float64 {
	copy(b.step, g)
	linalg.SolveLower(b.normL, b.p.N, b.step)
	return 2 * b.p.NormBound * math.Sqrt(linalg.Dot(b.step, b.step)) * (1 + 1e-9)
}
