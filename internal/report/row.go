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
	"nodes", "method", "units", "breakpoints", "slopes", "intercepts", "piece_samples", "network", "notices"}

// Row is the cells of RowHead.
func (r *Result) Row(data *dataset.Dataset) ([]string, error) {
	net, err := json.Marshal(r.Network)
	row := []string{r.Status.String(), strconv.Itoa(r.Rows), full(r.SSE), full(r.SSELower), full(r.Gap()), full(r.Network.R2(data)), full(r.TrainingError),
		full(r.Floor), strconv.FormatBool(r.FloorDecided), full(r.WeightLimit), full(r.Class.NormBound),
		strconv.FormatInt(r.Nodes, 10), r.Method.String(), strconv.Itoa(len(r.Network.Units))}
	row = append(row, pieceCells(piecesText(data, r.Network))...)
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

// full is a number in all its digits; nothing if it is none.
func full(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
