package report

import (
	"slices"
	"sort"

	"relucert/dataset"
)

// axes are one column's inputs, ascending, and how far labels lie apart: what pieces are described by, however many there are.
type axes struct {
	x      []float64
	height float64
}

func axesOf(data *dataset.Dataset) *axes {
	x := slices.Clone(data.X)
	slices.Sort(x)
	return &axes{x, slices.Max(data.Y) - slices.Min(data.Y)}
}

// axesOf are the data's, which are made once for all reports: to sort many inputs takes long.
func (r *Result) axesOf(data *dataset.Dataset) *axes {
	if r.axes == nil {
		r.axes = axesOf(data)
	}
	return r.axes
}

// before is how many inputs are less than v.
func (a *axes) before(v float64) int { return sort.SearchFloat64s(a.x, v) }

// upTo is how many are not more.
func (a *axes) upTo(v float64) int {
	return sort.Search(len(a.x), func(i int) bool { return a.x[i] > v })
}
