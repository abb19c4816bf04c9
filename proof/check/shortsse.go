package check

import (
	"math/big"

	"relucert/internal/wide"
)

// mostPatterned is for how many units shortSSE sums by activation pattern.
const mostPatterned = 8

// shortSSE is sse: a quadratic form of the moments of each activation pattern.
func (c *coordinates) shortSSE(net *Network) *big.Rat {
	h, den, n := c.short, c.forms(net), c.width()
	forms := make([]*signedForm, len(net.Units))
	for j, u := range net.Units {
		forms[j] = newSignedForm(c.form(u.Weights, den))
	}
	parts := make([]*moments, 1<<len(forms))
	x := make([]int64, n)
	var square wide.Sum
	for i, w := range h.weight {
		h.row(x, i)
		pattern := 0
		for j, f := range forms {
			if f.positive(x) {
				pattern |= 1 << j
			}
		}
		if parts[pattern] == nil {
			parts[pattern] = c.newMoments()
		}
		parts[pattern].add(x, w, h.label[i])
		square.Add(h.square[i], wide.Integer(1))
	}
	output := c.form(c.spread(net.Output), den)
	if c.header.Bias { // column 0 is 1
		output[0].Add(&output[0], &output[n])
	}
	label := new(big.Int).SetUint64(h.labelDen)
	// Over weightDen·(labelDen·den)².
	sum := square.Big()
	sum.Mul(sum, new(big.Int).Mul(den, den))
	for pattern, part := range parts {
		if part == nil {
			continue
		}
		f := make([]big.Int, n)
		var term big.Int
		for e := range f {
			f[e].Set(&output[e])
			for j := range forms {
				if pattern>>j&1 == 1 && e < len(forms[j].v) {
					f[e].Add(&f[e], term.Mul(&forms[j].v[e], big.NewInt(int64(net.Units[j].Sign))))
				}
			}
			f[e].Mul(&f[e], label)
		}
		sum.Add(sum, part.quadratic(f, den))
	}
	scale := new(big.Int).Mul(label, den)
	scale.Mul(scale, scale).Mul(scale, new(big.Int).SetUint64(h.weightDen))
	return new(big.Rat).SetFrac(sum, scale)
}

// signedForm is an integer form with its first bits.
type signedForm struct {
	v     []big.Int
	first []wide.Fixed // v / 2^shift, rounded down, as integers
	exact bool         // the shift is 0
}

func newSignedForm(v []big.Int) *signedForm {
	f := &signedForm{v: v}
	longest := 0
	for e := range v {
		longest = max(longest, v[e].BitLen())
	}
	shift := max(0, longest-120)
	f.exact = shift == 0
	for e := range v {
		a, _ := wide.FromBig(new(big.Int).Rsh(&v[e], uint(shift))) // 121 bits at most
		f.first = append(f.first, a)
	}
	return f
}

// positive says whether ⟨v, x⟩ > 0.
func (f *signedForm) positive(x []int64) bool {
	var s wide.Sum
	for e := range f.first {
		s.Add(f.first[e], wide.Integer(x[e]))
	}
	if f.exact || !s.Within128() { // what was cut off is at most Σ|x|, far less than 2^128
		return s.Sign() > 0
	}
	var sum, term big.Int
	for e := range f.v {
		sum.Add(&sum, term.Mul(&f.v[e], big.NewInt(x[e])))
	}
	return sum.Sign() > 0
}
