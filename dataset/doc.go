// Package dataset reads samples from CSV files: m rows of n features, a label
// and a sample weight.
//
// [Open] and [Read] hold a whole file as float64, [OpenExact] as rationals; [NewScanner] streams rows in
// constant memory, as prediction needs. Both run the same core:
//
//	source.go   gzip (told by its first bytes, not by the file name), SHA-256 of the raw bytes
//	text.go     UTF-16, line ends
//	format.go   what the text means: what was asked for, and what was met
//	sniff.go    the delimiter, from the first two lines
//	records.go  lines to fields: quotes, line ends, limits           (the hot part)
//	cells.go    one cell to a plain number: decimal comma, thousands, missing values
//	dates.go    a date to a number of days or seconds
//	number.go   a plain number to float64, correctly rounded         (the hot part)
//	columns.go  which columns are features, target and sample weight
//	chooser.go  what columns hold: numbers, dates, texts
//	scanner.go  rows: cells to numbers, missing values
//	spread.go   rows by several workers
//	read.go     rows to a Dataset
//	rationals.go  rows to an Exact, without rounding (exact.go)
//
// # The format
//
// The first line names the columns. Fields are separated by commas, or by tabs, semicolons or
// bars, as the first two lines show, and may be quoted as RFC 4180 has it; lines end with LF, CRLF
// or CR; blank lines are skipped; a byte order mark is ignored. Every row has as many fields as
// the header; one more may be empty. [Format] asks for more. proof/certificate/FORMAT.md has the rules.
//
// A number is a decimal (-1.5, 2e-3), or, if asked for, a fraction of two integers (1/3), and
// stands for exactly that rational; its float64 view is the nearest double. Where
// fields are not separated by commas, a file may have decimal commas.
// Infinities and numbers too large for a double are errors. A missing value is
// an empty cell, NA, N/A, NaN, None, null, . or ? in any case: an error, or its row is dropped
// on request ([Options]). Rows of weight 0 are left out. A date is the number of days or
// seconds since 1970.
//
// A column is numeric if its first value is a number; one that begins with a text may hold no
// number below. The target is the last column unless named; the features are the other numeric
// columns unless named, or else the dates. A column of texts, if it is named, becomes columns of
// 0 and 1. A column without a name is never chosen.
//
// Whatever is wrong with a file comes back as one [*Error], one line of text
// with file, line and column. What was left out without being asked for comes
// back as notices, one sentence each.
package dataset
