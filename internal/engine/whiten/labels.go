package whiten

import (
	"errors"
	"math"

	"relucert/internal/budget"
	"relucert/internal/linalg"
	"relucert/internal/twofold"
	"relucert/network"
)

// scaleLabels subtracts the output part's least-squares fit from the labels,
// scales them, and bounds their distance from the exact ones.
func (p *Problem) scaleLabels(m merged) error {
	p.Y = m.Y
	p.reference = p.fitOutput(p.OutputFactor(&p.watch), p.Y)
	reading := p.sharpenFarLabels(m)
	sum := p.subtractReference(m.label, reading)
	p.Offset = m.within / p.weightScale
	least := leastLabel * p.rms(m.square/p.weightScale)
	second := powerOfTwo(max(p.typicalLabel(), least))
	p.Offset /= second * second
	half := 0x1p-52 * math.Sqrt(m.square/p.weightScale) / second
	p.OffsetError = 0x1p-50*p.Offset + half*(2*math.Sqrt(p.Offset)+half)
	for i := range p.Y {
		p.Y[i] /= second
	}
	for d := range p.reference {
		p.reference[d] /= second
	}
	p.LabelScale = m.scale * second
	p.labelSize = max(p.typicalLabel(), least/second)
	p.YError = math.Sqrt(sum) / second * (1 + 1e-9)
	if p.class.Output == network.Affine {
		for d, c := range p.reference { // the exact fit is one of the exact inputs
			p.YError += math.Abs(c) * p.columnErrors[d] * (1 + 1e-9)
		}
	}
	if math.IsInf(p.LabelScale*p.LabelScale*float64(p.M), 0) {
		return errors.New("labels are too large: their sum of squares overflows")
	}
	return nil
}

// far is how many times larger than their residuals labels must be for what doubles lose of
// their decimals to matter.
const far = 1 << 8

// sharpenFarLabels adds to labels that are far from 0 what the decimals of the file exceed them by, and
// returns what share of half an ulp reading may have changed.
func (p *Problem) sharpenFarLabels(m merged) float64 {
	left := 0.0
	for i, v := range m.label {
		r := v.Hi
		for d, c := range p.reference {
			r -= c * p.Z[i*p.P+d]
		}
		left += p.Weights[i] * r * r
	}
	if p.P == 0 || left*far*far > m.square/p.weightScale {
		return 1
	}
	exact, ok := p.exactLabels(p.source)
	if !ok {
		return 1
	}
	for i := range exact {
		m.label[i] = exact[i].Scaled(1 / m.scale)
	}
	return sharpShare
}

// subtractReference leaves the residuals of the reference in Y and returns the
// weighted square sum of their errors: a share of half an ulp of the label, for it was read from a decimal, and
// half an ulp of the residual.
func (p *Problem) subtractReference(labels []twofold.Number, reading float64) float64 {
	sum := 0.0
	for i, v := range labels {
		p.watch.Look(doubled * p.P)
		s, a := v, math.Abs(v.Hi)
		for d := 0; d < p.P; d++ {
			t := twofold.Product(p.reference[d], p.Z[i*p.P+d])
			s = s.Minus(t)
			a += math.Abs(t.Hi)
		}
		p.Y[i] = s.Hi
		worst := (reading*math.Abs(v.Hi)+math.Abs(s.Hi))*0x1.01p-53 + a*0x1p-98
		sum += p.Weights[i] * worst * worst
	}
	return sum
}

// fitOutput is the weighted least-squares fit of y on the columns of Z, by their OutputFactor, with
// one step of refinement.
func (p *Problem) fitOutput(factor, y []float64) []float64 {
	c := make([]float64, p.P)
	if p.P == 0 {
		return c
	}
	rest, h := append([]float64(nil), y...), make([]float64, p.P)
	for pass := 0; pass < 2; pass++ {
		clear(h)
		for i, omega := range p.Weights {
			p.watch.Look(p.P)
			for d := range h {
				h[d] += omega * rest[i] * p.Z[i*p.P+d]
			}
		}
		linalg.CholeskySolve(factor, p.P, h)
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

// OutputFactor is the Cholesky factor (package linalg) of GramZ.
func (p *Problem) OutputFactor(watch *budget.Watch) []float64 {
	gram := p.GramZ(watch)
	linalg.CholeskyFactorWatched(gram, p.P, watch)
	return gram
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
