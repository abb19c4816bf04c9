package report

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"relucert/dataset"
	"relucert/network"
)

// residualPanels are the two pictures for several input columns.
func residualPanels(data *dataset.Dataset, r *Result, shown []int) (observed, residual *plot.Plot) {
	against, left := make(plotter.XYs, len(shown)), make(plotter.XYs, len(shown))
	for i, row := range shown {
		predicted := r.Network.Predict(data.Row(row))
		against[i] = plotter.XY{X: predicted, Y: data.Y[row]}
		left[i] = plotter.XY{X: predicted, Y: data.Y[row] - predicted}
	}
	observed = newPlot("Observed against predicted (line: equal)", "predicted "+targetName(data), "observed "+targetName(data))
	addPanel(observed, against, func(x float64) float64 { return x })
	residual = newPlot("Residuals", "predicted "+targetName(data), "observed − predicted")
	addPanel(residual, left, func(float64) float64 { return 0 })
	return observed, residual
}

// addPanel draws the points and the line on which a perfect fit would lie.
func addPanel(p *plot.Plot, points plotter.XYs, perfect func(float64) float64) {
	from, to, _, _ := plotter.XYRange(points)
	p.Add(samples(points), curve(plotter.XYs{{X: from, Y: perfect(from)}, {X: to, Y: perfect(to)}}, colours().fit))
}

// mostUnits is how many units get a panel.
const mostUnits = 4

// unitPanels show the partial effect of each of the first units, two a row: its output against its input, and the samples'
// residuals on top of that. The input of a unit of one column is shown as that column.
func unitPanels(data *dataset.Dataset, r *Result, shown []int) (rows [][]*plot.Plot) {
	for j, u := range r.Network.Units[:min(mostUnits, len(r.Network.Units))] {
		p := unitPanel(data, r, shown, j, &u)
		if j%2 == 0 {
			rows = append(rows, []*plot.Plot{p, nil})
			continue
		}
		rows[j/2][1] = p
	}
	return rows
}

func unitPanel(data *dataset.Dataset, r *Result, shown []int, j int, u *network.Unit) *plot.Plot {
	at, name := unitAxis(data, j, u)
	points := make(plotter.XYs, len(shown))
	for i, row := range shown {
		x := data.Row(row)
		points[i] = plotter.XY{X: at(x), Y: output(u, x) + data.Y[row] - r.Network.Predict(x)}
	}
	p := newPlot(fmt.Sprintf("Unit %d", j+1), name, "its output, and residuals on top")
	p.Add(samples(points), curve(hinge(points, data, shown, u, at), colours().fit))
	return p
}

// unitAxis is what a unit is drawn against.
func unitAxis(data *dataset.Dataset, j int, u *network.Unit) (at func(x []float64) float64, name string) {
	only := -1
	for d, w := range u.Weights {
		switch {
		case w == 0:
		case only >= 0:
			return u.Input, fmt.Sprintf("input of unit %d, w·x + b", j+1)
		default:
			only = d
		}
	}
	if only < 0 {
		return u.Input, fmt.Sprintf("input of unit %d, b", j+1)
	}
	return func(x []float64) float64 { return x[only] }, inputName(data, only)
}

// hinge is the unit's output at the points, from left to right.
func hinge(points plotter.XYs, data *dataset.Dataset, shown []int, u *network.Unit, at func([]float64) float64) (line plotter.XYs) {
	for i, row := range shown {
		line = append(line, plotter.XY{X: points[i].X, Y: output(u, data.Row(row))})
	}
	slices.SortFunc(line, func(a, b plotter.XY) int { return cmp.Compare(a.X, b.X) })
	return line
}

// output is ±[⟨w, x⟩ + b]_+.
func output(u *network.Unit, x []float64) float64 {
	return float64(u.Sign) * max(0, u.Input(x))
}
