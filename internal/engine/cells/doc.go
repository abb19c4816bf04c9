// Package cells enumerates the cells of a central arrangement: the ways
// in which the signs of ⟨x_i, w⟩, i = 1..m, can come out for some w in R^n with
// no product 0, except those of zero rows. They are the activation patterns of a
// ReLU unit on the samples x_i.
//
// The idea. A cell's closure is a cone, held by its extreme rays, and each ray
// knows the signs of its products with all rows. So no linear program is needed
// to see whether a plane cuts a cone: it does when there are rays strictly on both
// sides of it. Start from the 2^r orthants of r independent rows, r the rank, and
// cut until nothing cuts: every cut makes two non-empty cones, so a tree with C leaves
// takes C−1 cuts, leads nowhere in vain, finds every cell once and remembers
// only its path. (Incremental enumeration as Rada and Černý have it, SIAM J.
// Discrete Math. 32, 2018, with the double description method of Motzkin et al.
// in place of their linear programs. Reverse search, Avis and Fukuda 1996, needs
// up to m programs a cell.) The price is memory and time for cells with very many
// rays, which is to say many columns and many more rows; there are so many cells then
// that they cannot be listed anyway.
//
// All decisions are exact: rows are rationals, rays are vectors of integers.
//
//	rows.go      rows to planes: parallel and zero rows, dependent columns
//	basis.go     r independent planes, and the orthants they make
//	vector.go    integer vectors: floats as long as these are exact, or certain
//	ray.go       a ray with its signs, and the one between two rays
//	cells.go     the walk, and what a cell tells
//	count.go     how many cells there can be
//
// Legend: m rows i, n columns, r the rank; u, v, w rays; h a plane (rows that
// are multiples of each other share one); d a coordinate.
package cells
