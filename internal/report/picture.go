package report

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"

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
	width       = 8 * vg.Inch
	wide        = 11 * vg.Inch
	height      = 5 * vg.Inch // of a picture with one row of panels
	panelHeight = 4 * vg.Inch // of each further row
	margin      = vg.Inch / 8
	captionRow  = vg.Inch / 4
	titleRow    = vg.Inch / 4
	resolution  = 160 // dots per inch of a PNG
)

// WritePicture draws the fit. For one input column: the samples, the fitted
// function with its slopes, and its breakpoints with their intervals. Otherwise predicted against observed
// labels, the residuals, and below them what each of the first units does.
func WritePicture(w io.Writer, format Format, data *dataset.Dataset, r *Result) error {
	shown := thin(data, r.Network)
	caption := caption(data, r, len(shown))
	picture := sheet{title: title(data, r), caption: caption, width: width}
	if len(data.Features) == 1 {
		p, headroom := fittedFunction(data, r, shown)
		picture.rows, picture.headroom = [][]*plot.Plot{{p}}, headroom
		return picture.write(w, format)
	}
	observed, residual := residualPanels(data, r, shown)
	picture.width, picture.headroom = wide, vg.Points(6)
	units := unitPanels(data, r, shown)
	if len(r.Network.Units) == 1 {
		picture.width, picture.rows = wide*4/3, [][]*plot.Plot{{observed, residual, units[0][0]}}
	} else {
		picture.rows = append([][]*plot.Plot{{observed, residual}}, units...)
	}
	return picture.write(w, format)
}

// caption is the line of numbers below the picture.
func caption(data *dataset.Dataset, r *Result, shown int) string {
	parts := []string{r.Objective.Name() + " " + number(r.SSE)}
	if r2 := r.r2(data); squaresMatter(r.Result) && !math.IsNaN(r2) {
		parts = append(parts, fmt.Sprintf("R² %.4f", r2))
	}
	parts = append(parts, gapLabel(r))
	if shown < data.Rows() {
		parts = append(parts, fmt.Sprintf("%s of %s samples drawn, outliers kept", grouped(shown), grouped(data.Rows())))
	} else {
		parts = append(parts, plural(data.Rows(), "sample"))
	}
	if i := r.Inference; i != nil && i.Errors != nil {
		parts = append(parts, "band and bars: "+levelWords(i.Level)+" confidence")
	}
	return strings.Join(parts, "  ·  ")
}
