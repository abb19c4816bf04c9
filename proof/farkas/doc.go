// Package farkas is proofs that ReLUs fit all samples without error, or that none
// do: what they are, their file ([format](PROOF.md)), and their verification from
// the samples alone, in rationals. It finds no proofs; package realizable does.
//
// The unit +[⟨w, x⟩]_+ fits all samples when ⟨w, x_i⟩ = y_i where y_i > 0 and ⟨w, x_i⟩ ≤ 0
// where y_i = 0; it cannot if some y_i < 0. The unit −[⟨w, x⟩]_+ is the same with −y.
// If there is no such w, Farkas' lemma gives numbers λ_i, ≥ 0 where y_i = 0, with
//
//	Σ λ_i x_i = 0 and Σ λ_i y_i < 0:
//
// no w can have 0 = Σ λ_i ⟨w, x_i⟩ ≤ Σ λ_i y_i.
//
// For sums of units the sides on which units lie must be known first: a tree over them has such
// numbers at its leaves.
//
//	proof.go    the proof, and its verification
//	file.go     the proof with its question, as JSON
//	sum.go      sums of units: the network
//	tree.go     the tree, and its verification
//	sumfile.go  the proof with its question, as JSON
//
// Legend: m samples i, n columns d; x_i a row, y_i its label, w the weights, λ
// multipliers.
package farkas
