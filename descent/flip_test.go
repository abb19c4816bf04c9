package descent

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/whiten"
)

// TestFlip: whatever a walk keeps up to date equals what jump computes afresh.
func TestKeptSumsAgree(t *testing.T) {
	for _, in := range insts(t) {
		p, _ := whiten.New(in.data, in.cl)
		s := fromProblem(p).merged().finish()
		w := newWalk(context.Background(), s, problemLimits(p), in.signs)
		v := newWalk(context.Background(), s, problemLimits(p), in.signs)
		rng := rand.New(rand.NewPCG(1, 1))
		th := make([]float64, w.d)
		for range 20 {
			w.randomKinks(rng, th)
			w.jump(th)
			w.descend(6, nil)
			v.jump(w.theta)
			if w.pattern != v.pattern { continue } // samples on kinks
			for d := range w.gradient {
				if math.Abs(w.gradient[d]-v.gradient[d]) > 1e-9*(1+s.labels) {
					t.Errorf("%s: gradient %v, afresh %v", in.name, w.gradient, v.gradient)
					break
				}
			}
			for d := range w.grams {
				if math.Abs(w.grams[d]-v.grams[d]) > 1e-9*(1+s.labels) {
					t.Errorf("%s: grams %v, afresh %v", in.name, w.grams, v.grams)
					break
				}
			}
		}
	}
}
