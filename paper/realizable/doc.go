// Package realizable decides whether a ReLU, or a sum of several, has training error 0, in exact
// arithmetic, with a proof either way (Goel et al., ITCS 2021, section 1.1: for k = 1
// realizable training is a linear program; Theorem 8: for k ≥ 2 it is NP-hard).
//
// What has to be proved, and how, stands in package farkas, which verifies it without this one.
//
//	decide.go      the question, sign by sign
//	sums.go        the same for sums of units: a tree over sides of samples, with backjumping
//	relaxation.go  what must hold in a node of it
//	dictionary.go  the linear program: a dictionary of integers over one denominator
//	pivot.go       exchange of two of its variables
//
// Legend: m samples i, n columns d; x_i a row, y_i its label, w the weights, λ
// multipliers, s slacks.
package realizable
