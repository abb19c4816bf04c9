package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"

	"relucert"
	"relucert/dataset"
	"relucert/internal/web"
)

// Page is the report of a fit as one HTML page.
type Page struct {
	*Result
	Data    *dataset.Dataset
	Path    *Path // several numbers of units, of which Result is the largest; nil: one
	History *History
	Version string
	Made    string // the date
	Command string // as it was typed
	Proof   *Proof // nil: no certificate was written
}

// Proof is the certificate that was written.
type Proof struct {
	File, SHA256 string
	Command      string // that checks it
}

//go:embed page.html
var pageHTML string

// WriteHTML writes the page, which needs no other file.
func (p *Page) WriteHTML(w io.Writer) error {
	functions := template.FuncMap{"style": web.Style, "charts": web.Charts, "alone": func() template.HTML { return web.Alone(false) }}
	return template.Must(template.New("report").Funcs(functions).Parse(pageHTML)).Execute(w, p)
}

// Title says what was fitted to what.
func (p *Page) Title() string {
	if p.Path != nil {
		return p.Path.title(p.Data)
	}
	return title(p.Data, p.Result)
}

// Subtitle is the class and the number of samples.
func (p *Page) Subtitle() string {
	return outputWords(p.Class, p.Result.Result) + ", " + plural(p.Rows, "sample")
}

// Verdict is what was proved, in one sentence.
func (p *Page) Verdict() string { return gapInWords(p.Result) }

// Closed says that the search came to its end.
func (p *Page) Closed() bool {
	return p.Status == relucert.Optimal || p.Status == relucert.Decided
}

// StatusWords is how the search ended.
func (p *Page) StatusWords() string { return statusWords(p.Status) }

// Numbers are how good the fit is.
func (p *Page) Numbers() Table {
	return append(numbersOf(p.Data, p.Result), proofNumbers(p.Data, p.Result)...)
}

// All is a table of all numbers of units; nil: there is one.
func (p *Page) All() Table {
	if p.Path == nil {
		return nil
	}
	return p.Path.Table(p.Data)
}

// Table is pieces or units.
func (p *Page) Table() Table { return TableOf(p.Data, p.Result) }

// Legend is what the table's numbers are of, if not of the columns as they stand.
func (p *Page) Legend() string { return legend(p.Data) }

// Estimates are slopes and breakpoints with their intervals; nil: there are none.
func (p *Page) Estimates() Table {
	if p.Inference == nil || p.Inference.Estimates == nil {
		return nil
	}
	return p.Inference.table(p.Data)
}

// Remarks tell of the estimates, or why there are none.
func (p *Page) Remarks() []string {
	switch {
	case p.Inference == nil:
		return nil
	case p.Inference.Estimates == nil:
		return []string{"no standard errors: " + p.Inference.Why}
	}
	return p.Inference.remarks(p.Data)
}

// Candidates are what the fit was chosen among; nil: nothing.
func (p *Page) Candidates() Table {
	if p.Choices == nil {
		return nil
	}
	return choicesTable(p.Choices)
}

// Chosen says why it was chosen.
func (p *Page) Chosen() []string { return append(testWords(p.Choices.Tests), chosenWords(p.Choices)) }

// Claim says what the proof says, each sentence on its own.
func (p *Page) Claim() []string {
	sse, lower := aligned(p.SSE, p.SSELower)
	name := "sum of squared errors"
	if !p.Objective.Plain() {
		name = p.Objective.Name()
	}
	claims := []string{fmt.Sprintf("The fit on this page has the %s %s.", name, sse)}
	if p.SSELower > 0 {
		claims = append(claims, fmt.Sprintf("Nothing in the class has a smaller one than %s.", lower))
	} else {
		claims = append(claims, "That nothing in the class has a smaller one is not proved: the lower bound is 0.")
	}
	claims = append(claims, "The class: "+p.classWords()+".")
	switch {
	case p.Jumps:
		return claims
	case p.Class.Hinges != nil:
		return append(claims, fmt.Sprintf("The proof is for units that rise by no more than %s over their column.", number(p.WeightLimit)))
	case p.WeightLimitImplied:
		return append(claims, fmt.Sprintf("There is no limit on the weights: the penalty keeps all better networks within %s, on standardised inputs.", number(p.WeightLimit)))
	case p.AtWeightLimit:
		return append(claims, fmt.Sprintf("The proof is for networks whose weights, on standardised inputs, stay within %s. The fit is at this limit: a larger one may have a better fit.", number(p.WeightLimit)))
	case p.WeightLimit > 0:
		return append(claims, fmt.Sprintf("The proof is for networks whose weights, on standardised inputs, stay within %s.", number(p.WeightLimit)))
	}
	return append(claims, "There is no limit on the weights.")
}

// classWords are the networks that compete.
func (p *Page) classWords() string {
	words := []string{fmt.Sprintf("networks of %s with %s, %s", plural(p.Class.K(), "unit"), signWords(p.Class.SignText("any")), outputWords(p.Class, p.Result.Result))}
	if p.Jumps {
		words[0] = fmt.Sprintf("lines that may jump at their breakpoints, of which there are at most %d", p.K())
	}
	if p.Class.Hinges != nil {
		words = append(words, "each unit bends at one column")
	}
	if p.Class.NormBound > 0 {
		words = append(words, "norm bound "+number(p.Class.NormBound))
	}
	return strings.Join(append(words, p.Constraints...), ", ")
}

func signWords(signs string) string {
	if signs == "any" {
		return "any signs"
	}
	return "signs " + signs
}

// Search is how long it took.
func (p *Page) Search() string {
	return fmt.Sprintf("Method %v, %s, %s.", p.Method, plural(int(p.Nodes), "node"), seconds(p.Seconds))
}

// HowProved says how bounds are found, in a sentence.
func (p *Page) HowProved() string {
	return map[relucert.Method]string{
		relucert.Sweep:       "All places of the one breakpoint are tried.",
		relucert.Breakpoints: "Broken lines are bounded by dynamic programming over their pieces, and divided by where a breakpoint is as long as that is not enough.",
		relucert.Conic:       "The directions of the units are divided into boxes, and each box has a lower bound of its own.",
		relucert.Sign:        "Networks are divided by the side of a unit's kink that samples are on, and each part has a lower bound of its own.",
		relucert.Hinges:      "The places where units bend are divided into intervals, and each choice of them has a lower bound of its own.",
		relucert.Enumerate:   "All activation patterns are tried.",
	}[p.Method]
}
