package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"relucert/dataset"
	"relucert/internal/indented"
	"relucert/internal/report"
	"relucert/network"
)

// approximation is the whole answer: TrainingError is at most Epsilon above the
// least of the class, with probability 1 − Delta.
type approximation struct {
	Method        string   `json:"method"`
	Complete      bool     `json:"complete"`
	Epsilon       *float64 `json:"epsilon"` // null: nothing is guaranteed
	Delta         float64  `json:"delta"`
	TrainingError float64  `json:"training_error"`
	Lower         *float64 `json:"training_error_lower"` // null: none is proved
	report.Samples
	Notices    []string          `json:"notices"`
	Sample     *sampleRecord     `json:"sample,omitempty"`
	Net        *netRecord        `json:"net,omitempty"`
	Projection *projectionRecord `json:"projection,omitempty"`
	Network    *network.Network  `json:"network"`
}

type sampleRecord struct {
	Needed   float64 `json:"needed"`
	Drawn    int     `json:"drawn"` // 0: all were used
	Distinct int     `json:"distinct"`
	Error    float64 `json:"training_error"`
	Lower    float64 `json:"training_error_lower"`
}

type netRecord struct {
	Cells float64 `json:"cells"`
	Nodes int64   `json:"nodes"`
}

type projectionRecord struct {
	Inputs     int     `json:"inputs"`
	Dimensions int     `json:"dimensions"`
	Moved      float64 `json:"moved"`
}

func (a *approximation) complete(data *dataset.Dataset, notices []string) {
	a.Samples, a.Notices = report.SamplesOf(data), append([]string{}, notices...)
}

func (a *approximation) write(asJSON bool, class string) error {
	if asJSON {
		return indented.EscapedJSON(desk.Stdout, a)
	}
	return a.summary(desk.Stdout, class)
}

// summary is for people.
func (a *approximation) summary(w io.Writer, class string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name, format string, args ...any) { fmt.Fprintf(table, name+"\t"+format+"\n", args...) }
	for _, u := range a.Network.Units {
		row("unit", "%s", a.unit(&u))
	}
	row("class", "%s", class)
	row("training error", "%.7g (the average squared error on all %d samples)", a.TrainingError, a.Rows)
	a.details(row)
	row("guarantee", "%s", a.guarantee())
	for _, notice := range a.Notices {
		row("notice", "%s", notice)
	}
	return table.Flush()
}

// details are what the method has to say of itself.
func (a *approximation) details(row func(name, format string, args ...any)) {
	if s := a.Sample; s != nil && s.Drawn > 0 {
		row("samples", "%d drawn, %d different; training error %.7g on them, no less than %.7g", s.Drawn, s.Distinct, s.Error, s.Lower)
	} else if s != nil {
		row("samples", "all: the theorem would draw %s", sampleCount(s.Needed))
	}
	if p := a.Projection; p != nil && p.Dimensions < p.Inputs {
		row("projection", "from %d to %d dimensions, moves outputs by up to %.4g", p.Inputs, p.Dimensions, p.Moved)
	}
	if a.Net != nil {
		row("net", "%.3g cells, %d cubes looked at", a.Net.Cells, a.Net.Nodes)
	}
	if a.Lower != nil {
		row("lower bound", "%.7g", *a.Lower)
	}
}

func (a *approximation) guarantee() string {
	if a.Epsilon == nil {
		return "none: training stopped before the labels were fitted"
	}
	text := fmt.Sprintf("within %.4g of the least training error of the class", *a.Epsilon)
	if a.Delta > 0 {
		return text + fmt.Sprintf(", with probability at least %.4g", 1-a.Delta)
	}
	return text + ", surely"
}

func (a *approximation) unit(u *network.Unit) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%c max(0, ", network.SignRune(u.Sign))
	for i, w := range u.Weights {
		fmt.Fprintf(&b, "%+.6g·%s ", w, a.Features[i])
	}
	fmt.Fprintf(&b, "%+.6g)", u.Bias)
	return b.String()
}
