// Package dataset reads samples from CSV files: m rows of n features, a label
// and a sample weight.
//
// [Open] and [Read] hold a whole file as float64, [OpenExact] as rationals; [NewScanner] streams rows in
// constant memory, as prediction needs. Both run the same core:
//
//	source.go   gzip (told by its first bytes, not by the file name), SHA-256 of the raw bytes
//	records.go  lines to fields: quotes, line ends, limits           (the hot part)
//	number.go   one cell to float64, correctly rounded               (the hot part)
//	columns.go  which columns are features, target and sample weight
//	scanner.go  rows: cells to numbers, missing values
//	read.go     rows to a Dataset
//	rationals.go  rows to an Exact, without rounding (exact.go)
//
// # The format
//
// The first line names the columns. Fields are separated by commas and may be
// quoted as RFC 4180 has it; lines end with LF or CRLF; blank lines are skipped;
// a UTF-8 byte order mark is ignored. Every row has as many fields as the header.
//
// A number is a decimal (-1.5, 2e-3) or a fraction of two integers (1/3), and
// stands for exactly that rational; its float64 view is the nearest double.
// Infinities and numbers too large for a double are errors. A missing value is
// an empty cell, NA, NaN, ? or null in any case: an error, or its row is dropped
// on request ([Options]). Only the columns in use are looked at.
//
// A column is numeric if its first value that is not missing is a number. The
// target is the last column unless named; the features are the other numeric
// columns unless named. A column without a name is never chosen.
//
// Whatever is wrong with a file comes back as one [*Error], one line of text
// with file, line and column. What was left out without being asked for comes
// back as notices, one sentence each.
package dataset
