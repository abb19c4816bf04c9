package export

import (
	"encoding/binary"
	"math"

	"relucert/dataset"
)

// distinct makes equal rows one, of their mean label and all their weight. Every
// network's SSE is then less by the same within.
func distinct(data *dataset.Dataset) (rows *dataset.Dataset, within float64) {
	rows = &dataset.Dataset{Features: data.Features}
	known := make(map[string]int)
	for i, y := range data.Y {
		key := rowKey(data.Row(i))
		g, seen := known[key]
		if !seen {
			g = len(known)
			known[key] = g
			rows.X = append(rows.X, data.Row(i)...)
			rows.Y, rows.Weights = append(rows.Y, 0), append(rows.Weights, 0)
		}
		within += include(rows, g, y, data.Weight(i))
	}
	return rows, within
}

// include moves row g's mean by one more label and says how much the sum of
// squares about it grows (Welford, Technometrics 4, 1962). A first label comes
// through unchanged.
func include(rows *dataset.Dataset, g int, y, weight float64) float64 {
	before := y - rows.Y[g]
	rows.Weights[g] += weight
	rows.Y[g] += weight / rows.Weights[g] * before
	return weight * before * (y - rows.Y[g])
}

// rowKey is equal for equal rows, 0 and -0 among them.
func rowKey(row []float64) string {
	key := make([]byte, 0, 8*len(row))
	for _, v := range row {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(v+0))
	}
	return string(key)
}
