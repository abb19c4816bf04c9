package web

import (
	_ "embed"
	"html/template"
)

var (
	//go:embed style.css
	style string
	//go:embed charts.js
	charts string
	//go:embed uplot/uPlot.iife.min.js
	uplot string
	//go:embed uplot/uPlot.min.css
	uplotStyle string
	//go:embed uplot/LICENSE
	uplotLicense string
)

// StyleSheet is how all pages look, charts too.
func StyleSheet() string { return style + uplotStyle }

// Script draws the charts of a page.
func Script() string { return "/*\n" + uplotLicense + "*/\n" + uplot + "\n" + charts }

// Style is the part of a page's head that says how it looks.
func Style() template.HTML {
	return template.HTML(`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<style>
` + StyleSheet() + "</style>")
}

// Charts is the part of the head of a page that has elements <figure class="chart"> with a [Chart] in each.
func Charts() template.HTML { return template.HTML("<script>\n" + Script() + "</script>") }

// Alone is the part of the head that keeps a page from loading anything. It may connect to where it is from if
// live says so.
func Alone(live bool) template.HTML {
	connect := ""
	if live {
		connect = " connect-src 'self';"
	}
	return template.HTML(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:;` + connect + ` base-uri 'none'; form-action 'none'">`)
}
