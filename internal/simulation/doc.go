// Package simulation runs a coordinator's table against workers, a network, a disk and clocks that are made up, in made-up time: what
// happens when they fail, and how well many workers share a tree that no cluster is at hand for. The table is the real one.
//
//	tree.go      the search tree: work that falls apart
//	world.go     events in the order of time; the network that carries them
//	foreman.go   the coordinator's process: offers, judging, saving, its death
//	worker.go    a worker's process
//	faults.go    what goes wrong
package simulation
