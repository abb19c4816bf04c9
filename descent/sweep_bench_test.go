package descent
import ("testing";"context";"math";"math/rand/v2";"relucert/whiten";"relucert/dataset";"relucert/network")
func BenchmarkSweep(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 5))
	d := &dataset.Dataset{Features: names(1)}
	for range 1000000 { x := rng.Float64(); d.X = append(d.X, x); d.Y = append(d.Y, math.Max(0, x-.37)*3 - math.Max(0, x-.7)*2 - x + .2*rng.NormFloat64()) }
	p, _ := whiten.New(d, whiten.Class{Bias: true, Output: network.Affine})
	s := fromProblem(p).finish()
	sw := newSweep(s)
	w := newWalk(context.Background(), s, problemLimits(p), []int{1})
	b.Run("best", func(b *testing.B) { for b.Loop() { sw.best(w, 0, 3) } })
	b.Run("new", func(b *testing.B) { for b.Loop() { newSweep(s) } })
}
