package kernel

import "math"

// freshSamples is how many samples of equal weight, drawn independently from any distribution with ‖x‖ ≤ R and a mean
// of y² of at most Z, suffice for rows that were not seen: the learned f then has, on average over the draws, an error on
// the distribution of at most 2ε above that of every competitor. (The average of several draws' errors is near its mean.)
// It is, with κ² = D+1 the largest kernel value,
//
//	m = ⌈κ²·C/(λq)⌉,  (1+q)² = (Z+2ε)/(Z+ε),  C = 1, or Price if Reliable.
//
// As 1/λ = O(kβ²/ε) and β = 2^O(√k/ε), so is m. Proof: take m+1 samples, f for all of them and f_i for all but the i-th, both with
// the total ridge λm. For a convex loss φ and a_i, f's i-th coefficient, λm·a_i = −φ'_i(f(x_i))/2, and the optimality of both
// gives ‖f − f_i‖² ≤ a_i(f(x_i) − f_i(x_i)) ≤ |a_i|κ‖f − f_i‖, so
//
//	|f(x_i) − f_i(x_i)| ≤ κ²|a_i|.
//
// For φ = (f−y)² that is κ²|f(x_i) − y_i|/(λm), so |f_i(x_i) − y_i| ≤ (1+q)|f(x_i) − y_i|; and with C for
// C·[f+α]_+². The mean of f_i's loss on its left-out sample is the error on the distribution, so
//
//	E L(f_i) ≤ (1+q)²·E min(loss on the samples + λ‖f‖²) ≤ (1+q)²·inf(loss on the distribution + λ‖f‖²) ≤ (1+q)²(L* + ε),
//
// which is at most L* + 2ε, since L* ≤ Z.
func (p *Plan) freshSamples(square, epsilon float64) float64 {
	q := math.Sqrt((square+2*epsilon)/(square+epsilon)) - 1
	return math.Ceil(float64(p.Degree+1) * math.Max(1, p.Price) / (p.Ridge * q))
}
