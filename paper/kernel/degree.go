package kernel

import "math"

// polynomial is p with |p(t) − [t]_+| ≤ α for all |t| ≤ 1.
type polynomial struct {
	degree int
	// norm is β = (Σ c_i²)^½ for p = Σ c_i tⁱ: the norm of x ↦ p(⟨w, x⟩), ‖w‖ ≤ 1, in
	// the kernel's space, whose features are the tensors x^⊗i with weights c_i·w^⊗i.
	norm float64
}

// largestDegree keeps norms finite: they grow like (1+√2)^D.
const largestDegree = 700

// approximateReLU cuts off the Chebyshev series
//
//	[t]_+ = t/2 + 1/π + (2/π) Σ_{j≥1} (−1)^(j+1) T_{2j}(t)/(4j²−1)
//
// after j = N. What is left is at most (2/π) Σ_{j>N} 1/(4j²−1) = 1/(π(2N+1)), as the
// terms are ½(1/(2j−1) − 1/(2j+1)); so D = 2N ≈ 1/(πα), the O(1/ε) of the paper with
// its constant. False when D is beyond what float64 can hold.
func approximateReLU(alpha float64) (p polynomial, ok bool) {
	terms := math.Max(0, math.Ceil((1/(math.Pi*alpha)-1)/2))
	if !(2*terms <= largestDegree) {
		return polynomial{}, false
	}
	p.degree = max(1, 2*int(terms))
	square := 0.0
	for _, c := range monomials(int(terms)) {
		square += c * c
	}
	p.norm = math.Sqrt(square)
	return p, true
}

// monomials are the coefficients c_0, c_1, … of the series after N terms.
func monomials(terms int) []float64 {
	sum := make([]float64, max(2, 2*terms+1))
	sum[0], sum[1] = 1/math.Pi, 0.5
	before, last := []float64{1}, []float64{0, 1} // T_0, T_1
	for d := 2; d <= 2*terms; d++ {
		before, last = last, nextChebyshev(before, last)
		if d%2 == 0 {
			j := float64(d / 2)
			factor := 2 / math.Pi * math.Pow(-1, j+1) / (4*j*j - 1)
			for i, c := range last {
				sum[i] += factor * c
			}
		}
	}
	return sum
}

// nextChebyshev is 2t·T_d − T_{d−1}.
func nextChebyshev(before, last []float64) []float64 {
	next := make([]float64, len(last)+1)
	for i, c := range last {
		next[i+1] += 2 * c
	}
	for i, c := range before {
		next[i] -= c
	}
	return next
}
