// Package explain draws the gadgets of a reduction: what one unit's output on a sample must be, as a function of the
// weights that the sample is about, and where the weights of a solution lie on it.
//
//	explain.go   the panels of a reduction
//	coloring.go  those of colourings: a coloured edge, and what forces the signs
//	svg.go       panels as one SVG, for light and dark pages
package explain
