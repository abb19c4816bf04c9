package reduce

import (
	"math"
	"math/big"
)

// Condition is the ratio of the largest to the smallest |coordinate| of s that
// is not zero; 1 if there are none.
func (s *Set) Condition() *big.Rat {
	var least, most *big.Rat
	for _, sample := range s.Samples {
		for _, term := range sample.X {
			size := new(big.Rat).Abs(term.Value)
			if size.Sign() == 0 {
				continue
			}
			if least == nil || size.Cmp(least) < 0 {
				least = size
			}
			if most == nil || size.Cmp(most) > 0 {
				most = size
			}
		}
	}
	if least == nil {
		return big.NewRat(1, 1)
	}
	return new(big.Rat).Quo(most, least)
}

// Total is the sum of all weights: the number of samples, were they copies.
func (s *Set) Total() *big.Rat {
	total := new(big.Rat)
	for _, sample := range s.Samples {
		total.Add(total, sample.Weight)
	}
	return total
}

func (s *Set) heaviest() *big.Rat {
	most := new(big.Rat)
	for _, sample := range s.Samples {
		most = larger(most, sample.Weight)
	}
	return most
}

// HeaviestShare is that of the greatest weight in the sum of all.
func (s *Set) HeaviestShare() float64 {
	share, _ := over(s.heaviest(), s.Total()).Float64()
	return share
}

// Epsilon is the additive error of the average, below which a network of nearly the least
// error tells the claim's cases apart; nil: there is but one case, or no such error.
func (s *Set) Epsilon(c Claim) *big.Rat {
	if c.Separation == nil || c.Separation.Sign() <= 0 {
		return nil
	}
	return over(c.Separation, s.Total())
}

// Resolution is Step/Scale: the change of one unit of the objective, relative to
// the least SSE. It is 1 if the least SSE is known to be 0.
func (c Claim) Resolution() float64 {
	if c.Scale.Sign() == 0 {
		return 1
	}
	share, _ := over(c.Step, c.Scale).Float64()
	return share
}

// WeightLimit is a weight limit, in label units, that admits every network of
// |weights| up to largest, or of norms up to the bound if largest is nil. It is a
// power of two, at least the labels' root mean square.
//
// In whitened coordinates (proof/certificate/FORMAT.md) Σ ω x̂x̂ᵀ / Σω has eigenvalues of
// at least 1/4, so max_d |ŵ_d|² ≤ ‖ŵ‖² ≤ 4 Σ ω ⟨ŵ, x̂⟩² / Σω, and ⟨ŵ, x̂⟩ = ⟨w, x⟩ is at
// most largest·‖x‖_1, or the norm bound times ‖x‖_2.
func (s *Set) WeightLimit(largest *big.Rat) float64 {
	most, total := new(big.Rat), new(big.Rat)
	for _, sample := range s.Samples {
		square := new(big.Rat).Mul(sample.Y, sample.Y)
		if reach := s.reach(sample.X, largest); reach.Cmp(square) > 0 {
			square = reach
		}
		most.Add(most, square.Mul(square, sample.Weight))
		total.Add(total, sample.Weight)
	}
	return rootUp(most.Quo(most, total))
}

// reach is 4⟨w, x⟩² at most.
func (s *Set) reach(x []Term, largest *big.Rat) *big.Rat {
	sum := new(big.Rat)
	for _, term := range x {
		size := new(big.Rat).Abs(term.Value)
		if largest == nil {
			size.Mul(size, size)
		}
		sum.Add(sum, size)
	}
	if largest == nil {
		return sum.Mul(sum, square(s.NormBound)).Mul(sum, big.NewRat(4, 1))
	}
	return sum.Mul(square(sum), square(largest)).Mul(sum, big.NewRat(4, 1))
}

func square(v *big.Rat) *big.Rat { return new(big.Rat).Mul(v, v) }

// rootUp is the smallest power of two whose square is at least v > 0.
func rootUp(v *big.Rat) float64 {
	above := new(big.Float).SetPrec(64).SetMode(big.ToPositiveInf).SetRat(v)
	mantissa := new(big.Float)
	e := above.MantExp(mantissa) // v ≤ 2^e, and v ≤ 2^(e-1) if the mantissa is 1/2
	if mantissa.Cmp(big.NewFloat(0.5)) == 0 {
		e--
	}
	return math.Ldexp(1, (e+1)>>1)
}
