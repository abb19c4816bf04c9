package approx

import "math"

// solveShare of ε is what training on the drawn samples may leave open.
const solveShare = 0.25

// Samples is m', how many samples drawn independently suffice for any labels
// (Theorem 5): with probability at least 1 − delta, every network whose error on them
// is within ε/4 of the least has error within ε of the least on whatever they were
// drawn from, a data set or a distribution. It may be too large for an integer.
//
//	m' = ⌈( 4/(3ε) · (4c·M·(M+Y) + (M+Y)²·√(2 ln(2/δ))) )²⌉,  M = kBR, c = 1, or 2 if signs are free
//
// which is O(k⁴/ε²·ln(1/δ)) for B = R = 1, Y = k. Proof: for f trained on S,
//
//	L(f) − L(f*) ≤ sup_g [L(g) − L_S(g)] + [L_S(f) − L_S(f*)] + [L_S(f*) − L(f*)].
//
// The middle is at most ε/4. Losses lie in [0, (M+Y)²], so with probability 1 − δ/2
// each, the last is at most (M+Y)²√(ln(2/δ)/2m') (Hoeffding), and the first exceeds
// its mean by no more (McDiarmid). Its mean is at most 2Rad(losses) (symmetrisation)
// ≤ 2·2(M+Y)·Rad(networks) (contraction: |∂loss/∂f| ≤ 2(M+Y)), and
//
//	Rad(networks) ≤ k·c·Rad(⟨w, x⟩) ≤ k·c·BR/√m'
//
// since [·]_+ is 1-Lipschitz; c = 2 pays for both signs, as sup|·| ≤ sup(·) + sup(−·)
// where w = 0 makes both suprema nonnegative. All this is ≤ 3ε/4 at m'.
func (s Scale) Samples(epsilon, delta float64) float64 {
	signs := 1.0
	if s.FreeSigns {
		signs = 2
	}
	complexity := 4 * signs * s.Output() * s.residual()
	confidence := s.residual() * s.residual() * math.Sqrt(2*math.Log(2/delta))
	root := (complexity + confidence) / ((1 - solveShare) * epsilon)
	return math.Max(1, math.Ceil(root*root))
}
