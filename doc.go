// Package relucert trains depth-2 ReLU networks
//
//	f(x) = output(x) + Σ_j a_j max(0, ⟨w_j, x⟩ + b_j),   a_j = ±1,
//
// to proven global optimality: [Fit] finds the network with the least sum of
// squared errors on a data set and a lower bound that no network of the class can beat;
// [FitPath] does so for every number of units, for broken lines.
//
//   - [relucert/dataset]: samples, from memory or CSV
//   - [relucert/network]: a network: evaluation, pieces, model files
//   - [relucert/proof/check]: proves a certificate again, with integers only
//   - [relucert/hardness/reduce]: NP-hard problems as training sets, and back
//   - [relucert/export]: a problem or a network for other programs
//
// One unit with a bias on one column is swept over all kinks, and several with an affine output are a
// broken line, solved by dynamic programming. Else Fit whitens the
// problem, finds an incumbent by local search, and runs a branch and bound over all sign
// vectors in one queue with one incumbent. ARCHITECTURE.md follows one fit through the
// rooms; deps_test.go enforces who may import whom.
package relucert
