package descent
import ("testing";"context";"fmt";"math";"math/rand/v2";"time";"relucert/whiten";"relucert/dataset";"relucert/network")
func TestBig2(t *testing.T) {
	n := 1
	rng := rand.New(rand.NewPCG(1, 5))
	d := &dataset.Dataset{Features: names(n)}
	for range 1000000 { x := rng.Float64(); d.X = append(d.X, x); for range n-1 { d.X = append(d.X, rng.NormFloat64()) }; d.Y = append(d.Y, math.Max(0, x-.37)*3 - math.Max(0, x-.7)*2 - x + .2*rng.NormFloat64()) }
	p, _ := whiten.New(d, whiten.Class{Bias: true, Output: network.Affine})
	full := fromProblem(p).merged().finish()
	sg := []int{1,-1}
	rng = rand.New(rand.NewPCG(3, 5))
	t0 := time.Now()
	s := newSearch(context.Background(), full.coarse(rng), p, sg, rng)
	s.explore(40)
	fmt.Println("coarse", time.Since(t0))
	for _, f := range s.elite {
		w := newWalk(context.Background(), full, problemLimits(p), sg)
		t0 = time.Now()
		w.jump(f.theta)
		fmt.Println("elite", f.sse, "full", w.sse)
		for q := range 30 {
			if !w.advance() { break }
			fmt.Println("   ", q, w.sse, time.Since(t0), len(w.crossings), len(w.helds))
		}
	}
}
