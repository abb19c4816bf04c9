// Package hinges trains networks whose units see one input column each, over an affine part of all
// columns (certified MARS; Friedman 1991 finds such functions greedily), to global optimality:
//
//	f(x) = ⟨c, x̃⟩ + Σ_j a_j v_j max(0, x_q(j) − t_j),  a_j = ±1, v_j ≥ 0.
//
// A node says each unit's column, its sign and the interval of its kink. Which v_j and t_j in it are best is
// not convex; but every unit's output is a convex function of its column, affine outside the interval: a sum of
// hinges with kinks in it, with weights β ≥ 0. The best such sum is a least-squares problem with signs, and its SSE
// is a lower bound. On the samples a hinge between two neighbouring values is a sum of those at the two; so
// kinks at the column's values, its knots, are enough, and an interval between neighbours has no
// gap left. The tree divides the interval in which the best sum is furthest from one hinge.
//
// The bound is proved by the residuals u alone: it is their value, if ⟨u, h⟩ has the sign for every hinge h
// that the node allows (FORMAT.md, "A proof by hinges").
//
//	columns.go   columns, their values, which are the knots, and sums over samples behind each
//	gram.go      inner products of hinges, less what the affine part explains, a row at a time    (hot)
//	relax.go     the best sum of hinges of a node, and its bound                                   (hot)
//	limited.go   the same where the weight limit binds: each unit's hinges have weights that sum to it at most
//	node.go      regions: kinds and intervals of units
//	cluster.go   which hinges of a sum are whose: parted among units of one kind
//	tree.go      processing a node: bound, candidate, division
//	fit.go       networks: least squares at given knots, and exchanging knots one by one
//	engine.go    the entry point
//
// Legend: q a column, ξ a knot, a or b hinges, h their values on the samples, weights ω, z the
// whitened affine columns, y the labels, P the number of affine columns.
package hinges
