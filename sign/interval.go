package sign

import (
	"context"
	"fmt"
	"math"
	"os"

	"relucert/certificate"
	"relucert/internal/linalg"
	"relucert/whiten"
)

var debug = os.Getenv("SIGNDEBUG") != ""

// base is the point that shifts start from.
type base struct {
	w, sum, summed, factor []float64
	proof                  envelopeProof
	center                 multipliers
}

func (b *bounded) save() {
	copy(b.base.w, b.w)
	copy(b.base.sum, b.sum)
	copy(b.base.summed, b.summed)
	copy(b.base.factor, b.factor)
	b.base.center.copy(&b.now)
}

// tighten improves bounds of t.
func (b *bounded) tighten(ctx context.Context, n *Node, cutoff, tolerance float64) bool {
	gap := cutoff - b.best.bound
	if gap > cutoff {
		return false
	}
	b.factorise()
	b.center.copy(&b.now)
	b.save()
	at := append([]float64(nil), b.t...)
	r := n.regions[0].clone()
	r.low = append([]float64(nil), r.low...)
	r.high = append([]float64(nil), r.high...)
	n.regions[0] = r
	b.region = r
	keep := b.best
	b.best = newEnvelopeProof(b.p)
	tried, took, fixed := 0, 0, 0
	gained := 0.0
	var lossL float64
	for i, ti := range at {
		label := b.label[i]
		if r.side[i] != 0 || label <= 0 {
			continue
		}
		omega := b.p.Weights[i]
		copy(b.step, b.p.X[i*b.p.N:])
		linalg.SolveLower(b.base.factor, b.p.N, b.step)
		f := linalg.Dot(b.step, b.step)
		half := math.Sqrt(gap * f)
		for _, sigma := range [2]float64{1, -1} {
			want := ti - sigma*half
			l, u := r.low[i], r.high[i]
			if sigma > 0 {
				l = want
			} else {
				u = want
			}
			if l <= r.low[i] && u >= r.high[i] {
				continue
			}
			gain := math.Inf(1)
			if l < 0 && u > 0 {
				gain = omega * (relaxedLoss(ti, label, l, u) - relaxedLoss(ti, label, r.low[i], r.high[i]))
			}
			if gain < gap*gainShare {
				continue
			}
			tried++
			kappa := math.Sqrt(gap / f)
			bound := b.shift(int32(i), -sigma*kappa, gap)
			c := sigma * (bound - cutoff) / (2 * kappa)
			if debug2 {
				fmt.Fprintf(os.Stderr, " want %.6g got %.6g\n", cutoff+sigma*2*kappa*want, bound)
			}
			lossL += sigma * (want - c) / half
			if sigma > 0 && c > r.low[i] {
				if c >= 0 {
					r.side[i] = 1
					fixed++
					break
				}
				gained += omega * (relaxedLoss(ti, label, c, r.high[i]) - relaxedLoss(ti, label, r.low[i], r.high[i]))
				r.low[i] = c
				took++
			} else if sigma < 0 && c < r.high[i] {
				if c <= 0 {
					r.side[i] = -1
					fixed++
					break
				}
				gained += omega * (relaxedLoss(ti, label, r.low[i], c) - relaxedLoss(ti, label, r.low[i], r.high[i]))
				r.high[i] = c
				took++
			}
		}
	}
	b.best = keep
	b.restore()
	n.start = &envelopeProof{w: append([]float64(nil), b.w...)}
	n.start.multipliers.copy(&b.now)
	if debug {
		fmt.Fprintf(os.Stderr, "bound %.6g cutoff %.6g tried %d took %d fixed %d gain %.3g of %.3g; off by %.3g halfwidths\n", b.best.bound, cutoff, tried, took, fixed, gained, gap, lossL/float64(max(1, tried)))
	}
	return fixed > 0 || gained > gap*0.05
}

var debug2 = os.Getenv("SIGNDEBUG2") != ""

const gainShare = 1e-4

func (b *bounded) restore() {
	copy(b.w, b.base.w)
	copy(b.sum, b.base.sum)
	copy(b.summed, b.base.summed)
	b.push.kappa = 0
	b.evaluate()
}

// shift proves a bound with a push.
func (b *bounded) shift(i int32, kappa, gap float64) float64 {
	b.restore()
	b.push = pushed{i, kappa}
	b.evaluate()
	b.best.bound = math.Inf(-1)
	b.descend(8, gap*1e-3)
	b.prove()
	b.push.kappa = 0
	return b.best.bound
}

func (b *bounded) branch() (best pair) {
	worst := math.Inf(-1)
	loss := b.p.Offset
	for i, t := range b.t {
		omega, label := b.p.Weights[i], b.label[i]
		truth := square(max(0, t) - label)
		loss += omega * truth
		if b.region.side[i] != 0 {
			continue
		}
		if hidden := omega * (truth - relaxedLoss(t, label, b.region.low[i], b.region.high[i])); hidden > worst {
			worst, best = hidden, pair{sample: int32(i), found: true}
		}
	}
	best.loss = loss
	return best
}
func (b *bounded) solution() whiten.Solution {
	return whiten.Solution{Point: whiten.Point{Units: [][]float64{append([]float64(nil), b.w...)}}, Signs: []int{int(b.a)}}
}
func (b *bounded) record() *certificate.Dual { return nil }
