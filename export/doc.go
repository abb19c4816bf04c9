// Package export writes what other programs read: a training problem for a
// mixed-integer solver, and a trained network for whatever is to predict with it.
//
//	program.go        Program: a training problem as a mixed-integer quadratic program, and
//	                  what is known before its first line
//	scale.go          labels and sample weights about 1; limits.go what keeps weights finite
//	formulation.go    the ways to say that a unit's output is max(0, t)
//	write.go          Program.WriteLP and WriteMPS: header.go for people, constraints.go and
//	                  domains.go for solvers, on a sheet.go, which is lp.go's or mps.go's
//	distinct.go       equal rows made one; leastsquares.go and interval.go for bounds
//	format.go         EncodeModel: a network in one of three formats
//	onnx.go           ONNX: the graph of graph.go in the messages of protobuf.go
//	c.go              a C99 function
//	halves.go         what is taken off inputs, in two doubles; dates.go what dates count
//	text.go           a formula
//
// # The program
//
// For unit j, row i and t = ⟨w_j, x̃_i⟩ it has p, q ≥ 0 with p − q = t of which one
// is 0: then p = max(0, t). The norm bound gives |t| ≤ B‖x̃_i‖ = M, the unit's reach
// at the row, and so p + q ≤ M; without one the weight limit of package whiten does, |ŵ_d| ≤ Λ, with
// M = Λ‖x̂_i‖₁. Where both are asked for both stand there, and M is the less. A row of zeros has no such variables. Where all units pull f away from the label
// (no output part, all signs +, label ≤ 0; or all −, label ≥ 0) the loss makes p as small as it can be, and
// nothing need be said. The three formulations differ only in how they say
// that one is 0; their continuous relaxations are equal. The residuals r_i are
// variables of their own, so that the objective Σ ω r² is diagonal. Solvers' tolerances are
// absolute: labels, sample weights and the limits' rows are divided by powers of two that make them about 1.
//
// Units of free sign have two outputs, of which a binary forbids one: u for sign +,
// v for −. Since max(0, t) enters with coefficient ±1 whatever t is, this is exact.
//
// Of equal networks the program keeps one, as good as it can be said in rows: units
// of sign + come first; those of equal sign descend in their first weight; and under
// an affine output, where [t]_+ = t + [−t]_+, first weights are not negative.
//
// The free output part has no bound of its own. But for given units the best c is a
// least-squares fit of what they leave of the labels, which is linear in what they
// give: their reaches bound it. So every variable has bounds, which some optimal
// network obeys.
//
// Legend: k units j, m rows i, columns d; x̃ is a row's features with a 1 before them
// if units have a bias (column 0), w_j weights on it, c the output part's
// coefficients, ω weights, B the norm bound, M reaches.
package export
