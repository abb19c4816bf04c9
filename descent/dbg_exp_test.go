package descent
import ("testing";"fmt";"math/rand/v2")
func TestDbgLocal(t *testing.T) {
	for _, in := range instances(t) {
		w := walkOn(in)
		rng := rand.New(rand.NewPCG(2, 2))
		start := make([]float64, w.d)
		for q := range 20 {
			w.randomKinks(rng, start)
			w.jump(start)
			n := 0
			w.descend(finalSteps, func() bool { n++; return false })
			h := append([]held(nil), w.helds...)
			th := append([]float64(nil), w.theta...)
			sse := w.sse
			pl := w.plan()
			lam := append([]float64(nil), w.lambda[:len(h)]...)
			var viol []float64
			for a, x := range h { o, s := w.violation(x, lam[a]); viol = append(viol, o, s) }
			w.jump(w.theta)
			if lower := lowestNearby(rng, w, 200); lower < -1e-7*(w.sse+1e-6*w.labels) {
				fmt.Println(in.name, q, "steps", n, "sse", sse, w.sse, "lower", lower, "helds", h, "lambda", lam, "viol", viol, "promised", pl, "theta", th)
			}
		}
	}
}
