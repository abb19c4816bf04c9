package sides

import (
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// layout says where the numbers of samples, pairs and units stand in flat slices. A pair is
// a sample and a unit.
type layout struct {
	p     *whiten.Problem
	units int
	size  int          // P + kN
	watch budget.Watch // breaks long passes off
}

func newLayout(p *whiten.Problem, units int) *layout {
	return &layout{p: p, units: units, size: p.P + units*p.N}
}

// row is x̂ of sample i.
func (l *layout) row(i int) []float64 { return l.p.X[i*l.p.N:][:l.p.N] }

// at is where the pair of sample i and unit j stands.
func (l *layout) at(i, j int) int { return i*l.units + j }

// column is where ŵ_j begins in v = (c, ŵ_1, …, ŵ_k).
func (l *layout) column(j int) int { return l.p.P + j*l.p.N }

// unit is ŵ_j in v.
func (l *layout) unit(v []float64, j int) []float64 { return v[l.column(j):][:l.p.N] }

// block is unit j's share of numbers that begin with ŵ_1's.
func (l *layout) block(v []float64, j int) []float64 { return v[j*l.p.N:][:l.p.N] }

// vector is a point or a step v, and its images on the samples.
type vector struct {
	v    []float64
	t    []float64 // a pair: ⟨ŵ, x̂⟩
	base []float64 // a sample: ⟨c, z⟩; of a point, less y
}

func (l *layout) vector() vector {
	return vector{v: make([]float64, l.size), t: make([]float64, l.p.M*l.units), base: make([]float64, l.p.M)}
}

// pairs are t of sample i, a unit.
func (l *layout) pairs(x *vector, i int) []float64 { return x.t[i*l.units:][:l.units] }

// place computes the images of a point.
func (l *layout) place(x *vector) {
	l.images(x)
	for i, y := range l.p.Y {
		x.base[i] -= y
	}
}

// images computes those of a step.
func (l *layout) images(x *vector) {
	p := l.p
	for i := range p.M {
		if i%budget.Stride == 0 {
			l.watch.Look(budget.Stride * l.size)
		}
		x.base[i] = linalg.Dot(x.v[:p.P], p.Z[i*p.P:])
		row, t := l.row(i), l.pairs(x, i)
		for j := range t {
			t[j] = linalg.Dot(row, x.v[l.column(j):])
		}
	}
}

// spread adds to dst a sample's multiples of its row: k+1 of them, z's first.
func (l *layout) spread(dst []float64, rows []float64) {
	p, k := l.p, l.units+1
	for i := range p.M {
		if i%budget.Stride == 0 {
			l.watch.Look(budget.Stride * l.size)
		}
		row := rows[i*k:][:k]
		if row[0] != 0 {
			linalg.AddScaled(dst[:p.P], row[0], p.Z[i*p.P:])
		}
		for j, m := range row[1:] {
			if m != 0 {
				linalg.AddScaled(l.unit(dst, j), m, p.X[i*p.N:])
			}
		}
	}
}
