package report

import (
	"fmt"
	"io"
	"slices"

	"relucert/dataset"
	"relucert/network"
)

// innerBreakpoints are the places within the range of the data where the slope
// of a fit to one input column changes.
func innerBreakpoints(data *dataset.Dataset, net *network.Network) []float64 {
	low, high := slices.Min(data.X), slices.Max(data.X)
	return slices.DeleteFunc(net.Breakpoints(), func(at float64) bool { return at <= low || at >= high })
}

// writePieces writes the fit to one input column as a broken line.
func writePieces(w io.Writer, data *dataset.Dataset, r *Result) {
	fmt.Fprint(w, "piece\tfrom\tto\tsamples\tslope\tintercept\t\n")
	for i, p := range r.Network.Pieces() {
		fmt.Fprintf(w, "%d\t%s\t%s\t%d\t%.6g\t%.6g\t\n", i+1, place(data, p.From, 6), place(data, p.To, 6), samplesOn(p, data), p.Slope, p.Intercept)
	}
}

// samplesOn counts the samples on a piece; one on a breakpoint is on the piece
// to its left.
func samplesOn(p network.Piece, data *dataset.Dataset) int {
	count := 0
	for _, x := range data.X {
		if p.From < x && x <= p.To {
			count++
		}
	}
	return count
}

// FewSamples is how many samples a piece should have at least, of so many rows: 5, or 2 %.
func FewSamples(rows int) int { return max(5, (rows+49)/50) }

// thinPieces warns of pieces with too few samples to say much.
func thinPieces(data *dataset.Dataset, r *Result) (warnings []string) {
	few := FewSamples(data.Rows())
	if len(data.Features) != 1 || data.Rows() < 2*few {
		return nil
	}
	for i, p := range r.Network.Pieces() {
		if n := samplesOn(p, data); n < few {
			warnings = append(warnings, fmt.Sprintf("piece %d has only %s: its slope says little; --min-samples %d asks for more", i+1, plural(n, "sample"), few))
		}
	}
	return warnings
}
