// Package boxes is the relaxation and the tree of Relucert: branch and bound on
// the directions of the units' weights.
//
// A unit's output is positively homogeneous in its weights, so only their
// direction decides which samples it activates; their magnitude enters
// convexly. A Node has one region a unit: a cone over a box of directions
// (region.go), possibly cut by samples' hyperplanes (cut.go). On it a sample is
// active, inactive or undecided for the unit. Undecided outputs are relaxed to
//
//	[⟨ŵ, x̂⟩]_+ ≤ output ≤ Σ_v α_v [⟨v, x̂⟩]_+,   ŵ = Σ_v α_v v, α ≥ 0,
//
// over the 2^(N-1) vertices v of the box, which makes the least SSE a convex
// problem in the output part's c and the α (relaxation.go).
//
// Files, in the order of a node's journey:
//
//	node.go        nodes and their children
//	relaxation.go  load: the objects below, for one node
//	shape.go       where things stand in vectors
//	domain.go      the regions' vertices, and weights from α
//	samples.go     which samples are decided; the others' outputs at vertices
//	quadratic.go   decided samples as one quadratic
//	pass.go        sums over samples, in parts that idle threads share
//	large.go       nodes of very many samples, one at a time
//	evaluate.go    the relaxed loss and its gradient; a start from the parent
//	solve.go       steps until the point is good enough
//	newton.go      a step: quadratic model under α ≥ 0, λ ≤ Λ    (hot)
//	hessian.go     its Hessian                                   (hot)
//	enlarge.go     points a little further inside their conditions, without a step
//	line.go        how far to go: where the slope vanishes       (hot)
//	ball.go        norm bounds       \ augmented Lagrangians
//	cut.go         hyperplane cuts   /
//	bound.go       the lower bound, valid at any point
//	multipliers.go the same for losses that are not squares
//	rounding.go    what floats may have cost it
//	branch.go      where to divide
//	reach.go       nodes made anew from splits
//	tree.go        Expand, which ties it together for package search
//
// The bound. For any r, (f-y)² ≥ 2r(f-y) - r², so the SSE is at least
// Σ ω(-2ry - r²) + 2 Σ_j Φ_j(ŵ_j) when Σ ω r z = 0, Φ_j = Σ_i a_j ω_i r_i [t_ij]_+.
// Below Φ_j on the region lies a concave homogeneous Ψ_j, which is at least
// min_v Ψ_j(v)·λ; a negative minimum is paid for with 2Λ. r and the slopes θ in
// Ψ come from the relaxation's point, whichever it is: a bad point proves less,
// never something false.
//
// Other losses are the largest of 2re − qr² over −A ≤ r ≤ B (package loss): r is put between the ends, smoothed as θ is, and
// all samples stay in the list. A ridge penalty is a ball whose multiplier is λ.
//
// Legend: m samples, N whitened inputs, P output columns, k units, V = 2^(N-1)
// vertices, ω weight, t = ⟨ŵ, x̂⟩, λ = Σ α the unit's largest coordinate, Λ the
// weight limit, μ smoothing, θ the slope in [0, 1] that replaces [t]_+ below,
// ε how far inside its conditions a unit aims.
package boxes
