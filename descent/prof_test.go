package descent

import (
	"context"
	"math/rand/v2"
	"relucert/whiten"
	"testing"
)

func BenchmarkStarts(b *testing.B) {
	for _, in := range insts(b) {
		b.Run(in.name, func(b *testing.B) {
			p, _ := whiten.New(in.data, in.cl)
			s := fromProblem(p).merged().finish()
			w := newWalk(context.Background(), s, problemLimits(p), in.signs)
			rng := rand.New(rand.NewPCG(1, 1))
			th := make([]float64, w.d)
			b.ReportAllocs()
			for b.Loop() {
				w.randomKinks(rng, th)
				w.jump(th)
				w.descend(200, nil)
			}
		})
	}
}
