// Package checkpoint keeps long work in a folder, so that another process can go on with it to the same end:
//
//	writer.go  values as bytes; what several values share is written once
//	reader.go  and back
//	file.go    a file that is whole or not there, and the one before it
//	folder.go  the folder: one run at a time, its state, its growing proof
//
// The layout is in CHECKPOINT.md. A folder survives a kill at any moment and a loss of power: what is renamed into
// place was written to disk before, and what is torn all the same is known by its SHA-256.
package checkpoint
