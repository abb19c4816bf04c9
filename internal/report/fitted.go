package report

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"relucert"
	"relucert/dataset"
)

// fittedFunction is the picture for one input column.
func fittedFunction(data *dataset.Dataset, r *Result, shown []int) *plot.Plot {
	p := newPlot(title(data, r), inputName(data, 0), targetName(data))
	points := make(plotter.XYs, len(shown))
	for i, row := range shown {
		points[i] = plotter.XY{X: data.X[row], Y: data.Y[row]}
	}
	knots := innerBreakpoints(data, r.Network)
	scatter, lines, marks := samples(points), graph(data, r, knots), newMarks(knots, data)
	p.Add(marks)
	if r.Inference != nil && r.Inference.Errors != nil {
		shade := band(data, r.Inference, knots)
		p.Add(shade)
		defer p.Legend.Add(levelWords(r.Inference.Level)+" confidence band", shade)
	}
	p.Add(scatter)
	for _, line := range lines {
		p.Add(line)
	}
	p.Title.Padding += marks.headroom()
	p.Legend.Add("sample", scatter)
	p.Legend.Add("fitted "+fittedNoun(r.Result), lines[0])
	if len(knots) > 0 {
		p.Legend.Add("breakpoint", marks)
	}
	placeLegend(p, points, knots)
	return p
}

// band is the region of the mean over the range of the data.
func band(data *dataset.Dataset, r *Inference, knots []float64) *plotter.Polygon {
	const steps = 200
	low, high := slices.Min(data.X), slices.Max(data.X)
	at := slices.Clone(knots)
	for i := range steps + 1 {
		at = append(at, low+(high-low)*float64(i)/steps)
	}
	slices.Sort(at)
	bands := r.Errors.Bands(at, r.Level)
	var outline plotter.XYs
	for _, b := range bands {
		outline = append(outline, plotter.XY{X: b.X, Y: b.Confidence[1]})
	}
	for _, b := range slices.Backward(bands) {
		outline = append(outline, plotter.XY{X: b.X, Y: b.Confidence[0]})
	}
	return &plotter.Polygon{XYs: []plotter.XYs{outline}, Color: colours().band, LineStyle: draw.LineStyle{Color: colours().band}}
}

func fittedNoun(r *relucert.Result) string {
	if r.Jumps {
		return "lines"
	}
	return "network"
}

// graph is the fitted function over the range of the data. It is linear between
// its breakpoints, so they and the two ends are all it takes; it is broken off at jumps.
func graph(data *dataset.Dataset, r *Result, knots []float64) (lines []*plotter.Line) {
	xs := slices.Concat([]float64{slices.Min(data.X)}, knots, []float64{slices.Max(data.X)})
	if len(r.Network.Jumps) == 0 {
		points := make(plotter.XYs, len(xs))
		for i, x := range xs {
			points[i] = plotter.XY{X: x, Y: r.Network.Predict([]float64{x})}
		}
		return append(lines, curve(points, colours().fit))
	}
	for _, p := range r.Network.Pieces() {
		at := func(x float64) plotter.XY { return plotter.XY{X: x, Y: p.Intercept + p.Slope*x} }
		lines = append(lines, curve(plotter.XYs{at(max(xs[0], p.From)), at(min(xs[len(xs)-1], p.To))}, colours().fit))
	}
	return lines
}

// placeLegend puts the legend into the corner with the fewest points and breakpoints.
func placeLegend(p *plot.Plot, points plotter.XYs, knots []float64) {
	type corner struct{ top, left bool }
	xMin, xMax, yMin, yMax := plotter.XYRange(points)
	count := make(map[corner]int)
	for _, at := range points {
		u, v := (at.X-xMin)/(xMax-xMin)-0.5, (at.Y-yMin)/(yMax-yMin)-0.5
		if math.Abs(u) > 0.2 && math.Abs(v) > 0.2 {
			count[corner{v > 0, u < 0}]++
		}
	}
	const asMany = 10 // points make a legend as hard to read as a line through it
	for _, at := range knots {
		if u := (at-xMin)/(xMax-xMin) - 0.5; math.Abs(u) > 0.2 {
			count[corner{true, u < 0}] += asMany
			count[corner{false, u < 0}] += asMany
		}
	}
	best := corner{true, true}
	for _, c := range []corner{{true, false}, {false, true}, {false, false}} {
		if count[c] < count[best] {
			best = c
		}
	}
	p.Legend.Top, p.Legend.Left = best.top, best.left
}

// marks are dashed verticals at the breakpoints, each with its place written
// above the plot, on a higher row where labels would run into each other.
type marks struct {
	at     []float64
	labels []string
	rows   []int
	text   draw.TextStyle
	line   draw.LineStyle
}

// newMarks places the labels on rows, judging by a plot that fills the picture.
func newMarks(at []float64, data *dataset.Dataset) *marks {
	m := &marks{
		at:   at,
		text: textStyle(9),
		line: draw.LineStyle{Color: colours().mark, Width: vg.Points(1), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}},
	}
	low, high := slices.Min(data.X), slices.Max(data.X)
	scale := (width - vg.Inch) / vg.Length(high-low)
	var free []vg.Length // where each row's last label ends
	for _, b := range at {
		label, isDate := data.DateText(0, b)
		if !isDate {
			label = strconv.FormatFloat(b, 'g', 4, 64)
		}
		half := m.text.Width(label)/2 + vg.Points(3)
		centre := vg.Length(b-low) * scale
		row := slices.IndexFunc(free, func(end vg.Length) bool { return end <= centre-half })
		if row < 0 {
			row, free = len(free), append(free, 0)
		}
		free[row] = centre + half
		m.labels, m.rows = append(m.labels, label), append(m.rows, row)
	}
	return m
}

const labelRow = 12 * vg.Inch / 72

// headroom is what the labels need above the plot.
func (m *marks) headroom() vg.Length {
	if len(m.rows) == 0 {
		return 0
	}
	return labelRow * vg.Length(slices.Max(m.rows)+1)
}

// Plot implements plot.Plotter.
func (m *marks) Plot(c draw.Canvas, p *plot.Plot) {
	toX, _ := p.Transforms(&c)
	foot := func(i int) vg.Point {
		return vg.Point{X: toX(m.at[i]), Y: c.Max.Y + labelRow*vg.Length(m.rows[i]) + vg.Points(3)}
	}
	for i := range m.at {
		c.StrokeLine2(m.line, foot(i).X, c.Min.Y, foot(i).X, foot(i).Y)
	}
	for i, label := range m.labels {
		c.SetColor(p.BackgroundColor) // a neighbour's line may pass behind the label
		c.Fill(m.text.Rectangle(label).Add(foot(i)).Path())
		c.FillText(m.text, foot(i), label)
	}
}

// Thumbnail implements plot.Thumbnailer.
func (m *marks) Thumbnail(c *draw.Canvas) {
	c.StrokeLine2(m.line, c.Min.X, c.Center().Y, c.Max.X, c.Center().Y)
}
