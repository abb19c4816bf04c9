package page

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"

	"relucert/internal/report"
	"relucert/paper/study"
)

// Figure is a panel, drawn, with a table.
type Figure struct {
	Name, Title string
	SVG         []byte
	Findings    []string // in words, one a series
	Head        []string
	Rows        [][]string
}

func newFigure(e study.Experiment, p study.Panel, runs []study.Run) (Figure, error) {
	f := Figure{Name: e.Name + "-" + p.Name, Title: p.Title}
	chart := report.Chart{Title: p.Title, X: report.ChartAxis{Label: p.X.Label, Log: p.X.Log}}
	if len(p.Y) == 0 {
		f.shares(&chart, p, runs)
	} else {
		f.laws(&chart, p, runs)
	}
	var svg bytes.Buffer
	err := chart.WriteSVG(&svg)
	f.SVG = svg.Bytes()
	return f, err
}

// laws draws the first measure with its fitted laws, and lists the laws of all.
func (f *Figure) laws(chart *report.Chart, p study.Panel, runs []study.Run) {
	drawn := p.Y[0]
	chart.Y = report.ChartAxis{Label: drawn.Label, Log: drawn.Log}
	fits := p.Fits(runs)
	for _, c := range p.Curves {
		s := report.Series{Name: c.Series, Points: points(c.Points(p.X, drawn, runs))}
		if i := slices.IndexFunc(fits, func(f study.Fit) bool {
			return f.Curve == c && f.Measure == drawn.Label && f.Grows
		}); i >= 0 {
			s.Line = points(fits[i].Line())
		}
		chart.Series = append(chart.Series, s)
	}
	f.Head = []string{"series", "measure", "runs", "exponent", "95 % interval"}
	for _, fit := range fits {
		f.Rows = append(f.Rows, row(fit))
		if fit.Measure == drawn.Label {
			f.Findings = append(f.Findings, fit.Curve.Series+": "+fit.Words())
		}
	}
}

// row says a fit; an exponent stands there only if there is something that grows.
func row(fit study.Fit) []string {
	runs := strconv.Itoa(fit.Runs)
	if fit.Lost > 0 {
		runs += fmt.Sprintf(" (%d beyond a limit)", fit.Lost)
	}
	exponent, interval := "–", "–"
	if fit.Determined && fit.Grows {
		exponent, interval = fit.Value(), fit.Interval()
	}
	return []string{fit.Curve.Series, fit.Measure, runs, exponent, interval}
}

// shares draws for each series the share of its runs that are at most x, and says how
// many are at the left edge.
func (f *Figure) shares(chart *report.Chart, p study.Panel, runs []study.Run) {
	chart.Y = report.ChartAxis{Label: "share of instances"}
	f.Head = []string{"method", "instances", "median", "worst"}
	edge := math.Inf(1)
	for _, r := range runs {
		edge = math.Min(edge, p.X.Of(r))
	}
	for _, c := range p.Curves {
		values, none := measured(c, p.X, runs)
		s := report.Series{Name: c.Series}
		for i, v := range values {
			s.Points = append(s.Points, report.Point{X: v, Y: float64(i+1) / float64(len(values)+none)})
		}
		s.Line = s.Points
		chart.Series = append(chart.Series, s)
		if all := len(values) + none; len(values) > 0 {
			best := sort.SearchFloat64s(values, math.Nextafter(edge, math.Inf(1)))
			f.Findings = append(f.Findings, fmt.Sprintf("%s: at the optimum on %d of %d", c.Series, best, all))
			f.Rows = append(f.Rows, []string{c.Series, strconv.Itoa(all), percent(values[len(values)/2], edge), percent(values[len(values)-1], edge)})
		}
	}
}

// measured are a series' values, ascending, and how many of its runs have none.
func measured(c study.Curve, x study.Axis, runs []study.Run) (values []float64, none int) {
	for _, r := range runs {
		switch {
		case r.Series != c.Series:
		case math.IsNaN(x.Of(r)):
			none++
		default:
			values = append(values, x.Of(r))
		}
	}
	slices.Sort(values)
	return values, none
}

func points(xs, ys []float64) []report.Point {
	all := make([]report.Point, len(xs))
	for i := range xs {
		all[i] = report.Point{X: xs[i], Y: ys[i]}
	}
	return all
}

// percent is v, or that it is not above the edge, below which nothing is told apart.
func percent(v, edge float64) string {
	text := "+" + strconv.FormatFloat(100*v, 'g', 3, 64) + " %"
	if v <= edge {
		return "≤ " + text
	}
	return text
}
