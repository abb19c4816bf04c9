// Package patterns trains exactly by activation patterns (Arora, Basu, Mianjy and Mukherjee,
// ICLR 2018: m^{O(nk)} convex problems). The planes ⟨w, x_i⟩ = 0 cut the weights of a unit
// into cells on which its output on the samples is linear. So the least SSE is the least
// over all choices of a cell for each unit, and with the cells fixed the problem is
// convex: least squares in the cells' cones. It is meant for few inputs and units, and as
// a witness for the other methods, with which it shares no bound and no division.
//
// A choice is first fitted without its cones, which is quick and mostly enough: that
// SSE is above the incumbent's. Otherwise it is fitted in the extreme rays of
// its cones with coefficients ≥ 0. Units of equal sign are interchangeable, so their cells are
// chosen as a multiset; with an affine output part a cell and its opposite give the same
// networks, for [t]_+ = t + [−t]_+.
//
// The bound of a choice does not trust the fit. Its residuals r and some λ ≥ 0 prove, for
// all networks with units in the cells ±⟨ŵ_j, x̂_i⟩ ≥ 0 and weights within Λ,
//
//	SSE ≥ Σ ω (2ry − r²) − 2Λ Σ_j ‖a_j Σ_active ω r x̂ + Σ λ_i (±x̂_i)‖₁ − rounding,
//
// since (y − f)² ≥ 2r(y − f) − r². With a norm bound B takes Λ's place, with the norm that belongs to it; where both bind, each prices a
// part of the sum. Where a fit is beyond Λ it is made again within. What is claimed is the least of these bounds. It holds for the
// doubles that were read; there is no certificate for it.
//
//	tree.go     the search: blocks of choices
//	choices.go  numbers for choices
//	cells.go    cells and rays in whitened coordinates
//	loose.go    a choice without its cones
//	tight.go    a choice in its cones
//	ball.go     the norm bound
//	box.go      the weight limit
//	bound.go    what residuals and λ prove
//	nnls.go     least squares with coefficients ≥ 0
//
// Legend: m samples i, N inputs, k units j, P output columns, ω sample weights, a signs, r residuals
// y − f, q rays and their coefficients α.
package patterns
