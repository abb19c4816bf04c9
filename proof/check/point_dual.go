package check

import (
	"iter"
	"math/big"
)

// pointBits is how finely the multipliers of a point divide. They may be rounded: any
// prove something.
const pointBits = 96

// derived are the multipliers of a point: half the slopes of the samples' envelopes.
// Where θ is not given it is 1 if t > 0.
func (l *dualExact) derived(point []float64, u *dualExactUnit) iter.Seq2[int, *big.Int] {
	bits := uint(0)
	for _, v := range point {
		bits = max(bits, fractionBits(v))
	}
	w := make([]big.Int, l.n)
	for d, v := range point {
		w[d].Set(integerAt(v, bits))
	}
	den := new(big.Int).Lsh(&l.x.den, bits)
	return func(yield func(int, *big.Int) bool) {
		for i := range l.count() {
			t := l.productAt(w, den, i)
			if _, given := u.theta[i]; !given && t.Sign() > 0 {
				u.theta[i] = 1
			}
			if m := l.slopeAt(t, u, i); m.Sign() != 0 && !yield(i, m) {
				return
			}
		}
	}
}

// cancelling is h with Th = −g, rounded.
func (l *dualExact) cancelling(g []big.Rat) []big.Rat {
	h := make([]big.Rat, l.n)
	var sum, term big.Rat
	for d, row := range l.header.Transform {
		sum.Set(&g[d])
		for e := range d {
			sum.Add(&sum, term.Mul(rational(row[e]), &h[e]))
		}
		sum.Quo(&sum, rational(-row[d]))
		h[d].SetFrac(onGrid(&sum, pointBits), new(big.Int).Lsh(oneInt, pointBits))
	}
	return h
}

// productAt is ⟨w, x̂⟩/den over 2^pointBits.
func (l *dualExact) productAt(w []big.Int, den *big.Int, i int) *big.Int {
	sum, term := new(big.Int), new(big.Int)
	for d := range w {
		sum.Add(sum, term.Mul(&w[d], &l.x.n[i*l.n+d]))
	}
	return sum.Div(sum.Lsh(sum, pointBits), den)
}

// slopeAt is m of sample i at t.
func (l *dualExact) slopeAt(t *big.Int, u *dualExactUnit, i int) *big.Int {
	y := l.labelAt(u.sign, i)
	v := u.interval(i)
	rest := new(big.Int).Sub(t, y)
	switch side := v.sign(); {
	case side > 0:
	case side < 0 || y.Sign() <= 0 && t.Sign() <= 0:
		rest.Neg(y)
	case y.Sign() > 0:
		low, high := l.ends(v, i)
		if steepest := tailSlope(y, onGrid(low, pointBits), onGrid(high, pointBits)); rest.Cmp(steepest.Neg(steepest)) < 0 {
			rest = steepest
		}
	}
	m := rest.Mul(rest, &l.coordinates.weight.n[i])
	m.Mul(m, big.NewInt(int64(u.sign)))
	return m.Div(m, &l.coordinates.weight.den)
}

// labelAt is a·y over 2^pointBits.
func (l *dualExact) labelAt(sign, i int) *big.Int {
	y, den := new(big.Int), new(big.Int)
	y.Lsh(y.Mul(&l.moment.n[i], &l.coordinates.weight.den), pointBits)
	y.Div(y, den.Mul(&l.moment.den, &l.coordinates.weight.n[i]))
	return y.Mul(y, big.NewInt(int64(sign)))
}

// negligibleBits: an end below y·2^-negligibleBits is negligible.
const negligibleBits = 40

// tailSlope is minus half the slope of the envelope's line for a label y > 0, all over
// one number: y²/(y − l + √(l² − 2ly)), or h(2y − h)/(2(h − l)) if the line would touch
// the parabola beyond h; y if h is negligible.
func tailSlope(y, low, high *big.Int) *big.Int {
	root, s, rest := new(big.Int), new(big.Int), new(big.Int)
	if s.Lsh(high, negligibleBits).Cmp(y) < 0 {
		return s.Set(y)
	}
	rest.Sub(low, s.Lsh(y, 1))
	root.Sqrt(root.Mul(low, rest))
	rest.Add(rest.Sub(y, low), root)
	s.Quo(s.Mul(y, y), rest)
	if rest.Sub(y, s).Cmp(high) > 0 {
		rest.Sub(rest.Lsh(y, 1), high)
		s.Mul(high, rest)
		s.Quo(s, rest.Lsh(rest.Sub(high, low), 1))
	}
	return s
}
