// Package certificate is the certificate as plain data: its types, how they are
// written and how they are read. FORMAT.md says what they mean; package check
// proves them. A Writer appends records in constant memory; a Reader returns
// them one by one and refuses what is not in the grammar with an *Error that
// names the line.
package certificate
