package linalg

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRowsAgree to the bit with a literal sum, with vectors and without.
func TestRowsAgree(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 300 {
		width, count := 1+rng.IntN(70), rng.IntN(70)
		a, rows, dst := normals(rng, count), normals(rng, count*width), normals(rng, width)
		want := slices.Clone(dst)
		for j := range want {
			sum := 0.0
			for r := range a {
				sum += float64(a[r] * rows[r*width+j])
			}
			if count > 0 {
				want[j] += sum
			}
		}
		AddRows(dst, a, rows)
		same(t, seed, "AddRows", dst, want)
	}
}

// TestOutersAgree to the bit with a literal sum in the lower triangle, with vectors and without.
func TestOutersAgree(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 100 {
		width, count := Tile*(1+rng.IntN(5)), rng.IntN(70)
		a, b, dst := normals(rng, count*width), normals(rng, count*width), normals(rng, width*width)
		want := slices.Clone(dst)
		for i := range width {
			for j := range width {
				sum := 0.0
				for r := range count {
					sum += float64(a[r*width+i] * b[r*width+j])
				}
				if count > 0 && j <= i {
					want[i*width+j] += sum
				}
			}
		}
		AddOuters(dst, width, a, b)
		for i := range width {
			same(t, seed, "AddOuters", dst[i*width:][:i+1], want[i*width:][:i+1])
		}
	}
}

// TestShiftAndClampAgree with plain loops.
func TestShiftAndClampAgree(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 3))
	for n := range 70 {
		src, dst, step := normals(rng, n), make([]float64, n), rng.NormFloat64()
		shifted, clamped := make([]float64, n), make([]float64, n)
		for i, v := range src {
			shifted[i], clamped[i] = v+step, max(v+step, 0)
		}
		Shift(dst, src, step)
		same(t, seed, "Shift", dst, shifted)
		Clamp(dst)
		same(t, seed, "Clamp", dst, clamped)
	}
}

func normals(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		v[i] = rng.NormFloat64()
	}
	return v
}

func same(t *testing.T, seed uint64, what string, got, want []float64) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Fatalf("seed %d: %s gives %v, not %v", seed, what, got, want)
	}
}
