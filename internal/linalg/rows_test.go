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

// TestDotsAgree to the bit with a literal sum in four parts, with vectors and without.
func TestDotsAgree(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 4))
	for range 300 {
		n, count := rng.IntN(70), rng.IntN(20)
		v, rows, dst := normals(rng, n), normals(rng, count*n), normals(rng, count)
		want := slices.Clone(dst)
		for r := range want {
			var part [4]float64
			for i := range n &^ 3 {
				part[i%4] += float64(v[i] * rows[r*n+i])
			}
			if n > 0 {
				want[r] += (part[0] + part[1]) + (part[2] + part[3])
			}
			for i := n &^ 3; i < n; i++ {
				want[r] += float64(v[i] * rows[r*n+i])
			}
		}
		DotRows(dst, v, rows)
		same(t, seed, "DotRows", dst, want)
	}
}

// TestSetScaledAgrees with a plain loop.
func TestSetScaledAgrees(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 5))
	for n := range 70 {
		src, v, a, dst, want := normals(rng, n), normals(rng, n), rng.NormFloat64(), make([]float64, n), make([]float64, n)
		for i := range want {
			want[i] = src[i] + float64(a*v[i])
		}
		SetScaled(dst, src, a, v)
		same(t, seed, "SetScaled", dst, want)
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
