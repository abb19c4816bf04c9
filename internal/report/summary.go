package report

import (
	"fmt"
	"io"
	"math"
	"text/tabwriter"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// WriteSummary writes what was found and proved, for a statistician to read.
func WriteSummary(w io.Writer, data *dataset.Dataset, r *Result) error {
	if r.Choices != nil {
		if err := writeChoices(w, r.Choices); err != nil {
			return err
		}
	}
	fmt.Fprintf(w, "%s, %s, %s\n\n", title(data, r), outputWords(r.Class, r.Result), plural(r.Rows, "sample"))
	if err := TableOf(data, r).Write(w, ""); err != nil {
		return err
	}
	writeLegend(w, data)
	if r.Inference != nil {
		if err := writeInference(w, data, r.Inference); err != nil {
			return err
		}
	}
	return writeNumbers(w, data, r)
}

// TableOf is the network's pieces, or its units if there are several input columns.
func TableOf(data *dataset.Dataset, r *Result) Table {
	if len(data.Features) == 1 {
		return piecesTable(data, r.Network)
	}
	return unitsTable(data, r)
}

// writeNumbers lists how good the fit is and how near the proof.
func writeNumbers(w io.Writer, data *dataset.Dataset, r *Result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, value string) { fmt.Fprintf(table, "%s\t%s\n", name, value) }
	fmt.Fprintln(table)
	row("status", statusWords(r.Status))
	if r.Class.Constant() { // else the mean is none of the class's
		row("R²", rSquaredWords(r.Network.R2(data)))
	}
	if r.Inference != nil {
		r.Inference.numbers(row)
	}
	row("training error", number(r.TrainingError)+averageWords(data))
	sse, lower := aligned(r.SSE, r.SSELower)
	row("SSE", sse)
	row("lower bound", lower)
	row("gap", gapInWords(r))
	if r.Class.NormBound > 0 {
		row("norm bound", number(r.Class.NormBound))
	}
	for _, c := range r.Constraints {
		row("constraint", c)
	}
	for _, j := range jumpsText(data, r.Network) {
		row("jump", fmt.Sprintf("at %s: for the samples the same anywhere between %s and %s", j.At.words(), j.Between[0].words(), j.Between[1].words()))
	}
	if !r.Jumps {
		row("weight limit", limitWords(r.WeightLimit))
	}
	row("search", fmt.Sprintf("%v, %s, %s", r.Method, plural(int(r.Nodes), "node"), seconds(r.Seconds)))
	for _, notice := range r.Notices {
		row("notice", notice)
	}
	return table.Flush()
}

func rSquaredWords(r2 float64) string {
	if math.IsNaN(r2) {
		return "not defined: all labels are equal"
	}
	return fmt.Sprintf("%.6f", r2)
}

func limitWords(limit float64) string {
	if limit == 0 {
		return "none: the proof is for all networks of this class"
	}
	return number(limit) + " label units per standardised input: the proof is for networks within it"
}

func averageWords(data *dataset.Dataset) string {
	if data.Weights != nil {
		return " (the weighted average squared error)"
	}
	return " (the average squared error)"
}

// outputWords says which class of networks competed.
func outputWords(c network.Class, r *relucert.Result) string {
	if r.Jumps {
		return "with jumps"
	}
	words := map[network.OutputPart]string{
		network.None: "no output part", network.Intercept: "free intercept", network.Affine: "free affine part",
	}[c.Output]
	if !c.Bias() {
		words += ", no bias"
	}
	return words
}
