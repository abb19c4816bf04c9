package relucert

import (
	"context"

	"relucert/internal/engine/search"
	"relucert/network"
)

// unbegun is the result when ctx ends before the search begins: the best constant
// that the class has, and the bound that every sum of squares has.
func (s *session) unbegun(ctx context.Context) *Result {
	s.announce(s.opts.Method, "not begun")
	r := &Result{Method: s.opts.Method, Network: s.problem.constant(), Status: statusOf[search.Ending(ctx)], Unbegun: true}
	s.conclude(r, 0)
	s.noWorse(r)
	s.incumbent = r.Network
	s.event(search.State{Upper: r.SSE}, "constant")
	return r
}

// constant is the labels' mean as a network, or 0 where the output part has no constant.
func (p *Problem) constant() *network.Network {
	features := len(p.Data.Features)
	n := &network.Network{Output: network.Output{Weights: make([]float64, features)}}
	for _, sign := range p.SignVectors()[0] {
		n.Units = append(n.Units, network.Unit{Sign: sign, Weights: make([]float64, features)})
	}
	if p.Constant() {
		n.Output.Bias = p.meanLabel()
	}
	return n
}

func (p *Problem) meanLabel() float64 {
	mean, total := 0.0, p.Data.SumOfWeights()
	for i, y := range p.Data.Y {
		mean += p.Data.Weight(i) / total * y
	}
	return mean
}
