package report

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"relucert/internal/indented"
	"relucert/network"
)

// Comparison is what several ways to train made of the same data, as `relucert
// compare --json` prints it. SSEs are in the data's own units.
type Comparison struct {
	// Title says what was fitted to what.
	Title string `json:"title"`
	Rows  int    `json:"rows"`
	// Certified is the proved fit: its SSE, and a bound below which none is.
	Status       string    `json:"status"`
	CertifiedSSE float64   `json:"sse"`
	SSELower     float64   `json:"sse_lower"`
	Seconds      float64   `json:"seconds"`
	Variation    float64   `json:"variation"` // Σ ω (y − mean)²
	Attempts     []Attempt `json:"attempts"`
	Notices      []string  `json:"notices"`
}

// Attempt is one way to train, without proof.
type Attempt struct {
	Method string `json:"method"`
	// SSE and Network are null when the method gave nothing; Note says why.
	SSE     *float64         `json:"sse"`
	Network *network.Network `json:"network"`
	Seconds float64          `json:"seconds"`
	Note    string           `json:"note,omitempty"`
}

// WriteJSON writes the comparison as one indented JSON object.
func (c *Comparison) WriteJSON(w io.Writer) error {
	return indented.EscapedJSON(w, c)
}

// WriteTable writes one line a method.
func (c *Comparison) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s, %s\n\n", c.Title, plural(c.Rows, "sample"))
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "method\tSSE\tabove certified\ttimes certified\tR²\ttime\t")
	fmt.Fprintf(table, "certified\t%s\t\t\t%s\t%s\t\n", number(c.CertifiedSSE), c.rSquared(c.CertifiedSSE), seconds(c.Seconds))
	for _, a := range c.Attempts {
		if a.SSE == nil {
			fmt.Fprintf(table, "%s\t–\t\t\t\t%s\t  %s\n", a.Method, seconds(a.Seconds), a.Note)
			continue
		}
		fmt.Fprintln(table, strings.TrimRight(strings.Join([]string{a.Method, number(*a.SSE), c.above(*a.SSE), c.times(*a.SSE),
			c.rSquared(*a.SSE), seconds(a.Seconds), "  " + a.Note}, "\t"), " "))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\nlower bound %s (%s): no network of the class has a smaller SSE\n", number(c.SSELower), c.Status)
	for _, notice := range c.Notices {
		fmt.Fprintf(w, "notice      %s\n", notice)
	}
	return nil
}

// negligible is the share of the labels' variation below which an SSE counts as 0,
// and a difference as rounding.
const negligible = 1e-12

// above is the difference to the certified SSE, but for rounding.
func (c *Comparison) above(sse float64) string {
	difference := sse - c.CertifiedSSE
	if math.Abs(difference) <= negligible*(c.CertifiedSSE+c.Variation) {
		return "0"
	}
	return number(difference)
}

// times says how many times the certified SSE this is.
func (c *Comparison) times(sse float64) string {
	switch {
	case sse <= negligible*c.Variation:
		return "1"
	case c.CertifiedSSE <= negligible*c.Variation:
		return "∞"
	}
	return strconv.FormatFloat(sse/c.CertifiedSSE, 'g', 5, 64)
}

func (c *Comparison) rSquared(sse float64) string {
	if c.Variation == 0 {
		return "–"
	}
	return fmt.Sprintf("%.6f", 1-sse/c.Variation)
}

// WritePicture draws a dot for each method: how far its SSE is above the proved bound.
func (c *Comparison) WritePicture(w io.Writer, format Format) error {
	dots := &excess{}
	dots.add("certified", c.percentAbove(c.CertifiedSSE))
	for _, a := range c.Attempts {
		if a.SSE != nil {
			dots.add(a.Method, c.percentAbove(*a.SSE))
		}
	}
	p := newPlot("", "SSE above the proved optimum, %", "")
	p.Add(dots)
	p.NominalY(dots.names...)
	p.X.Tick.Marker = plot.TickerFunc(func(float64, float64) []plot.Tick { return excessTicks(p.X.Max) })
	caption := fmt.Sprintf("lower bound %s (%s)  ·  %s  ·  scale logarithmic but for 0", number(c.SSELower), c.Status, plural(c.Rows, "sample"))
	return (&sheet{title: c.Title, caption: caption, width: width, rows: [][]*plot.Plot{{p}}}).write(w, format)
}

// percentAbove is how far an SSE is above the bound, in percent of that; +Inf where that is 0.
func (c *Comparison) percentAbove(sse float64) float64 {
	more := sse - c.SSELower
	if more <= negligible*(c.CertifiedSSE+c.Variation) {
		return 0
	}
	return 100 * more / c.SSELower
}

// excess is dots from the top down, each with its number.
type excess struct {
	names    []string
	percents []float64
}

// optimalBelow is the percentage from which on the scale is logarithmic; less counts as optimal, as the default gap does.
const optimalBelow = 0.01

func (e *excess) add(name string, percent float64) {
	e.names, e.percents = append([]string{name}, e.names...), append([]float64{percent}, e.percents...)
}

// excessPlace is 0 for the optimum, and one more for each factor of ten from optimalBelow on.
func excessPlace(percent float64) float64 {
	if percent <= optimalBelow {
		return 0
	}
	return min(1+math.Log10(percent/optimalBelow), mostPlaces)
}

const mostPlaces = 14

// DataRange implements plot.DataRanger.
func (e *excess) DataRange() (xMin, xMax, yMin, yMax float64) {
	return -0.2, 1.25 * max(4, excessPlace(slices.Max(e.percents))), -0.5, float64(len(e.names)) - 0.5
}

// Plot implements plot.Plotter.
func (e *excess) Plot(c draw.Canvas, p *plot.Plot) {
	toX, toY := p.Transforms(&c)
	text := textStyle(10)
	text.XAlign, text.YAlign = draw.XLeft, draw.YCenter
	for i, percent := range e.percents {
		at := vg.Point{X: toX(excessPlace(percent)), Y: toY(float64(i))}
		c.DrawGlyph(draw.GlyphStyle{Color: colours().fit, Radius: vg.Points(4), Shape: draw.CircleGlyph{}}, at)
		label(c, p, text, at.Add(vg.Point{X: vg.Points(9)}), excessText(percent))
	}
}

func excessText(percent float64) string {
	switch {
	case percent <= optimalBelow:
		return "optimal"
	case math.IsInf(percent, 1):
		return "the optimum is 0"
	}
	return signed(strconv.FormatFloat(twoDigits(percent), 'g', -1, 64)) + " %"
}

// excessTicks are at 0 and at powers of ten.
func excessTicks(most float64) []plot.Tick {
	ticks := []plot.Tick{{Value: 0, Label: "0"}}
	for k := 1; float64(k) <= most; k++ {
		ticks = append(ticks, plot.Tick{Value: float64(k), Label: logLabel(decimal(1, k-3))})
	}
	return ticks
}
