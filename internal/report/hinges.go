package report

import (
	"fmt"
	"strings"

	"relucert/dataset"
)

// hingeText is a unit that bends at one column, slope·max(0, x − at), or, where left, slope·max(0, at − x).
type hingeText struct {
	Column  string  `json:"column"` // "": the unit is 0
	At      float64 `json:"at"`
	Slope   float64 `json:"slope"`
	Left    bool    `json:"left,omitempty"`
	Samples int     `json:"samples"` // on which it is above 0
}

// hingesText are the units of a class that bend at one column each.
func hingesText(data *dataset.Dataset, r *Result) (all []hingeText) {
	if r.Class.Hinges == nil {
		return nil
	}
	for _, u := range r.Network.Units {
		h := hingeText{}
		for d, w := range u.Weights {
			if w != 0 {
				h = hingeText{inputName(data, d), -u.Bias / w, float64(u.Sign) * max(w, -w), w < 0, activeSamples(data, &u)}
			}
		}
		all = append(all, h)
	}
	return all
}

// term is the hinge as MARS writes it.
func (h *hingeText) term() string {
	at := fmt.Sprintf("%.6g", h.At)
	switch {
	case h.Column == "":
		return "0"
	case h.Left:
		return "max(0, " + at + " − " + h.Column + ")"
	case strings.HasPrefix(at, "-"):
		return "max(0, " + h.Column + " + " + at[1:] + ")"
	}
	return "max(0, " + h.Column + " − " + at + ")"
}

// hingesTable is a row for each term: the constant, the columns, and the hinges.
func hingesTable(data *dataset.Dataset, r *Result) (t Table) {
	t.add("term", "coefficient", "above 0 on")
	row := func(term string, v float64, samples string) { t.add(term, fmt.Sprintf("%.6g", v), samples) }
	row("1", r.Network.Output.Bias, "")
	for d, w := range r.Network.Output.Weights {
		row(inputName(data, d), w, "")
	}
	for _, h := range hingesText(data, r) {
		row(h.term(), h.Slope, grouped(h.Samples))
	}
	return t
}
