package breakpoints

import (
	"math"

	"relucert/dataset"
	"relucert/network"
)

// curve is a continuous piecewise affine function: from value at the first input, with slopes
// between the knots.
type curve struct {
	value  float64
	slopes []float64
	knots  []float64
	signs  []int8 // of the kinks, as the chain has them
}

// stroke is a piece as a line through an input's value; own is its last input.
type stroke struct {
	input, last  int
	value, slope float64
}

func (k *stroke) at(s *samples, input int) float64 {
	return k.value + k.slope*(s.x[input]-s.x[k.input])
}

// curve is the function that the program's solution stands for; all signs are chosen.
func (p *program) curve(c chain) curve {
	strokes, signs := p.strokes(c)
	s := p.s
	out := curve{value: strokes[0].at(s, 0), signs: signs}
	for i := range strokes {
		out.slopes = append(out.slopes, strokes[i].slope)
		if i > 0 {
			out.knots = append(out.knots, meeting(s, &strokes[i-1], &strokes[i]))
		}
	}
	return out
}

// strokes are the pieces in order, and the signs of the kinks between them.
func (p *program) strokes(c chain) (strokes []stroke, signs []int8) {
	block := 0
	for i, l := range c {
		for j := l.a; j < l.b; j++ {
			strokes = append(strokes, stroke{input: j, last: j, value: p.blocks[block].value, slope: math.NaN()})
			block++
		}
		if l.a < l.b || i > 0 && i < len(c)-1 {
			signs = append(signs, l.signs...)
		}
		if i < len(c)-1 {
			b := &p.blocks[block]
			strokes = append(strokes, stroke{input: l.b, last: c[i+1].a - 1, value: p.valueAt(block, l.b), slope: b.tilt})
			block++
		}
	}
	for i := range strokes {
		if k := &strokes[i]; math.IsNaN(k.slope) {
			k.slope = p.tilted(strokes, signs, i)
		}
	}
	return strokes, signs
}

// tilted is a slope for a one-sample piece with which its kinks fit into the gaps: at least or at most
// as steep as the chords beside it, by the kinks' signs.
func (p *program) tilted(strokes []stroke, signs []int8, i int) float64 {
	k, s := &strokes[i], p.s
	left, right := math.NaN(), math.NaN()
	if i > 0 {
		last := &strokes[i-1]
		left = (k.value - p.known(last, last.last)) / s.gap[k.input]
	}
	if i < len(strokes)-1 {
		right = (p.known(&strokes[i+1], strokes[i+1].input) - k.value) / s.gap[k.input+1]
	}
	switch {
	case i == 0:
		return right
	case i == len(strokes)-1:
		return left
	case signs[i-1] == signs[i]:
		return left/2 + right/2
	case signs[i-1] > 0:
		return math.Max(left, right)
	}
	return math.Min(left, right)
}

func (p *program) known(k *stroke, input int) float64 {
	if k.input == input {
		return k.value
	}
	return k.at(p.s, input)
}

// meeting is where two neighbouring pieces meet, in the gap between them.
func meeting(s *samples, l, r *stroke) float64 {
	a, b := l.last, r.input
	from, to := r.at(s, a)-l.at(s, a), r.at(s, b)-l.at(s, b)
	share := from / (from - to)
	if !(share >= 0) {
		share = 0
	}
	return s.x[a] + math.Min(1, share)*s.gap[b]
}

// network is the curve in the data's units, with k units, or these signs.
func (c *curve) network(s *samples, k int, signs []int) *network.Network {
	perX := s.unitY / s.unitX
	n := &network.Network{Output: network.Output{
		Weights: []float64{c.slopes[0] * perX},
		Bias:    (c.value - c.slopes[0]*s.x[0] + s.y0) * s.unitY,
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
		n.Units = append(n.Units, network.Unit{Sign: sign, Weights: []float64{w * perX}, Bias: -w * t * s.unitY})
	}
	return padded(n, k, signs)
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

// sse is the curve's, in units of the samples.
func (c *curve) sse(s *samples, data *dataset.Dataset, k int, signs []int) (float64, *network.Network) {
	n := c.network(s, k, signs)
	return n.SSE(data) / s.unit(), n
}
