package check

import (
	"math/big"
	"slices"

	"relucert/proof/certificate"
)

// brokenLine is a function on the integers of inputs: its pieces, and where each but the first begins.
type brokenLine struct {
	pieces []linear
	breaks []*big.Rat
	before []bool // of jumps: at the break the function is the piece before; nil: the pieces meet
}

// attains insists that a network is in the class and has an SSE of at most upper.
func (c *kinkClass) attains(net *Network, upper float64) error {
	plus := 0
	for _, u := range net.Units {
		plus += (u.Sign + 1) / 2
	}
	if len(net.Units) != c.kinks || c.header.Signs != nil && plus != c.plus {
		return refuse("the network is not of the class: so many units of these signs")
	}
	return c.attainsLine(c.network(net), upper)
}

func (c *kinkClass) attainsLine(f *brokenLine, upper float64) error {
	sse := c.sse(f)
	if sse.Mul(sse, c.unit()).Cmp(rational(upper)) > 0 {
		v, _ := sse.Float64()
		return refuse("its SSE is %.17g, above the claimed %.17g", v, upper)
	}
	return nil
}

// sse is Σω(y − f)² in the integers' losses.
func (c *kinkClass) sse(f *brokenLine) *big.Rat {
	sum := new(big.Rat)
	from := 0
	for i := range f.pieces {
		to := c.n
		if i < len(f.breaks) {
			to = c.cut(f, i)
		}
		if to > from {
			sum.Add(sum, c.block(from, to).sse(&f.pieces[i]))
			from = to
		}
	}
	return sum
}

// cut is the first input that is behind a break.
func (c *kinkClass) cut(f *brokenLine, i int) int {
	h := c.firstFrom(f.breaks[i])
	if f.before != nil && f.before[i] && h < c.n && c.at(h).Cmp(f.breaks[i]) == 0 {
		h++
	}
	return h
}

// network is what a network computes.
func (c *kinkClass) network(net *Network) *brokenLine {
	type change struct {
		at *big.Rat
		linear
	}
	f := c.linearOf(net.Output[0], net.Output[1])
	f.constant.Sub(&f.constant, new(big.Rat).SetInt(c.yOrigin))
	var changes []change
	for _, u := range net.Units {
		l := c.linearOf(u.Weights[0], u.Weights[1])
		rises := l.slope.Sign()
		if rises < 0 || rises == 0 && l.constant.Sign() > 0 {
			f = f.plus(l, u.Sign) // active far on the left
		}
		if rises != 0 {
			at := new(big.Rat).Quo(&l.constant, &l.slope)
			changes = append(changes, change{at.Neg(at), *new(linear).plus(l, u.Sign*rises)})
		}
	}
	slices.SortFunc(changes, func(a, b change) int { return a.at.Cmp(b.at) })
	all := &brokenLine{pieces: []linear{*f}}
	for i := range changes {
		f = f.plus(&changes[i].linear, 1)
		all.pieces, all.breaks = append(all.pieces, *f), append(all.breaks, changes[i].at)
	}
	return all
}

// linearOf takes weights on 1 and the feature, in the data's units, but for the label's origin.
func (c *kinkClass) linearOf(constant, slope float64) *linear {
	var f linear
	f.constant.Mul(rational(constant), new(big.Rat).SetInt(c.labels))
	f.slope.Mul(rational(slope), new(big.Rat).SetFrac(c.labels, c.den))
	f.constant.Add(&f.constant, new(big.Rat).Mul(&f.slope, new(big.Rat).SetInt(c.xOrigin)))
	return &f
}

// function is that of a trailer which has one.
func (c *kinkClass) function(l *certificate.BrokenLine) *brokenLine {
	slope := new(big.Rat).SetFrac(c.labels, c.den)
	x := func(v *big.Rat) *big.Rat {
		t := new(big.Rat).Mul(v, new(big.Rat).SetInt(c.den))
		return t.Sub(t, new(big.Rat).SetInt(c.xOrigin))
	}
	f := &brokenLine{pieces: make([]linear, len(l.Breaks)+1)}
	f.pieces[0].slope.Mul(l.Slope, slope)
	meet(&f.pieces[0], c.label(l.Y), x(l.X))
	for i, b := range l.Breaks {
		f.breaks = append(f.breaks, x(b.At))
		f.pieces[i+1].slope.Mul(b.Slope, slope)
		value := f.pieces[i].value(f.breaks[i])
		if b.Jump != nil {
			value, f.before = c.label(b.Jump.Value), append(f.before, !b.Jump.Behind)
		}
		meet(&f.pieces[i+1], value, f.breaks[i])
	}
	if c.parts.Jumps {
		return f
	}
	lift := new(big.Rat).Sub(c.label(l.Y), f.value(x(l.X)))
	for i := range f.pieces {
		f.pieces[i].constant.Add(&f.pieces[i].constant, lift)
	}
	return f
}

// meet gives a line of known slope the constant with which it has a value at x.
func meet(l *linear, value, x *big.Rat) {
	l.constant.Mul(&l.slope, x)
	l.constant.Sub(value, &l.constant)
}

func (f *linear) value(x *big.Rat) *big.Rat {
	v := new(big.Rat).Mul(&f.slope, x)
	return v.Add(v, &f.constant)
}

func (f *brokenLine) value(x *big.Rat) *big.Rat {
	i := 0
	for i < len(f.breaks) && f.breaks[i].Cmp(x) < 0 {
		i++
	}
	return f.pieces[i].value(x)
}

// checkFunction says why a function is not of the class, or nil. One with jumps and no constraints may have any breakpoints.
func (c *kinkClass) checkFunction(f *brokenLine) error {
	j := len(f.breaks)
	switch {
	case j > c.kinks || c.slopes != nil && j < c.kinks:
		return refuse("the function has %d breakpoints", j)
	case c.parted && (c.isEmpty() || !c.hasGroups(f)):
		return refuse("the function's breakpoints do not part the data as they should")
	case c.header.Signs != nil && !c.hasSigns(f):
		return refuse("the function has other kinks than the signs allow")
	case c.x != nil && f.value(c.x).Cmp(c.y) != 0:
		return refuse("the function does not go through the point")
	}
	for _, k := range c.known {
		if !slices.ContainsFunc(f.breaks, func(t *big.Rat) bool { return t.Cmp(k) == 0 }) {
			return refuse("the function lacks a known kink")
		}
	}
	for i, r := range c.slopes {
		s := &f.pieces[i].slope
		if r != nil && (r.from != nil && s.Cmp(r.from) < 0 || r.to != nil && s.Cmp(r.to) > 0) {
			return refuse("the slope of piece %d is not what it should be", i+1)
		}
	}
	return nil
}

// hasSigns counts the kinks of each sign.
func (c *kinkClass) hasSigns(f *brokenLine) bool {
	plus, minus := 0, 0
	for i := 1; i < len(f.pieces); i++ {
		switch f.pieces[i].slope.Cmp(&f.pieces[i-1].slope) {
		case 1:
			plus++
		case -1:
			minus++
		}
	}
	return plus <= c.plus && minus <= c.minus
}

// hasGroups says whether the breakpoints part the inputs into groups as they should. One at an input
// has it on either side, where the pieces meet.
func (c *kinkClass) hasGroups(f *brokenLine) bool {
	from := map[int]bool{0: true}
	for i, t := range f.breaks {
		if n := len(c.between); n > 0 {
			if r := c.between[min(i, n-1)]; t.Cmp(r[0]) < 0 || t.Cmp(r[1]) > 0 {
				return false
			}
		}
		h := c.cut(f, i)
		cuts := []int{h}
		if f.before == nil && h < c.n && c.at(h).Cmp(t) == 0 {
			cuts = append(cuts, h+1)
		}
		from = c.nextCuts(from, cuts)
	}
	return len(c.nextCuts(from, []int{c.n})) > 0
}

// nextCuts are those of cuts with which a block begins that one of from can end with.
func (c *kinkClass) nextCuts(from map[int]bool, cuts []int) map[int]bool {
	to := make(map[int]bool)
	for a := range from {
		for _, b := range cuts {
			if a < c.n && c.isBlock(a, b) {
				to[b] = true
			}
		}
	}
	return to
}
