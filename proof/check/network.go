package check

import (
	"math/big"

	"relucert/proof/certificate"
)

// Network is a network on the raw columns, as in the trailer.
type Network struct {
	Units  []certificate.Unit
	Output []float64
}

// checkClass says why the network is not in the class, or nil.
func (c *coordinates) checkClass(net *Network) error {
	h := c.header
	if len(net.Units) != h.Units {
		return refuse("the network has %d units, the class %d", len(net.Units), h.Units)
	}
	plus, want := 0, 0
	for j, u := range net.Units {
		plus += (u.Sign + 1) / 2
		if h.Signs != nil {
			want += (h.Signs[j] + 1) / 2
		}
	}
	if h.Signs != nil && plus != want {
		return refuse("the network has %d units of sign +, the class %d", plus, want)
	}
	for j := range net.Units {
		if err := c.checkUnit(&net.Units[j], j); err != nil {
			return err
		}
	}
	return nil
}

func (c *coordinates) checkUnit(u *certificate.Unit, j int) error {
	limit := rational(c.header.WeightLimit)
	for d, w := range c.whitened(u.Weights) {
		if w.Abs(&w).Cmp(limit) > 0 {
			return refuse("unit %d of the network is beyond the weight limit: its whitened coordinate %d", j, d)
		}
	}
	if c.header.NormBound == 0 {
		return nil
	}
	var sum, square big.Rat
	for _, w := range u.Weights {
		v := rational(w)
		sum.Add(&sum, square.Mul(v, v))
	}
	bound := rational(c.header.NormBound)
	if sum.Cmp(bound.Mul(bound, bound)) > 0 {
		return refuse("unit %d of the network is beyond the norm bound", j)
	}
	return nil
}

// whitened solves Tᵀŵ = w_kept + C w_out, in the data's units.
func (c *coordinates) whitened(raw []float64) []big.Rat {
	w := make([]big.Rat, c.n)
	var term big.Rat
	for d, e := range c.header.Keep {
		w[d].Set(rational(raw[e]))
		for o, out := range c.out {
			w[d].Add(&w[d], term.Mul(&c.reduce[d][o], rational(raw[out])))
		}
	}
	for d := c.n - 1; d >= 0; d-- {
		for g := d + 1; g < c.n; g++ {
			w[d].Sub(&w[d], term.Mul(rational(c.header.Transform[g][d]), &w[g]))
		}
		w[d].Quo(&w[d], rational(c.header.Transform[d][d]))
	}
	return w
}

// sse is the network's exact SSE on the data.
func (c *coordinates) sse(net *Network) *big.Rat {
	if c.short != nil && len(net.Units) <= mostPatterned {
		return c.shortSSE(net)
	}
	c.samples.widen()
	den := c.forms(net)
	all := make([][]big.Int, len(net.Units))
	for j, u := range net.Units {
		all[j] = c.form(u.Weights, den)
	}
	output := c.form(c.spread(net.Output), den)
	var f, t, sum, term big.Int
	s := c.samples
	// Over weight.den·label.den·square.den·den².
	wScale := new(big.Int).Mul(&s.label.den, &s.square.den)
	lScale := new(big.Int).Mul(&s.weight.den, &s.square.den)
	lScale.Mul(lScale, den).Lsh(lScale, 1)
	qScale := new(big.Int).Mul(&s.weight.den, &s.label.den)
	qScale.Mul(qScale, den).Mul(qScale, den)
	for i := range c.count() {
		c.apply(&f, output, i)
		for j := range all {
			if c.apply(&t, all[j], i); t.Sign() > 0 {
				f.Add(&f, term.Mul(&t, big.NewInt(int64(net.Units[j].Sign))))
			}
		}
		t.Mul(term.Mul(&s.weight.n[i], wScale), &f)
		t.Sub(&t, term.Mul(&s.label.n[i], lScale))
		sum.Add(&sum, t.Mul(&t, &f))
		sum.Add(&sum, term.Mul(&s.square.n[i], qScale))
	}
	total := new(big.Int).Mul(wScale, &s.weight.den)
	return new(big.Rat).SetFrac(&sum, total.Mul(total, den).Mul(total, den))
}

// spread puts the output on all raw columns; an intercept without a bias column
// is put behind them.
func (c *coordinates) spread(output []float64) []float64 {
	all := make([]float64, len(c.column)+1)
	if c.header.Output == certificate.Intercept {
		all[len(c.column)] = output[0]
		return all
	}
	copy(all, output)
	return all
}

// forms is a common denominator of every product of a weight and a column.
func (c *coordinates) forms(net *Network) *big.Int {
	den := big.NewInt(1)
	lcm := func(d *big.Int) {
		gcd := new(big.Int).GCD(nil, nil, den, d)
		den.Mul(den, gcd.Quo(d, gcd))
	}
	for e := range c.column {
		lcm(&c.column[e].den)
	}
	deepest := uint(0)
	for _, u := range net.Units {
		for _, w := range u.Weights {
			deepest = max(deepest, fractionBits(w))
		}
	}
	for _, w := range net.Output {
		deepest = max(deepest, fractionBits(w))
	}
	return den.Lsh(den, deepest)
}

// form scales weights to integers.
func (c *coordinates) form(weights []float64, den *big.Int) []big.Int {
	all := make([]big.Int, len(weights))
	for e, w := range weights {
		v := new(big.Rat).SetInt(den)
		v.Mul(v, rational(w))
		if e < len(c.column) {
			v.Quo(v, new(big.Rat).SetInt(&c.column[e].den))
		}
		all[e].Set(v.Num()) // den makes it an integer
	}
	return all
}

// apply is ⟨w, raw columns⟩ at a sample, plus a constant behind them.
func (c *coordinates) apply(dst *big.Int, form []big.Int, i int) {
	dst.SetInt64(0)
	var term big.Int
	for e := range c.column {
		dst.Add(dst, term.Mul(&form[e], &c.column[e].n[i]))
	}
	if len(form) > len(c.column) {
		dst.Add(dst, &form[len(c.column)])
	}
}
