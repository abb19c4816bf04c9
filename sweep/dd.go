package sweep

import "math"

// dd is a double-double: the unevaluated sum of two doubles, |lo| ≤ ulp(hi)/2.
// Each operation's error is a few 2^-104 of its operands (Dekker 1971; Joldes,
// Muller, Popescu, ACM TOMS 44, 2017).
type dd struct{ hi, lo float64 }

// twoSum is a + b exactly.
func twoSum(a, b float64) dd {
	s := a + b
	t := s - a
	return dd{s, (a - (s - t)) + (b - t)}
}

// renormalised is hi + lo where |hi| ≥ |lo|.
func renormalised(hi, lo float64) dd {
	s := hi + lo
	return dd{s, lo - (s - hi)}
}

// product is a·b exactly.
func product(a, b float64) dd {
	p := float64(a * b)
	return dd{p, math.FMA(a, b, -p)}
}

func (a dd) plus(b dd) dd {
	s := twoSum(a.hi, b.hi)
	return renormalised(s.hi, s.lo+(a.lo+b.lo))
}

func (a dd) minus(b dd) dd { return a.plus(dd{-b.hi, -b.lo}) }

func (a dd) scaled(b float64) dd {
	p := product(a.hi, b)
	return renormalised(p.hi, math.FMA(a.lo, b, p.lo))
}

func (a dd) times(b dd) dd {
	p := product(a.hi, b.hi)
	return renormalised(p.hi, math.FMA(a.lo, b.hi, math.FMA(a.hi, b.lo, p.lo)))
}

// over is a / b; b is not 0.
func (a dd) over(b dd) dd {
	q := a.hi / b.hi
	r := a.minus(b.scaled(q))
	return renormalised(q, r.hi/b.hi)
}
