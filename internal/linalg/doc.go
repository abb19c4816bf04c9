// Package linalg holds the small dense kernels that the hot loops share.
//
// Matrices are n×n row-major []float64 of length n·n, symmetric ones stored in
// their lower triangle only: the strict upper triangle is neither read nor
// written. Nothing allocates. The kernels are written for n ≤ 40, where a plain
// loop over rows that the bounds checker can see through beats blocking. Vector instructions give the
// same bits as the loops that stand in for them.
//
//	cholesky.go  A = L·Lᵀ (its diagonal stored as reciprocals), solves, singular A
//	update.go    A += α v vᵀ, dot products, y += α x, quadratic forms
//	rows.go      y += Σ α_r x_r, A += Σ a_r b_rᵀ: of many rows, with vector instructions where there are some
//
// Legend: a a symmetric matrix, l its factor, n the order, b a right-hand side
// that becomes the solution, v a vector, i, j, q rows and columns.
package linalg
