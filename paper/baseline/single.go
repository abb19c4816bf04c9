package baseline

import (
	"errors"

	"relucert/network"
)

// ErrNotOneReLU says that a method knows nothing but one ReLU without output part.
var ErrNotOneReLU = errors.New("this method is for one unit and no output part")

// single is one ReLU of a given sign, on standardised columns. A negative one is a positive one for −y.
type single struct {
	convex
	data *standard
	sign int
	w    []float64 // the bias last
}

func newSingle(p *Problem, sign int) *single {
	s := &single{data: standardise(p), sign: sign}
	for i, y := range s.data.y {
		x := s.data.x[i*s.data.n : (i+1)*s.data.n : (i+1)*s.data.n]
		if p.Bias() {
			x = append(x, 1)
		}
		s.add(x, float64(sign)*y, s.data.weights[i])
	}
	s.w = make([]float64, s.n)
	return s
}

// network is the unit on the columns as they were.
func (s *single) network() *network.Network {
	n, u := s.data.n, network.Unit{Sign: s.sign}
	bias := 0.0
	if s.data.problem.Bias() {
		bias = s.w[n]
	}
	u.Weights, u.Bias = s.data.raw(s.w[:n], bias, s.data.labelUnit)
	return &network.Network{Units: []network.Unit{u}, Output: network.Output{Weights: make([]float64, n)}}
}

// bestSign is the network of least SSE of those that train keeps, over the signs that p allows.
func bestSign(p Problem, train func(sign int, keep func(*network.Network))) (best *network.Network, err error) {
	if p.K() != 1 || p.Output != network.None {
		return nil, ErrNotOneReLU
	}
	least := 0.0
	for _, signs := range p.SignVectors() {
		train(signs[0], func(net *network.Network) {
			if sse := net.SSE(p.Data); best == nil || sse < least {
				best, least = net, sse
			}
		})
	}
	return best, nil
}
