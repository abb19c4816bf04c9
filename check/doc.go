// Package check proves, from a certificate and a data file, lower and upper
// bounds on the SSE of every network of a class; certificate/FORMAT.md is its
// specification. It believes nothing that the solver wrote, shares nothing with
// it but the readers of CSV and certificates, and computes with integers only.
// What it refuses, it refuses with a line and a reason; its zero Verdict proves
// nothing.
//
// Check reads the certificate twice: once for its grammar, its claim and which
// nodes are split, then record by record. Cover reads the parts of one proof that
// were checked apart, and says whether they are all of it. Files, in that order:
//
//	survey.go       the two readings
//	samples.go      the data's rows as exact rationals, equal ones merged
//	short.go        the same for short decimals, as int64
//	shortsums.go    their x̂, sums and SSE without a big integer a sample
//	coordinates.go  x̂ = Tx, weights and labels as the header says; its conditions
//	network.go      the trailer's network: in the class, and its exact SSE
//	region.go       a unit's region and its parts
//	family.go       the children of a split: their names, signs and regions
//	tree.go         the open nodes: splits, which bounds are whose, which are asked for
//	point.go        what the format asks of a bound record; parts that are dropped
//	prover.go       which bounds must be checked, and the least of them
//	leaf.go         the rule in 128-bit fixed point: a record's point        (hot)
//	residuals.go    its residuals, which may be rounded at will              (hot)
//	leafbound.go    what they prove, every rounding accounted for            (hot)
//	fixeddata.go    the samples for it; fixed.go: its arithmetic             (hot)
//	exact.go        the same rule with integers of any length
//	dual.go         what the format asks of a dual record, and its rule, exactly
//	sweep.go        a proof by sweep: all kinks of one unit on one column
//	ordered.go      its samples, ascending, in 128 bits or any
//	sweepcell.go    the kinks between two samples
//	leastsquares.go the least squares it needs, as fractions of integers
//	sweepnetwork.go the trailer's network for it
//	verdict.go      the answer, decimals rounded outward
//	cover.go        whether certificates of parts make a whole
//
// A bound costs time, so it is checked only when it is needed: that of a node
// which is never split first, those of its ancestors if that does not reach the
// claim. Bounds that fixed point misses by a rounding error are proved exactly.
//
// Rounding in fixed point. All numbers are multiples of an ulp, 2^-80. Any r and
// θ in [0, 1] may be used, so r is exactly the number found, and mθ any number
// in [0, m] and |m| any number above: these roundings cost nothing. The samples,
// rounded once, are within an ulp each; what this and the rounding of sums may
// change is counted in ulps with sums of |r| ≤ largest, Σω, Σ|x̂|, and
// subtracted. Magnitudes are limited so that nothing overflows: a record beyond
// proves nothing in fixed point.
//
// Legend as in FORMAT.md: N columns, P free coefficients, k units, m samples,
// ω weight, Λ weight limit, t = ⟨ŵ, x̂⟩, Ψ, H, θ, η.
package check
