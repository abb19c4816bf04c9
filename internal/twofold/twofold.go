// Package twofold is arithmetic in about twice the precision of float64.
package twofold

import (
	"math"
	"math/big"
)

// Number is a double-double: the unevaluated sum of two doubles, |Lo| ≤ ulp(Hi)/2.
// Each operation's error is a few 2^-104 of its operands (Dekker 1971; Joldes,
// Muller, Popescu, ACM TOMS 44, 2017).
type Number struct{ Hi, Lo float64 }

// Sum is a + b exactly.
func Sum(a, b float64) Number {
	s := a + b
	t := s - a
	return Number{s, (a - (s - t)) + (b - t)}
}

// renormalised is hi + lo where |hi| ≥ |Lo|.
func renormalised(hi, lo float64) Number {
	s := hi + lo
	return Number{s, lo - (s - hi)}
}

// Product is a·b exactly.
func Product(a, b float64) Number {
	p := float64(a * b)
	return Number{p, math.FMA(a, b, -p)}
}

// Of is the nearest double-double to v, or nearly.
func Of(v *big.Rat) Number {
	high, _ := v.Float64()
	rest := new(big.Rat).SetFloat64(high)
	if rest == nil { // it is beyond the doubles
		return Number{Hi: high}
	}
	low, _ := rest.Sub(v, rest).Float64()
	return Number{Hi: high, Lo: low}
}

func (a Number) Plus(b Number) Number {
	s := Sum(a.Hi, b.Hi)
	return renormalised(s.Hi, s.Lo+(a.Lo+b.Lo))
}

func (a Number) Minus(b Number) Number { return a.Plus(Number{-b.Hi, -b.Lo}) }

func (a Number) Scaled(b float64) Number {
	p := Product(a.Hi, b)
	return renormalised(p.Hi, math.FMA(a.Lo, b, p.Lo))
}

func (a Number) Times(b Number) Number {
	p := Product(a.Hi, b.Hi)
	return renormalised(p.Hi, math.FMA(a.Lo, b.Hi, math.FMA(a.Hi, b.Lo, p.Lo)))
}

// over is a / b; b is not 0.
func (a Number) Over(b Number) Number {
	q := a.Hi / b.Hi
	r := a.Minus(b.Scaled(q))
	return renormalised(q, r.Hi/b.Hi)
}
