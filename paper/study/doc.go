// Package study looks whether reality follows the theorems of the paper (Goel,
// Klivans, Manurangsi, Reichman, ITCS 2021): eight experiments, each with a question,
// what theory says, runs with their seeds, and laws fitted to them. It gives data
// (package page draws it) and prints nothing.
//
//	experiment.go  Experiment, Run, and the measuring of one by the other
//	trial.go       one trial: an instance, trained in one way or several
//	clock.go       CPU time of this process, cpu_*.go for each system
//	agnostic.go    (1) cost against 1/ε, any labels: planted units, densest subgraph
//	realizable.go  (2) the same for labels that fit exactly: hypergraph colouring
//	separation.go  (3) a proper against an improper learner
//	algorithms.go  (4) the paper's own algorithms, in samples and time
//	sizes.go       (5) cost against n, m and k
//	heuristics.go  (6) how far usual training lands from the certified optimum
//	benign.go      (7) Gaussian and log-concave inputs beside worst cases
//	open.go        (8) what the paper leaves open: cost against k, and depth
//	verdict.go     an experiment's answer in one line
//	instances.go   the training problems they share
//	panel.go       what is set against what: the axes, and the laws that are fitted
//	fit.go         regression; stretched.go, the law whose exponent is the question
//	words.go       a fit in words, with what it does not tell
//	table.go       the runs as CSV
//
// Everything but the times is the same for the same seeds, on every machine of the
// same floating-point arithmetic. Legend: n inputs, m samples, k units, N vertices, ε
// the additive training error.
package study
