package report

import (
	"image/color"
	"io"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Chart is points and lines of several series in one pair of axes.
type Chart struct {
	Title  string
	X, Y   ChartAxis
	Series []Series
}

// ChartAxis is one of them. On a logarithmic axis only values above 0 are drawn.
type ChartAxis struct {
	Label string
	Log   bool
}

// Series is drawn in a colour and with a mark of its own.
type Series struct {
	Name         string
	Points, Line []Point
}

// Point is a place in the chart.
type Point struct{ X, Y float64 }

// A chart is narrow enough to be read on a phone.
const (
	chartWidth  = 4.3 * vg.Inch
	chartHeight = 3.2 * vg.Inch // title and legend not included
	legendRow   = vg.Inch / 4
)

// WriteSVG draws the chart, its legend above.
func (c *Chart) WriteSVG(w io.Writer) error {
	p := newPlot(c.Title, c.X.Label, c.Y.Label)
	c.X.apply(&p.X)
	c.Y.apply(&p.Y)
	legend := plot.NewLegend()
	legend.TextStyle.Font, legend.Top, legend.Left, legend.Padding = sans(11), true, true, vg.Points(4)
	for i, s := range c.Series {
		marks, line := s.plotters(i, c)
		p.Add(line, marks)
		legend.Add(s.Name, marks, line)
	}
	widen(p)
	p.X.Tick.Label.Font, p.Y.Tick.Label.Font = sans(11), sans(11)
	title := textStyle(12)
	lines := wrapped(c.Title, title, chartWidth-2*margin)
	headline := legendRow * (vg.Length(len(lines)) + 0.2)
	above := legendRow*(vg.Length(len(c.Series))+0.2) + headline
	canvas := vgsvg.New(chartWidth, chartHeight+above)
	area := draw.New(canvas)
	area.SetColor(p.BackgroundColor)
	area.Fill(area.Rectangle.Path())
	area = draw.Crop(area, margin, -margin, margin, -margin)
	p.Title.Text = "" // above the legend
	title.YAlign = draw.YTop
	area.FillText(title, vg.Point{X: area.Center().X, Y: area.Max.Y}, strings.Join(lines, "\n"))
	legend.Draw(draw.Crop(area, vg.Points(8), 0, 0, -headline))
	p.Draw(draw.Crop(area, 0, 0, 0, -above))
	return writeSVG(w, canvas)
}

func (a ChartAxis) apply(axis *plot.Axis) {
	if a.Log {
		axis.Scale, axis.Tick.Marker = plot.LogScale{}, logTicks{}
	}
}

// plotters are the series' marks and line, without what the axes cannot show.
func (s *Series) plotters(i int, c *Chart) (*plotter.Scatter, *plotter.Line) {
	colour, shape := seriesColours[i%len(seriesColours)], seriesShapes[i%len(seriesShapes)]
	marks := &plotter.Scatter{XYs: c.visible(s.Points), GlyphStyle: draw.GlyphStyle{Color: colour, Radius: vg.Points(2.8), Shape: shape}}
	return marks, curve(c.visible(s.Line), colour)
}

func (c *Chart) visible(points []Point) plotter.XYs {
	var all plotter.XYs
	for _, p := range points {
		if (p.X > 0 || !c.X.Log) && (p.Y > 0 || !c.Y.Log) {
			all = append(all, plotter.XY(p))
		}
	}
	return all
}

// widen gives an axis of a single value a range, and one of no values any.
func widen(p *plot.Plot) {
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		if !(axis.Min <= axis.Max) {
			axis.Min, axis.Max = 1, 10
		}
		if axis.Min == axis.Max {
			axis.Min, axis.Max = axis.Min-math.Abs(axis.Min)/2, axis.Max+math.Abs(axis.Max)/2+1e-9
		}
	}
}

// Colours that stand out on white and on black, and from each other for the
// colour-blind; marks tell series apart in print.
var (
	seriesColours = []color.Color{
		color.NRGBA{R: 0x3b, G: 0x82, B: 0xc4, A: 0xff},
		color.NRGBA{R: 0xd9, G: 0x6b, B: 0x1d, A: 0xff},
		color.NRGBA{R: 0x1f, G: 0x9e, B: 0x77, A: 0xff},
		color.NRGBA{R: 0xb0, G: 0x5c, B: 0x9c, A: 0xff},
		color.NRGBA{R: 0x8a, G: 0x84, B: 0x35, A: 0xff},
	}
	seriesShapes = []draw.GlyphDrawer{draw.CircleGlyph{}, draw.PyramidGlyph{}, draw.BoxGlyph{}, draw.CrossGlyph{}, draw.RingGlyph{}}
)
