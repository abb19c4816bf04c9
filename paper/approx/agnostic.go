package approx

import "math"

// solveShare of ε is what training on the drawn samples may leave open.
const solveShare = 0.05

// Samples is m', how many samples drawn independently suffice for any labels
// (Theorem 5): with probability at least 1 − delta, every network whose error on them
// is within ε/20 of the least has error within ε of the least on whatever they were
// drawn from, a data set or a distribution. It may be too large for an integer. It is
// O(k⁴/ε²·ln(1/δ)) for B = R = 1, |y| ≤ k: the least m with
//
//	C/√m + min( A·√(2u/m), C'/√m + √(2u(σ² + 2(A+ε)(C+C')/√m)/m) + (A+ε)u/3m ) ≤ 19ε/20,
//
// u = ln(p/δ) for p sign vectors that compete. Proof: h_f = f² − 2yf, D_f = h_f − h_f*, and
// X_f = (E − E_S)D_f. For f trained on S and r = E D_f = L(f) − L(f*), X_f ≥ r − ε/20. So if r > ε
// then X_f > 19ε/20, and even (ε/r)·X_f > 19ε/20. What bounds the supremum of X, or of (ε/r)X where
// r ≥ ε, for the networks of each sign vector with probability 1 − δ/p?
//
//   - |D_f| ≤ A: McDiarmid's inequality, E sup X + A√(2u/m), as one sample moves it by 2A/m.
//   - Bousquet's inequality (2002), with the variances: see [differences]. Multiplying
//     by ε/r ≤ 1 leaves E sup(0, X). If f* has these signs, that is E sup X; otherwise it is
//     at most E sup X + ½√(Var h_f*/m), and C' is twice that root's bound, halved; else C' = 0.
//
// E sup X = E sup (E − E_S)h_f ≤ C/√m: see [Scale.complexity].
func (s Scale) Samples(epsilon, delta float64) float64 {
	bound := func(m float64) float64 { return s.deviation(m, epsilon, delta) }
	return fewest(bound, (1-solveShare)*epsilon)
}

// deviation bounds X for m samples.
func (s Scale) deviation(m, epsilon, delta float64) float64 {
	d, root := s.differences(), math.Sqrt(m)
	complexity, chance := s.largestComplexity()/root, math.Log(s.signVectors()/delta)
	anySpread := d.largest * math.Sqrt(2*chance) / root
	other := 0.0
	if s.Signs == nil {
		other = d.spread / 2 / root
	}
	largest := d.largest + epsilon
	variance := d.steady + d.slope*epsilon + 2*largest*(complexity+other)
	bernstein := other + math.Sqrt(2*chance*variance)/root + largest*chance/3/m
	return complexity + math.Min(anySpread, bernstein)
}

// signVectors is p: units are interchangeable, so only how many are positive matters.
func (s Scale) signVectors() float64 {
	if s.Signs == nil {
		return float64(s.Units) + 1
	}
	return 1
}

func (s Scale) largestComplexity() float64 {
	if s.Signs != nil {
		return s.complexity(s.positive())
	}
	most := 0.0
	for positive := range s.Units + 1 {
		most = math.Max(most, s.complexity(positive))
	}
	return most
}

// complexity is C for so many units of sign +: E sup_f (E − E_S)h_f ≤ C/√m, the outputs being from
// lo to hi = lo + M. What is linear in w, or in wwᵀ, costs no symmetrisation: by Cauchy,
// E sup_w (E − E_S)c⟨w, x⟩ ≤ max|c|·BR/√m, and E sup_w (E − E_S)c⟨w, x⟩² ≤ max|c|·(BR)²/√m. The rest does,
// a factor of 2, but its Lipschitz constant is smaller (contraction principle).
//
//   - k units: h = f² − (lo+hi)f + c·f, c = lo + hi − 2y. The first two terms have slope at most M in f, and
//     the Rademacher complexity of networks is at most M/√m: 2M². In c·f = c Σ a_j(t_j + |t_j|)/2 the
//     linear half costs |c|M/2, the other one |c|M. So C = 2M² + ³⁄₂·M·max|lo + hi − 2y|.
//   - One unit of sign +, t = ⟨w, x⟩: h − (−y·t + q·t²), q = (1 − y/M)/2 within [0, 1], has slope at most max(M, |y|) in
//     t. So C = M(2·max(M, |y|) + max|y| + max q·M).
func (s Scale) complexity(positive int) float64 {
	low, high := s.outputs(positive)
	m := high - low
	center := math.Max(math.Abs(low+high-2*s.LeastLabel), math.Abs(low+high-2*s.MostLabel))
	many := 2*m*m + 1.5*m*center
	if s.Units > 1 || m == 0 {
		return many
	}
	least := s.LeastLabel
	if positive == 0 {
		least = -s.MostLabel
	}
	square := math.Max(0, math.Min(1, (1-least/m)/2))
	return math.Min(many, m*(2*math.Max(m, s.label())+s.label()+square*m))
}

// differences is what is known of D = h_f − h_f*: |D| ≤ largest, and
// E D² ≤ steady + slope·E D. Spread² bounds the variance of h_f*.
type differences struct{ largest, steady, slope, spread float64 }

// differences for networks f, f* of the class. For a label y let h be from −n to Δ − n, and N the
// largest n. With β = max Δ²/(2N + Δ − 2n),
//
//	(h − h*)² ≤ 2Nβ + β(h + h*):
//
// the difference is convex in (h, h*), so the corners of [−n, Δ−n]² suffice, and there it is so. Δ and n are
// convex in y, and the ratio in them, increasing in both, so that the least and the
// largest label suffice, for |D| ≤ Δ, too. Now E h* ≤ 0, since the zero network competes,
// so E D² ≤ 2Nβ + β·E D. And h*² ≤ NH + (H−N)h* if H is the largest Δ − n, so Var h* ≤ N·max(N, H): −N ≤ E h* ≤ 0.
func (s Scale) differences() differences {
	low, high := s.allOutputs()
	var d differences
	var deepest, highest float64
	ends := [2]float64{s.LeastLabel, s.MostLabel}
	for _, y := range ends {
		n, top := depth(low, high, y), height(low, high, y)
		d.largest, deepest, highest = math.Max(d.largest, top+n), math.Max(deepest, n), math.Max(highest, top)
	}
	for _, y := range ends {
		n, delta := depth(low, high, y), depth(low, high, y)+height(low, high, y)
		if delta > 0 {
			d.slope = math.Max(d.slope, delta*delta/(2*deepest+delta-2*n))
		}
	}
	d.steady, d.spread = 2*deepest*d.slope, math.Sqrt(deepest*math.Max(deepest, highest))
	return d
}

// depth is n = −min f² − 2yf for low ≤ f ≤ high, height the largest.
func depth(low, high, y float64) float64 {
	f := math.Max(low, math.Min(high, y))
	return f * (2*y - f)
}

func height(low, high, y float64) float64 {
	return math.Max(low*(low-2*y), high*(high-2*y))
}

// fewest is the least m ≥ 1 for which a bound that falls with m is small enough.
func fewest(bound func(m float64) float64, enough float64) float64 {
	high := 1.0
	for !(bound(high) <= enough) {
		if high *= 2; math.IsInf(high, 1) {
			return high
		}
	}
	for low := high / 2; high-low > 1; {
		middle := math.Floor((low + high) / 2)
		if middle == low || middle == high {
			break // beyond 2^53 floats are no longer one apart
		}
		if !(bound(middle) <= enough) {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}
