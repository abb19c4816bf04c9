package sides

import (
	"math"
	"testing"

	"relucert/internal/linalg"
)

// TestMatrixIsTheSchurComplement: eliminating p and z one by one from the matrix in all
// variables leaves the one that assemble builds.
func TestMatrixIsTheSchurComplement(t *testing.T) {
	for seed := range uint64(60) {
		q := randomInstance(t, seed, 28, 0.4)
		s := q.relaxation()
		for range 3 {
			s.measure()
			s.step(false)
		}
		s.measure()
		s.system.assemble()
		full := fullMatrix(s)
		for last := len(full) - 1; last >= s.size; last-- {
			for a := range last {
				for b := range last {
					full[a][b] -= full[a][last] * full[last][b] / full[last][last]
				}
			}
		}
		most := 0.0
		for d := range s.size {
			most = max(most, full[d][d])
		}
		for a := range s.size {
			for b := range a + 1 {
				if got, want := s.system.matrix[a*s.size+b], full[a][b]; math.Abs(got-want) > 1e-9*most {
					t.Fatalf("seed %d: entry (%d, %d) is %g, want %g", seed, a, b, got, want)
				}
			}
		}
	}
}

// fullMatrix is the Hessian of the Lagrangian in v and then all p and z, plus Σ λ/s·∇∇ᵀ of the
// constraints.
func fullMatrix(s *relaxation) [][]float64 {
	size := s.size
	for _, d := range s.sides {
		size += 1 + len(d.kinks)
	}
	m := make([][]float64, size)
	for d := range m {
		m[d] = make([]float64, size)
	}
	add := func(weight float64, g []float64) {
		for a, v := range g {
			for b, u := range g {
				m[a][b] += weight * v * u
			}
		}
	}
	stiff := func(c int) float64 { return s.all[c].lambda / s.all[c].s }
	for _, i := range s.decided {
		g := make([]float64, size)
		copy(g, s.p.Z[i*s.p.P:][:s.p.P])
		for j, r := range s.regions {
			if r.side[i] > 0 {
				linalg.AddScaled(s.weights(g, j), float64(s.signs[j]), s.row(i))
			}
		}
		add(s.p.Weights[i], g)
	}
	at := s.size
	for _, d := range s.sides {
		g := make([]float64, size)
		linalg.AddScaled(g[:s.p.P], -d.sign, s.p.Z[d.sample*s.p.P:])
		for j, b := range d.slope {
			linalg.AddScaled(s.weights(g, j), -b, s.row(d.sample))
		}
		g[at] = 1
		m[at][at] += d.omega
		for l, k := range d.kinks {
			z, above, positive := at+1+l, make([]float64, size), make([]float64, size)
			g[z], above[z], positive[z] = -1, 1, 1
			linalg.AddScaled(s.weights(above, k.unit), -1, s.row(d.sample))
			add(stiff(k.first), above)
			add(stiff(k.first+1), positive)
		}
		add(stiff(d.first), g)
		at += 1 + len(d.kinks)
	}
	for _, w := range s.walls {
		g := make([]float64, size)
		copy(s.weights(g, w.unit), s.row(w.sample))
		add(stiff(w.first), g)
	}
	for d := range s.units * s.p.N {
		below, above := s.box.sides(s.all, d)
		m[s.p.P+d][s.p.P+d] += below.lambda/below.s + above.lambda/above.s
	}
	for _, b := range s.balls {
		g, at, n := make([]float64, size), s.firstWeight(b.unit), s.p.N
		copy(s.weights(g, b.unit), b.image)
		add(stiff(b.first), g)
		for d := range n {
			for e := range n {
				m[at+d][at+e] += s.all[b.first].lambda * s.p.Norm[max(d, e)*n+min(d, e)]
			}
		}
	}
	return m
}

// TestFlatness: xᵀM⁻¹x by half a solution is that by a whole one.
func TestFlatness(t *testing.T) {
	for seed := range uint64(50) {
		q := randomInstance(t, seed, 29, 0.5)
		s := q.relaxation()
		s.measure()
		s.system.assemble()
		i, j := q.rng.IntN(q.p.M), q.rng.IntN(s.units)
		y := make([]float64, s.size)
		copy(s.weights(y, j), s.row(i))
		linalg.CholeskySolve(s.system.factor, s.size, y)
		want := linalg.Dot(s.row(i), s.weights(y, j))
		if got := s.system.flatness(i, j, s.change.v); !near(got, want, 1e-6) {
			t.Errorf("seed %d: %g, want %g", seed, got, want)
		}
	}
}
