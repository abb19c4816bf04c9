package report

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"relucert/dataset"
)

// Format is a picture's file format.
type Format string

// The formats that WritePicture knows.
const (
	SVG Format = "svg"
	PNG Format = "png"
)

// FormatOf tells the format by the file name's extension.
func FormatOf(path string) (Format, error) {
	switch extension := strings.ToLower(filepath.Ext(path)); extension {
	case ".svg":
		return SVG, nil
	case ".png":
		return PNG, nil
	default:
		return "", fmt.Errorf("a picture's name must end in .svg or .png: got %s", path)
	}
}

// size of a picture. Two panels share the same height.
const (
	width      = 8 * vg.Inch
	wide       = 11 * vg.Inch
	height     = 5 * vg.Inch
	margin     = vg.Inch / 8
	captionRow = vg.Inch / 4
	resolution = 160 // dots per inch of a PNG
)

// WritePicture draws the fit. For one input column: the samples, the fitted
// function and its breakpoints. Otherwise two panels: predicted against observed
// labels, and the residuals.
func WritePicture(w io.Writer, format Format, data *dataset.Dataset, r *Result) error {
	shown := thin(data, r.Network)
	caption := caption(data, r, len(shown))
	if len(data.Features) == 1 {
		p := fittedFunction(data, r, shown)
		return write(w, format, width, caption, p)
	}
	observed, residual := residualPanels(data, r, shown)
	return write(w, format, wide, caption, observed, residual)
}

// caption is the line of numbers below the picture.
func caption(data *dataset.Dataset, r *Result, shown int) string {
	parts := []string{"SSE " + number(r.SSE)}
	if r2 := r.Network.R2(data); !math.IsNaN(r2) {
		parts = append(parts, fmt.Sprintf("R² %.4f", r2))
	}
	parts = append(parts, gapLabel(r))
	if shown < data.Rows() {
		parts = append(parts, fmt.Sprintf("%s of %s samples drawn, outliers kept", grouped(shown), grouped(data.Rows())))
	} else {
		parts = append(parts, plural(data.Rows(), "sample"))
	}
	return strings.Join(parts, "  ·  ")
}

// write lays the panels side by side above the caption and encodes the whole.
func write(w io.Writer, format Format, width vg.Length, caption string, panels ...*plot.Plot) error {
	if format == PNG {
		canvas := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(resolution))}
		layOut(draw.New(canvas), caption, panels)
		_, err := canvas.WriteTo(w)
		return err
	}
	canvas := vgsvg.New(width, height)
	layOut(draw.New(canvas), caption, panels)
	return writeSVG(w, canvas)
}

func layOut(c draw.Canvas, caption string, panels []*plot.Plot) {
	c.SetColor(plot.New().BackgroundColor)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, margin, -margin, margin, -margin)
	c.FillText(textStyle(10), vg.Point{X: c.Center().X, Y: c.Min.Y}, caption)
	tiles := draw.Tiles{Rows: 1, Cols: len(panels), PadX: vg.Inch / 4, PadBottom: captionRow}
	for i, panel := range plot.Align([][]*plot.Plot{panels}, tiles, c)[0] {
		panels[i].Draw(panel)
	}
}

// writeSVG names typefaces of the same widths for readers who lack ours.
func writeSVG(w io.Writer, canvas *vgsvg.Canvas) error {
	var svg bytes.Buffer
	if _, err := canvas.WriteTo(&svg); err != nil {
		return err
	}
	_, err := w.Write(bytes.ReplaceAll(svg.Bytes(),
		[]byte("font-family:Liberation Sans;"),
		[]byte("font-family:'Liberation Sans',Arial,Helvetica,sans-serif;")))
	return err
}
