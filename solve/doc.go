// Package solve is the entry point: a Problem and Options in, a Result with a
// network and proved bounds out. One unit with a bias on one column is swept. Else
// it whitens the problem, finds an incumbent by local search, and runs a branch and
// bound over all sign vectors in one queue with one incumbent.
package solve
