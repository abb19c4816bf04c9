// Package reduce compiles NP-hard problems into training sets of ReLU networks,
// and weights of any trainer back into solutions.
//
// A Reduction is one instance with its parameters. Set is its training set, in
// exact rationals. Decode reads a solution out of weights, checks it against the
// instance, and says what the theorem promises for weights of this error; Proves
// says what a lower bound on the least SSE tells about the instance.
//
// Each reduction has a file of its own, which starts with the statement, its
// source, its sizes and its proof. Samples are written (x, y, weight); e_0 is the
// constant coordinate. The SSE is weighted and not averaged. Networks have no
// bias and no output part.
package reduce
