// Package kinks trains one unit with a bias on one input column to global
// optimality, over all kink positions, in O(m log m).
//
// Sort the samples by x. While the kink moves from one input to the next, the unit is
// active on the same samples, so the network is one function on the samples on its
// passive side (0, a constant or a line, as the output part is) and a line on its active
// side, and the two meet in between. The networks of such a cell, of one sign of the
// unit, are a convex cone in the coefficients. If the best functions of the two
// sides, fitted apart, meet in the cell, that is its optimum; else the optimum has its
// kink at one of the cell's ends, or no kink. So the least SSE is the least of
//
//   - that without a kink,
//   - for each input, that with the kink there,
//   - for each cell, that of the two sides apart, if they meet in the cell.
//
// Each is a small least-squares problem in six sums over each side. Files:
//
//	sort.go       radix sort by x
//	samples.go    the samples, sorted and scaled
//	moments.go    the six sums, and least squares from them                      (hot)
//	cell.go       the bound and the best networks of a cell
//	rounding.go   what doubles and double-doubles hide: every bound holds for the
//	              numbers of the file
//	candidate.go  networks; those without a kink
//	blocks.go     all cells, in blocks that the workers share
//	sweep.go      the entry point
//
// With the output none or intercept the unit may be active on either side of the kink:
// two sweeps. With an affine one [t]_+ = t + [−t]_+ turns it round.
package kinks
