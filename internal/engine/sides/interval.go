package sides

import (
	"context"
	"math"

	"relucert/proof/certificate"
)

// base is the point that shifts start from.
type base struct {
	w, t   []float64
	matrix curvature
	proof  pointProof
}

// What is worth a trial, and another round, as shares of the gap.
const (
	worthTrial = 1e-4
	worthRound = 0.01
)

// tighten bounds t of undecided samples. Where F is the relaxed loss, for any κ > 0 every
// network of a loss below the cutoff has
//
//	t ≥ (min F(w) + 2κt - cutoff) / 2κ,
//
// and the like from above: a Lagrangian dual of min t over F ≤ cutoff. The minimum is
// bounded by a few Newton steps from where F is least; there, F's curvature predicts
// which bounds are worth it.
func (b *bounded) tighten(ctx context.Context, n *Node, _ pair, to target) bool {
	gap := to.cutoff - b.prover.best.bound
	if math.IsInf(gap, 1) || n.rounds == mostRounds {
		return false
	}
	b.freeze(n)
	b.base.proof.copy(&b.prover.best)
	gained, before := 0.0, len(n.lemmas)
	for i := range b.t {
		if ctx.Err() != nil {
			break
		}
		if !b.relaxed(i) {
			continue
		}
		halfWidth := math.Sqrt(gap * b.base.matrix.flatness(i, b.step))
		gained += b.tryBounds(n, trial{i, gap, halfWidth}, to)
	}
	b.push = push{}
	if gained < worthRound*gap {
		n.rounds = mostRounds
	}
	if len(n.lemmas) == before {
		b.prover.best.copy(&b.base.proof) // trials have left their own
		return false
	}
	return true
}

// trial is a sample, and how far t can be from the base's by F's curvature.
type trial struct {
	sample         int
	gap, halfWidth float64
}

// freeze makes the present point the base, and the node's region one of its own.
func (b *bounded) freeze(n *Node) {
	b.factorise()
	b.center.copy(&b.now)
	b.hard = shiftHardness
	copy(b.base.w, b.w)
	copy(b.base.t, b.t)
	b.base.matrix.copy(&b.matrix)
	n.start = &start{w: append([]float64(nil), b.w...)}
	n.start.multipliers.copy(&b.now)
	r := b.region.clone()
	r.low, r.high = append([]float64(nil), r.low...), append([]float64(nil), r.high...)
	b.region, n.Regions[0] = r, r
}

// tryBounds bounds a sample's t from below and from above where that is worth it, and
// returns by how much the relaxed loss at the base grows.
func (b *bounded) tryBounds(n *Node, q trial, to target) (gained float64) {
	for _, side := range [2]int8{1, -1} {
		end := b.base.t[q.sample] - float64(side)*q.halfWidth
		decides := float64(side)*end >= 0
		if b.region.side[q.sample] != 0 || !decides && b.gain(q.sample, side, end) < worthTrial*q.gap {
			continue
		}
		if l, ok := b.bind(q, side, to); ok {
			gained += b.gain(q.sample, side, l.at)
			n.lemmas = append(n.lemmas, l)
			b.region.bind(q.sample, side, l.at)
		}
	}
	return gained
}

// gain is how much the relaxed loss at the base grows by a bound of t.
func (b *bounded) gain(i int, side int8, end float64) float64 {
	v, t, label := b.interval(i), b.base.t[i], b.label[i]
	tight := v.cut(side, end)
	if tight == v {
		return 0
	}
	after := 0.0
	switch {
	case tight.low >= 0:
		after = square(t - label)
	case tight.high <= 0:
		after = square(label)
	default:
		after = relaxedLoss(t, label, tight)
	}
	return b.p.Weights[i] * (after - relaxedLoss(t, label, v))
}

// bind enters a bound that a lemma proves, and decides the sample if it is past 0.
func (r *region) bind(i int, side int8, at float64) {
	r.made++
	switch {
	case float64(side)*at >= 0:
		r.side[i] = side
	case side > 0:
		r.low[i] = at
	default:
		r.high[i] = at
	}
}

// mostShiftSteps bound the work on one trial. Kinks that are soft while the shift crosses
// them cost less than they would save.
const (
	mostShiftSteps = 12
	shiftHardness  = 8
)

// bind looks for a bound of t that tightens its interval, side·t ≥ side·at. On the other
// side the sample is decided: at is never past 0.
func (b *bounded) bind(q trial, side int8, to target) (lemma, bool) {
	kappa := float64(float32(q.gap / q.halfWidth)) // to be written down
	copy(b.w, b.base.w)
	b.matrix.copy(&b.base.matrix)
	b.push = push{q.sample, float64(side) * kappa}
	b.region.side[q.sample] = -side
	b.evaluate()
	b.prover.best.bound = math.Inf(-1)
	b.descend(mostShiftSteps, q.gap/1024)
	b.prover.prove()
	b.region.side[q.sample] = 0
	at := b.round((b.prover.best.bound - to.cutoff) / (2 * kappa))
	if at > 0 {
		at = 0 // so far, the sample is decided
	}
	l := lemma{sample: int32(q.sample), side: side, at: float64(side)*at + 0} // + 0: no -0
	l.bound = b.prover.best.bound - 2*kappa*at - b.rounding.Unit*math.Abs(kappa*at)
	if v := b.interval(q.sample); v.cut(side, l.at) == v || !(l.bound >= to.cutoff) {
		return l, false
	}
	if b.recording {
		l.closed = b.record()
		l.closed.Hint = l.bound
		l.closed.Walls = append(l.closed.Walls, certificate.Wall{Cut: b.region.made, Value: kappa})
	}
	return l, true
}

// round is at most v, and of few bits: it is to be written down.
func (b *bounded) round(v float64) float64 {
	const coarse = 1 << 20
	return math.Floor(v*b.grid/coarse) / (b.grid / coarse)
}
