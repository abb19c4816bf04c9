// Package sides is branch and bound on sample signs, for problems with more
// inputs than boxes of directions (package boxes) can cover, or with few samples
// that need a decision.
//
// A Node fixes, for some pairs of a sample and a unit, on which side of its kink
// the unit has the sample: ⟨ŵ_j, x̂_i⟩ ≥ 0 or ≤ 0, a hard constraint. The outputs
// z_ij of the other pairs are relaxed to
//
//	max(0, t) ≤ z,   and with a norm bound or a narrow box  z ≤ (t + b)/2,  t = ⟨ŵ_j, x̂_i⟩, |t| ≤ b_i,
//
// which makes the least SSE a convex problem (program.go). For one bounded unit
// the loss itself has a convex envelope that is better, and t is bounded further from
// below and above (interval.go). Samples that every
// choice of z can only push away from their label keep their own loss: with one
// unit of sign +, samples of labels ≤ 0 are never branched on.
//
// Files, in the order of a node's journey:
//
//	node.go        nodes and their children
//	shape.go      where numbers of samples, pairs and units stand; vectors and their images
//	program.go     the convex problem of a node: sides, kinks, walls and balls
//	box.go         the weight limit
//	load.go        how a node becomes one
//	reach.go       nodes made anew from splits
//	keep.go        nodes as bytes
//	possible.go    what was read is a node of the problem
//	constraint.go  slacks and multipliers
//	barrier.go     primal-dual interior-point steps                (hot)
//	system.go      the matrix of a step, local variables eliminated (hot)
//	newton.go      the step itself, and theirs                     (hot)
//	proof.go       what multipliers prove, and how they are refined
//	bound.go       the lower bound; rounding
//	branch.go      which pair to decide
//	cone.go        what the decided pairs imply
//	nearest.go     the point of their cone nearest to a row
//	probe.go       pairs that need no branching
//
// and, before a relaxation of the whole is solved, where rows have few entries,
//
//	cluster.go     few samples whose rows depend on each other
//	reason.go      what they alone decide
//	propagate.go   one decision leads to the next
//
// and with one bounded unit without output part, instead:
//
//	bounded.go     load, solve, record
//	losses.go      the samples' losses and intervals in a node
//	envelope.go    the convex envelope of a sample's loss
//	lagrangian.go  values and slopes at a point                    (hot)
//	descend.go     Newton's method                                 (hot)
//	curvature.go   its matrix
//	pointproof.go  what a point proves
//	interval.go    bounds of t
//
// A worker has a deducer (probe.go), which holds a relaxation (relaxation.go), and that a
// program, its system and the prover; or a bounded, which holds a descent of a Lagrangian of
// losses and its prover.
//
// For both, lemma.go says how bounds of t are written down, record.go how a node's bound
// is, later.go what is put off, and tree.go's Expand ties it together for package search.
//
// The bound. For any r, (f-y)² ≥ 2r(f-y) - r². With m = a_j ω r, m·max(0, t) is at
// least m·t on the active side, 0 on the inactive, and for undecided pairs mθt
// with any θ in [0, 1] if m > 0, m(t + b)/2 if m < 0. What is left is linear in ŵ_j:
// ⟨g_j, ŵ_j⟩, and decided pairs may take η·σ⟨ŵ, x̂⟩ ≥ 0 off it for any η ≥ 0. It costs
// 2Λ·Σ_d |g_jd|, or 2B times a norm: the dual of the box |ŵ_d| ≤ Λ, or of the ball. r, θ and η are the interior-point method's
// multipliers; bad ones prove less, never something false.
//
// Legend: as in package boxes; ω weight, σ sign of a decided pair, η its multiplier,
// s a constraint's slack, λ its multiplier, μ the mean of s·λ.
package sides
