package report

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"relucert/dataset"
	"relucert/network"
)

// A picture of more samples than maxDrawn shows the largest residuals and a random
// choice of the rest: every k-th would beat with the period of hourly data.
const (
	maxDrawn = 2000
	outliers = 20
)

// thin chooses the samples to draw, all of them if they are few.
func thin(data *dataset.Dataset, net *network.Network) []int {
	rows := make([]int, data.Rows())
	for i := range rows {
		rows[i] = i
	}
	if len(rows) <= maxDrawn {
		return rows
	}
	residual := make([]float64, len(rows))
	for i := range rows {
		residual[i] = math.Abs(data.Y[i] - net.Predict(data.Row(i)))
	}
	slices.SortFunc(rows, func(a, b int) int { return cmp.Compare(residual[b], residual[a]) })
	rest := rows[outliers:]
	rng := rand.New(rand.NewPCG(1, uint64(len(rows))))
	rng.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return rows[:maxDrawn]
}
