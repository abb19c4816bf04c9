package check

import (
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// shortSums is sums from the exact moments of short data.
func (c *coordinates) shortSums() {
	h, all := c.short, c.newMoments()
	x := make([]int64, all.n)
	var total, square wide.Sum
	for i, w := range h.weight {
		h.row(x, i)
		all.add(x, w, h.label[i])
		total.Add(wide.Integer(w), wide.Integer(1))
		square.Add(h.square[i], wide.Integer(1))
	}
	weightUnit := new(big.Rat).Mul(rational(c.header.WeightScale), ratio(h.weightDen, 1)) // ω is an integer over it
	c.total.SetInt(total.Big())
	c.total.Quo(&c.total, weightUnit)
	within := c.shortWithin()
	// Σω(label − within's part)² is Σ(ωy)²/ω, rounded up.
	between := new(big.Rat).SetInt(square.Big())
	between.Sub(between, within)
	c.shortGram(all, weightUnit)
	c.shortSquares(all, between)
	toData := ratio(1, h.weightDen)
	toData.Mul(toData, ratio(1, h.labelDen)).Mul(toData, ratio(1, h.labelDen))
	c.within.Mul(within, toData)
	c.within.Quo(&c.within, c.unit())
}

func ratio(a, b uint64) *big.Rat {
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(a), new(big.Int).SetUint64(b))
}

// shortWithin is Σ (Σωy² − (Σωy)²/Σω) over weightDen·labelDen², rounded down to
// the grain. It is 0 for samples of one row.
func (c *coordinates) shortWithin() *big.Rat {
	h, sum := c.short, new(big.Int)
	var w, l, v big.Int
	for i, multiple := range h.multiple {
		if !multiple {
			continue
		}
		w.SetInt64(h.weight[i])
		l.SetInt64(h.label[i])
		v.Mul(h.square[i].Big(), &w)
		v.Sub(&v, l.Mul(&l, &l))
		sum.Add(sum, v.Div(v.Lsh(&v, grain), &w))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Lsh(oneInt, grain))
}

// shortGram is T Σωxxᵀ Tᵀ.
func (c *coordinates) shortGram(all *moments, weightUnit *big.Rat) {
	t, den := integers(c.rows())
	unit := new(big.Rat).SetInt(den.Mul(den, den))
	unit.Mul(unit, weightUnit)
	half := make([]big.Int, c.n)
	var sum, term big.Int
	c.gram = make([][]big.Rat, c.n)
	for d := range c.gram {
		c.gram[d] = make([]big.Rat, c.n)
		for g := range half[:d+1] {
			half[g].SetInt64(0)
			for e := range t[d] {
				half[g].Add(&half[g], term.Mul(&t[d][e], all.at(c.header.Keep[e], c.header.Keep[g])))
			}
		}
		for e := range d + 1 {
			sum.SetInt64(0)
			for g := range t[e] {
				sum.Add(&sum, term.Mul(&t[e][g], &half[g]))
			}
			c.gram[d][e].SetInt(&sum)
			c.gram[d][e].Quo(&c.gram[d][e], unit)
			c.gram[e][d].Set(&c.gram[d][e])
		}
	}
}

// forKept is T for integers of all raw columns: N rows.
func (c *coordinates) forKept() [][]big.Rat {
	t := make([][]big.Rat, c.n)
	for d, row := range c.rows() {
		t[d] = make([]big.Rat, c.width())
		for e := range row {
			t[d][c.header.Keep[e]].Set(&row[e])
		}
	}
	return t
}

// referenceForm is the reference on integers of raw columns, and of 1 behind
// them.
func (c *coordinates) referenceForm() []big.Rat {
	form := make([]big.Rat, c.width())
	switch c.header.Output {
	case certificate.Affine:
		var term big.Rat
		for d, row := range c.forKept() {
			for e := range row {
				form[e].Add(&form[e], term.Mul(&row[e], rational(c.header.Reference[d])))
			}
		}
	case certificate.Intercept:
		// With a bias, column 0 is 1.
		at := len(form) - 1
		if c.header.Bias {
			at = 0
		}
		form[at].Set(rational(c.header.Reference[0]))
	}
	return form
}

// shortSquares is Σωy² = Σω(label/label-scale − ⟨reference, z⟩)², given Σω·label²
// over weightDen·labelDen².
func (c *coordinates) shortSquares(all *moments, between *big.Rat) {
	h, form := c.short, c.referenceForm()
	label := new(big.Rat).Quo(ratio(1, h.labelDen), rational(c.header.LabelScale))
	sum := all.product(form, form)
	var term, v big.Rat
	for e := range form {
		v.SetInt(all.xy[e].Big())
		term.Mul(&form[e], label)
		v.Mul(&v, &term)
		sum.Sub(sum, v.Add(&v, &v))
	}
	term.Mul(label, label)
	sum.Add(sum, term.Mul(&term, between))
	sum.Quo(sum, ratio(h.weightDen, 1))
	c.squares.Quo(sum, rational(c.header.WeightScale))
}
