package sides

import (
	"math"
	"testing"

	"relucert/internal/linalg"
)

// TestReachIsTheLargestT: no point of the ball has a larger |t|, and the best comes near to it.
func TestReachIsTheLargestT(t *testing.T) {
	for seed := range uint64(30) {
		q, b := boundedInstance(t, seed, 48, 0)
		i, most := q.rng.IntN(q.p.M), 0.0
		for range 3000 {
			w := normals(q.rng, q.p.N)
			at := linalg.Dot(q.p.X[i*q.p.N:][:q.p.N], w) * q.p.NormBound / math.Sqrt(linalg.QuadForm(q.p.Norm, q.p.N, w))
			most = max(most, math.Abs(at))
		}
		if reach := b.reach[i]; most > reach || most < 0.8*reach || b.low[i] != -reach {
			t.Errorf("seed %d: reach %g, the largest of many |t| is %g", seed, reach, most)
		}
	}
}
