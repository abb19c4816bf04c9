// Package foreign reads depth-2 ReLU networks that other programs trained, and writes them as
// this program's do:
//
//	arrays.go      arrays in JSON: W, b, a, c
//	onnx.go        ONNX graphs, by their fields in onnx.proto
//	operators.go   what a graph computes, as an expression in its input
//	expression.go  affine functions with one layer of ReLUs
//	model.go       as a network of this program, and the class that it competes in
//
// Output coefficients may be any numbers elsewhere, and are ±1 here. A ReLU is positively
// homogeneous, a·max(0, t) = ±max(0, |a|·t), so that scaling a unit's weights makes them so.
//
// Legend: n input columns, k units, d the width of a layer.
package foreign
