// Package descent finds good networks by local search: the incumbents that
// branch and bound starts from and prunes with. It proves nothing.
//
// The SSE is continuous and piecewise quadratic in θ = (c, w_1, …, w_k): fixed
// which units are on for which samples (the activation pattern), it is a least
// squares problem. A walk goes downhill by Gauss and Newton: solve the pattern's
// problem, and go there, or if that does not pay, to the exact minimum on the
// way. Local minima like to sit where samples have t_ij = ⟨w_j, x_i⟩ = 0 exactly:
// on one side the SSE falls towards the kink, on the other it rises. So a walk
// that a kink stops holds t_ij = 0 as an equation, as an active-set method holds
// a constraint, and lets go when its multiplier says so. The limits on weights
// are held in the same way; norm bounds get multipliers of their own.
//
// A step reads the samples once, for the signs of t_ij. The normal equations are
// kept as Gram matrices per pair of units and changed by the samples that
// switched, and so are gradient and SSE; a line search touches only them.
//
//	search.go   Search, or Scout and Finish: coarse rows first when there are many
//	explore.go  which points walks start from: zero, sweeps, random kinks, kicks
//	starts.go   random kinks through samples, and twins that make a jump
//	sweep.go    two columns: the best place of one unit, all kinks tried in O(m)
//	descend.go  one walk: full steps, line searches, when to stop
//	walk.go     what is kept at the point, and how a switched sample changes it
//	step.go     the local model and its minimiser within box and balls   (hot for small m)
//	sort.go     sorting by angle or by share of the way, interruptibly
//	line.go     crossings on the way and the exact line search           (hot)
//	held.go     kinks and limits held as equations, and when they are let go
//	revive.go   units that are off everywhere
//	polish.go   Polisher: one walk from a given point, without allocation
//	samples.go  rows: a problem's own, sorted copies, random subsets
//
// Legend: m samples, n columns of x, p columns of the output part z, k units,
// D = p + k·n, ω sample weights, a signs, r residuals f(x) − y, t_ij = ⟨w_j, x_i⟩,
// i, j, l, d a sample, unit, unit, coordinate, λ multipliers of held equations,
// ν of norm bounds, α the share of a step's way.
package descent
