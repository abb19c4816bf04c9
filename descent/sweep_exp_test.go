package descent
import ("testing";"context";"fmt";"math/rand/v2";"relucert/whiten";"relucert/dataset")
func TestSweepX(t *testing.T) {
	for _, in := range insts(t) {
		p, _ := whiten.New(in.data, in.cl)
		if p.N != 2 || len(in.signs)>1 { continue }
		s := fromProblem(p).merged().finish()
		w := newWalk(context.Background(), s, problemLimits(p), in.signs)
		th := make([]float64, w.d)
		w.jump(th); w.descend(10, nil)
		fmt.Println(in.name, w.sse)
		sw := newSweep(s); for _, pl := range sw.best(w, 0, 4) {
			sw.put(pl, w.signs[0], th, 0)
			w.jump(th); w.descend(50, nil)
			fmt.Println("  ", pl, (w.sse+s.constant)*p.SSEScale)
		}
	}
	// random small: compare with multi-start
	worse := 0
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 5))
		d := &dataset.Dataset{}
		m := 3+rng.IntN(20)
		cl := whiten.Class{}
		switch seed%4 { case 0: d.Features = names(2); case 1: d.Features=names(1); cl.Bias=true
		case 2: d.Features=names(1); cl.Bias=true; cl.Output=1; case 3: d.Features=names(1); cl.Bias=true; cl.Output=2 }
		for range m { for range d.Features { d.X = append(d.X, rng.NormFloat64()) }; d.Y = append(d.Y, rng.NormFloat64()) }
		p, err := whiten.New(d, cl)
		if err != nil { t.Fatal(err) }
		s := fromProblem(p).merged().finish()
		sg := []int{1-2*rng.IntN(2)}
		w := newWalk(context.Background(), s, problemLimits(p), sg)
		th := make([]float64, w.d)
		w.jump(th); w.descend(10, nil)
		base := w.sse
		sw := newSweep(s); pl := sw.best(w, 0, 1)
		got := base
		if len(pl) > 0 {
			sw.put(pl[0], w.signs[0], th, 0)
			w.jump(th); w.descend(50, nil)
			got = w.sse
			if d := base-pl[0].gain-got; d > 1e-9 || d < -1e-9 { fmt.Println("seed", seed, "gain says", base-pl[0].gain, "descends to", got) }
		}
		ms := ils(cfg{.5,.5,false,0,0})(w, rng, 100)
		if got > ms+1e-9 { worse++; fmt.Println("worse", seed, m, got, ms) }
	}
	fmt.Println("worse", worse)
}
