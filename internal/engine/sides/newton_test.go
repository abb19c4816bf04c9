package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/internal/linalg"
)

// TestStepSolvesTheLinearisedConditions: what elimination leaves out is recovered
// exactly.
func TestStepSolvesTheLinearisedConditions(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 6))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		tree := New(context.Background(), p, 1+rng.IntN(3), 1, 1e-6, 0)
		w, ok := tree.workers[0].(*deducer)
		if !ok {
			continue
		}
		s := w.relaxation
		network := randomNetwork(rng, p, randomSigns(rng, s.units))
		s.load(nodeOf(rng, tree, network, 0.4))
		s.measure()
		s.system.assemble()
		for c := range s.all {
			s.all[c].target = 0.3*s.mu - s.all[c].s*s.all[c].lambda
		}
		s.system.direction(&s.point, &s.change)
		before := s.stationarity()
		s.advance(1e-3)
		s.measure()
		after := s.stationarity()
		for d := range before {
			tolerance := 1e-9
			if p.NormBound > 0 {
				tolerance = 1e-4 // balls are curved
			}
			if want := before[d] * (1 - 1e-3); math.Abs(after[d]-want) > tolerance*(1+math.Abs(before[d])) {
				t.Fatalf("seed %d: entry %d of the gradient is %g, want %g", seed, d, after[d], want)
			}
		}
	}
}

// stationarity is the gradient of the Lagrangian in v, then in p and z.
func (s *relaxation) stationarity() []float64 {
	rows, k := make([]float64, s.p.M*(s.units+1)), s.units+1
	var local []float64
	for _, i := range s.decided {
		s.system.combineDecided(i)
		for a, v := range s.system.combined {
			rows[i*k+a] += s.p.Weights[i] * s.decidedSum(i, &s.point) * v
		}
	}
	for d := range s.sides {
		q := &s.sides[d]
		lambda := s.all[q.first].lambda
		rows[q.sample*k] += lambda * q.sign
		for j, b := range q.slope {
			rows[q.sample*k+j+1] += lambda * b
		}
		local = append(local, q.omega*q.p-lambda)
		for _, n := range q.kinks {
			rows[q.sample*k+n.unit+1] += s.all[n.first].lambda
			local = append(local, lambda-s.all[n.first].lambda-s.all[n.first+1].lambda)
		}
	}
	for _, w := range s.walls {
		rows[w.sample*k+w.unit+1] -= w.sigma * s.all[w.first].lambda
	}
	g := make([]float64, s.size)
	s.spread(g, rows)
	for j := range s.balls {
		b := &s.balls[j]
		linalg.AddScaled(s.weights(g, b.unit), s.all[b.first].lambda, b.image)
	}
	for d := range s.units * s.p.N {
		below, above := s.box.sides(s.all, d)
		g[s.p.P+d] += below.lambda - above.lambda
	}
	return append(g, local...)
}
