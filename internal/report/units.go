package report

import (
	"fmt"
	"io"

	"relucert/dataset"
	"relucert/network"
)

// writeUnits writes one column for each unit and one for the output part:
// features are often many and units few.
func writeUnits(w io.Writer, data *dataset.Dataset, r *Result) {
	fmt.Fprint(w, "\toutput\t")
	for j, u := range r.Network.Units {
		fmt.Fprintf(w, "unit %d (%s)\t", j+1, signName(u.Sign))
	}
	fmt.Fprintln(w)
	for d := range data.Features {
		writeRow(w, inputName(data, d), r.Network.Output.Weights[d], r, func(u network.Unit) float64 { return u.Weights[d] })
	}
	writeRow(w, "bias", r.Network.Output.Bias, r, func(u network.Unit) float64 { return u.Bias })
	writeRow(w, "active on", float64(r.Rows), r, func(u network.Unit) float64 { return float64(activeSamples(data, &u)) })
}

// writeRow writes one row of the table of units.
func writeRow(w io.Writer, name string, output float64, r *Result, of func(network.Unit) float64) {
	fmt.Fprintf(w, "%s\t%.6g\t", name, output)
	for _, u := range r.Network.Units {
		fmt.Fprintf(w, "%.6g\t", of(u))
	}
	fmt.Fprintln(w)
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
