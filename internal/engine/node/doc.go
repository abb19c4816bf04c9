// Package node is the skeleton that the trees of packages boxes, sides and patterns share: what
// a node is to package search and to the certificate, whatever its regions are.
//
// A [Node] has one region a unit. To divide it, a tree cuts one region into parts, and
// gives each unit of a group, those that share the region, one of them (Node.Child). Children share
// an [Origin], and are named by its number and their parts (proof/certificate/FORMAT.md).
//
// Files:
//
//	node.go      nodes, their names, groups and children; how a division is logged
//	skeleton.go  what every tree is given, and how it offers a network
//	reach.go     nodes made anew from the splits that lead to them
//	rounding.go  what float arithmetic and the reading of decimals may change in a bound
package node
