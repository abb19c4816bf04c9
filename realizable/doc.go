// Package realizable decides whether a single ReLU has training error 0, in exact
// arithmetic, with a proof either way (Goel et al., ITCS 2021, section 1.1: for k = 1
// realizable training is a linear program).
//
// The unit +[⟨w, x⟩]_+ fits all samples when ⟨w, x_i⟩ = y_i where y_i > 0 and ⟨w, x_i⟩ ≤ 0
// where y_i = 0; it cannot if some y_i < 0. The unit −[⟨w, x⟩]_+ is the same with −y.
// If there is no such w, Farkas' lemma gives numbers λ_i, ≥ 0 where y_i = 0, with
//
//	Σ λ_i x_i = 0 and Σ λ_i y_i < 0:
//
// no w can have 0 = Σ λ_i ⟨w, x_i⟩ ≤ Σ λ_i y_i.
//
//	decide.go      the question, sign by sign
//	dictionary.go  the linear program: a dictionary of integers over one denominator
//	pivot.go       exchange of two of its variables
//	proof.go       the answer, and its verification from the samples alone
//	file.go        the answer as JSON
//
// Legend: m samples i, n columns d; x_i a row, y_i its label, w the weights, λ
// multipliers, s slacks.
package realizable
