package check

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkLeaf is one bound in fixed point, of a few samples.
func BenchmarkLeaf(b *testing.B) {
	p := newProblem(b, rand.New(rand.NewPCG(4, 1)))
	data, err := newFixedData(p.c)
	if err != nil {
		b.Fatal(err)
	}
	l, proof := newLeaf(data), p.proof()
	b.ReportAllocs()
	for b.Loop() {
		l.bound(proof)
	}
}
