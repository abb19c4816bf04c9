package report

import (
	"io"

	"relucert/dataset"
	"relucert/internal/indented"
	"relucert/network"
)

// Result is what a fit found and what it proved, as `relucert fit --json`
// prints it. SSEs are in the data's own units, weighted by the sample weights.
type Result struct {
	// Status is "optimal", "time_limit", "node_limit", "memory_limit",
	// "precision_limit" (float64 cannot close the gap), "interrupted", or "decided":
	// it is known whether an SSE of Until can be reached.
	Status string `json:"status"`
	// SSE is that of Network; no network of the class is below SSELower. Gap is
	// (SSE-SSELower)/SSE, and 0 when SSE is 0.
	SSE      float64 `json:"sse"`
	SSELower float64 `json:"sse_lower"`
	Gap      float64 `json:"gap"`
	// TrainingError is SSE divided by the sum of the sample weights.
	TrainingError float64 `json:"training_error"`
	// Floor is the absolute tolerance, 1e-12·Σω y², about the mean where the output has a constant; FloorDecided says that it,
	// not the relative gap, ended the search.
	Floor        float64 `json:"floor"`
	FloorDecided bool    `json:"floor_decided"`
	// WeightLimit bounds the whitened weights of the networks the proof speaks of,
	// in label units per standardised input; 0: it speaks of all of the class.
	WeightLimit float64 `json:"weight_limit"`
	// NormBound is B in ‖w_j‖ ≤ B; nil when the weights are free.
	NormBound *float64 `json:"norm_bound"`
	// Until is the SSE at which the search was to end; nil: none.
	Until   *float64 `json:"until,omitempty"`
	Nodes   int64    `json:"nodes"`
	Seconds float64  `json:"seconds"`
	Method  string   `json:"method"`
	Samples
	Bias bool `json:"bias"`
	// Output is the free part: "none", "intercept" or "affine".
	Output  network.OutputPart `json:"output"`
	Notices []string           `json:"notices"`
	Network *network.Network   `json:"network"`
}

// Samples say what was fitted.
type Samples struct {
	// Rows is their number, after rows with missing values were dropped.
	Rows     int      `json:"rows"`
	Features []string `json:"features"`
	Target   string   `json:"target"`
	// Origins were taken off the features, and TargetOrigin off the label: the network, its
	// breakpoints too, is of what is left.
	Origins      []dataset.Decimal `json:"origins,omitempty"`
	TargetOrigin dataset.Decimal   `json:"target_origin,omitzero"`
}

// SamplesOf are those of data.
func SamplesOf(data *dataset.Dataset) Samples {
	return Samples{data.Rows(), data.Features, data.Target, data.Origins, data.TargetOrigin}
}

// WriteJSON writes the result as one indented JSON object.
func (r *Result) WriteJSON(w io.Writer) error {
	return indented.EscapedJSON(w, r)
}

// Event is one line of a search's history, as the events file holds it.
type Event struct {
	Seconds float64 `json:"seconds"`
	Nodes   int64   `json:"nodes"`
	Open    int64   `json:"open"`
	Lower   float64 `json:"lower"`
	Upper   float64 `json:"upper"`
	// Source names what found a new incumbent; empty when there is none.
	Source string `json:"source"`
}

// gap is (Upper-Lower)/Upper, and 0 when Upper is 0.
func (e Event) gap() float64 {
	if e.Upper == 0 {
		return 0
	}
	return (e.Upper - e.Lower) / e.Upper
}
