// Package search is best-first branch and bound over any tree: the queue, the
// workers, the limits, the incumbent. It knows nothing of ReLUs.
//
// The caller's Tree processes one node at a time; Run pops nodes in batches in
// order of their bound, lets the workers process a batch side by side against
// one cutoff, and merges what comes back in the batch's order. How large a
// batch is depends on the queue only, so that the same tree is searched in the
// same order by any number of workers.
//
// What is claimed: every node ends either with its own bound (closed) or with
// children that cover it, and Lower is the least bound over closed and open
// nodes, so at any moment no solution is below Lower.
package search
