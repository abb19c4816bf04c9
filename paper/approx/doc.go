// Package approx has the algorithms of the paper (Goel, Klivans, Manurangsi,
// Reichman, ITCS 2021) for the bounded problem: k-ReLUs without output part whose
// weights have ‖w_j‖ ≤ B. They find a network whose training error is at most ε
// above the least, by routes other than package relucert's:
//
//	agnostic.go    Theorem 5: how many samples stand for all, whatever the labels
//	optimistic.go  Theorem 9: how many do when some network fits all labels exactly
//	sample.go      draw so many, train on them, measure on all
//	draw.go        drawing with replacement; additive.go: training to an additive error
//	net.go         §1.1: the best of all tuples of an ε-net of the ball
//	tree.go        its cells looked at lazily, with bounds; cube.go: cubes of weights
//	project.go     §2: Johnson–Lindenstrauss, then the net in fewer dimensions
//	bounded.go     the problem and its sizes
//
// The proofs are in the full version of the paper, which we do not have; the
// constants here are derived in the comments.
//
// Legend: m samples with weights ω, n inputs (the bias's 1 among them), k units,
// M = k·B·R the largest output, L(f) the training error Σω(f−y)²/Σω, L_S(f) that on
// drawn samples S, f* the network of least L.
package approx
