// Package solve is the entry point: a Problem and Options in, a Result with a
// network and proved bounds out. It whitens the problem, finds an incumbent by
// local search, and runs the conic branch and bound over all sign vectors in
// one queue with one incumbent.
package solve
