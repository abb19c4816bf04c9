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

// TableOf is the network's pieces, or its units if there are several input columns, or its terms if they bend at one each.
func TableOf(data *dataset.Dataset, r *Result) Table {
	if len(data.Features) == 1 {
		return piecesTable(data, r)
	}
	if r.Class.Hinges != nil {
		return hingesTable(data, r)
	}
	return unitsTable(data, r)
}

// writeNumbers lists how good the fit is and how near the proof.
func writeNumbers(w io.Writer, data *dataset.Dataset, r *Result) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table)
	for _, row := range append(numbersOf(data, r), proofNumbers(data, r)...) {
		fmt.Fprintf(table, "%s\t%s\n", row[0], row[1])
	}
	for _, notice := range r.Notices {
		fmt.Fprintf(table, "notice\t%s\n", notice)
	}
	return table.Flush()
}

// numbersOf says how good the fit is: names and values.
func numbersOf(data *dataset.Dataset, r *Result) (rows Table) {
	rows.add("status", statusWords(r.Status))
	if r.Class.Constant() && squaresMatter(r.Result) { // else the mean is none of the class's
		rows.add("R²", rSquaredWords(r.r2(data)))
	}
	if r.Inference != nil {
		r.Inference.numbers(func(name, value string) { rows.add(name, value) })
	}
	if squaresMatter(r.Result) {
		rows.add("training error", number(r.TrainingError)+averageWords(data))
	} else {
		rows.add("average loss", number(r.Errors/data.SumOfWeights()))
	}
	return append(rows, objectiveNumbers(r.Result)...)
}

// proofNumbers says how near the proof is, of which class, and how it was found.
func proofNumbers(data *dataset.Dataset, r *Result) (rows Table) {
	sse, lower := aligned(r.SSE, r.SSELower)
	rows.add(r.Objective.Name(), sse)
	rows.add("lower bound", lower)
	rows.add("gap", gapInWords(r))
	if r.Left != nil {
		rows.add("time left", roughly(*r.Left)+" by the search's trend: a guess, no promise")
	}
	if r.Class.NormBound > 0 {
		rows.add("norm bound", number(r.Class.NormBound))
	}
	for _, c := range r.Constraints {
		rows.add("constraint", c)
	}
	for _, j := range jumpsText(data, r.Network) {
		rows.add("jump", fmt.Sprintf("at %s: for the samples the same anywhere between %s and %s", j.At.words(), j.Between[0].words(), j.Between[1].words()))
	}
	switch {
	case r.Class.Hinges != nil:
		rows.add("weight limit", number(r.WeightLimit)+": the proof is for units that rise by no more over their column")
	case !r.Jumps:
		rows.add("weight limit", limitWords(r.WeightLimit, r.WeightLimitImplied)+bindingWords(r))
	}
	rows.add("search", fmt.Sprintf("%v, %s, %s", r.Method, plural(int(r.Nodes), "node"), seconds(r.Seconds)))
	return rows
}

func rSquaredWords(r2 float64) string {
	if math.IsNaN(r2) {
		return "not defined: all labels are equal"
	}
	return fmt.Sprintf("%.6f", r2)
}

func limitWords(limit float64, implied bool) string {
	switch {
	case limit == 0:
		return "none: the proof is for all networks of this class"
	case implied:
		return "none needed: the penalty keeps all better networks within " + number(limit) + " label units per standardised input"
	}
	return number(limit) + " label units per standardised input: the proof is for networks within it"
}

// bindingWords warns of a limit that may keep better networks out.
func bindingWords(r *Result) string {
	if !r.AtWeightLimit {
		return ""
	}
	return "; this one is at the limit, and a larger --weight-limit may have a better one"
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
