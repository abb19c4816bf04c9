// Package web is what all pages of this program share: how they look in light and dark, on a phone and
// printed, and charts that one can zoom. A page is whole in itself: it asks no other machine for anything.
//
//	web.go      the parts of a page's head: Style, Charts, Alone
//	chart.go    Chart, the data of a chart, as charts.js draws it
//	style.css   the look; charts.js, the drawing
//	uplot/      uPlot 1.6.32 by Leon Sorokin (MIT), which charts.js uses
package web
