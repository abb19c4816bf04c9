package sides

import "relucert/internal/linalg"

// direction solves for the step from a point: in v, the local variables and the
// constraints, given each constraint's target.
func (q *system) direction(from, step *vector) {
	q.all.push()
	q.rightSamples(from)
	clear(q.right)
	q.spread(q.right, q.rows)
	q.rightBalls()
	q.rightBox()
	copy(step.v, q.right)
	linalg.CholeskySolve(q.factor, q.size, step.v)
	q.images(step)
	q.recover(step)
}

// rightSamples sets the samples' rows.
func (q *system) rightSamples(from *vector) {
	clear(q.rows)
	for _, i := range q.decided {
		q.rightDecided(i, from)
	}
	for d := range q.sides {
		q.rightSide(&q.sides[d])
	}
	for _, w := range q.walls {
		c := &q.all[w.first]
		q.rowOf(w.sample)[w.unit+1] += w.sigma * (c.lambda + c.q)
	}
}

// rightDecided enters -ω(f - y) on a decided sample's row.
func (q *system) rightDecided(i int, from *vector) {
	q.combineDecided(i)
	row, m := q.rowOf(i), q.p.Weights[i]*q.decidedSum(i, from)
	for a, v := range q.combined {
		row[a] -= m * v
	}
}

// rightSide eliminates p and z: bend and push are the right sides of their equations.
func (q *system) rightSide(d *side) {
	row, c := q.rowOf(d.sample), &q.all[d.first]
	q.combineSide(d)
	pull := c.lambda + c.q // -(λ + q)·∇a
	for a, v := range q.combined {
		row[a] -= pull * v
	}
	d.bend = -(d.omega*d.p - c.lambda) + c.q
	d.beta = d.bend / d.omega
	for l := range d.kinks {
		d.beta -= q.rightKink(row, &d.kinks[l], c)
	}
	for a, v := range q.combined {
		row[a] += d.beta / d.kappa * v
	}
}

// rightKink eliminates z and returns what that takes from p's equation.
func (q *system) rightKink(row []float64, k *kink, c *constraint) float64 {
	above, positive := q.all.kink(k)
	k.push = -(c.lambda - above.lambda - positive.lambda) - c.q + above.q + positive.q
	row[k.unit+1] += k.share*k.push - above.lambda - above.q
	q.combined[k.unit+1] += k.share
	return k.push / k.stiff
}

// rightBalls enters -(λ + q)·Nŵ.
func (q *system) rightBalls() {
	for j := range q.balls {
		b := &q.balls[j]
		c := &q.all[b.first]
		linalg.AddScaled(q.weights(q.right, b.unit), -(c.lambda + c.q), b.image)
	}
}

// recover computes the steps of the local variables, slacks and multipliers.
func (q *system) recover(step *vector) {
	for d := range q.sides {
		q.recoverSide(&q.sides[d], step)
	}
	for _, w := range q.walls {
		q.all[w.first].follow(w.sigma * step.t[q.at(w.sample, w.unit)])
	}
	for j := range q.balls {
		b := &q.balls[j]
		q.all[b.first].follow(-linalg.Dot(b.image, step.v[q.firstWeight(b.unit):]))
	}
	q.followBox(step)
}

func (q *system) recoverSide(d *side, step *vector) {
	moved := q.pairs(step, d.sample)
	shift := q.along(d, step, 0)
	force := (d.beta - q.withKinks(d, step, shift)) / d.kappa
	d.step = (d.bend - force) / d.omega
	rest := d.step - shift
	for l := range d.kinks {
		k := &d.kinks[l]
		above, positive := q.all.kink(k)
		k.step = (k.push + force + above.stiff*moved[k.unit]) / k.stiff
		rest -= k.step
		above.follow(k.step - moved[k.unit])
		positive.follow(k.step)
	}
	q.all[d.first].follow(rest)
}
