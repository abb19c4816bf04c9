package deep

import "math/rand/v2"

// starts is how many random weights are improved before the tree is searched, and rounds how often.
const (
	starts = 40
	rounds = 12
)

// start goes from random weights to their patterns, from these to the best weights that have them, and so on.
func (t *tree) start(seed uint64) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for range starts {
		w := make([]float64, t.parameters())
		for d := range w {
			w[d] = rng.NormFloat64()
		}
		for range rounds {
			w = t.within(w).minimum()
			if !t.offer(w) {
				break
			}
		}
	}
}

// within is the problem of the patterns that w has.
func (t *tree) within(w []float64) *quadratic {
	q, units := newQuadratic(t.parameters()), t.units(w)
	for i, x := range t.x {
		p := t.form.patternOf(units, x)
		q = q.with(t.form.output(p, x), t.y[i], t.weights[i], t.form.conditions(p, x))
	}
	return q
}
