package report

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"relucert/dataset"
)

// residualPanels are the two pictures for several input columns.
func residualPanels(data *dataset.Dataset, r *Result, shown []int) (observed, residual *plot.Plot) {
	against, left := make(plotter.XYs, len(shown)), make(plotter.XYs, len(shown))
	for i, row := range shown {
		predicted := r.Network.Predict(data.Row(row))
		against[i] = plotter.XY{X: predicted, Y: data.Y[row]}
		left[i] = plotter.XY{X: predicted, Y: data.Y[row] - predicted}
	}
	observed = newPlot(title(data, r), "predicted "+targetName(data), "observed "+targetName(data))
	addPanel(observed, against, "observed = predicted", func(x float64) float64 { return x })
	residual = newPlot("Residuals", "predicted "+targetName(data), "observed − predicted")
	addPanel(residual, left, "no error", func(float64) float64 { return 0 })
	return observed, residual
}

// addPanel draws the points and the line on which a perfect fit would lie.
func addPanel(p *plot.Plot, points plotter.XYs, name string, perfect func(float64) float64) {
	from, to, _, _ := plotter.XYRange(points)
	scatter := samples(points)
	line := curve(plotter.XYs{{X: from, Y: perfect(from)}, {X: to, Y: perfect(to)}}, colours().fit)
	p.Add(scatter, line)
	p.Legend.Add("sample", scatter)
	p.Legend.Add(name, line)
	placeLegend(p, points, nil)
}
