// Package realizable decides whether a single ReLU has training error 0, in exact
// arithmetic, with a proof either way (Goel et al., ITCS 2021, section 1.1: for k = 1
// realizable training is a linear program).
//
// What has to be proved, and how, stands in package farkas, which verifies it without this one.
//
//	decide.go      the question, sign by sign
//	dictionary.go  the linear program: a dictionary of integers over one denominator
//	pivot.go       exchange of two of its variables
//
// Legend: m samples i, n columns d; x_i a row, y_i its label, w the weights, λ
// multipliers, s slacks.
package realizable
