package sides

import (
	"cmp"
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
)

// cluster is a few samples whose rows depend on each other: one sample, and all
// others that have entries in none but its columns.
type cluster struct {
	samples []int32         // ascending
	problem *whiten.Problem // theirs, on these columns
	shared  *shared
}

// What makes a cluster.
const (
	mostColumns = 6 // of a sample
	mostSamples = 16
	absent      = 1e-9 // an entry, as a share of the largest of its row
)

// gather finds the clusters of a problem without output part. One that lies in
// another is left out.
func (h *shared) gather(p *whiten.Problem, watch *budget.Watch) {
	if p.P > 0 {
		return
	}
	f := newFinder(p, watch)
	taken := make([]bool, p.M)
	for _, i := range f.widestFirst() {
		watch.Look(len(f.first[f.columns[i][0]]))
		samples := f.within(f.columns[i])
		if taken[i] || len(samples) < 2 || len(samples) == p.M {
			continue
		}
		for _, s := range samples {
			taken[s] = true
			h.users[s] = append(h.users[s], len(h.clusters))
		}
		h.clusters = append(h.clusters, f.cluster(h, samples, f.columns[i]))
	}
}

// finder knows which columns the samples have entries in.
type finder struct {
	p       *whiten.Problem
	rows    []float64 // M×N: without the whitening
	columns [][]int   // a sample
	first   [][]int32 // a column: the samples of few columns that begin there
}

func newFinder(p *whiten.Problem, watch *budget.Watch) *finder {
	f := &finder{p: p, rows: slices.Clone(p.X[:p.M*p.N]), first: make([][]int32, p.N)}
	for i := range p.M {
		watch.Look(p.N * p.N)
		row := f.row(int32(i))
		unwhiten(p, row)
		columns := support(row)
		f.columns = append(f.columns, columns)
		if n := len(columns); n > 0 && n <= mostColumns {
			f.first[columns[0]] = append(f.first[columns[0]], int32(i))
		}
	}
	return f
}

func (f *finder) row(i int32) []float64 { return f.rows[int(i)*f.p.N:][:f.p.N] }

// unwhiten replaces x by T⁻¹x.
func unwhiten(p *whiten.Problem, x []float64) {
	for d := range x {
		row := p.Transform[d*p.N:]
		for e := range d {
			x[d] -= row[e] * x[e]
		}
		x[d] /= row[d]
	}
}

// support lists the columns that a row has entries in.
func support(row []float64) (columns []int) {
	most := 0.0
	for _, v := range row {
		most = max(most, math.Abs(v))
	}
	for d, v := range row {
		if math.Abs(v) > absent*most {
			columns = append(columns, d)
		}
	}
	return columns
}

// widestFirst lists the samples of few columns.
func (f *finder) widestFirst() []int32 {
	order := slices.Concat(f.first...)
	slices.Sort(order)
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(len(f.columns[b]), len(f.columns[a])) })
	return order
}

// within lists the samples that have no other columns, nil if they are too many.
func (f *finder) within(columns []int) (samples []int32) {
	for _, d := range columns {
		for _, i := range f.first[d] {
			if !subset(f.columns[i], columns) {
				continue
			}
			if samples = append(samples, i); len(samples) > mostSamples {
				return nil
			}
		}
	}
	slices.Sort(samples)
	return samples
}

func subset(a, b []int) bool {
	return !slices.ContainsFunc(a, func(d int) bool { return !slices.Contains(b, d) })
}

// cluster makes one. Its norm is that of its columns alone, and it knows no box: what it finds is only
// believed when the whole problem confirms it.
func (f *finder) cluster(h *shared, samples []int32, columns []int) *cluster {
	n := len(columns)
	p := &whiten.Problem{M: len(samples), N: n, WeightLimit: f.p.WeightLimit, NormBound: f.p.NormBound,
		XError: f.p.XError, YError: f.p.YError, Transform: identity(n), Norm: identity(n)}
	c := &cluster{samples: samples, problem: p, shared: &shared{firstRows: make([]int, p.M)}}
	for _, i := range samples {
		for _, d := range columns {
			p.X = append(p.X, f.row(i)[d])
		}
		p.Y, p.Weights = append(p.Y, f.p.Y[i]), append(p.Weights, f.p.Weights[i])
		if h.reach != nil {
			c.shared.reach = append(c.shared.reach, h.reach[i])
		}
	}
	c.shared.rounding = node.NewRounding(p)
	return c
}

func identity(n int) []float64 {
	a := make([]float64, n*n)
	for d := range n {
		a[d*n+d] = 1
	}
	return a
}
