// Package breakpoints fits a broken line to one input column, and proves that no better one exists: all
// numbers of kinks up to a given one, any signs or given ones.
//
// With a bias and an affine output part, k units are exactly the continuous piecewise affine functions with at most k
// kinks. A *piece* is the affine function on some consecutive inputs; a chain parts all inputs into
// pieces. Two neighbouring pieces l and l' meet in the gap between their inputs, with a kink of sign s, just if
// s·(l'−l) ≤ 0 at the gap's left end and ≥ 0 at its right end. A piece of one input has a free slope, and
// eliminating it leaves conditions on chords, linear in the lines and the free values (kind, chain.go). Two kinks of opposite
// sign in one gap, which make a jump, are the same as a one-input piece beside that gap. So the
// best chain is the best function, without a limit on weights. Joins of one input are needed only beside a piece of exactly two
// inputs (node.go, type two): elsewhere a piece of two inputs with a kink at one of them is the same function.
//
// # The bound
//
// Let every condition have a multiplier of the right sign. A chain's Lagrangian is a sum over its pieces, and a
// piece's least value a closed form in six sums (fit). So two dynamic programs, F from the left and B from the right, give the least
// Lagrangian of all chains through each state: a state is a join at a place, of a kind, that leads from one level
// (the number of kinks so far) to another. If F + B reaches the cutoff, no chain through the state is better:
// it goes for good. So do pairs of neighbouring states; what has gone is not counted in later sums, which makes these larger.
//
// The multipliers of one state raise a concave function of one variable each: the least of some hundred parabolas on either
// side (climb). Sweeps go through all states from left to right, then back. Where they no
// longer help, the stage with most states is halved at its median (split). A node of one chain is a small convex
// problem (program), solved exactly; joins of two inputs and more, and with given signs the freed
// ends, have their signs chosen there (exact).
//
// # Files
//
//	samples.go     the data: sorted, merged, scaled; decimals.go: inputs as whole numbers
//	moments.go     prefix sums in double-double, and a piece's fit from them
//	rounding.go    what doubles hide: every bound holds for the numbers of the file
//	segments.go    F and B without continuity, for all numbers of kinks at once   (hot)
//	table.go       the fits of all pieces that survive that
//	levels.go      how many kinks of which sign a chain has used
//	node.go        states, and the root's
//	multiplier.go  kinds of joins, their conditions, and what multipliers put on lines
//	ascent.go      the multipliers of a state                                     (hot)
//	climb.go       the largest value of the least of parabolas                     (hot)
//	sweep.go       all states, forward and backward; the chain of least cost
//	split.go       two nodes of one; tree.go: a node's processing, for package search
//	chain.go       the convex problem of one chain; nnls.go: its multipliers
//	exact.go       the signs that a bound leaves open
//	curve.go       the function that a solution stands for, and its network
//	incumbent.go   good chains, fast: kinks that move, alone and in groups
//	run.go         the entry point
//
// # What a checker would redo
//
// The proof is short: for each node the multipliers of its states (short dyadic numbers: float32), and how it was
// divided. From the data alone the checker finds the segments' F and B, and the states that these leave
// for the cutoff that is claimed. A record gives multipliers; the checker makes F and B with them over the states and pairs
// that are left, a minimum of integers in fixed point, one division each, rounded outwards, and removes what reaches the cutoff.
// A split (stage, place) makes two nodes: the states of the stage up to the place, without
// those that pass over the stage, or the others. A node ends when it has no chain, or as a single
// chain with the multipliers of its conditions, one set for each choice of signs. Soundness: an SSE is at least its
// chain's Lagrangian, which is at least the dynamic program's value, whatever the multipliers of right sign. In memory
// a node is an open (tree.go): kept states with their multipliers and the pairs that have gone; a
// search.Recorder of the tree sees each before its children. What a sweep removes it removes with multipliers of which some are new and
// some old, so a record should be made of a sweep's last ones, and F and B with these be what is claimed.
//
// # Tried and dropped
//
// Forgetting which pairs had gone once the multipliers were chosen without them: ten times the nodes or more. One
// multiplier a state, at one end of its gap: twice the nodes, since a kink at an input stands in both gaps beside it, with either
// sign. All joins of one input relaxed: ten times the nodes on noise.
//
// Legend: m distinct inputs, k kinks, ω weights, l a line, v a free value, α a multiplier, F ahead, B back.
package breakpoints
