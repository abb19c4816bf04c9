package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"relucert/dataset"
)

// planted is m samples uniform on the sphere in R^n with labels
// Σ_j a_j [⟨w_j, x⟩]_+ + noise·N(0, 1), each w_j uniform on the sphere. With no
// signs the labels are noise only.
func planted(seed uint64, n, m int, signs []int, noise float64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 0))
	units := make([][]float64, len(signs))
	for j := range units {
		units[j] = onSphere(rng, n)
	}
	data := empty(n)
	for range m {
		x, y := onSphere(rng, n), noise*rng.NormFloat64()
		for j, w := range units {
			y += float64(signs[j]) * math.Max(0, dot(w, x))
		}
		data.X, data.Y = append(data.X, x...), append(data.Y, y)
	}
	return data
}

// brokenLine is m samples of one column uniform on [0, 1], labels 1 − x with the
// slope growing by 3 at each kink, plus noise·N(0, 1).
func brokenLine(seed uint64, m int, kinks []float64, noise float64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 0))
	data := empty(1)
	for range m {
		x := rng.Float64()
		y := 1 - x + noise*rng.NormFloat64()
		for _, kink := range kinks {
			y += 3 * math.Max(0, x-kink)
		}
		data.X, data.Y = append(data.X, x), append(data.Y, y)
	}
	return data
}

func empty(n int) *dataset.Dataset {
	data := &dataset.Dataset{Name: "synthetic", Target: "y"}
	for d := range n {
		data.Features = append(data.Features, fmt.Sprintf("x%d", d+1))
	}
	return data
}

func onSphere(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	length := math.Sqrt(dot(v, v))
	for d := range v {
		v[d] /= length
	}
	return v
}

func dot(a, b []float64) float64 {
	s := 0.0
	for d, v := range a {
		s += v * b[d]
	}
	return s
}
