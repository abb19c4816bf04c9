package descent
import ("testing";"context";"fmt";"math";"math/rand/v2";"time";"relucert/whiten";"relucert/dataset";"relucert/network")
func TestBig(t *testing.T) {
	for _, n := range []int{1, 3} {
	rng := rand.New(rand.NewPCG(1, 5))
	d := &dataset.Dataset{Features: names(n)}
	for range 1000000 { x := rng.Float64(); d.X = append(d.X, x); for range n-1 { d.X = append(d.X, rng.NormFloat64()) }; d.Y = append(d.Y, math.Max(0, x-.37)*3 - math.Max(0, x-.7)*2 - x + .2*rng.NormFloat64()) }
	t0 := time.Now()
	p, _ := whiten.New(d, whiten.Class{Bias: true, Output: network.Affine})
	fmt.Println("whiten", time.Since(t0))
	t0 = time.Now(); s := fromProblem(p).merged(); fmt.Println("merge", time.Since(t0))
	t0 = time.Now(); s.finish(); fmt.Println("finish", time.Since(t0))
	if n == 1 {
	t0 = time.Now(); sw := newSweep(s); fmt.Println("newSweep", time.Since(t0))
	w := newWalk(context.Background(), s, problemLimits(p), []int{1})
	t0 = time.Now(); sw.best(w, 0, 3); fmt.Println("sweep.best", time.Since(t0))
	t0 = time.Now(); w.jump(w.theta); fmt.Println("jump", time.Since(t0))
	}
	for _, sg := range [][]int{{1}, {-1}, {1,-1}} {
		for seed := range uint64(2) {
		t0 = time.Now()
		pt, v := Search(context.Background(), p, sg, Options{Rand: rand.New(rand.NewPCG(seed, 1))})
		fmt.Println(n, sg, v*p.SSEScale, time.Since(t0), pt)
		t0 = time.Now()
		fmt.Println(p.SSE(pt, sg)*p.SSEScale, time.Since(t0))
		}
	}
	}
}
