package check

import (
	"math/big"
	"sync"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// dualData is what the rule for dual records in fixed point needs of the samples.
type dualData struct {
	weightless []wide.Fixed // a sample: 1/ω, rounded up
	reach      []wide.Fixed // a sample: b, rounded up
	transform  [][]wide.Fixed
	pivots     []wide.Fixed   // 1/T_dd
	columns    [][]wide.Fixed // C
	radius     wide.Fixed     // 2B, rounded up
	failed     bool
}

// dualDataOf is made when the first dual record comes.
func (d *fixedData) dualDataOf() *dualData {
	d.dualOnce.Do(func() { d.duals = newDualData(d) })
	return d.duals
}

// dualHolder holds it.
type dualHolder struct {
	dualOnce sync.Once
	duals    *dualData
}

func newDualData(d *fixedData) *dualData {
	c := d.coordinates
	c.widen()
	q, a := &rounder{}, &dualData{}
	for i := range c.count() {
		a.weightless = append(a.weightless, q.up(new(big.Rat).SetFrac(&c.weight.den, &c.weight.n[i])))
		a.reach = append(a.reach, q.up(c.reachOf(i)))
	}
	for e, row := range c.header.Transform {
		var fixedRow []wide.Fixed
		for _, v := range row {
			t, _, ok := wide.FromFloat(v)
			q.failed = q.failed || !ok
			fixedRow = append(fixedRow, t)
		}
		a.transform = append(a.transform, fixedRow)
		a.pivots = append(a.pivots, q.up(new(big.Rat).Inv(rational(row[e]))))
	}
	for d := range c.reduce {
		var row []wide.Fixed
		for o := range c.out {
			row = append(row, q.up(&c.reduce[d][o]))
		}
		a.columns = append(a.columns, row)
	}
	twice := rational(c.header.NormBound)
	a.radius = q.up(twice.Add(twice, twice).Quo(twice, rational(c.header.LabelScale)))
	a.failed = q.failed
	return a
}

// reachOf is b, the largest |⟨ŵ, x̂⟩| of a network of the class, rounded up.
func (c *coordinates) reachOf(i int) *big.Rat {
	if c.header.NormBound > 0 {
		return c.byNorm(i)
	}
	return c.byLimit(i)
}

// enveloped says that the class has one bounded unit and nothing else.
func (c *coordinates) enveloped() bool {
	return c.header.Units == 1 && c.p == 0 && c.header.NormBound > 0
}

// byLimit is Λ·Σ_d |x̂_d|.
func (c *coordinates) byLimit(i int) *big.Rat {
	var sum, size big.Int
	for d := range c.n {
		sum.Add(&sum, size.Abs(&c.x.n[i*c.n+d]))
	}
	b := new(big.Rat).SetFrac(&sum, &c.x.den)
	return b.Mul(b, &c.limit)
}

// byNorm is B·‖x̃‖ over all raw columns, rounded up.
func (c *coordinates) byNorm(i int) *big.Rat {
	var sum, square big.Rat
	for e := range c.column {
		square.SetFrac(&c.column[e].n[i], &c.column[e].den)
		sum.Add(&sum, square.Mul(&square, &square))
	}
	b := rootUp(&sum)
	b.Mul(b, rational(c.header.NormBound))
	return b.Quo(b, rational(c.header.LabelScale))
}

// hasFreeInputs says that the free output has the inputs for columns.
func (c *coordinates) hasFreeInputs() bool { return c.header.Output == certificate.Affine }
