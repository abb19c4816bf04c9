// Package report turns the outcome of a fit into what people read: the log
// while the search runs, the summary, the JSON object and the pictures. It runs
// no solver: everything is drawn from the data and a [Result].
//
//	result.go    Result, the JSON object, with its Samples; Event, one line of its history
//	log.go       Log, the table of bounds that MIP users know, and its live line
//	summary.go   the text summary; pieces.go for one input column, units.go for more
//	path.go      Path, several numbers of units: their table and their JSON object
//	gap.go       the gap in words, words.go other words and numbers
//	page.go      Page, all of it as one HTML page: page.html, its charts page_charts.go; history.go, the bounds over time
//	score.go     Score, the error of a stream of predictions
//	picture.go   WritePicture, SVG and PNG: fitted.go for one input column,
//	             residuals.go for more; chart.go, Chart, several series; style.go, ticks.go and thin.go help
package report
