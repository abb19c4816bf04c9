package check

import (
	"math/big"
	"slices"
	"sort"
)

// attains insists that a network is in the class and has an SSE of at most upper.
func (s *sweep) attains(net *Network, upper float64) error {
	if len(net.Units) != 1 || !slices.Contains(s.signs, net.Units[0].Sign) || len(net.Units[0].Weights) != 2 || len(net.Output) != int(s.shape) {
		return refuse("the network is not of the class: one unit of an allowed sign, and the output")
	}
	if sse := s.sse(net); sse.Cmp(rational(upper)) > 0 {
		v, _ := sse.Float64()
		return refuse("its SSE is %.17g, above the claimed %.17g", v, upper)
	}
	return nil
}

// labelSquares is Σωy².
func (s *sweep) labelSquares() *big.Rat {
	sum := new(big.Rat).SetInt(&s.behind[0].wyy)
	return sum.Mul(sum, &s.unit)
}

// linear is a function of a sample's integer x, for labels as integers.
type linear struct{ constant, slope big.Rat }

// linearOf takes weights on 1 and the feature, in the data's units.
func (s *sweep) linearOf(constant, slope float64) *linear {
	x, _, labels := s.scale()
	var f linear
	f.constant.Mul(rational(constant), new(big.Rat).SetInt(labels))
	f.slope.Mul(rational(slope), new(big.Rat).SetFrac(labels, x))
	return &f
}

// plus is f + sign·g.
func (f *linear) plus(g *linear, sign int) *linear {
	var sum linear
	s := big.NewRat(int64(sign), 1)
	sum.constant.Add(&f.constant, sum.constant.Mul(s, &g.constant))
	sum.slope.Add(&f.slope, sum.slope.Mul(s, &g.slope))
	return &sum
}

func (f *linear) at(x *big.Int) *big.Rat {
	v := new(big.Rat).SetInt(x)
	return v.Add(v.Mul(v, &f.slope), &f.constant)
}

// sse is a network's, exactly.
func (s *sweep) sse(net *Network) *big.Rat {
	raw := [2]float64{}
	copy(raw[:], net.Output)
	u := net.Units[0]
	output, unit := s.linearOf(raw[0], raw[1]), s.linearOf(u.Weights[0], u.Weights[1])
	rises := unit.slope.Sign() > 0
	// The unit is alike, active or not, up to some sample, and from it on.
	first := sort.Search(s.count(), func(i int) bool { return (unit.at(s.x(i)).Sign() > 0) == rises })
	left := s.sum(0, first)
	right := new(sums).minus(s.behind[0], left)
	both := output.plus(unit, u.Sign)
	on, off := right, left
	if !rises {
		on, off = left, right
	}
	sum := on.sse(both)
	sum.Add(sum, off.sse(output))
	return sum.Mul(sum, &s.unit)
}

// sse is Σω(y − f)².
func (s *sums) sse(f *linear) *big.Rat {
	times := func(factor int64, n *big.Int, a, b *big.Rat) *big.Rat {
		v := new(big.Rat).SetInt(n)
		return v.Mul(v.Mul(v, a), new(big.Rat).Mul(b, new(big.Rat).SetInt64(factor)))
	}
	one := big.NewRat(1, 1)
	sum := new(big.Rat).SetInt(&s.wyy)
	sum.Add(sum, times(1, &s.w, &f.constant, &f.constant))
	sum.Add(sum, times(2, &s.wx, &f.constant, &f.slope))
	sum.Add(sum, times(1, &s.wxx, &f.slope, &f.slope))
	sum.Add(sum, times(-2, &s.wy, &f.constant, one))
	return sum.Add(sum, times(-2, &s.wxy, &f.slope, one))
}
