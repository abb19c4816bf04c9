package sides

import (
	"math/rand/v2"
	"testing"

	"relucert/internal/linalg"
)

// TestSpreadIsTheAdjointOfImages: for any v and rows, ⟨images of v, rows⟩ = ⟨v, spread of rows⟩.
func TestSpreadIsTheAdjointOfImages(t *testing.T) {
	for seed := range uint64(50) {
		rng := rand.New(rand.NewPCG(seed, 20))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		l := newShape(p, 1+rng.IntN(3))
		x, rows, back := l.vector(), normals(rng, p.M*(l.units+1)), make([]float64, l.size)
		copy(x.v, normals(rng, l.size))
		l.images(&x)
		l.spread(back, rows)
		sum := 0.0
		for i := range p.M {
			sum += rows[i*(l.units+1)] * x.base[i]
			for j := range l.units {
				sum += rows[i*(l.units+1)+j+1] * x.t[l.at(i, j)]
			}
		}
		if want := linalg.Dot(x.v, back); !near(sum, want, 1e-12) {
			t.Errorf("seed %d: %g one way, %g the other", seed, sum, want)
		}
	}
}

// TestPlacePredicts: the network's residuals come from the images of its parameters.
func TestPlacePredicts(t *testing.T) {
	for seed := range uint64(50) {
		q := randomInstance(t, seed, 21, 0.5)
		s := q.relaxation()
		q.place(s.shape, &s.point)
		loss := q.p.Offset
		for i := range q.p.M {
			loss += q.p.Weights[i] * square(s.trueResidual(i, &s.point))
		}
		if want := q.loss(); !near(loss, want, 1e-12) {
			t.Errorf("seed %d: loss %g, want %g", seed, loss, want)
		}
	}
}
