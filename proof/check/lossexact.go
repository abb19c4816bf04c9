package check

import (
	"math/big"

	"relucert/proof/certificate"
)

// lossExact is the rule of FORMAT.md for dual records of losses that are not squares, with integers of any length. It keeps
// nothing between records.
type lossExact struct {
	dualExact // of which it takes Σ m z and its price
	rule      lossRule
}

func newLossExact(c *coordinates) *lossExact {
	c.widen()
	l := &lossExact{dualExact{coordinates: c}, newLossRule(c.header, rational(c.header.LabelScale))}
	l.costH = l.largestFree()
	return l
}

// largestFree is 2K, K = 4Z((most/least + 1)(Y/√S + 2kNΛ) + q·least/2), rounded up.
func (l *lossExact) largestFree() *big.Rat {
	least, most := l.rule.below, l.rule.above
	if least.Cmp(most) > 0 {
		least, most = most, least
	}
	k := l.freeCost() // 4(Y/√S + 2kNΛ)
	ratio := new(big.Rat).Quo(most, least)
	k.Mul(k, ratio.Add(ratio, big.NewRat(1, 1)))
	if l.rule.curved {
		k.Add(k, new(big.Rat).Add(least, least))
	}
	k.Mul(k, l.longest())
	return k.Add(k, k)
}

// longest is Z, the largest ‖z‖₁.
func (l *lossExact) longest() *big.Rat {
	if l.header.Output != certificate.Affine {
		return big.NewRat(1, 1)
	}
	most, sum, size := new(big.Int), new(big.Int), new(big.Int)
	for i := range l.count() {
		sum.SetInt64(0)
		for d := range l.n {
			sum.Add(sum, size.Abs(&l.x.n[i*l.n+d]))
		}
		if sum.Cmp(most) > 0 {
			most.Set(sum)
		}
	}
	return new(big.Rat).SetFrac(most, &l.x.den)
}

// lossUnit is a unit at work: its sums are over x.den·2^(bits.m + bits.slope), those of hinges times 2^box bits.
type lossUnit struct {
	boundExactUnit
	slopes map[int]float64 // a sample: θ as the record has it
	linear []big.Int
	hinges []big.Int
}

// leastBits are those of m if the record's have fewer: what is put into its range is rounded to them.
const leastBits = 128

// prove implements prover.
func (l *lossExact) prove(p *proof) (*big.Int, error) {
	bits := bitsOf(p.dual)
	bits.m = max(bits.m, leastBits)
	units, moments, value := l.units(p), make([]big.Int, l.p), new(big.Int)
	for _, given := range p.dual.Samples {
		i := int(l.ofRow[given.Row])
		m := l.inRange(integerAt(given.Value, bits.m), bits.m, i)
		value.Add(value, l.worth(m, bits.m, i))
		l.addMoments(moments, m, i)
		for j := range units {
			l.add(&units[j], m, bits, i)
		}
	}
	total := new(big.Rat).SetFrac(value, new(big.Int).Lsh(oneInt, grain))
	total.Sub(total, l.freeTerm(moments, bits.m))
	den := new(big.Int).Lsh(&l.x.den, bits.m+bits.slope)
	for j := range units {
		linear, cost := l.extras(p.regions[j], j, p.dual.Walls, p.dual.Slacks)
		total.Sub(total, cost)
		if least := units[j].leastOf(units[j].linear, units[j].hinges, den, linear); least.Sign() < 0 {
			total.Add(total, least.Mul(least, new(big.Rat).Add(&l.limit, &l.limit)))
		}
	}
	return scaleDown(total), nil
}

func (l *lossExact) units(p *proof) []lossUnit {
	units := make([]lossUnit, len(p.regions))
	for j, r := range p.regions {
		u := &units[j]
		u.exactBox, u.sign, u.face, u.cuts = newExactBox(r), p.signs[j], r.face, r.cutSigns(make(map[int]int))
		u.slopes, u.linear, u.hinges = make(map[int]float64), make([]big.Int, l.n), make([]big.Int, 1<<(l.n-1))
	}
	for _, k := range p.dual.Kinks {
		units[k.Unit].slopes[int(l.ofRow[k.Row])] = k.Value
	}
	return units
}

// inRange puts m over 2^bits into [−below·ω, above·ω].
func (l *lossExact) inRange(m *big.Int, bits uint, i int) *big.Int {
	end := l.rule.above
	if m.Sign() < 0 {
		end = l.rule.below
	}
	most := new(big.Int).Mul(end.Num(), &l.coordinates.weight.n[i])
	most.Lsh(most, bits)
	most.Quo(most, new(big.Int).Mul(end.Denom(), &l.coordinates.weight.den))
	if m.CmpAbs(most) <= 0 {
		return m
	}
	if m.Sign() < 0 {
		most.Neg(most)
	}
	return most
}

// worth is −2my − q m²/ω in grains, rounded down.
func (l *lossExact) worth(m *big.Int, bits uint, i int) *big.Int {
	w, y := &l.coordinates.weight, &l.moment // ω, and ωy
	var sum, square, den big.Int
	sum.Mul(m, &y.n[i])
	sum.Lsh(&sum, bits+1)
	if l.rule.curved {
		square.Mul(m, m)
		sum.Add(&sum, square.Mul(&square, &y.den))
	}
	sum.Lsh(sum.Mul(&sum, &w.den), grain)
	den.Lsh(den.Mul(&y.den, &w.n[i]), 2*bits)
	return sum.Neg(divUp(&sum, &den))
}

// add adds what bounds m·max(0, t) from below to the unit's sums.
func (l *lossExact) add(u *lossUnit, m *big.Int, bits dualBits, i int) {
	own := new(big.Int).Lsh(m, bits.slope)
	if u.sign < 0 {
		own.Neg(own)
	}
	x := l.x.n[i*l.n:][:l.n]
	switch cut := u.cuts[i]; {
	case cut < 0:
		return
	case cut == 0 && own.Sign() < 0:
		u.addHinges(own.Neg(own), x)
		return
	case cut == 0:
		own.Mul(own, u.slope(i, x, bits.slope))
		own.Rsh(own, bits.slope)
	}
	var term big.Int
	for d := range x {
		u.linear[d].Add(&u.linear[d], term.Mul(own, &x[d]))
	}
}

// addHinges adds m·max(0, t_v) for all vertices.
func (u *lossUnit) addHinges(m *big.Int, x []big.Int) {
	var term big.Int
	t := u.vertexValues(make([]big.Int, 0, len(u.hinges)), x)
	for v := range t {
		if t[v].Sign() > 0 {
			u.hinges[v].Add(&u.hinges[v], term.Mul(m, &t[v]))
		}
	}
}

// slope is θ over 2^bits: the record's, else 1 if l + u > 0 and 0 if not.
func (u *lossUnit) slope(i int, x []big.Int, bits uint) *big.Int {
	if given, ok := u.slopes[i]; ok {
		return integerAt(given, bits)
	}
	var sum, term big.Int
	for d := range x {
		term.Add(&u.lo[d], &u.hi[d])
		sum.Add(&sum, term.Mul(&term, &x[d]))
	}
	if sum.Sign() > 0 {
		return new(big.Int).Lsh(oneInt, bits)
	}
	return new(big.Int)
}
