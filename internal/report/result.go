package report

import (
	"encoding/hex"
	"fmt"
	"io"
	"math"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/internal/indented"
	"relucert/network"
)

// Result is what a fit found and what it proved, with what was asked.
type Result struct {
	*relucert.Result
	Samples
	Class       network.Class
	Constraints []string // on pieces and breakpoints, in words
	Until       float64  // the SSE at which the search was to end; 0: none
	Left        *float64 // seconds that the search may still take (History.Left); nil: it is over, or that is not known
	Notices     []string
	Inference   *Inference         // how sure it is; nil: its class has no intervals
	Choices     *inference.Choices // what it was chosen among; nil: nothing
	Axes        *Axes              // of one column; nil: made when it is needed
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
	// SampleWeights is their column; Reading how the file was read, if not as plain CSV, and Dates
	// which features are dates, as [dataset.Dataset] has them.
	SampleWeights string   `json:"sample_weights,omitempty"`
	Reading       []string `json:"reading,omitempty"`
	Dates         []string `json:"dates,omitempty"`
	File          string   `json:"file"`
	SHA256        string   `json:"sha256"` // of the file
}

// SamplesOf are those of data.
func SamplesOf(data *dataset.Dataset) Samples {
	return Samples{data.Rows(), data.Features, data.Target, data.Origins, data.TargetOrigin,
		data.WeightColumn, data.Reading, data.Dates, data.Name, hex.EncodeToString(data.SHA256[:])}
}

// resultText is a Result as `relucert fit --json` prints it. SSEs are in the data's own units,
// weighted by the sample weights.
type resultText struct {
	Status        string   `json:"status"`
	SSE           float64  `json:"sse"`
	SSELower      float64  `json:"sse_lower"` // 0 if there is another objective
	Gap           float64  `json:"gap"`
	R2            *float64 `json:"r2"` // null: all labels are equal, or the loss is not squared
	TrainingError float64  `json:"training_error"`
	Floor         float64  `json:"floor"`
	FloorDecided  bool     `json:"floor_decided"`
	WeightLimit   float64  `json:"weight_limit"`                   // 0: none
	Implied       bool     `json:"weight_limit_implied,omitempty"` // a penalty keeps all better networks within it
	AtLimit       bool     `json:"at_weight_limit,omitempty"`      // a larger limit may have a better network
	NormBound     *float64 `json:"norm_bound"`                     // null: none
	Until         float64  `json:"until,omitempty"`                // left out: none
	Nodes         int64    `json:"nodes"`
	Seconds       float64  `json:"seconds"`
	SecondsLeft   *float64 `json:"seconds_left"` // by the search's trend, no promise; null: it is over, or has none
	Method        string   `json:"method"`
	Samples
	Objective   *objectiveText     `json:"objective,omitempty"` // left out: the SSE
	Units       int                `json:"units"`
	Signs       string             `json:"signs"` // of the class; any: the solver found them
	Bias        bool               `json:"bias"`
	Output      network.OutputPart `json:"output"`
	Constraints []string           `json:"constraints,omitempty"` // on pieces and breakpoints, in words
	Notices     []string           `json:"notices"`
	Pieces      []pieceText        `json:"pieces,omitempty"` // of one input column, from left to right
	Jumps       []jumpText         `json:"jumps,omitempty"`  // of a line that may jump
	Hinges      []hingeText        `json:"hinges,omitempty"` // of units that bend at one column each
	Network     *network.Network   `json:"network"`
	Inference   *inferenceText     `json:"inference,omitempty"` // left out: the class has no intervals
	Choice      *choiceText        `json:"choice,omitempty"`    // left out: nothing was chosen
}

// r2 is the share of the labels' variation that the network explains; NaN if there is none.
func (r *Result) r2(data *dataset.Dataset) float64 {
	sse := r.SSE
	if !r.Objective.Plain() {
		sse = r.Squares
	}
	return network.R2Of(sse, network.Variation(data))
}

// WriteJSON writes the result on data as one indented JSON object.
func (r *Result) WriteJSON(w io.Writer, data *dataset.Dataset) error {
	text := resultText{
		Status: r.Status.String(), SSE: r.SSE, SSELower: r.SSELower, Gap: r.Gap(), R2: defined(r.r2(data)), TrainingError: r.TrainingError,
		Floor: r.Floor, FloorDecided: r.FloorDecided, WeightLimit: r.WeightLimit, Implied: r.WeightLimitImplied, AtLimit: r.AtWeightLimit, Until: r.Until,
		Nodes: r.Nodes, Seconds: r.Seconds, SecondsLeft: r.Left, Method: r.Method.String(),
		Samples: r.Samples, Units: r.K(), Signs: r.Class.SignText("any"), Bias: r.Class.Bias(), Output: r.Class.Output, Constraints: r.Constraints, Notices: append([]string{}, r.Notices...),
		Pieces: r.piecesText(data), Jumps: jumpsText(data, r.Network), Hinges: hingesText(data, r), Network: r.Network,
	}
	if text.Objective = objectiveOf(r.Result); text.Objective != nil {
		text.SSE, text.SSELower = r.Squares, 0
	}
	if !squaresMatter(r.Result) {
		text.R2 = nil
	}
	text.Inference, text.Choice = r.Inference.text(), choiceOf(r.Choices)
	if r.Class.NormBound > 0 {
		text.NormBound = &r.Class.NormBound
	}
	return indented.EscapedJSON(w, text)
}

// defined is a number, or nil if it is none.
func defined(v float64) *float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil
	}
	return &v
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
	// Left is how many seconds more the search may take, by its trend ([History.Left]); 0: not known.
	Left float64 `json:"seconds_left,omitempty"`
	// Units is how many the networks have; nil: all events are of one number.
	Units *int `json:"units,omitempty"`
}

// gap is (Upper-Lower)/Upper, and 0 when Upper is 0.
func (e Event) gap() float64 {
	if e.Upper == 0 {
		return 0
	}
	return (e.Upper - e.Lower) / e.Upper
}

// number is how many units this is about, 0 if all events are about one number.
func (e Event) number() int {
	if e.Units == nil {
		return 0
	}
	return *e.Units
}

// units is which of several numbers of units this is about.
func (e Event) units() string {
	if e.Units == nil {
		return ""
	}
	return fmt.Sprintf("k=%d", *e.Units)
}
