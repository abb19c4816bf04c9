package relucert

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"relucert/internal/engine/search"
	"relucert/network"
)

// given is the network that a search begins with, as one of the class: with all its units, in the order of its signs, or of what they may
// bend at.
type given struct {
	network *network.Network
	sse     float64
}

// nearly is by how much, relatively, rounding may take a unit beyond its norm bound.
const nearly = 1e-12

// begin is Options.Start, or says why it is none of p's networks.
func (p *Problem) begin(n *network.Network) (*given, error) {
	if err := p.suits(n); err != nil {
		return nil, fmt.Errorf("the network to start from: %w", err)
	}
	whole := &network.Network{Output: n.Output}
	if whole.Units = p.arranged(n.Units); whole.Units == nil {
		return nil, fmt.Errorf("the network to start from: %s", p.disorder(n))
	}
	g := &given{whole, p.value(whole)}
	if math.IsNaN(g.sse) || math.IsInf(g.sse, 0) {
		return nil, errors.New("the network to start from: its SSE, or objective, is beyond float64")
	}
	return g, nil
}

// suits says what of a network is outside the class, but for its signs and weight limit.
func (p *Problem) suits(n *network.Network) error {
	switch out := &n.Output; {
	case len(out.Weights) != len(p.Data.Features):
		return fmt.Errorf("it is a function of %d columns, and the data have %d", len(out.Weights), len(p.Data.Features))
	case len(n.Jumps) > 0 || p.Constraints.Any():
		return errors.New("constraints on pieces and breakpoints, or jumps, do not go with one")
	case len(n.Units) > p.K():
		return fmt.Errorf("it has %d units, and the class has %d", len(n.Units), p.K())
	case p.Output != network.Affine && slices.ContainsFunc(out.Weights, func(w float64) bool { return w != 0 }):
		return fmt.Errorf("it has a linear part, and the class has the output part %v", p.Output)
	case out.Bias != 0 && !p.Constant():
		return errors.New("it has an output constant, and the class has none")
	}
	for j := range n.Units {
		if err := p.suitsUnit(&n.Units[j]); err != nil {
			return fmt.Errorf("unit %d %w", j+1, err)
		}
	}
	return nil
}

func (p *Problem) suitsUnit(u *network.Unit) error {
	square := u.Bias * u.Bias
	for _, w := range u.Weights {
		square += w * w
	}
	switch {
	case len(u.Weights) != len(p.Data.Features) || u.Sign != 1 && u.Sign != -1:
		return fmt.Errorf("has %d weights and the sign %d", len(u.Weights), u.Sign)
	case u.Bias != 0 && !p.Bias():
		return errors.New("has a bias, and those of the class have none")
	case p.NormBound > 0 && !(math.Sqrt(square) <= p.NormBound*(1+nearly)):
		return fmt.Errorf("has the norm %g, beyond the norm bound %g", math.Sqrt(square), p.NormBound)
	}
	return nil
}

// arranged is units where the class has such, and ones of 0 in the other places; nil: there is no such way.
func (p *Problem) arranged(units []network.Unit) []network.Unit {
	signs := p.Signs
	if signs == nil {
		plus := p.K()
		for _, u := range units {
			if u.Sign < 0 {
				plus--
			}
		}
		signs = slices.Concat(slices.Repeat([]int{1}, plus), slices.Repeat([]int{-1}, p.K()-plus))
	}
	if p.Hinges != nil {
		signs = make([]int, p.K())
	}
	return p.placed(units, signs)
}

// placed fills places, by their signs (0: any), one after another.
func (p *Problem) placed(units []network.Unit, signs []int) []network.Unit {
	if len(signs) == 0 {
		if len(units) > 0 {
			return nil
		}
		return []network.Unit{}
	}
	place := p.K() - len(signs)
	for i := range units {
		if u := &units[i]; (signs[0] == 0 || u.Sign == signs[0]) && p.bends(u, place) {
			if rest := p.placed(slices.Delete(slices.Clone(units), i, i+1), signs[1:]); rest != nil {
				return append([]network.Unit{*u}, rest...)
			}
			if p.Hinges == nil {
				return nil // units of a sign are alike
			}
		}
	}
	if len(units) >= len(signs) {
		return nil
	}
	idle := network.Unit{Sign: cmp.Or(signs[0], 1), Weights: make([]float64, len(p.Data.Features))}
	if rest := p.placed(units, signs[1:]); rest != nil {
		return append([]network.Unit{idle}, rest...)
	}
	return nil
}

// bends says that a unit bends where the one in a place may.
func (p *Problem) bends(u *network.Unit, place int) bool {
	if p.Hinges == nil {
		return true
	}
	on := 0
	for f, w := range u.Weights {
		if w != 0 && !slices.Contains(p.Hinges[place], f) {
			return false
		}
		if w != 0 {
			on++
		}
	}
	return on <= 1
}

// disorder words why units cannot be arranged.
func (p *Problem) disorder(n *network.Network) string {
	if p.Hinges != nil {
		return "its units bend at other columns than those of the class may, or at several"
	}
	var signs []int
	for _, u := range n.Units {
		signs = append(signs, u.Sign)
	}
	return fmt.Sprintf("its units have the signs %s, and the class has %s", network.SignText(signs), network.SignText(p.Signs))
}

// tellGiven reports it.
func (s *session) tellGiven() {
	if s.given != nil {
		s.incumbent = s.given.network
		s.event(search.State{Upper: s.given.sse}, "given")
	}
}

// noWorse puts the network that was given in the place of a worse one.
func (s *session) noWorse(r *Result) {
	g := s.given
	if g == nil || r.Jumps || g.sse >= r.SSE || len(g.network.Units) != len(r.Network.Units) {
		return
	}
	r.Network = g.network
	s.conclude(r, r.SSELower)
}
