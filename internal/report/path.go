package report

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"relucert"
	"relucert/dataset"
	"relucert/internal/indented"
	"relucert/network"
)

// Path is the fits for several numbers of units of one run, with what was asked.
type Path struct {
	*relucert.Path
	Samples
	Class       network.Class // of the largest number
	Constraints []string      // on pieces and breakpoints, in words
	Until       float64       // the SSE at which each search was to end; 0: none
	Notices     []string
	Axes        *Axes // of one column; nil: made when it is needed
}

// WriteSummary writes a row for each number of units.
func (p *Path) WriteSummary(w io.Writer, data *dataset.Dataset) error {
	fmt.Fprintf(w, "%s, %s, %s\n\n", p.title(data), outputWords(p.Class, p.Most()), plural(p.Rows, "sample"))
	if err := p.Table(data).Write(w, ""); err != nil {
		return err
	}
	return p.writeNumbers(w)
}

// Table has a row for each number of units.
func (p *Path) Table(data *dataset.Dataset) (t Table) {
	variation := network.Variation(data)
	t.add(unitNoun(p.Most())+"s", "SSE", "lower bound", "gap", "R²", "status")
	for _, r := range p.Fits {
		sse, lower := aligned(r.SSE, r.SSELower)
		t.add(strconv.Itoa(r.K()), sse, lower, gapCell(r), rSquaredCell(network.R2Of(r.SSE, variation)), statusWords(r.Status))
	}
	return t
}

// writeNumbers tells of the run.
func (p *Path) writeNumbers(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "\nsearch\t%v, %s, %s\n", p.Most().Method, plural(int(p.nodes()), "node"), seconds(p.Most().Seconds))
	for _, c := range p.Constraints {
		fmt.Fprintf(table, "constraint\t%s\n", c)
	}
	for _, notice := range p.Notices {
		fmt.Fprintf(table, "notice\t%s\n", notice)
	}
	return table.Flush()
}

func (p *Path) title(data *dataset.Dataset) string {
	return fmt.Sprintf("%s: %s on %s, %d to %s", sourceName(data), data.Target, data.Features[0],
		p.Fits[0].K(), plural(p.Most().K(), unitNoun(p.Most())))
}

func (p *Path) nodes() (total int64) {
	for _, r := range p.Fits {
		total += r.Nodes
	}
	return total
}

// gapCell is the gap in a table.
func gapCell(r *relucert.Result) string {
	if r.FloorDecided {
		return "floor"
	}
	return percent(r.Gap())
}

func rSquaredCell(r2 float64) string {
	if math.IsNaN(r2) {
		return "–"
	}
	return fmt.Sprintf("%.6f", r2)
}

// pathText is a Path as `relucert fit --units 0..12 --json` prints it. Numbers are in the units of resultText.
type pathText struct {
	Status      string             `json:"status"`          // that of the largest number of units that is open, if any
	Until       float64            `json:"until,omitempty"` // left out: none
	Nodes       int64              `json:"nodes"`
	Seconds     float64            `json:"seconds"`
	Method      string             `json:"method"`
	Samples                        // as in resultText
	Signs       string             `json:"signs"`
	Bias        bool               `json:"bias"`
	Output      network.OutputPart `json:"output"`
	Constraints []string           `json:"constraints,omitempty"` // on pieces and breakpoints, in words
	Notices     []string           `json:"notices"`
	Path        []pathRow          `json:"path"` // by the number of units, least first
}

// pathRow is the fit for one number of units.
type pathRow struct {
	Units         int              `json:"units"`
	Status        string           `json:"status"`
	SSE           float64          `json:"sse"`
	SSELower      float64          `json:"sse_lower"`
	Gap           float64          `json:"gap"`
	R2            *float64         `json:"r2"` // null: all labels are equal
	TrainingError float64          `json:"training_error"`
	Floor         float64          `json:"floor"`
	FloorDecided  bool             `json:"floor_decided"`
	Nodes         int64            `json:"nodes"`
	Pieces        []pieceText      `json:"pieces,omitempty"`
	Jumps         []jumpText       `json:"jumps,omitempty"`
	Network       *network.Network `json:"network"`
}

// WriteJSON writes the path as one indented JSON object.
func (p *Path) WriteJSON(w io.Writer, data *dataset.Dataset) error {
	text := pathText{
		Status: p.Status().String(), Until: p.Until, Nodes: p.nodes(), Seconds: p.Most().Seconds, Method: p.Most().Method.String(),
		Samples: p.Samples, Signs: p.Class.SignText("any"), Bias: p.Class.Bias(), Output: p.Class.Output, Constraints: p.Constraints, Notices: append([]string{}, p.Notices...),
	}
	a, variation := p.Axes, network.Variation(data)
	if a == nil {
		a = AxesOf(data)
	}
	for _, r := range p.Fits {
		text.Path = append(text.Path, rowOf(r, data, a, variation))
	}
	return indented.EscapedJSON(w, text)
}

func rowOf(r *relucert.Result, data *dataset.Dataset, a *Axes, variation float64) pathRow {
	return pathRow{
		Units: r.K(), Status: r.Status.String(), SSE: r.SSE, SSELower: r.SSELower, Gap: r.Gap(), R2: defined(network.R2Of(r.SSE, variation)), TrainingError: r.TrainingError,
		Floor: r.Floor, FloorDecided: r.FloorDecided, Nodes: r.Nodes, Pieces: a.piecesText(data, r.Network), Jumps: jumpsText(data, r.Network), Network: r.Network,
	}
}
