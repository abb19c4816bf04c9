package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"

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

// WritePicture draws a bar for each method: how much less of the labels' variation
// it explains than the proved bound would.
func (c *Comparison) WritePicture(w io.Writer, format Format) error {
	names, lost := []string{"certified"}, plotter.Values{c.lost(c.CertifiedSSE)}
	for _, a := range c.Attempts {
		if a.SSE != nil {
			names, lost = append(names, a.Method), append(lost, c.lost(*a.SSE))
		}
	}
	p := newPlot(c.Title, "", "R² below the provable best, in percentage points")
	p.NominalX(names...)
	if err := addBars(p, lost); err != nil {
		return err
	}
	p.X.Min, p.X.Max = -0.5, float64(len(names))-0.5
	p.Y.Min, p.Y.Max = 0, math.Max(1.15*p.Y.Max, 0.01)
	return write(w, format, width, fmt.Sprintf("lower bound %s (%s)  ·  %s", number(c.SSELower), c.Status, plural(c.Rows, "sample")), p)
}

// lost is the R² that an SSE falls short of, times 100; 0 where R² is not defined.
func (c *Comparison) lost(sse float64) float64 {
	if c.Variation == 0 {
		return 0
	}
	return 100 * math.Max(0, sse-c.SSELower) / c.Variation
}

// addBars draws the bars with their heights above them.
func addBars(p *plot.Plot, heights plotter.Values) error {
	bars, err := plotter.NewBarChart(heights, vg.Points(46))
	if err != nil {
		return err
	}
	bars.Color, bars.LineStyle.Width = colours().sample, 0
	labels := plotter.XYLabels{}
	for i, height := range heights {
		labels.XYs = append(labels.XYs, plotter.XY{X: float64(i), Y: height})
		labels.Labels = append(labels.Labels, strconv.FormatFloat(twoDigits(height), 'g', -1, 64))
	}
	texts, err := plotter.NewLabels(labels)
	if err != nil {
		return err
	}
	for i := range texts.TextStyle {
		texts.TextStyle[i] = textStyle(10)
	}
	texts.Offset = vg.Point{Y: vg.Points(3)}
	p.Add(bars, texts)
	return nil
}
