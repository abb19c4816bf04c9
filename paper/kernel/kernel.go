package kernel

// kernel is Σ_{d≤degree} sᵈ at s = ⟨x, x'⟩/R².
func kernel(s float64, degree int) float64 {
	sum := 1.0
	for range degree {
		sum = 1 + s*sum
	}
	return sum
}
