// Package output is all that a command writes, and the one place that decides where
// it may:
//
//	desk.go     the standard files, and what is under way
//	files.go    never over an input, never twice to one file
//	pending.go  files that come to be whole or do not change
//	growing.go  files that are of use while they grow, and after a kill
//	stdout.go   standard output, whose failures nobody can overlook
//
// Two names are one file if they have one inode. Names of a file that is not there
// yet are one if the same temporary file would come to be beside them: so links,
// "./" and folders that ignore case are seen through without knowing their rules.
package output
