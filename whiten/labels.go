package whiten

import (
	"errors"
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
	"relucert/network"
)

// scaleLabels subtracts the output part's least-squares fit from the labels,
// scales them, and bounds their distance from the exact ones.
func (p *Problem) scaleLabels(m merged) error {
	p.Y = m.Y
	p.reference = p.fitOutput(p.Y)
	sum := p.subtractReference(m.counts)
	p.Offset = m.within / p.weightScale
	least := leastLabel * p.rms(m.square/p.weightScale)
	second := powerOfTwo(max(p.rmsLabel(), least))
	p.Offset /= second * second
	reading := 0x1p-52 * math.Sqrt(m.square/p.weightScale) / second
	p.OffsetError = 0x1p-50*p.Offset + reading*(2*math.Sqrt(p.Offset)+reading)
	for i := range p.Y {
		p.Y[i] /= second
	}
	for d := range p.reference {
		p.reference[d] /= second
	}
	p.LabelScale = m.scale * second
	p.labelSize = max(p.rmsLabel(), least/second)
	p.YError = math.Sqrt(sum) / second * (1 + 1e-9)
	if p.class.Output == network.Affine {
		for _, c := range p.reference { // the exact fit is one of the exact inputs
			p.YError += math.Abs(c) * p.XError * (1 + 1e-9)
		}
	}
	if math.IsInf(p.LabelScale*p.LabelScale*float64(p.M), 0) {
		return errors.New("labels are too large: their sum of squares overflows")
	}
	return nil
}

// subtractReference leaves the residuals of the reference in Y and returns the
// weighted square sum of their rounding errors.
func (p *Problem) subtractReference(counts []int) float64 {
	sum := 0.0
	for i, v := range p.Y {
		p.watch.Look(p.P)
		unit := float64(p.P+3+2*counts[i]) * 0x1p-53
		s, a := v, math.Abs(v)
		for d := 0; d < p.P; d++ {
			t := p.reference[d] * p.Z[i*p.P+d]
			s -= t
			a += math.Abs(t)
		}
		p.Y[i] = s
		sum += p.Weights[i] * a * a * unit * unit
	}
	return sum
}

// fitOutput is the weighted least-squares fit of y on the columns of Z, with
// one step of refinement.
func (p *Problem) fitOutput(y []float64) []float64 {
	c := make([]float64, p.P)
	if p.P == 0 {
		return c
	}
	gram := p.GramZ(&p.watch)
	linalg.CholeskyFactorWatched(gram, p.P, &p.watch)
	rest, h := append([]float64(nil), y...), make([]float64, p.P)
	for pass := 0; pass < 2; pass++ {
		clear(h)
		for i, omega := range p.Weights {
			p.watch.Look(p.P)
			for d := range h {
				h[d] += omega * rest[i] * p.Z[i*p.P+d]
			}
		}
		linalg.CholeskySolve(gram, p.P, h)
		for i := range rest {
			p.watch.Look(p.P)
			for d := range h {
				rest[i] -= h[d] * p.Z[i*p.P+d]
			}
		}
		for d := range h {
			c[d] += h[d]
		}
	}
	return c
}

// GramZ is the P×P matrix Σ ω z zᵀ.
func (p *Problem) GramZ(watch *budget.Watch) []float64 {
	g := make([]float64, p.P*p.P)
	for i, omega := range p.Weights {
		watch.Look(p.P * p.P)
		z := p.Z[i*p.P : (i+1)*p.P]
		for d, v := range z {
			for e, u := range z {
				g[d*p.P+e] += omega * v * u
			}
		}
	}
	return g
}
