// Package network is a depth-2 ReLU network: how it predicts, how large its
// error is, which shape it has for one input column, and the file that stores it.
//
//	f(x) = ⟨c, x⟩ + d + Σ_j a_j [⟨w_j, x⟩ + b_j]_+        a_j = ±1, [t]_+ = max(t, 0)
//
//	network.go  f itself
//	error.go    SSE, training error, R², activation pattern on a dataset
//	piece.go    one input column: f as a broken line
//	output.go   which c and d are allowed
//	model.go    model.json, described in MODEL.md; parse.go and check.go refuse
//
// Legend: m samples i, n features, k units j; x_i a sample, y_i its label, ω_i its
// weight; w, b a unit's weights and bias; c, d the free output part.
//
// A prediction is the same on every platform: products are rounded before they
// are added (float64(x*y)+z), which forbids the compiler to fuse the two.
package network
