// Package breakpoints fits a broken line to one input column, and proves that no better one exists: all
// numbers of kinks up to a given one, any signs or given ones, with constraints on pieces, breakpoints and slopes.
//
// With a bias and an affine output part, k units are exactly the continuous piecewise affine functions with at most k
// kinks. A *chain* parts the inputs into blocks of neighbours: *lines* of two inputs or more, and *runs* of three or
// more with a kink at each inner input; between two blocks lies one kink, in the *cut* between them. Every function of
// the class has a chain with the same values at the inputs and no more kinks of each sign (proof/certificate/FORMAT.md has the proof).
// A kink of sign s in a cut joins lines l and r just if s·(r − l) ≤ 0 at the cut's left end and ≥ 0 at its right end. So the
// best chain is the best function, without a limit on weights.
//
// # The bound
//
// Let every condition have a multiplier. A chain's Lagrangian is a sum over its blocks, and a
// line's least value a closed form in six sums (fit). So dynamic programming from the left (ahead) and from the right (back) gives the
// least Lagrangian of all chains through each state: a kink of a sign in a cut, at a level, the number of kinks so far.
// Where ahead + line + back reaches the cutoff, no chain that uses the line between two states is better:
// it goes for good, and what has gone is not counted any more, which makes other sums larger.
//
// The multipliers of one state raise a concave function of one variable each: the least of some hundred parabolas on either
// side (climb). Sweeps go through all states from left to right, then back. Where they no
// longer help, the node is divided: one kink's place is before or behind a point (divide). A node of one chain is a small convex
// problem (program). Runs of three inputs, *turns*, have a multiplier for the condition at their middle; longer ones, which are
// rarely left, are only bounded with it in such a node.
//
// Many inputs are sifted first (coarsen): spans of cuts, halved again and again, by what lines apart cost between spans and inside them; which
// kinks, by number, may be in which cuts is what the tree begins with. Once spans are so short that a kink may be anywhere in one, lone kinks have
// multipliers there, too (hinge.go). Before that a rough path is a first network, and behind the first look its kinks move.
//
// Lines that may jump have no conditions: parting the inputs into lines apart is their optimum, and what the spans leave of the cuts, halved down to
// single ones, holds it. No network of 2k units is it, and no record but those of spans is needed for its proof.
//
// # Files
//
//	samples.go      the data: sorted, merged, scaled; decimals.go: inputs as whole numbers
//	constraints.go  what a class asks of pieces, breakpoints and slopes
//	jumps.go        lines that need not meet; partings.go: their least costs, for all numbers of breakpoints at once
//	point.go        a point that the curve goes through; undecided.go: which of two pieces holds it
//	moments.go      prefix sums in double-double, and a line's fit from them
//	rounding.go     what doubles hide: every bound holds for the numbers of the file
//	segments.go     costs without continuity, for all numbers of kinks at once    (hot)
//	table.go        the fits of all lines that survive that
//	spans.go        what the inputs inside spans of cuts cost, for all sizes       (hot)
//	sieve.go        all ways through spans of one size, by the number of kinks    (hot)
//	price.go        what constraints add to a line between spans
//	hinge.go        what a lone kink in a span costs, and puts on the lines beside it
//	hinged.go       all ways with hinges                                          (hot)
//	forces.go       multipliers for them, by the best chain known
//	sift.go         from large spans to single cuts; survivors.go: the tree of what is left
//	levels.go       how many kinks of which sign a chain has used
//	dag.go          states, turns and runs, and the root's
//	gather.go       all chains on one side of a cut                              (hot)
//	ascent.go       the multipliers of a state                                   (hot)
//	climb.go        the largest value of the least of parabolas                  (hot)
//	sweep.go        all states, forward and backward
//	trace.go        chains; the one of least cost
//	split.go        two nodes of one; tree.go: a node's processing, for package search
//	record.go       what goes into the certificate
//	chain.go        the convex problem of one chain; nnls.go: its multipliers; exact.go: its best function
//	curve.go        that function, and its network; line.go: as a broken line
//	rough.go        segmentations of many inputs to begin with
//	incumbent.go    good chains, fast: kinks that move, alone and in groups
//	profile.go      where breakpoints may be, up to a cost
//	priced.go       segmentations with many kinks, by a price for each
//	run.go          the entry point
//
// # What it does not do
//
// Output parts intercept and none: a unit that is active on the left of its kink adds to the slopes before it, so some of the kinks, L, must make up for
// the first slope: s_0 + Σ_{j in L} (s_j − s_{j−1}) = 0. If L is the first p kinks, this says that piece p is flat, which Slopes can. Else it
// joins pieces that are far apart: states would have to know which kinks face left, and one more multiplier, for the whole chain, would have to serve all
// choices of L, which is what branch and bound over boxes (package boxes) divides by.
//
// # Tried and dropped
//
// Removing lines only between sweeps: 26,000 nodes instead of a hundred (energy-daily, 5 kinks). Removing them at every step
// of a climb as well: no fewer nodes, and each step would be part of the proof. Multipliers of 24 bits: no better than of 8; of
// 4, a tenth of a certificate less and, with gaps of 1e-6, now and then 100,000 nodes. Proofs of the last multipliers alone, without the sweeps that found
// them: they remove half as much. One
// multiplier a state, at one end of its cut: twice the nodes, since a kink at an input stands in both cuts beside it, with either
// sign. Joins of free inputs instead of runs: four kinds of them, with a rule for each, and no better bound.
//
// Legend: m distinct inputs, k kinks, ω weights, l and r lines, α, β, η multipliers.
package breakpoints
