package farkas

import (
	"fmt"
	"math/big"
	"slices"
)

// Proof is the answer: a unit, or a refutation of every sign that was asked about.
type Proof struct {
	Unit        *Unit
	Refutations []Refutation
}

// Unit is Sign·[⟨Weights, x⟩]_+.
type Unit struct {
	Sign    int
	Weights []*big.Rat // n
}

// Refutation shows that no unit of this sign fits.
type Refutation struct {
	Sign int
	// Wrong is a sample whose label has the other sign, if there is one.
	Wrong *int
	// Multipliers otherwise are Farkas' for the labels Sign·y, only those that are not 0.
	Multipliers []Multiplier
}

// Multiplier is the λ of a sample.
type Multiplier struct {
	Sample int
	Value  *big.Rat
}

// Verify is nil when p proves from nothing but the samples (x is m×n, y has m labels)
// what it says about the signs in question; else it says what is wrong.
func (p *Proof) Verify(x [][]*big.Rat, y []*big.Rat, signs ...int) error {
	if p.Unit != nil {
		if !slices.Contains(signs, p.Unit.Sign) {
			return fmt.Errorf("a unit of sign %+d answers another question", p.Unit.Sign)
		}
		return p.Unit.verify(x, y)
	}
	for _, sign := range signs {
		at := slices.IndexFunc(p.Refutations, func(r Refutation) bool { return r.Sign == sign })
		if at < 0 {
			return fmt.Errorf("nothing is said about sign %+d", sign)
		}
		if err := p.Refutations[at].verify(x, y); err != nil {
			return err
		}
	}
	return nil
}

// verify computes the unit's output on every sample.
func (u *Unit) verify(x [][]*big.Rat, y []*big.Rat) error {
	for i := range x {
		if len(u.Weights) != len(x[i]) {
			return fmt.Errorf("%d weights for %d columns", len(u.Weights), len(x[i]))
		}
		f := dot(u.Weights, x[i])
		if f.Sign() < 0 {
			f.SetInt64(0)
		}
		if f.Mul(f, big.NewRat(int64(u.Sign), 1)); f.Cmp(y[i]) != 0 {
			return fmt.Errorf("the unit's output on row %d is %s, the label %s", i+1, f.RatString(), y[i].RatString())
		}
	}
	return nil
}

func dot(a, b []*big.Rat) *big.Rat {
	sum, term := new(big.Rat), new(big.Rat)
	for d := range a {
		sum.Add(sum, term.Mul(a[d], b[d]))
	}
	return sum
}

func (r *Refutation) verify(x [][]*big.Rat, y []*big.Rat) error {
	if r.Wrong == nil {
		return r.verifyMultipliers(x, y)
	}
	if *r.Wrong < 0 || *r.Wrong >= len(y) {
		return fmt.Errorf("there is no row %d", *r.Wrong+1)
	}
	if v := y[*r.Wrong]; v.Sign() != -r.Sign {
		return fmt.Errorf("the label %s of row %d is no obstacle to sign %+d", v.RatString(), *r.Wrong+1, r.Sign)
	}
	return nil
}

// verifyMultipliers wants λ_i ≥ 0 where y_i = 0, Σ λ_i x_i = 0 and Σ λ_i·sign·y_i < 0. A sample may
// stand there more than once, and a label of the other sign does no harm: it refutes by itself.
func (r *Refutation) verifyMultipliers(x [][]*big.Rat, y []*big.Rat) error {
	var left []*big.Rat
	right, term := new(big.Rat), new(big.Rat)
	for _, m := range r.Multipliers {
		i := m.Sample
		switch {
		case i < 0 || i >= len(x):
			return fmt.Errorf("there is no row %d", i+1)
		case y[i].Sign() == 0 && m.Value.Sign() < 0:
			return fmt.Errorf("the multiplier of row %d, whose label is 0, is %s", i+1, m.Value.RatString())
		}
		for len(left) < len(x[i]) {
			left = append(left, new(big.Rat))
		}
		for d, v := range x[i] {
			left[d].Add(left[d], term.Mul(m.Value, v))
		}
		right.Add(right, term.Mul(m.Value, y[i]))
	}
	for d, v := range left {
		if v.Sign() != 0 {
			return fmt.Errorf("the combination of rows for sign %+d is %s in column %d, not 0", r.Sign, v.RatString(), d+1)
		}
	}
	if right.Sign() != -r.Sign {
		return fmt.Errorf("the combination of labels for sign %+d is %s, no contradiction", r.Sign, right.RatString())
	}
	return nil
}
