// Package refit is local search for any loss of package loss, with or without a ridge penalty. Like descent it proves nothing.
//
// With the samples on which each unit is active given, a network is linear in its weights, and the best one a convex problem (convex.go).
// [Refitter.Improve] solves it, goes as far towards its solution as the true objective gets better, looks which samples are
// active there, and begins again. Where nothing gets better so, a sample lies on the kink of a unit, as it does at most minima of
// losses with kinks: from then on (cell.go) the samples must stay on their side, the best network of that cell is found, and
// the sample that presses most against its side is let over to the other, as long as that helps.
//
// Legend: v = (c, ŵ_1, …, ŵ_k) in whitened coordinates, r multipliers as in package loss, r̄ where a proximal term of
// weight ν centres them.
package refit
