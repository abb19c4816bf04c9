package report

import (
	"fmt"

	"relucert/dataset"
	"relucert/network"
)

// unitsTable has one column for each unit and one for the output part, if there is one:
// features are often many and units few.
func unitsTable(data *dataset.Dataset, r *Result) (t Table) {
	free := r.Class.Output != network.None
	head := []string{""}
	if free {
		head = append(head, "output")
	}
	for j, u := range r.Network.Units {
		head = append(head, fmt.Sprintf("unit %d (%s)", j+1, signName(u.Sign)))
	}
	t.add(head...)
	row := func(name string, output float64, of func(network.Unit) float64) {
		cells := []string{name}
		if free {
			cells = append(cells, fmt.Sprintf("%.6g", output))
		}
		for _, u := range r.Network.Units {
			cells = append(cells, fmt.Sprintf("%.6g", of(u)))
		}
		t.add(cells...)
	}
	for d := range data.Features {
		row(inputName(data, d), r.Network.Output.Weights[d], func(u network.Unit) float64 { return u.Weights[d] })
	}
	if r.Class.Bias() || r.Class.Output == network.Intercept {
		row("bias", r.Network.Output.Bias, func(u network.Unit) float64 { return u.Bias })
	}
	row("active on", float64(r.Rows), func(u network.Unit) float64 { return float64(activeSamples(data, &u)) })
	return t
}

func signName(sign int) string {
	if sign < 0 {
		return "−"
	}
	return "+"
}

// activeSamples counts the samples on which the unit is above 0.
func activeSamples(data *dataset.Dataset, unit *network.Unit) int {
	active := 0
	for i := range data.Rows() {
		if unit.Input(data.Row(i)) > 0 {
			active++
		}
	}
	return active
}
