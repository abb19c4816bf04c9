// Package instance holds the NP-hard problems that Relucert compiles into
// training sets, as their own fields write them: set covers, monotone circuits,
// graphs, hypergraphs and CNF formulas, with readers for the usual file formats.
//
// Things are numbered from 0 here; Names keep what the file called them, so that
// a solution can be told in its terms.
package instance
