package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"relucert"
	"relucert/inference"
)

// writeChoices writes the candidates, and why one of them was chosen.
func writeChoices(w io.Writer, c *inference.Choices) error {
	if err := choicesTable(c).Write(w, ""); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.Join(append(testWords(c.Tests), chosenWords(c), ""), "\n"))
	return err
}

// choicesTable has a row for each candidate.
func choicesTable(c *inference.Choices) (t Table) {
	t.add("candidate", "parameters", "SSE", "lower bound", c.By, "status", "")
	for i, a := range c.All {
		mark := ""
		if i == c.Chosen {
			mark = "chosen"
		}
		t.add(a.Name, strconv.Itoa(a.Parameters), number(a.Fit.SSE), number(a.Fit.SSELower), number(a.Value), statusWords(a.Fit.Status), mark)
	}
	return t
}

func testWords(tests []inference.Test) (lines []string) {
	for _, t := range tests {
		lines = append(lines, fmt.Sprintf("%d against %d: p = %.4g (%s)", t.Fewer, t.More, t.P, plural(t.Draws, "permutation")))
	}
	return lines
}

// chosenWords says what is proved of the choice.
func chosenWords(c *inference.Choices) string {
	name := c.All[c.Chosen].Name
	switch {
	case len(c.Tests) > 0:
		return name + " is chosen by these tests"
	case c.Proved:
		return fmt.Sprintf("%s is chosen, proved: no network of another candidate has so small %s", name, article(c.By)) + floorWords(c.Best())
	}
	return name + " is chosen: it has the least " + c.By
}

// floorWords says what a fit without error was taken to have: its logarithm would be less than any number.
func floorWords(r *relucert.Result) string {
	if r.SSE > r.Floor {
		return ""
	}
	return fmt.Sprintf(" (an SSE below %.2g, which may be rounding, counts as that)", r.Floor)
}

// choiceText is what a fit was chosen among, as JSON has it.
type choiceText struct {
	By         string          `json:"by"`
	Chosen     string          `json:"chosen"`
	Proved     bool            `json:"proved"` // no other candidate can have a smaller value
	Candidates []candidateText `json:"candidates"`
	Tests      []testText      `json:"tests,omitempty"`
}

type candidateText struct {
	Name       string  `json:"name"` // a number of units, or a model
	Parameters int     `json:"parameters"`
	Status     string  `json:"status"`
	SSE        float64 `json:"sse"`
	SSELower   float64 `json:"sse_lower"`
	Value      float64 `json:"value"`       // of the criterion
	ValueLower float64 `json:"value_lower"` // proved
}

type testText struct {
	Fewer     int     `json:"fewer"`
	More      int     `json:"more"`
	Statistic float64 `json:"statistic"`
	P         float64 `json:"p"`
	Draws     int     `json:"draws"`
}

func choiceOf(c *inference.Choices) *choiceText {
	if c == nil {
		return nil
	}
	t := &choiceText{By: c.By, Chosen: c.All[c.Chosen].Name, Proved: c.Proved}
	for _, a := range c.All {
		t.Candidates = append(t.Candidates, candidateText{a.Name, a.Parameters, a.Fit.Status.String(), a.Fit.SSE, a.Fit.SSELower, a.Value, a.Least})
	}
	for _, test := range c.Tests {
		t.Tests = append(t.Tests, testText(test))
	}
	return t
}
