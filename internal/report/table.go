package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
)

// Table is rows of cells, the first its head.
type Table [][]string

func (t *Table) add(cells ...string) { *t = append(*t, cells) }

// TableStyles are the ways to write a table, but for plain text.
var TableStyles = []string{"markdown", "latex", "csv"}

// Write writes it in one of TableStyles, or in columns of plain text.
func (t Table) Write(w io.Writer, style string) error {
	switch style {
	case "csv":
		out := csv.NewWriter(w)
		return out.WriteAll(t)
	case "markdown":
		return t.markdown(w)
	case "latex":
		return t.latex(w)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, row := range t {
		fmt.Fprintln(table, strings.Join(append(slices.Clone(row), ""), "\t"))
	}
	return table.Flush()
}

func (t Table) markdown(w io.Writer) (err error) {
	bars := strings.NewReplacer("|", `\|`)
	for i, row := range t {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = bars.Replace(cell)
		}
		_, err = fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
		if i == 0 {
			_, err = fmt.Fprintf(w, "|%s\n", strings.Repeat(" ---: |", len(row)))
		}
	}
	return err
}

// latexText escapes what LaTeX takes for its own.
var latexText = strings.NewReplacer(`\`, `\textbackslash{}`, "&", `\&`, "%", `\%`, "$", `\$`, "#", `\#`, "_", `\_`, "{", `\{`, "}", `\}`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "²", "$^2$", "−", "$-$", "–", "--", "-Inf", `$-\infty$`, "+Inf", `$\infty$`)

// latex writes a tabular for the package booktabs.
func (t Table) latex(w io.Writer) error {
	fmt.Fprintf(w, "\\begin{tabular}{%s}\n\\toprule\n", strings.Repeat("r", len(t[0])))
	for i, row := range t {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = latexText.Replace(cell)
		}
		fmt.Fprintf(w, "%s \\\\\n", strings.Join(cells, " & "))
		if i == 0 {
			fmt.Fprintln(w, `\midrule`)
		}
	}
	_, err := fmt.Fprintln(w, "\\bottomrule\n\\end{tabular}")
	return err
}
