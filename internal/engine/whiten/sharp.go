package whiten

import (
	"math"
	"sync"

	"relucert/dataset"
	"relucert/internal/sharp"
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

// sharpShare is the share of a Problem's errors that is left, and sharpError bounds the relative
// error of sums: those of double-doubles are some 2^-47 of a double's.
const (
	sharpShare = 0x1p-36
	sharpError = 0x1p-90
)

// mostSharp bounds the numbers of a Sharp.
const mostSharp = 1 << 22

// sharpOnce makes a Problem's Sharp when it is first wanted.
type sharpOnce struct {
	sync.Once
	made *Sharp
}

// Sharp is nil for problems that are too large.
func (p *Problem) Sharp() *Sharp {
	if p.sharp == nil || p.M*p.N > mostSharp {
		return nil
	}
	p.sharp.Do(func() { p.sharp.made = p.sharpen(p.source) })
	return p.sharp.made
}

func (p *Problem) sharpen(data *dataset.Dataset) *Sharp {
	s := &Sharp{YError: p.YError * sharpShare}
	if !p.sharpenInputs(s, data) || !p.sharpenLabels(s, data) {
		return nil
	}
	return s
}

// sharpenInputs is false where the file's numbers are not known.
func (p *Problem) sharpenInputs(s *Sharp, data *dataset.Dataset) bool {
	raw, sum := make([]twofold.Number, p.basis.n), 0.0
	for i := range p.M {
		if !p.basis.sharpRaw(data, p.firstRows[i], raw) {
			return false
		}
		worst := 0.0
		for d := range p.N {
			var x twofold.Number
			size := 0.0
			for e, t := range p.Transform[d*p.N:][:d+1] {
				term := raw[p.basis.kept[e]].Scaled(t)
				x, size = x.Plus(term), size+math.Abs(term.Hi)
			}
			s.X, worst = append(s.X, x), max(worst, size)
		}
		sum += p.Weights[i] * worst * worst
	}
	s.XError = sharpError * math.Sqrt(sum)
	if s.Z = s.X; p.class.Output != network.Affine {
		s.Z = make([]twofold.Number, p.M*p.P)
		for i := range s.Z {
			s.Z[i] = twofold.Number{Hi: 1}
		}
	}
	return true
}

// sharpRaw is raw without scales.
func (b *basis) sharpRaw(data *dataset.Dataset, i int, dst []twofold.Number) bool {
	if b.bias {
		dst[0] = twofold.Number{Hi: 1}
		dst = dst[1:]
	}
	for d := range dst {
		var ok bool
		if dst[d], ok = sharp.X(data, i, d); !ok {
			return false
		}
	}
	return true
}

// sharpenLabels are the labels less the reference.
func (p *Problem) sharpenLabels(s *Sharp, data *dataset.Dataset) bool {
	labels, ok := p.exactLabels(data)
	for g := range labels {
		y := labels[g].Scaled(1 / p.LabelScale)
		for d, c := range p.reference {
			y = y.Minus(s.Z[g*p.P+d].Scaled(c))
		}
		s.Y = append(s.Y, y)
	}
	return ok
}

// exactLabels are the means of equal rows' labels; false where the file's numbers are not known.
func (p *Problem) exactLabels(data *dataset.Dataset) ([]twofold.Number, bool) {
	labels, weights := make([]twofold.Number, p.M), make([]twofold.Number, p.M)
	for i, g := range (&merged{apart: p.apart(), watch: &p.watch}).group(data) {
		p.watch.Look(exactWork)
		v, ok := sharp.Y(data, i)
		if !ok {
			return nil, false
		}
		w := data.Weight(i)
		weights[g] = weights[g].Plus(twofold.Number{Hi: w})
		labels[g] = labels[g].Plus(v.Scaled(w))
	}
	for g := range labels {
		labels[g] = labels[g].Over(weights[g])
	}
	return labels, true
}
