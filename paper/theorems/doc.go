// Package theorems is the paper's statements (Goel, Klivans, Manurangsi, Reichman, ITCS 2021) one by one: what each
// says in two sentences, what does it here, what tests it, and whether that is all of it. From them it makes the pages
// of docs/theorems: drawings of the gadgets, and tables of all small instances, computed anew.
//
//	statement.go   a Statement, and finding one
//	statements.go  all of them, in the paper's order
//	figures.go     their drawings
//	tables.go      their tables: the optimum by trying all solutions, against the least SSE; of
//	               covers.go, densest.go and colourings.go (graphs.go), formulas.go, and ways.go to k units
//	pages.go       the pages, as Markdown
package theorems
