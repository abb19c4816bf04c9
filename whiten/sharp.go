package whiten

import (
	"sync"

	"relucert/dataset"
	"relucert/internal/twofold"
	"relucert/network"
)

// Sharp is a Problem's samples in twice the precision, computed anew from the decimals of
// the file. Where a bound is near its limit, what doubles hide of it costs 2Λ times as much.
type Sharp struct {
	X, Z, Y []twofold.Number // as in Problem
	// XError and YError are as in Problem.
	XError, YError float64
}

// sharpShare is the share of a Problem's errors that is left: those of double-doubles are
// some 2^-47 of a double's.
const sharpShare = 0x1p-36

// mostSharp bounds the numbers of a Sharp.
const mostSharp = 1 << 22

// sharpOnce makes a Problem's Sharp when it is first wanted.
type sharpOnce struct {
	sync.Once
	data *dataset.Dataset
	made *Sharp
}

// Sharp is nil for problems that are too large.
func (p *Problem) Sharp() *Sharp {
	if p.sharp == nil || p.M*p.N > mostSharp {
		return nil
	}
	p.sharp.Do(func() { p.sharp.made = p.sharpen(p.sharp.data) })
	return p.sharp.made
}

func (p *Problem) sharpen(data *dataset.Dataset) *Sharp {
	s := &Sharp{XError: p.XError * sharpShare, YError: p.YError * sharpShare}
	if data.Ambiguous {
		s.XError = p.XError
	}
	if data.Ambiguous || data.LongLabels {
		s.YError = p.YError
	}
	p.sharpenInputs(s, data)
	p.sharpenLabels(s, data)
	return s
}

func (p *Problem) sharpenInputs(s *Sharp, data *dataset.Dataset) {
	raw := make([]twofold.Number, p.basis.n)
	for i := range p.M {
		p.basis.sharpRaw(data.Row(p.firstRows[i]), raw)
		for d := range p.N {
			var x twofold.Number
			for e, t := range p.Transform[d*p.N:][:d+1] {
				x = x.Plus(raw[p.basis.kept[e]].Scaled(t))
			}
			s.X = append(s.X, x)
		}
	}
	if s.Z = s.X; p.class.Output != network.Affine {
		s.Z = make([]twofold.Number, p.M*p.P)
		for i := range s.Z {
			s.Z[i] = twofold.Number{Hi: 1}
		}
	}
}

// sharpRaw is raw without scales.
func (b *basis) sharpRaw(row []float64, dst []twofold.Number) {
	if b.bias {
		dst[0] = twofold.Number{Hi: 1}
		dst = dst[1:]
	}
	for d, v := range row {
		dst[d] = sharpDecimal(v)
	}
}

// sharpenLabels are the means of equal rows' labels, less the reference.
func (p *Problem) sharpenLabels(s *Sharp, data *dataset.Dataset) {
	sums, weights := make([]twofold.Number, p.M), make([]twofold.Number, p.M)
	for i, g := range new(merged).group(data) {
		w := weight(data, i)
		weights[g] = weights[g].Plus(twofold.Number{Hi: w})
		sums[g] = sums[g].Plus(sharpDecimal(data.Y[i]).Scaled(w))
	}
	for g := range sums {
		y := sums[g].Over(weights[g]).Scaled(1 / p.LabelScale)
		for d, c := range p.reference {
			y = y.Minus(s.Z[g*p.P+d].Scaled(c))
		}
		s.Y = append(s.Y, y)
	}
}

// sharpDecimal is the shortest decimal of v, which is what the file says unless its labels
// are long or its features ambiguous.
func sharpDecimal(v float64) twofold.Number {
	d, ok := dataset.Shortest(v)
	if !ok {
		return twofold.Number{Hi: v}
	}
	m := twofold.Number{Hi: float64(d.Mantissa)}
	m.Lo = float64(d.Mantissa - int64(m.Hi))
	for ; d.Exponent > 0; d.Exponent-- {
		m = m.Scaled(10)
	}
	for ; d.Exponent <= -exactTens; d.Exponent += exactTens {
		m = m.Over(twofold.Number{Hi: 1e22})
	}
	tens := 1.0
	for ; d.Exponent < 0; d.Exponent++ {
		tens *= 10
	}
	return m.Over(twofold.Number{Hi: tens})
}

// exactTens is the largest power of ten that is exact in float64.
const exactTens = 22
