package report

import (
	"slices"
	"sort"

	"relucert/dataset"
)

// Axes are one column's inputs, ascending, and how far labels lie apart: what pieces are described by, however many there are.
type Axes struct {
	x      []float64
	height float64
}

// AxesOf takes long for many inputs, which it sorts.
func AxesOf(data *dataset.Dataset) *Axes {
	x := slices.Clone(data.X)
	slices.Sort(x)
	return &Axes{x, slices.Max(data.Y) - slices.Min(data.Y)}
}

// axesOf are the data's, which are made once for all reports.
func (r *Result) axesOf(data *dataset.Dataset) *Axes {
	if r.Axes == nil {
		r.Axes = AxesOf(data)
	}
	return r.Axes
}

// before is how many inputs are less than v.
func (a *Axes) before(v float64) int { return sort.SearchFloat64s(a.x, v) }

// upTo is how many are not more.
func (a *Axes) upTo(v float64) int {
	return sort.Search(len(a.x), func(i int) bool { return a.x[i] > v })
}
