package breakpoints

import (
	"math"

	"relucert/network"
)

// curve is a continuous piecewise affine function: from value at the first input, with slopes
// between the knots.
type curve struct {
	value  float64
	slopes []float64
	knots  []float64
	signs  []int8 // of the kinks, as the chain has them
	cuts   []int  // of the kinks, 0 for one at an input
}

// network is the curve in the data's units, with k units, or these signs. Units left of its base face left.
func (c *curve) network(s *samples, k int, signs []int) *network.Network {
	perX, base := s.unitY/s.unitX, c.base()
	n := &network.Network{Output: network.Output{
		Weights: []float64{c.slopes[base] * perX},
		Bias:    (c.start(s, base) + s.y0) * s.unitY,
	}}
	for i, t := range c.knots {
		turn := c.slopes[i+1] - c.slopes[i]
		sign := 1
		if turn < 0 {
			sign = -1
		}
		if signs != nil && float64(c.signs[i])*turn < 0 { // rounding
			sign, turn = int(c.signs[i]), 0
		}
		w := math.Abs(turn)
		if i < base {
			w = -w
		}
		n.Units = append(n.Units, network.Unit{Sign: sign, Weights: []float64{w * perX}, Bias: -w * t * s.unitY})
	}
	return padded(n, k, signs)
}

// tooSteep is how steep the first piece may be in the samples' units, where all is at most 2: what it comes to at the last input hides too much of the others.
const tooSteep = 1 << 20

// base is the piece of the network's affine part: the first, unless it is too steep; then the one that is least so.
func (c *curve) base() (base int) {
	if math.Abs(c.slopes[0]) < tooSteep {
		return 0
	}
	for i, v := range c.slopes {
		if math.Abs(v) < math.Abs(c.slopes[base]) {
			base = i
		}
	}
	return base
}

// start is a piece's line at the origin of the inputs.
func (c *curve) start(s *samples, piece int) float64 {
	v, x := c.value, s.x[0]
	for i, t := range c.knots[:piece] {
		v, x = v+c.slopes[i]*(t-x), t
	}
	return v - c.slopes[piece]*x
}

// padded has as many units as the class, in the order of its signs: those that are too many are 0.
func padded(n *network.Network, k int, signs []int) *network.Network {
	idle := func(sign int) network.Unit { return network.Unit{Sign: sign, Weights: []float64{0}} }
	if signs == nil {
		for len(n.Units) < k {
			n.Units = append(n.Units, idle(1))
		}
		return n
	}
	have := map[int][]network.Unit{}
	for _, u := range n.Units {
		have[u.Sign] = append(have[u.Sign], u)
	}
	n.Units = nil
	for _, sign := range signs {
		u := idle(sign)
		if rest := have[sign]; len(rest) > 0 {
			u, have[sign] = rest[0], rest[1:]
		}
		n.Units = append(n.Units, u)
	}
	return n
}

// solution is a function that was found.
type solution struct {
	network *network.Network
	line    *Line   // of a class with constraints
	sse     float64 // in the data's units
}

// solution is the curve's network of so many units or these signs.
func (c *curve) solution(s *samples, k int, signs []int) solution {
	f := solution{network: c.network(s, k, signs)}
	if s.asked != nil {
		f.line = c.line(s, signs != nil)
	}
	return f
}
