package sides

import (
	"math"

	"relucert/internal/engine/whiten"
)

// box is |ŵ_d| ≤ Λ for all units: two constraints a weight.
type box struct {
	limit float64 // Λ; 0: there is no box
	first int
}

// sides are Λ - ŵ ≥ 0 and Λ + ŵ ≥ 0, of weight d of all.
func (b *box) sides(c constraints, d int) (below, above *constraint) {
	return &c[b.first+2*d], &c[b.first+2*d+1]
}

// boxed are the weights in v that the box limits.
func (q *program) boxed(v []float64) []float64 {
	if q.box.limit == 0 {
		return nil
	}
	return v[q.p.P:]
}

// addBox begins at a point inside.
func (q *program) addBox(x *vector) {
	weights := q.boxed(x.v)
	q.box.first = q.all.add(2 * len(weights))
	for d, w := range weights {
		below, above := q.box.sides(q.all, d)
		below.s, above.s = q.box.limit-w, q.box.limit+w
	}
}

func (q *program) measureBox(x *vector) {
	for d, w := range q.boxed(x.v) {
		below, above := q.box.sides(q.all, d)
		below.residual, above.residual = q.box.limit-w-below.s, q.box.limit+w-above.s
	}
}

// boxStiffness is what the box adds to the matrix at weight d.
func (q *program) boxStiffness(d int) float64 {
	below, above := q.box.sides(q.all, d)
	return below.stiff + above.stiff
}

// assembleBox adds a spring along each weight.
func (q *system) assembleBox() {
	for d := range q.boxed(q.right) {
		at := q.p.P + d
		q.matrix[at*q.size+at] += q.boxStiffness(d)
	}
}

// rightBox enters -(λ + q) of the side below Λ, and the other's with the other sign.
func (q *system) rightBox() {
	right := q.boxed(q.right)
	for d := range right {
		below, above := q.box.sides(q.all, d)
		right[d] += above.lambda + above.q - below.lambda - below.q
	}
}

func (q *program) followBox(step *vector) {
	for d, w := range q.boxed(step.v) {
		below, above := q.box.sides(q.all, d)
		below.follow(-w)
		above.follow(w)
	}
}

// takeBox sets the proof's forces, which are what the box's multipliers put against g. Where the box is far they
// are on their way to 0.
func (q *prover) takeBox(at *vector) {
	clear(q.proof.force)
	for d, w := range q.boxed(at.v) {
		if below, above := q.box.sides(q.all, d); math.Abs(w) > q.box.limit/2 {
			q.proof.force[d] = below.lambda - above.lambda
		}
	}
}

// refineBox is refine for the forces.
func (q *prover) refineBox(y *vector) {
	for d, w := range q.boxed(y.v) {
		if q.proof.force[d] != 0 {
			q.proof.force[d] -= q.boxStiffness(d) * w
		}
	}
}

// price is 2Λ|g| in two parts: what the box's force is due, and what a better proof would not have.
func (q *prover) price(g, force float64) (due, extra float64) {
	balanced := min(math.Abs(g), math.Abs(force))
	return 2 * q.p.WeightLimit * balanced, 2 * q.p.WeightLimit * (math.Abs(g) - balanced)
}

// reachInBox is the most that |t| of sample i can be in the box, rounded up.
func reachInBox(p *whiten.Problem, i int) float64 {
	sum := 0.0
	for _, x := range p.X[i*p.N:][:p.N] {
		sum += math.Abs(x)
	}
	return sum * p.WeightLimit * (1 + 1e-9)
}
