// Package kernel learns as well as the best single ReLU without being one: the
// kernel learner of Goel, Kanade, Klivans and Thaler (Reliably Learning the ReLU in
// Polynomial Time, COLT 2017), reference [21] of the paper. It takes time m³ where
// proper learning is NP-hard.
//
//	degree.go  ReLU as a polynomial: degree and norm from the error, with constants
//	kernel.go  the multinomial kernel Σ_{d≤D} ⟨x, x'⟩^d
//	learn.go   regularised least squares by Cholesky, and its guarantee
//	domain.go  where the function was made for
//	model.go   the function as JSON, described in KERNEL.md
//
// Legend: m samples with weights ω, W = Σω, n inputs (the bias's 1 among them), D the
// degree, B ≥ ‖w‖, R ≥ ‖x_i‖, α the polynomial's largest error, β its norm, λ the
// ridge, K the m×m kernel matrix, a coefficients.
package kernel
