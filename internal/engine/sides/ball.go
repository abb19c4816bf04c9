package sides

import (
	"math"

	"relucert/internal/linalg"
)

// takeBalls sets the proof's pulls, which are what the balls' multipliers put against g. Where a ball is far they are on their way to 0.
func (q *prover) takeBalls(at *vector) {
	clear(q.proof.pull)
	for j := range q.balls {
		b := &q.balls[j]
		if size := math.Sqrt(max(0, linalg.Dot(q.weights(at.v, b.unit), b.image))); size > q.p.NormBound/2 {
			linalg.AddScaled(q.block(q.proof.pull, b.unit), q.all[b.first].lambda, b.image)
		}
	}
}

// refineBalls is refine for the pulls.
func (q *prover) refineBalls(y *vector) {
	for j := range q.balls {
		b := &q.balls[j]
		pull, step := q.block(q.proof.pull, b.unit), q.weights(y.v, b.unit)
		if linalg.Dot(pull, pull) == 0 {
			continue
		}
		c := &q.all[b.first]
		linalg.SymMulVec(q.normal, q.p.Norm, q.p.N, step)
		linalg.AddScaled(pull, -c.lambda, q.normal)
		linalg.AddScaled(pull, -c.stiff*linalg.Dot(b.image, step), b.image)
	}
}
