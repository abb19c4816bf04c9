package report

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// palette is the colours of a picture: blue against vermilion stays apart for
// the colour-blind (Okabe and Ito) and in grey print.
type palette struct{ sample, fit, slope, band, mark, grid, ink color.Color }

func colours() palette {
	return palette{
		sample: color.NRGBA{R: 0x33, G: 0x66, B: 0x99, A: 0x90},
		fit:    color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff},
		slope:  color.NRGBA{R: 0xa8, G: 0x4a, B: 0x00, A: 0xff}, // dark enough for text
		band:   color.NRGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0x38},
		mark:   color.NRGBA{R: 0x55, G: 0x55, B: 0x55, A: 0xff},
		grid:   color.NRGBA{R: 0xdd, G: 0xdd, B: 0xdd, A: 0xff},
		ink:    color.NRGBA{R: 0x22, G: 0x22, B: 0x22, A: 0xff},
	}
}

// sans is the one typeface of a picture.
func sans(size vg.Length) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
}

// textStyle is for what is drawn outside the axes, centred above a point.
func textStyle(size vg.Length) draw.TextStyle {
	style := plot.New().Title.TextStyle
	style.Font = sans(size)
	style.Color = colours().ink
	style.XAlign, style.YAlign = draw.XCenter, draw.YBottom
	return style
}

// newPlot is an empty plot in the house style: light grid, no boxes.
func newPlot(title, x, y string) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.X.Label.Text, p.Y.Label.Text = title, x, y
	p.Title.TextStyle.Font = sans(13)
	p.Title.Padding = vg.Points(8)
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font = sans(11)
		axis.Label.Padding = vg.Points(4)
		axis.Tick.Marker = roundTicks{}
		axis.Tick.Label.Font = sans(10)
		axis.Color, axis.Tick.Color = colours().mark, colours().mark
	}
	grid := plotter.NewGrid()
	grid.Horizontal.Color, grid.Vertical.Color = colours().grid, colours().grid
	p.Add(grid)
	return p
}

// samples draws points as small discs, smaller the more there are.
func samples(points plotter.XYs) *plotter.Scatter {
	radius := vg.Points(2.6)
	if len(points) > 300 {
		radius = vg.Points(1.6)
	}
	return &plotter.Scatter{
		XYs:        points,
		GlyphStyle: draw.GlyphStyle{Color: colours().sample, Radius: radius, Shape: draw.CircleGlyph{}},
	}
}

// curve draws a polyline.
func curve(points plotter.XYs, c color.Color, dashes ...vg.Length) *plotter.Line {
	return &plotter.Line{XYs: points, LineStyle: draw.LineStyle{Color: c, Width: vg.Points(1.8), Dashes: dashes}}
}
