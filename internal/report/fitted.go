package report

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"relucert/dataset"
)

// fittedFunction is the picture for one input column, and what its marks need above it.
func fittedFunction(data *dataset.Dataset, r *Result, shown []int) (p *plot.Plot, headroom vg.Length) {
	p = newPlot("", inputName(data, 0), targetName(data))
	points := make(plotter.XYs, len(shown))
	for i, row := range shown {
		points[i] = plotter.XY{X: data.X[row], Y: data.Y[row]}
	}
	knots := innerBreakpoints(data, r.Network)
	marks, lines := newMarks(knots, data), graph(data, r, knots)
	marks.intervals = intervals(data, r)
	p.Add(marks)
	if r.Inference != nil && r.Inference.Errors != nil {
		p.Add(band(data, r.Inference, knots))
	}
	p.Add(rug(points), samples(points))
	for _, line := range lines {
		p.Add(line, &slopes{line.XYs})
	}
	return p, marks.headroom()
}

// intervals are those of the breakpoints, where they are known, cut off at the data.
func intervals(data *dataset.Dataset, r *Result) (all [][2]float64) {
	if r.Inference == nil {
		return nil
	}
	low, high := slices.Min(data.X), slices.Max(data.X)
	for _, e := range r.Inference.Estimates {
		if e.Place && !e.Known && e.Low < e.High {
			all = append(all, [2]float64{max(low, e.Low), min(high, e.High)})
		}
	}
	return all
}

// rug is a short line at each input, on the horizontal axis.
type rug plotter.XYs

// Plot implements plot.Plotter.
func (r rug) Plot(c draw.Canvas, p *plot.Plot) {
	toX, _ := p.Transforms(&c)
	var all vg.Path
	for _, at := range r {
		all.Move(vg.Point{X: toX(at.X), Y: c.Min.Y})
		all.Line(vg.Point{X: toX(at.X), Y: c.Min.Y + vg.Points(4)})
	}
	c.SetLineStyle(draw.LineStyle{Color: colours().sample, Width: vg.Points(0.5)})
	c.Stroke(all)
}

// slopes writes its slope above each piece of a line that is long enough.
type slopes struct{ line plotter.XYs }

// mostSlopes is how many pieces of a line still have their slopes written.
const mostSlopes = 8

// Plot implements plot.Plotter.
func (s *slopes) Plot(c draw.Canvas, p *plot.Plot) {
	if len(s.line) > mostSlopes+1 {
		return
	}
	toX, toY := p.Transforms(&c)
	style := textStyle(10)
	style.Color, style.YAlign = colours().slope, draw.YCenter
	for i, b := range s.line[1:] {
		a := s.line[i]
		text := signed(strconv.FormatFloat((b.Y-a.Y)/(b.X-a.X), 'g', 3, 64))
		aside := style.Width(text)/2 + vg.Points(6)
		if b.Y > a.Y {
			aside = -aside
		}
		middle := vg.Point{X: (toX(a.X)+toX(b.X))/2 + aside, Y: (toY(a.Y)+toY(b.Y))/2 + vg.Points(10)}
		if toX(b.X)-toX(a.X) > style.Width(text) {
			label(c, p, style, middle, text)
		}
	}
}

// label writes a text on a ground of its own, as other things may lie there.
func label(c draw.Canvas, p *plot.Plot, style draw.TextStyle, at vg.Point, text string) {
	c.SetColor(p.BackgroundColor)
	c.Fill(style.Rectangle(text).Add(at).Path())
	c.FillText(style, at, text)
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

// marks are dashed verticals at the breakpoints, each with its place written
// above the plot, on a higher row where labels would run into each other.
type marks struct {
	at     []float64
	labels []string
	rows   []int
	text   draw.TextStyle
	line   draw.LineStyle
	// intervals are drawn as bars along the lower edge.
	intervals [][2]float64
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
			label = signed(markLabel(b, high-low))
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

// A breakpoint has four digits at least, and as many as tell it apart on the axis.
const (
	leastMarkDigits = 4
	shareOfAxis     = 1e-3
)

func markLabel(at, axis float64) string {
	digits := leastMarkDigits
	for digits < mostDigits && math.Abs(rounded(at, digits)-at) > shareOfAxis*axis {
		digits++
	}
	return strconv.FormatFloat(at, 'g', digits, 64)
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
	for i, text := range m.labels {
		label(c, p, m.text, foot(i), text)
	}
	bar := draw.LineStyle{Color: colours().mark, Width: vg.Points(3)}
	for i, v := range m.intervals {
		y := c.Min.Y + vg.Points(8+5*float64(i%2)) // neighbours may overlap
		c.StrokeLine2(bar, toX(v[0]), y, toX(v[1]), y)
	}
}
