package sides

import (
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// shape says where the numbers of samples, pairs and units stand in flat slices. A pair is
// a sample and a unit.
type shape struct {
	p     *whiten.Problem
	units int
	size  int          // P + kN
	watch budget.Watch // breaks long passes off
}

func newShape(p *whiten.Problem, units int) *shape {
	return &shape{p: p, units: units, size: p.P + units*p.N}
}

// rowCost is what a pass takes for a row, as numbers of one, and as fitted to measured times.
func (s *shape) rowCost() int { return 4 + s.size/2 }

// row is x̂ of sample i.
func (s *shape) row(i int) []float64 { return s.p.X[i*s.p.N:][:s.p.N] }

// at is where the pair of sample i and unit j stands.
func (s *shape) at(i, j int) int { return i*s.units + j }

// firstWeight is where ŵ_j begins in v = (c, ŵ_1, …, ŵ_k).
func (s *shape) firstWeight(j int) int { return s.p.P + j*s.p.N }

// weights are ŵ_j in v.
func (s *shape) weights(v []float64, j int) []float64 { return v[s.firstWeight(j):][:s.p.N] }

// block is unit j's share of numbers that begin with ŵ_1's.
func (s *shape) block(v []float64, j int) []float64 { return v[j*s.p.N:][:s.p.N] }

// vector is a point or a step v, and its images on the samples.
type vector struct {
	v    []float64
	t    []float64 // a pair: ⟨ŵ, x̂⟩
	base []float64 // a sample: ⟨c, z⟩; of a point, less y
}

func (s *shape) vector() vector {
	return vector{v: make([]float64, s.size), t: make([]float64, s.p.M*s.units), base: make([]float64, s.p.M)}
}

// pairs are t of sample i, a unit.
func (s *shape) pairs(x *vector, i int) []float64 { return x.t[i*s.units:][:s.units] }

// place computes the images of a point.
func (s *shape) place(x *vector) {
	s.images(x)
	for i, y := range s.p.Y {
		x.base[i] -= y
	}
}

// images computes those of a step.
func (s *shape) images(x *vector) {
	p := s.p
	for i := range p.M {
		if i%budget.Stride == 0 {
			s.watch.Rows(s.rowCost())
		}
		x.base[i] = linalg.Dot(x.v[:p.P], p.Z[i*p.P:])
		row, t := s.row(i), s.pairs(x, i)
		for j := range t {
			t[j] = linalg.Dot(row, x.v[s.firstWeight(j):])
		}
	}
}

// spread adds to dst a sample's multiples of its row: k+1 of them, z's first.
func (s *shape) spread(dst []float64, rows []float64) {
	p, k := s.p, s.units+1
	for i := range p.M {
		if i%budget.Stride == 0 {
			s.watch.Rows(s.rowCost())
		}
		row := rows[i*k:][:k]
		if row[0] != 0 {
			linalg.AddScaled(dst[:p.P], row[0], p.Z[i*p.P:])
		}
		for j, m := range row[1:] {
			if m != 0 {
				linalg.AddScaled(s.weights(dst, j), m, p.X[i*p.N:])
			}
		}
	}
}
