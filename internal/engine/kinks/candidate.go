package kinks

import (
	"math"

	"relucert/internal/twofold"
	"relucert/network"
)

// candidate is the network sign·[wx + bias]_+ + slope·x + constant, and its SSE.
type candidate struct {
	sse             float64
	sign            int
	w, bias         float64
	slope, constant float64
}

// hinge is h + b(x−t) + s·[side·(x−t)]_+, side = ±1.
type hinge struct{ t, side, s, h, b float64 }

func (k hinge) candidate(sse twofold.Number) candidate {
	c := candidate{sse: sse.Hi, sign: 1, w: math.Abs(k.s) * k.side, slope: k.b, constant: k.h - float64(k.b*k.t)}
	c.bias = -c.w * k.t
	if k.s < 0 {
		c.sign = -1
	}
	return c
}

// network is the candidate in the data's units.
func (s *samples) network(c *candidate) *network.Network {
	perX := s.scaleY / s.scaleX
	return &network.Network{
		Units:  []network.Unit{{Sign: c.sign, Weights: []float64{c.w * perX}, Bias: c.bias * s.scaleY}},
		Output: network.Output{Weights: []float64{c.slope * perX}, Bias: c.constant * s.scaleY},
	}
}

// finding is the best network so far and the least bound.
type finding struct {
	best    candidate
	low     float64
	stopped bool
}

// take keeps the better candidate, the first of equals.
func (f *finding) take(c candidate) {
	if c.sse < f.best.sse {
		f.best = c
	}
}

// join adds what another part of the sweep found.
func (f *finding) join(g finding) {
	f.take(g.best)
	f.low = min(f.low, g.low)
	f.stopped = f.stopped || g.stopped
}

// nothing is found yet.
func nothing() finding { return finding{best: candidate{sse: math.Inf(1)}, low: math.Inf(1)} }

// withoutKink is the best network whose unit is alike on all samples: affine, as
// far as the output allows it.
func (k *task) withoutKink(class network.Class, all *group) finding {
	f := nothing()
	c := cell{task: k, active: *all, shape: zero, from: k.first, to: k.last}
	c.size = k.sizeOf(&c)
	c.reading += scaledBy(k.steepest(all, line), k.largest*math.Sqrt(all.w.Hi))
	slope := all.slope(line).Hi
	switch class.Output {
	case network.Affine:
		f.low = c.below(all.sse(line))
		f.take(candidate{sse: all.sse(line).Hi, sign: k.signs[0], slope: slope, constant: all.at(line, 0).Hi})
	case network.Intercept:
		f.low = c.below(all.sse(line))
		f.take(k.slanted(all, slope))
	default:
		f.low = c.below(all.yy)
		f.take(candidate{sse: all.yy.Hi, sign: k.signs[0]})
		f.join(k.activeOnAll(&c))
	}
	return f
}

// slanted is the line of that slope as a constant and a unit active on all samples.
func (k *task) slanted(all *group, slope float64) candidate {
	sign := k.signs[0]
	side, t := 1.0, k.first
	if float64(sign)*slope < 0 {
		side, t = -1, k.last
	}
	c := hinge{t: t, side: side, s: slope * side, h: all.at(line, t).Hi}.candidate(all.sse(line))
	c.sign = sign
	return c
}

// activeOnAll is the best line as a unit that is active on all samples. If the line
// changes its sign between them, the best such unit has its kink at an end.
func (k *task) activeOnAll(c *cell) finding {
	f, all := nothing(), &c.active
	first, last := all.at(line, k.first).Hi, all.at(line, k.last).Hi
	for _, sign := range k.signs {
		least := float64(sign) * first
		least = min(least, float64(sign)*last)
		if least >= -c.tolerance {
			f.low = c.below(all.sse(line))
		}
		if s := float64(sign); least >= 0 {
			f.take(candidate{sse: all.sse(line).Hi, sign: sign, w: s * all.slope(line).Hi, bias: s * all.at(line, 0).Hi})
		}
	}
	return f
}
