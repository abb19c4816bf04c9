package descent

import (
	"math"

	"relucert/internal/linalg"
	"relucert/whiten"
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
	// spread of labels that were averaged.
	constant float64
	gramZ    []float64 // p×p lower, Σ ω z zᵀ
	labels   float64   // Σ ω y², the scale of all tolerances
}

func fromProblem(p *whiten.Problem) *samples {
	return &samples{
		m: p.M, n: p.N, p: p.P, x: p.X, z: p.Z, y: p.Y, weight: p.Weights, constant: p.Offset,
		affine: p.P > 0 && len(p.Z) > 0 && &p.Z[0] == &p.X[0],
	}
}

func (s *samples) row(i int) []float64    { return s.x[i*s.n : (i+1)*s.n : (i+1)*s.n] }
func (s *samples) output(i int) []float64 { return s.z[i*s.p : (i+1)*s.p : (i+1)*s.p] }

// finish fills in the sums.
func (s *samples) finish() *samples {
	s.gramZ, s.labels = make([]float64, s.p*s.p), 0
	for i, omega := range s.weight {
		linalg.SymRank1(s.gramZ, s.p, omega, s.z[i*s.p:][:s.p])
		s.labels += omega * s.y[i] * s.y[i]
	}
	return s
}

// merged joins rows with equal inputs into one with their mean label and total
// weight: the same SSE but for a constant, fewer rows, and no two kinks at the
// same place, which an active set would take for two.
func (s *samples) merged() *samples {
	owner, count := s.groups()
	if count == s.m {
		return s
	}
	out := s.empty(count)
	group := make([]int, s.m) // row to merged row
	for i, o := range owner {
		if o == i {
			group[i] = out.add(s, i)
		} else {
			group[i] = group[o]
			g := group[i]
			omega := out.weight[g] + s.weight[i]
			out.y[g] += (s.y[i] - out.y[g]) * s.weight[i] / omega
			out.weight[g] = omega
		}
	}
	for i, g := range group {
		r := s.y[i] - out.y[g]
		out.constant += s.weight[i] * r * r
	}
	return out.share(s)
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
	s.constant += from.constant
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

// groups maps each row to the first row with the same x and z, by an open
// hash table, and counts the distinct ones.
func (s *samples) groups() (owner []int, distinct int) {
	size := 4
	for size < 2*s.m {
		size *= 2
	}
	table := make([]int32, size)
	owner = make([]int, s.m)
	for i := range owner {
		h := s.hash(i) & uint64(size-1)
		for table[h] != 0 && !s.sameRow(i, int(table[h]-1)) {
			h = (h + 1) & uint64(size-1)
		}
		if table[h] == 0 {
			table[h] = int32(i + 1)
			distinct++
		}
		owner[i] = int(table[h] - 1)
	}
	return owner, distinct
}

func (s *samples) hash(i int) uint64 {
	h := uint64(0)
	for _, v := range s.x[i*s.n : (i+1)*s.n] {
		h = mix(h ^ math.Float64bits(v))
	}
	return h
}

func (s *samples) sameRow(i, j int) bool {
	return equal(s.x[i*s.n:(i+1)*s.n], s.x[j*s.n:(j+1)*s.n]) &&
		equal(s.z[i*s.p:(i+1)*s.p], s.z[j*s.p:(j+1)*s.p])
}

func equal(a, b []float64) bool {
	for d, v := range a {
		if v != b[d] {
			return false
		}
	}
	return true
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection
// whose output bits all depend on all input bits.
func mix(h uint64) uint64 {
	h += 0x9e3779b97f4a7c15
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}
