// Package page shows what package study measured: as one HTML page that needs nothing
// else, readable in light and dark and on a phone, and as Markdown with pictures
// beside it.
//
//	page.go       Study, the content of both; page.html and page.md, their templates
//	figure.go     a panel as a chart and a table
package page
