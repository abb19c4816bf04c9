// Package generate makes random instances whose optimum is known, or at least
// bounded, by construction: the same for the same options (regression data up to a
// machine's rounding).
//
// Each family has a file of its own, which says why its optimum is known. A
// function takes its options by one struct and returns the instance and what is
// [Known] of it; the error says which option is out of range.
//
//	setcover.go    covers whose optimum is proved by prices
//	circuit.go     random monotone circuits
//	densest.go     graphs with a planted clique or dense part
//	bounded.go     graphs of bounded degree, with or without a dense part (Hypothesis 6)
//	coloring.go    hypergraphs with a planted colouring, or some edges short of one
//	classics.go    odd wheels, complete graphs, the Fano plane
//	sat.go         formulas with a planted solution, or some clauses short of one
//	marginal.go    distributions of inputs: sphere, Gaussian, log-concave
//	regression.go  data sets for regression: planted networks, noise, broken lines
package generate
