package check

import (
	"math/big"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// hingeUnit is a unit's region: a column, a sign, and the numbers of the values between which its kink is.
type hingeUnit struct {
	column    *hingeColumn
	sign      int
	low, high int
}

// hingeSum is a record's sum of hinges in fixed point.
type hingeSum struct {
	columns []*hingeColumn
	values  []int // of the columns, by number
	betas   []wide.Fixed
	off     wide.Fixed // how much a slope is off at most, and more: twice 2^betaBits and Σ|β|
}

// prove implements prover: the rule of FORMAT.md's proofs by hinges. Products of β and inner products are multiples of
// 2^-(betaBits+hingeBits), exactly.
func (t *hingeTable) prove(p *proof) (*big.Int, error) {
	s, err := t.sum(p.hinges.Sum)
	if err != nil {
		return nil, err
	}
	value := new(big.Int).Lsh(t.square.Num(), valueBits)
	value.Div(value, t.square.Denom())
	value.Sub(value, t.squareUp(s))
	for _, u := range p.units {
		value.Sub(value, t.payment(s, u))
	}
	return value, nil
}

// mostBeta is the size that the β of a record have together, in bits.
const mostBeta = 100

func (t *hingeTable) sum(sum []certificate.Hinge) (*hingeSum, error) {
	s := &hingeSum{off: wide.Power(betaBits + 1)}
	for _, h := range sum {
		c := t.columns[h.Feature]
		l, err := t.value(c, h.Row)
		if err != nil {
			return nil, err
		}
		beta, ok := t.beta(c, h.Value)
		if s.off = s.off.Plus(beta.Abs().Times(2)); !ok || s.off.Size() > mostBeta {
			return nil, refuse("a weight of %g is too large for fixed point", h.Value)
		}
		s.columns, s.values, s.betas = append(s.columns, c), append(s.values, l), append(s.betas, beta)
	}
	return s, nil
}

// value is the number of the value that a column has in a row, the first of a sample.
func (t *hingeTable) value(c *hingeColumn, row int) (int, error) {
	if row >= len(t.ofRow) {
		return 0, refuse("there is no row %d: the data has %d", row, len(t.ofRow))
	}
	i := t.ofRow[row]
	if i < 0 {
		return 0, refuse("row %d does not begin a sample: an earlier one has the same features", row)
	}
	return int(c.level[i]), nil
}

// beta is a weight in the column's and the labels' units, rounded: any weight proves something.
func (t *hingeTable) beta(c *hingeColumn, v float64) (wide.Fixed, bool) {
	b := rational(v)
	b.Mul(b, powerOf(int(c.unit)+betaBits-t.labels))
	b.Quo(b, new(big.Rat).SetInt(&t.column[raw(c.feature)].den))
	return wide.FromBig(new(big.Int).Quo(b.Num(), b.Denom()))
}

// squareUp is the square of the sum, in valueBits, rounded up.
func (t *hingeTable) squareUp(s *hingeSum) *big.Int {
	var square, term big.Int
	for i, c := range s.columns {
		var along wide.Sum
		for e, other := range s.columns {
			along.Add(s.betas[e], t.products(c, s.values[i], other)[s.values[e]-1])
		}
		square.Add(&square, term.Mul(along.Big(), s.betas[i].Big()))
	}
	off := s.off.Big()
	square.Add(&square, off.Mul(off, off))
	return ceilShift(&square, 2*betaBits+hingeBits-valueBits)
}

func ceilShift(v *big.Int, bits uint) *big.Int {
	r := new(big.Int).Neg(v)
	return r.Neg(r.Rsh(r, bits))
}

// payment is 2V times by how much a slope in a unit's region may have the wrong sign, in valueBits, rounded up.
func (t *hingeTable) payment(s *hingeSum, u hingeUnit) *big.Int {
	worst, with := new(big.Int), make([][]wide.Fixed, len(s.betas))
	for i, c := range s.columns {
		with[i] = t.products(c, s.values[i], u.column)
	}
	for l := u.low; l <= u.high; l++ {
		if slope := s.slope(with, u, l); slope.Sign() > 0 {
			if v := slope.Big(); v.Cmp(worst) > 0 {
				worst = v
			}
		}
	}
	if worst.Sign() == 0 {
		return worst
	}
	c := u.column
	span := new(big.Int).Sub(c.values[len(c.values)-1], c.values[0])
	most := new(big.Rat).Mul(&t.limit, powerOf(int(c.unit)+1))
	most.Quo(most, new(big.Rat).SetInt(span))
	worst.Mul(worst, most.Num())
	return divUp(ceilShift(worst, betaBits+hingeBits-valueBits), most.Denom())
}

// slope is sign·⟨u, h⟩ of the hinge at a value, u the residuals, rounded up, given the products of the sum's hinges with the column's.
func (s *hingeSum) slope(with [][]wide.Fixed, u hingeUnit, l int) *wide.Sum {
	var sum wide.Sum
	sum.Add(u.column.label[l-1].Signed(u.sign), wide.Power(betaBits))
	for i, products := range with {
		sum.Add(s.betas[i].Signed(-u.sign), products[l-1])
	}
	sum.Add(s.off, wide.Integer(1))
	return &sum
}
