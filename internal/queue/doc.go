// Package queue carries subtrees, results and signs of life between a coordinator and its workers, over NATS JetStream.
//
//	access.go   how one gets to a server, and proves who one is
//	server.go   a server within this process
//	queue.go    a job's subjects, streams and buckets
//	blobs.go    files by their SHA-256
//	parcel.go   several files in one message, or blob
//	beat.go     signs of life, which are answered
//	latest.go   values of which only the last one counts: what is asked, the best network, the status
//
// The queue is a hint: nothing that it loses, doubles or delays does more than cost time. What has to last is in the coordinator's folder, so
// the streams may be begun anew at any time, as [Queue.Open] does. Workers acknowledge an offer as soon as the coordinator lets them have
// the subtree; from then on its own table, not the queue, knows who works on what.
package queue
