// Package crowd is a search at work on many machines: a coordinator and its workers, each a process, that speak over a queue.
//
//	question.go  what is asked, and what a worker brings
//	referee.go   what is brought is checked before it is believed
//	foreman.go   the coordinator's process: its table, its folder, its loop
//	here.go      the units that the coordinator works on itself
//	store.go     its folder
//	status.go    how far it is
//	worker.go    a worker's process
//
// Only the coordinator's folder has to last. Workers and servers may vanish at any time.
package crowd
