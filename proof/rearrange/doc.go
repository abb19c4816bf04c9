// Package rearrange writes the records of certificates anew: Trim leaves out what
// the claim does not need, Split cuts a certificate into parts, Join makes one of
// parts. All write in preorder, so that checking needs memory in proportion to
// the depth of the tree; they themselves need it for all nodes. They prove nothing
// and believe the hints: what they write is to be checked like any other
// certificate.
//
// Of a proof by breakpoints, whose records have no hints, Trim leaves out only what surely adds nothing (FORMAT.md, "Parts
// of a proof by breakpoints").
//
// read.go takes a certificate apart into a tree whose lines lie in a scratch file,
// write.go puts a selection of its nodes together again.
package rearrange
