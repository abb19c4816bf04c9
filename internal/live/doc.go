// Package live shows a search while it runs: a page on this machine that follows it and can stop it. The search waits for no reader:
// one who is slow misses events, and one who leaves costs nothing.
//
//	show.go     Show, what there is to see so far
//	server.go   Server: the addresses, and who may ask for them
//	follow.go   what a reader is sent, as server-sent events: those of --events, and pictures
//	live.html   the page
package live
