package approx

import "math"

// The constants of SamplesRealizable's proof.
const (
	scaleRatio = 1.189207115002721 // 2^¼, between neighbouring scales
	smallShare = 1. / 8            // of ε, for residuals below the least scale
	slack      = 0.05              // of t, for residuals that training leaves
	catoni     = 4.                // λ in PAC-Bayes
)

// SamplesRealizable is m', how many samples drawn independently suffice when some
// network of the class fits all labels exactly (Theorem 9): with probability at
// least 1 − delta, every network with error at most [Scale.RealizableTolerance] on
// them has error at most ε on whatever they were drawn from. It may be too large
// for an integer. It is
//
//	O( (k² ln m' + k³)·(BR)²·ln((M+Y)²/ε)/ε + ln(1/δ)·(M+Y)²/ε ),
//
// the paper's k²/ε·log³(k/ε)·log(1/δ) with one log less, as long as k = O(log(1/ε)).
// The paper's way, optimistic rates by chaining, has constants of about 10^5; this
// one is PAC-Bayes at every size of the residual:
//
// Let g = f − y, |g| ≤ M + Y. Fix t and add independent noise N(0, σ²I) to every w_j.
// It moves f(x) by at most Σ_j |N(0, σ²R²)|, a √k-Lipschitz function of Gaussians of
// mean k√(2/π)·σR, so by at most σRτ, τ = k√(2/π) + √(2k ln(1/β)), but with
// probability β. Let σRτ = (1−κ)t/2 and count x as wrong if the noisy residual is
// above (1+κ)t/2. Then where |g(x)| ≥ t, x is wrong with probability ≥ 1 − β, and
// where |g(x)| ≤ κt it is wrong with probability ≤ β. If L_S(f) ≤ κ²t²β, at most a
// share β of the sample has |g| > κt, so the noisy networks are wrong on a share ≤ 2β
// of S on average. PAC-Bayes (Catoni 2007: for wrongness ℓ ∈ {0, 1} and a fixed
// network, E_S exp(−m ln(1 − L(1−e^−λ)) − λmL_S) = 1; then Donsker–Varadhan, Markov,
// Jensen) with the prior N(0, σ²I), and signs uniform among k+1 counts, says
//
//	P(|g| ≥ t)·(1−β) ≤ (2λβ + (K + ln(1/δ_t))/m) / (1 − e^−λ),
//	K = kB²/(2σ²) + ln(k+1) if signs are free.
//
// It is used at S scales t_s = (M+Y)·2^(−s/4) with δ_t = δ/S, down to t_S² ≤ ε/8, and
//
//	E g² ≤ t_S² + Σ_s (t_{s−1}² − t_s²)·P(|g| ≥ t_s).
//
// Here λ = 4, κ = 1/20, β = 1/m, and m' is the least m where this is ≤ ε.
func (s Scale) SamplesRealizable(epsilon, delta float64) float64 {
	enough := 8.0
	for s.realizableError(enough, epsilon, delta) > epsilon {
		enough *= 2
	}
	tooFew := enough / 2
	for enough-tooFew > 1 {
		middle := math.Floor((tooFew + enough) / 2)
		if middle == tooFew {
			break // beyond 2^53 floats are no longer one apart
		}
		if s.realizableError(middle, epsilon, delta) > epsilon {
			tooFew = middle
		} else {
			enough = middle
		}
	}
	return enough
}

// RealizableTolerance is the error on m drawn samples at which training may stop.
func (s Scale) RealizableTolerance(epsilon, m float64) float64 {
	least := s.leastScale(epsilon)
	return slack * slack * least * least / m
}

// leastScale is t_S.
func (s Scale) leastScale(epsilon float64) float64 {
	return s.residual() * math.Pow(scaleRatio, -s.scales(epsilon))
}

// scales is S.
func (s Scale) scales(epsilon float64) float64 {
	return math.Max(1, math.Ceil(math.Log(s.residual()/math.Sqrt(smallShare*epsilon))/math.Log(scaleRatio)))
}

// realizableError bounds L(f) for m samples.
func (s Scale) realizableError(m, epsilon, delta float64) float64 {
	scales := s.scales(epsilon)
	above := s.residual()
	total := 0.0
	for range int(scales) {
		t := above / scaleRatio
		total += (above*above - t*t) * math.Min(1, s.tail(t, m, delta/scales))
		above = t
	}
	return total + above*above
}

// tail bounds P(|g| ≥ t).
func (s Scale) tail(t, m, delta float64) float64 {
	k, beta := float64(s.Units), 1/m
	ratio := s.Norm * s.Radius * deviation(k, beta) / ((1 - slack) * t / 2) // B/σ
	information := k*ratio*ratio/2 + math.Log(1/delta)
	if s.FreeSigns {
		information += math.Log(k + 1)
	}
	return (2*catoni*beta + information/m) / ((1 - math.Exp(-catoni)) * (1 - beta))
}

// deviation is τ, what the sum of k |N(0, 1)| exceeds with probability at most β.
func deviation(k, beta float64) float64 {
	return k*math.Sqrt(2/math.Pi) + math.Sqrt(2*k*math.Log(1/beta))
}
