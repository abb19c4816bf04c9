// Package coordinator decides who works on which subtree of a search that many workers share. It is a state machine: events go in, what to
// do comes out. It has no clock, network or disk of its own.
//
//	table.go   the subtrees: open, leased, closed; what takes them from one to the next
//	offers.go  which subtrees are offered to workers, and how long a lease lasts
//	doubt.go   what follows when results of a subtree are refused
//	keep.go    the table as bytes, from which another process goes on
//
// Workers are not believed. A result comes here when its certificate has been checked, and when it is proved that the certificate
// and the subtrees that are left cover the subtree it is for. So at any moment
//
//	the certificates and the unfinished subtrees cover the whole tree,
//
// whatever messages are lost, doubled, late or forged: that costs time only. A lease is a hint, too. Results
// are for a subtree by the SHA-256 of its state; the first one counts, from whomever it is, unless its epoch is fenced off.
package coordinator
