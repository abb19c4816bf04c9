package report

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"

	"relucert/dataset"
)

// RowHead names the cells of a result that is one row of a table: what the JSON object says, without how long it took.
// Lists are separated by blanks, sentences by semicolons.
var RowHead = []string{"status", "rows", "sse", "sse_lower", "gap", "r2", "training_error", "floor", "floor_decided", "weight_limit", "norm_bound",
	"nodes", "method", "units", "breakpoints", "slopes", "intercepts", "piece_samples",
	"model", "residual_se", "adjusted_r2", "aic", "bic", "cv_rmse", "nmbe",
	"breakpoints_low", "breakpoints_high", "slopes_se", "slopes_low", "slopes_high", "network", "notices"}

// Row is the cells of RowHead.
func (r *Result) Row(data *dataset.Dataset) ([]string, error) {
	net, err := json.Marshal(r.Network)
	row := []string{r.Status.String(), strconv.Itoa(r.Rows), full(r.SSE), full(r.SSELower), full(r.Gap()), full(r.r2(data)), full(r.TrainingError),
		full(r.Floor), strconv.FormatBool(r.FloorDecided), full(r.WeightLimit), full(r.Class.NormBound),
		strconv.FormatInt(r.Nodes, 10), r.Method.String(), strconv.Itoa(r.K())}
	row = append(row, pieceCells(r.piecesText(data))...)
	row = append(row, r.Inference.cells(data)...)
	return append(row, string(net), strings.Join(r.Notices, "; ")), err
}

// pieceCells are the lists of a broken line.
func pieceCells(pieces []pieceText) []string {
	var lists [4][]string
	for _, p := range pieces {
		if p.To != nil {
			at := string(p.To.At)
			if p.To.Date != "" {
				at = p.To.Date
			}
			lists[0] = append(lists[0], at)
		}
		lists[1] = append(lists[1], full(p.Slope))
		lists[2] = append(lists[2], full(p.Intercept))
		lists[3] = append(lists[3], strconv.Itoa(p.Samples))
	}
	var cells []string
	for _, list := range lists {
		cells = append(cells, strings.Join(list, " "))
	}
	return cells
}

// cells are how sure a fit is; empty ones if that is not known.
func (r *Inference) cells(data *dataset.Dataset) []string {
	if r == nil {
		return make([]string, 12)
	}
	var lists [5][]string
	for _, e := range r.Estimates {
		switch {
		case e.Place:
			lists[0], lists[1] = append(lists[0], place(data, e.Low, -1)), append(lists[1], place(data, e.High, -1))
		case strings.HasPrefix(e.Name, "slope"):
			lists[2], lists[3], lists[4] = append(lists[2], full(e.SE)), append(lists[3], full(e.Low)), append(lists[4], full(e.High))
		}
	}
	cells := []string{r.Model, full(r.ResidualSE), full(r.AdjustedR2), full(r.AIC), full(r.BIC), full(r.CVRMSE), full(r.NMBE)}
	for _, list := range lists {
		cells = append(cells, strings.Join(list, " "))
	}
	return cells
}

// full is a number in all its digits; nothing if it is none.
func full(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
