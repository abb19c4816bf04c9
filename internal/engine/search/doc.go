// Package search is best-first branch and bound over any tree: the queue, the
// workers, the limits, the incumbent. It knows nothing of ReLUs.
//
// The caller's Tree processes one node at a time; Run pops nodes in batches in
// order of their bound, lets the workers process a batch side by side against
// one cutoff, and merges what comes back in the batch's order. How large a
// batch is depends on the queue only, so that the same tree is searched in the
// same order by any number of workers. A worker that has nothing left of the
// batch expands, before its turn, a node that comes next (ahead.go); what it
// finds is kept until the node is in a batch, and counts if the cutoff is still the same. So
// no worker waits for the slowest node of a batch, and the search is what it is with one.
//
// Several trees can take turns on one problem (Race). A node is never begun twice for that: where its turn ends, it waits (turns.go).
//
// What is claimed: every node ends either with its own bound (closed) or with
// children that cover it, and Lower is the least bound over closed and open
// nodes, so at any moment no solution is below Lower.
package search
