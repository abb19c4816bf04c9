// Package oracle finds the global minimum of tiny training problems by brute
// force, for tests to compare the solver with. It shares no code and no idea
// with the solver: no bounds, no search tree, no local search.
//
// The argument. A unit's hyperplanes ⟨w, x_i⟩ = 0 cut R^n into finitely many
// closed cones (cells) on which every [⟨w, x_i⟩]_+ is linear, so the problem
// is the least of finitely many convex ones, one for each choice of a cell per
// unit. A cell of a pointed arrangement is spanned by its extreme rays, each
// orthogonal to n−1 independent samples, so w = Σ α_r v_r with α ≥ 0, the
// prediction is linear in α, and the convex problem is non-negative least
// squares. Minima over polyhedral cones are attained.
//
//	cells.go     the cells, in exact rational arithmetic: ties, duplicates and zero rows are no special case
//	nnls.go      Lawson and Hanson's non-negative least squares, by orthogonalisation
//	ball.go      the convex problem with ‖w_j‖ ≤ B, by a log barrier
//	lemke.go     convex quadratic programs, by complementary pivots
//	cost.go      the convex problem for other losses, and ridge penalties
//	oracle.go    all choices of cells and signs
//
// Meant for n ≤ 3 columns, m ≤ 8 samples, k ≤ 3 units: at most 58 cells, so
// about 34,000 choices for three units of one sign.
//
// Legend: m samples, n columns, k units, p output columns, ω weights, a signs,
// v rays, α ≥ 0 their multipliers.
package oracle
