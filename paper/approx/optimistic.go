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
//	O( k²·(BR)²·ln³(m'k)/ε + ln(1/δ)·(M+Y)²·ln(k/ε)/ε ),
//
// the paper's Õ(k²/ε). Let g = f − y and fix t. On the sample |g| ≤ κt, κ = 1/20, by the
// tolerance; how likely is |g| ≥ t elsewhere? Two bounds, of which the smaller counts:
// [Scale.byNoise], whose constants are small but which grows with k³, and [Scale.byCovering],
// which grows with k² and is the smaller one from some hundred thousands of units on. They are
// used at S scales t_s = T·2^(−s/4), T ≥ |g|, with δ_t = δ/S, down to t_S² ≤ ε/8, and
//
//	E g² ≤ t_S² + Σ_s (t_{s−1}² − t_s²)·P(|g| ≥ t_s).
//
// m' is the least m where this is ≤ ε.
func (s Scale) SamplesRealizable(epsilon, delta float64) float64 {
	bound := func(m float64) float64 { return s.realizableError(m, epsilon, delta) }
	return fewest(bound, epsilon)
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
	return math.Min(s.byNoise(t, m, delta), s.byCovering(t, m, delta))
}

// byNoise is a bound by PAC-Bayes. Add independent noise N(0, σ²I) to every w_j. It
// moves f(x) by at most Σ_j |N(0, σ²R²)|, a √k-Lipschitz function of Gaussians of
// mean k√(2/π)·σR, so by at most σRτ, τ = k√(2/π) + √(2k ln(1/β)), but with
// probability β = 1/m. Let σRτ = (1−κ)t/2 and count x as wrong if the noisy residual is
// above (1+κ)t/2. Then where |g(x)| ≥ t, x is wrong with probability ≥ 1 − β, and
// where |g(x)| ≤ κt it is wrong with probability ≤ β. If L_S(f) ≤ κ²t²β, at most a
// share β of the sample has |g| > κt, so the noisy networks are wrong on a share ≤ 2β
// of S on average. PAC-Bayes (Catoni 2007: for wrongness ℓ ∈ {0, 1} and a fixed
// network, E_S exp(−m ln(1 − L(1−e^−λ)) − λmL_S) = 1; then Donsker–Varadhan, Markov,
// Jensen) with the prior N(0, σ²I), and signs uniform among p counts, says
//
//	P(|g| ≥ t)·(1−β) ≤ (2λβ + (K + ln(1/δ_t))/m) / (1 − e^−λ),  K = kB²/(2σ²) + ln p,  λ = 4.
func (s Scale) byNoise(t, m, delta float64) float64 {
	k, beta := float64(s.Units), 1/m
	ratio := s.Norm * s.Radius * noiseReach(k, beta) / ((1 - slack) * t / 2) // B/σ
	information := k*ratio*ratio/2 + math.Log(s.signVectors()/delta)
	return (2*catoni*beta + information/m) / ((1 - math.Exp(-catoni)) * (1 - beta))
}

// byCovering is a bound by counting the networks that differ on samples. Let γ = (1−κ)t/2.
// Points on which all 2^d sign patterns occur with margin γ/4, around any levels, are d ≤ (4M/γ)²: the mean over
// patterns σ of sup_f Σ σ_i f(x_i) is at least dγ/4, and at most kBR√d = M√d by contraction. So N_γ networks
// come within γ of all, on each of 2m points (Alon, Ben-David, Cesa-Bianchi and Haussler 1997, as in
// Anthony and Bartlett 1999, Theorem 12.8), where
//
//	log₂ N_γ ≤ 1 + d·log₂(8emM/dγ)·log₂(8mM²/γ²).
//
// If mη ≥ 2, the probability that some f has |g| ≤ κt on S and P(|g| ≥ t) > η is at most twice that of
// |g| ≤ κt on S and |g| ≥ t on mη/2 samples of a second S'. Then one of the N_γ has |g| ≤ κt + γ on S and not so on mη/2 of
// S', which exchanging samples at random leaves so with probability 2^(−mη/2). So
// η = 2(log₂ N_γ + log₂(2p/δ_t))/m.
func (s Scale) byCovering(t, m, delta float64) float64 {
	gamma, size := (1-slack)*t/2, s.Output()
	d := math.Max(1, 16*size*size/gamma/gamma)
	if d > 2*m {
		return 1
	}
	cover := 1 + d*math.Log2(8*math.E*m*size/d/gamma)*math.Log2(8*m*size*size/gamma/gamma)
	return 2 * (math.Max(1, cover) + math.Log2(2*s.signVectors()/delta)) / m
}

// noiseReach is τ, what the sum of k |N(0, 1)| exceeds with probability at most β.
func noiseReach(k, beta float64) float64 {
	return k*math.Sqrt(2/math.Pi) + math.Sqrt(2*k*math.Log(1/beta))
}
