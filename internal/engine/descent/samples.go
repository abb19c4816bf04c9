package descent

import (
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// samples is the data a walk runs on: a problem's own rows, or fewer that stand
// for them.
type samples struct {
	m, n, p int
	x, z    []float64 // m×n and m×p row-major; z is x itself when affine
	y       []float64
	weight  []float64
	affine  bool
	// constant is what every network pays on top of the rows' errors: the
	// spread of labels that whitening averaged.
	constant float64
	gramZ    []float64 // p×p lower, Σ ω z zᵀ
	labels   float64   // Σ ω y², the scale of all tolerances
}

func fromProblem(p *whiten.Problem, watch *budget.Watch) *samples {
	s := &samples{
		m: p.M, n: p.N, p: p.P, x: p.X, z: p.Z, y: p.Y, weight: p.Weights, constant: p.Offset,
		affine: p.P > 0 && len(p.Z) > 0 && &p.Z[0] == &p.X[0],
	}
	return s.finish(watch)
}

func (s *samples) row(i int) []float64    { return s.x[i*s.n : (i+1)*s.n : (i+1)*s.n] }
func (s *samples) output(i int) []float64 { return s.z[i*s.p : (i+1)*s.p : (i+1)*s.p] }

// finish fills in the sums.
func (s *samples) finish(watch *budget.Watch) *samples {
	s.gramZ, s.labels = make([]float64, s.p*s.p), 0
	for i, omega := range s.weight {
		watch.Look(s.p * s.p)
		linalg.SymRank1(s.gramZ, s.p, omega, s.z[i*s.p:][:s.p])
		s.labels += omega * s.y[i] * s.y[i]
	}
	return s
}

// empty has room for m rows like those of s.
func (s *samples) empty(m int) *samples {
	out := &samples{n: s.n, p: s.p, affine: s.affine}
	out.x, out.y, out.weight = make([]float64, 0, m*s.n), make([]float64, 0, m), make([]float64, 0, m)
	if !s.affine {
		out.z = make([]float64, 0, m*s.p)
	}
	return out
}

// share ends a series of adds: what does not depend on the rows' order is that
// of the rows they came from.
func (s *samples) share(from *samples) *samples {
	if s.affine {
		s.z = s.x
	}
	s.gramZ, s.labels = from.gramZ, from.labels
	s.constant = from.constant
	return s
}

// add appends row i of from and returns its index.
func (s *samples) add(from *samples, i int) int {
	s.x = append(s.x, from.row(i)...)
	if !s.affine {
		s.z = append(s.z, from.output(i)...)
	}
	s.y = append(s.y, from.y[i])
	s.weight = append(s.weight, from.weight[i])
	s.m++
	return s.m - 1
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection
// whose output bits all depend on all input bits.
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
