// Package kernel learns as well as the best single ReLU without being one: the
// kernel learner of Goel, Kanade, Klivans and Thaler (Reliably Learning the ReLU in
// Polynomial Time, COLT 2017), reference [21] of the paper. It takes time m³ where
// proper learning is NP-hard. As there, it also competes with sums of units, and reliably, with one-sided errors.
//
//	degree.go  ReLU as a polynomial: degree and norm from the error, with constants
//	kernel.go  the multinomial kernel Σ_{d≤D} ⟨x, x'⟩^d
//	learn.go   regularised least squares by Cholesky, and its guarantee
//	reliable.go  one-sided errors
//	fresh.go   how many samples suffice for rows that were not seen
//	domain.go  where the function was made for
//	model.go   the function as JSON, described in KERNEL.md
//
// Legend: m samples with weights ω, W = Σω, n inputs (the bias's 1 among them), D the
// degree, k units, B ≥ ‖w_j‖, R ≥ ‖x_i‖, α the polynomial's largest error, β its norm, λ the
// ridge, K the m×m kernel matrix, a coefficients.
package kernel
