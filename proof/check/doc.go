// Package check proves, from a certificate and a data file, lower and upper
// bounds on the SSE of every network of a class; proof/certificate/FORMAT.md is its
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
//	moments.go      their sums of products, without a big integer a sample
//	shortsums.go    what the exact conditions need of these
//	shortsse.go     a network's SSE from them
//	shortround.go   their x̂, y and ω in fixed point
//	coordinates.go  x̂ = Tx, weights and labels as the header says; its conditions
//	network.go      the trailer's network: in the class, and its exact SSE
//	model.go        a model's network, on the certificate's columns by their names
//	region.go       a unit's region and its parts
//	family.go       the children of a split: their names, signs and regions
//	tree.go         the open nodes: splits, which bounds are whose, which are asked for
//	point.go        what the format asks of a bound record; parts that are dropped
//	prover.go       which bounds must be checked, and the least of them
//	boundfixed.go   a bound record in 128-bit fixed point: its point         (hot)
//	residuals.go    its residuals, which may be rounded at will              (hot)
//	boundvalue.go   what they prove, every rounding accounted for            (hot)
//	coarse.go       which samples a unit's kink is far from, as int64        (hot)
//	fixeddata.go    the samples for it                                       (hot)
//	guard.go        what left the range of fixed point proves nothing        (hot)
//	boundexact.go   the same rule with integers of any length
//	objective.go    other losses and penalties: their values
//	lossexact.go    dual records of other losses, exactly
//	dual.go         what the format asks of a dual record
//	dualfixed.go    its rule in fixed point; dualdata.go: the samples for it (hot)
//	dualexact.go    its rule exactly; point_dual.go: the multipliers of a point
//	sweep.go        a proof by sweep: all kinks of one unit on one column
//	ordered.go      its samples, ascending, in 128 bits or any
//	sweepcell.go    the kinks between two samples
//	leastsquares.go the least squares it needs, as fractions of integers
//	sweepnetwork.go the trailer's network for it
//	kinks.go        a proof by breakpoints: its records; kinknodes.go: its nodes
//	kinkinputs.go   the different inputs and their prefix sums
//	kinkclass.go    the class: levels, blocks, the ends of kinks, slopes
//	kinknode.go     a node's states and steps; kinkbuild.go: the root's, and a part's; kinkruns.go: runs
//	kinktokens.go   which states there are; kinkload.go: their multipliers
//	kinksweep.go    new multipliers, one state after the other               (hot)
//	kinkways.go     the ways to a state and from it                          (hot)
//	kinklook.go     what goes beside a state when its turn comes             (hot)
//	kinkexact.go    what steps cost, in rationals
//	kinkfast.go     the same in fixed point; kinkfit.go: what it needs of a line (hot)
//	kinktable.go    that, kept for the lines that are left
//	kinkloose.go    what a first sweep without multipliers removes, at little cost
//	kinkleaf.go     a node of one chain; kinkwalk.go: which states are on ways
//	kinkhinge.go    lone kinks in spans; kinkhinged.go: ways with them; kinkreach.go: along which lines
//	kinksieve.go    which kinks are open in which spans; kinkspans.go: what spans cost
//	kinkspanways.go the shortest ways through spans                          (hot)
//	kinknetwork.go  the trailer's function for it
//	kinkverdict.go  its verdict
//	verdict.go      the answer, decimals rounded outward
//	cover.go        whether certificates of parts make a whole; offspring.go: its splits
//
// A bound costs time, so it is checked only when it is needed: that of a node
// which is never split first, those of its ancestors if that does not reach the
// claim. Bounds that fixed point misses, and perhaps by rounding only, are proved exactly: all of those by which a claim would be refused.
//
// Rounding in fixed point. All numbers are multiples of an ulp, 2^-80. Any r and
// θ in [0, 1] may be used, so r is exactly the number found, and mθ any number
// in [0, m] and |m| any number above: these roundings cost nothing. The samples,
// rounded once, are within an ulp each; what this and the rounding of sums may
// change is counted in ulps with sums of |r| ≤ largest, Σω, Σ|x̂|, and
// subtracted. Magnitudes are limited so that nothing overflows: a record beyond
// proves nothing in fixed point.
//
// Rounding of proofs by breakpoints. A value is a multiple of 2^-100 of the labels' spread, to the power of 4
// above. A step's cost is rounded down, once: exactly, or in fixed point (kinkfast.go), where a line's is
// ρ + Σg_j·l̂(t_j) − g² − h²: g and h are known within some ulps of 2^-58 of the spread's root, l̂(t_j) to 58 bits (fit);
// what they may change is subtracted. If that is more than a share of 2^-50 of the cutoff, the price is found exactly; and a claim that fixed point
// does not prove is read again, exactly, before it is refused. Multipliers are rounded toward 0 to whole units before anything is made of
// them, for all steps alike: they are others then, of the same signs.
//
// Numbers of fixed width. Nothing wraps around unseen: every sum has a bound, and a line
// that keeps it; beyond, data are read in the general way, or the record is refused in
// fixed point. A wide.Fixed holds |v| < 2^127 (ulps: 2^47 in value), a wide.Sum |v| < 2^255. There are fewer than 2^31 rows (mostRows),
// at most 128 kept columns and 64 units (certificate's reader), 21 columns where there are bound records (vertices). Bits:
//
//	what                              bound             kept by
//	ω, ωy, y of a row, Σω, Σωy        58                product, (*short).fits
//	Σωy² of a sample                  126 (+ 116 a row) (*short).fits, each row
//	Σωy², Σω of all                   126 + 31          as a wide.Sum
//	Σωxx, Σωyx  (moments)             3·58 + 31         shortBits; a wide.Sum
//	⟨v, x⟩      (signedForm)          121 + 58 + 17     newSignedForm; a header has 2^17 columns
//	⟨T, x⟩, y   (affineForm)          120 + 58 + 5      newAffineForm, mostWidth; a wide.Sum
//	ω           (shortRounder)        120 + 58          scaleWeights: 2^120; a wide.Sum, then 126
//	ωx, ωy of a sweep                 125               mostPair
//	Σωxx, Σωxy, Σωyy of a sweep       252               mostTriple, with the count of rows
//	x̂, y, ω, Λ, within, costs         126               rounder.keep; then x̂, y 110 and ω 124: newFixedData
//	Σω, Σ|x̂|    (measure)             125 + 126         measure, each sample
//	x̂·δ of a glance                   2·27 + 7 < 63     coarseBits
//	Σα, Σ|c| of a point               122               checkSizes, each; |t|, |⟨c, z⟩| < 2^120 ulps: reach
//	Ση of a point                     122 − x̂ − N       loadWall, each
//	Th, 2B‖h‖ of a point              120               loadSlack; exact until then
//	ρ                                 123               checkSizes: 2^40 and y in value
//	e, r = ρ − ⟨e, z⟩                 124               balance (any e will do, so Σωρz may wrap)
//	Σω(2ry + r²), Σωrx̂, hinges        44, 42 in value   fits, of the r as they are; what was summed before it is dropped
//	ulps lost   (errorOf, freeTerm)   2^56 as uint64    fits
//	payments                          36 in value       cost
//	a point's bound                   2^46 + 2^44 + 64·(2^36 + 2^40) < 2^47
//	|m|, η      (dual)                110               add, addWalls
//	Σ|m|, Ση, Σ|h|, Σν, Σ|g|          126               guard.plus, each; then fits, 2^40 with x̂ and N
//	Σm(2y), Σmx̂, costs, Σησx̂·at       254               |m|, η < 2^110, Ση < 2^126, at < 2^126, 2^31 samples, 64 units; a wide.Sum
//	of these as numbers               121               guard.sum
//	‖H‖², ‖(h, Cᵀh)‖²                 2·101 + 40        guard.addSquare; guard.sum
//	any h, θ, e, slope of a point     any               what is chosen need not be what was meant
//	sums before an input              124               newFastPrices, each; Σω 62; a wide.Sum
//	x·Σω − Σωx of a block             189               a wide.Sum
//	a load's numbers (kinks)          60                units, each; |first| + |second| 61
//	q, g, h of a line                 60                integer, pull, turn
//	z, l̂ of a line                    62                setTurns, setLine: 2^62, by the common shift
//	g² + h²                           121               the two above
//	Σ load·z, Σ load·l̂                125               four products of 60 and 62
//	ulps lost of a line               62                off < 2^12, sizes / 2^13, loads / 2^lineShift < 2^58
//	a step's cost                     2^124 … −2^125    value; below it is lost, −2^126
//	ahead, back, a path's cost        127               plus, each sum: at most infinite, below −2^125 lost for good
//	cutoff                            120               setCutoff
//	inner products of hinges          91                they are at most 1 in size: floorTo; shortProducts, (*Sum).Rounded
//	K, s, p of short hinges           122, 118, 126     shortProducts, shorten: s·p < 2^244, K·2^(T+k) < 2^248
//	Σ|β| of a sum of hinges           100               sum; with inner products and labels < 2^192
//	parts of a split, choices         256               next, as int; names have a byte
//	children of a split               MaxInt            multisets
//
// All else is of any length: math/big.
//
// Legend as in FORMAT.md: N columns, P free coefficients, k units, m samples,
// ω weight, Λ weight limit, t = ⟨ŵ, x̂⟩, Ψ, H, θ, η.
package check
