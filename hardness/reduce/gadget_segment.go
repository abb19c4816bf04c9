package reduce

import "math/big"

// segment is the gadget for k ≥ 3: 2k+1 points from 2k·g_1 to 2k·g_2. With
// p = k mod 2, W = 6·toll/h², h = 1,
//
//	((k-t)g_1 + (k+t)g_2, h⌊(t+p)²/4⌋, W)    t = -k, …, k.
//
// Along the segment the unit with weights (a, b) is [(a+b)k + (b-a)t]_+. The labels
// are the sum of h[t-τ]_+ over the τ ≥ 0 and h[τ-t]_+ over the τ < 0 of 1-k, 3-k, …, k-1:
// k units fit. Bounded, rows are divided by 2k, and h = 1/⌈√(2(k²+(k-1)²)/room)⌉.
//
// Claim. With a -1 among the k signs the samples cost at least W·h²/6.
//
// Proof. A unit of sign +1 has at most one kink along the segment, a convex one;
// one of sign -1 at most a concave one. The k open intervals (τ-1, τ+1) are
// disjoint, so one of them has no convex kink inside. There the prediction is
// concave: f(τ-1) - 2f(τ) + f(τ+1) ≤ 0, where the labels have h. So the errors have
// |e(τ-1) - 2e(τ) + e(τ+1)| ≥ h, and by Cauchy their squares add up to h²/(1+4+1). ∎
//
// The bound is attained: in place of the last two units (3h/2)[t - k + 23/9]_+ and a
// zero unit of sign -1. Labels with all kinks on one side, ⌊(t+k)²/4⌋, would do as
// well, but are about four times as large.
func segment(k int, toll, room *big.Rat) gadget {
	h, r := whole(1), 1
	if room != nil {
		h.SetFrac(big.NewInt(1), ceilingRoot(over(whole(2*(k*k+(k-1)*(k-1))), room)))
		r = 2 * k
	}
	var g gadget
	weight := over(times(whole(6), toll), square(h))
	for t := -k; t <= k; t++ {
		g.samples = append(g.samples, Sample{
			X:      []Term{{0, ratio(k-t, r)}, {1, ratio(k+t, r)}},
			Y:      times(h, whole((t+k%2)*(t+k%2)/4)),
			Weight: weight,
		})
	}
	for kink := 1 - k; kink < k; kink += 2 {
		g.units = append(g.units, turn(k, kink, times(h, ratio(r, 2*k))))
	}
	return g
}

// turn is the unit with its kink at t = kink, rising away from 0.
func turn(k, kink int, slope *big.Rat) [2]*big.Rat {
	if kink < 0 {
		slope = new(big.Rat).Neg(slope)
	}
	return [2]*big.Rat{times(slope, whole(-k-kink)), times(slope, whole(k-kink))}
}

func ratio(a, b int) *big.Rat { return big.NewRat(int64(a), int64(b)) }
