package baseline

import (
	"math"

	"relucert/network"
)

// standard is the data as people feed them to a network: every column centred, if
// the class can undo that, and divided by its deviation.
type standard struct {
	problem     *Problem
	n           int
	x           []float64 // m×n row-major
	y           []float64
	weights     []float64 // their mean is 1
	shift, unit []float64 // of each column: x = (column − shift)/unit
	labelShift  float64
	labelUnit   float64
}

func standardise(p *Problem) *standard {
	s := &standard{problem: p, n: len(p.Data.Features), x: append([]float64{}, p.Data.X...), y: append([]float64{}, p.Data.Y...)}
	s.shift, s.unit = make([]float64, s.n), make([]float64, s.n)
	s.scaleWeights()
	for d := range s.n {
		s.shift[d], s.unit[d] = s.column(s.x, d, s.n, p.Bias())
	}
	s.labelShift, s.labelUnit = s.column(s.y, 0, 1, p.Constant())
	return s
}

func (s *standard) scaleWeights() {
	total := 0.0
	for i := range s.y {
		total += s.problem.Data.Weight(i)
	}
	for i := range s.y {
		s.weights = append(s.weights, s.problem.Data.Weight(i)*float64(len(s.y))/total)
	}
}

// column standardises values[d], values[d+n], … in place.
func (s *standard) column(values []float64, d, n int, centred bool) (shift, unit float64) {
	m := float64(len(s.y))
	if centred {
		for i, w := range s.weights {
			shift += w / m * values[i*n+d]
		}
	}
	for i, w := range s.weights {
		values[i*n+d] -= shift
		unit = math.Hypot(unit, math.Sqrt(w/m)*values[i*n+d])
	}
	if unit == 0 {
		unit = 1
	}
	for i := range s.weights {
		values[i*n+d] /= unit
	}
	return shift, unit
}

// network is the trained function on the columns as they were. A unit's positive
// factor goes into its weights.
func (s *standard) network(m *model, theta []float64) *network.Network {
	net := &network.Network{Output: network.Output{Weights: make([]float64, s.n)}}
	for j := range m.k {
		sign, factor := 1, m.outer(theta, j)*s.labelUnit
		if factor < 0 {
			sign, factor = -1, -factor
		}
		u := network.Unit{Sign: sign}
		u.Weights, u.Bias = s.raw(m.unit(theta, j), m.bias(theta, j), factor)
		net.Units = append(net.Units, u)
	}
	if m.affine {
		net.Output.Weights, net.Output.Bias = s.raw(m.slopes(theta), 0, s.labelUnit)
	}
	if m.constant {
		net.Output.Bias += theta[m.constantAt()]*s.labelUnit + s.labelShift
	}
	return net
}

// raw turns ⟨w, standardised x⟩ + b, times factor, into weights for x itself.
func (s *standard) raw(w []float64, b, factor float64) (weights []float64, bias float64) {
	bias = factor * b
	for d, v := range w {
		weights = append(weights, factor*v/s.unit[d])
		bias -= weights[d] * s.shift[d]
	}
	return weights, bias
}
