package linalg

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

var orders = []int{1, 2, 3, 4, 5, 8, 13, 40}

// definite is B·Bᵀ for a random n×rank B, and NaN above the diagonal, which no
// kernel may touch.
func definite(rng *rand.Rand, n, rank int) []float64 {
	a := make([]float64, n*n)
	for i := range n {
		for j := i + 1; j < n; j++ {
			a[i*n+j] = math.NaN()
		}
	}
	for range rank {
		SymRank1(a, n, 1, vector(rng, n))
	}
	return a
}

func vector(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = rng.NormFloat64()
	}
	return v
}

func maxDiff(a, b []float64) float64 {
	d := 0.0
	for i := range a {
		d = math.Max(d, math.Abs(a[i]-b[i])) // math.Max keeps a NaN
	}
	return d
}

func TestSymRank1(t *testing.T) {
	a := []float64{1, math.NaN(), 2, 3}
	SymRank1(a, 2, 2, []float64{3, 5})
	if a[0] != 19 || !math.IsNaN(a[1]) || a[2] != 32 || a[3] != 53 {
		t.Errorf("got %v", a)
	}
}

func TestProductsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, n := range orders {
		a, v, got := definite(rng, n, n), vector(rng, n), make([]float64, n)
		SymMulVec(got, a, n, v)
		want := make([]float64, n)
		for i := range n {
			for j := range n {
				want[i] += a[max(i, j)*n+min(i, j)] * v[j]
			}
		}
		if d := maxDiff(got, want); !(d < 1e-11) {
			t.Errorf("n=%d: SymMulVec off by %g", n, d)
		}
		if q := QuadForm(a, n, v); math.Abs(q-Dot(v, want)) > 1e-11*(1+q) {
			t.Errorf("n=%d: QuadForm %g, want %g", n, q, Dot(v, want))
		}
	}
}

func TestAddScaled(t *testing.T) {
	y := []float64{1, 2}
	AddScaled(y, 3, []float64{5, 7})
	if y[0] != 16 || y[1] != 23 {
		t.Errorf("got %v", y)
	}
}

func TestCholeskySolvesDefiniteSystems(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for _, n := range orders {
		a, want := definite(rng, n, 2*n), vector(rng, n)
		b := make([]float64, n)
		SymMulVec(b, a, n, want)
		if !CholeskyFactor(a, n) {
			t.Fatalf("n=%d: definite matrix refused", n)
		}
		CholeskySolve(a, n, b)
		if d := maxDiff(b, want); !(d < 1e-9) {
			t.Errorf("n=%d: solution off by %g", n, d)
		}
	}
}

func TestCholeskyRefusesSingularAndBad(t *testing.T) {
	nan := math.NaN()
	for name, a := range map[string][]float64{
		"zero":       {0, nan, 0, 0},
		"rank one":   {1, nan, 3, 9},
		"indefinite": {1, nan, 2, 1},
		"negative":   {-1, nan, 0, 1},
		"NaN":        {nan, nan, 0, 1},
	} {
		if CholeskyFactor(a, 2) {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestShiftedSolvesConsistentSingularSystems(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for _, n := range orders[1:] {
		a := definite(rng, n, n-1)
		b, back := make([]float64, n), make([]float64, n)
		SymMulVec(b, a, n, vector(rng, n))
		l, x := append([]float64(nil), a...), append([]float64(nil), b...)
		if CholeskyFactorShifted(l, n, 1e-3) {
			t.Errorf("n=%d: rank %d taken for definite", n, n-1)
		}
		CholeskySolve(l, n, x)
		SymMulVec(back, a, n, x)
		if d := maxDiff(back, b); !(d < 1e-8) {
			t.Errorf("n=%d: residual %g", n, d)
		}
	}
}

func BenchmarkCholesky(b *testing.B) {
	rng := rand.New(rand.NewPCG(4, 4))
	for _, n := range []int{3, 6, 10, 20, 40} {
		a, v := definite(rng, n, 2*n), vector(rng, n)
		l, x := make([]float64, n*n), make([]float64, n)
		b.Run(fmt.Sprintf("factor+solve/n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				copy(l, a)
				copy(x, v)
				CholeskyFactor(l, n)
				CholeskySolve(l, n, x)
			}
		})
	}
}

func BenchmarkSymRank1(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, n := range []int{3, 6, 10, 20, 40} {
		a, v := definite(rng, n, n), vector(rng, n)
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				SymRank1(a, n, 1e-9, v)
			}
		})
	}
}
