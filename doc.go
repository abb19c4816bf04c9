// Package relucert holds the map; the code lives in the packages below.
//
// Relucert trains depth-2 ReLU networks
//
//	f(x) = output(x) + Σ_j a_j max(0, ⟨w_j, x⟩ + b_j),   a_j = ±1,
//
// to proven global optimality: it finds the network with the least sum of
// squared errors on a data set and a lower bound that no network can beat.
//
//   - [relucert/dataset]: samples; reads CSV
//   - [relucert/network]: a network; evaluation, pieces, model files
//   - [relucert/whiten]: the data in coordinates that suit the search, and back
//   - [relucert/descent]: local search for good networks
//   - [relucert/search]: best-first tree search; knows no ReLU
//   - [relucert/conic]: the lower bound of a tree node, and its branching
//   - [relucert/solve]: the entry point, from a problem to a proved result
//   - [relucert/report]: logs, summaries and pictures of results
//   - cmd/relucert: the command
//
// ARCHITECTURE.md follows one node through them; deps_test.go enforces who may
// import whom.
package relucert
