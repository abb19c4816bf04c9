package check

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkBoundFixed is one bound in fixed point, of a few samples.
func BenchmarkBoundFixed(b *testing.B) {
	p := newProblem(b, rand.New(rand.NewPCG(4, 1)))
	data, err := newFixedData(p.c)
	if err != nil {
		b.Fatal(err)
	}
	l, proof := newBoundFixed(data), p.proof()
	b.ReportAllocs()
	for b.Loop() {
		l.bound(proof)
	}
}
