// Package instance holds the NP-hard problems that Relucert compiles into
// training sets, as their own fields write them: set covers, monotone circuits,
// graphs, hypergraphs and CNF formulas, with readers for the usual file formats.
//
// Things are numbered from 0 here; Names keep what the file called them, so that
// a solution can be told in its terms.
//
// A reader takes any bytes, gzipped or not, and the file's name, which stands in
// errors and may tell the format ([Format]). Whatever is wrong comes back as one
// [*Error], one line with file, line and reason; memory stays in proportion to the
// text, whatever a header announces. Write writes what its reader reads.
//
//	types.go     the problems
//	setcover.go circuit.go graph.go hypergraph.go cnf.go   a problem's reader and measures
//	orlib.go lists.go aiger.go bench.go col.go metis.go hmetis.go   a format each
//	format.go    which format a file has
//	netlist.go   circuits with inverters, made monotone; order.go sorts their gates
//	check.go     what must hold of instances out of JSON
//	text.go      a file in lines, words and numbers; source.go opens and hashes it
package instance
