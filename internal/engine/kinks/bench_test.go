package kinks

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/hardness/generate"
	"relucert/network"
)

func brokenLine(b *testing.B) *dataset.Dataset {
	b.Helper()
	data, _, err := generate.BrokenLine(generate.BrokenLineOptions{Samples: 1_000_000, Kinks: []float64{0.4}, Noise: 0.2, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	return data
}

// BenchmarkSort is what a sweep is measured by: sorting the column.
func BenchmarkSort(b *testing.B) {
	data := brokenLine(b)
	x := make([]float64, len(data.X))
	for b.Loop() {
		copy(x, data.X)
		slices.Sort(x)
	}
}

func BenchmarkSweep(b *testing.B) {
	data := brokenLine(b)
	for b.Loop() {
		run(b, data)
	}
}

// BenchmarkSweepNoise has no kink: few cells can be passed over.
func BenchmarkSweepNoise(b *testing.B) {
	data, rng := brokenLine(b), rand.New(rand.NewPCG(1, 1))
	for i := range data.Y {
		data.Y[i] = rng.NormFloat64()
	}
	for b.Loop() {
		run(b, data)
	}
}

func run(b *testing.B, data *dataset.Dataset) {
	s, err := New(context.Background(), data, 2)
	if err != nil {
		b.Fatal(err)
	}
	s.Run(context.Background(), network.Class{Output: network.Affine})
}
