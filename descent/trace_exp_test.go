package descent

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"relucert/internal/oracle"
	"relucert/whiten"
)

func TestTraceTiny(t *testing.T) {
	sd, _ := strconv.Atoi(os.Getenv("SEED"))
	rng := rand.New(rand.NewPCG(uint64(sd), 9))
	data, class, op := tiny(rng)
	p, _ := whiten.New(data, class)
	want := oracle.Solve(op)
	fmt.Println(data.X, data.Y, data.Weights, class, op.Signs)
	fmt.Printf("want %+v scaled %g\n", want, want.SSE/p.SSEScale)
	fmt.Println("X", p.X, "Y", p.Y, "limit", p.WeightLimit, "B", p.NormBound, p.Norm, "label scale", p.LabelScale)
	s := fromProblem(p).merged().finish()
	w := newWalk(context.Background(), s, problemLimits(p), op.Signs)
	rng = rand.New(rand.NewPCG(1, 1))
	th := make([]float64, w.d)
	for q := range 8 {
		w.randomKinks(rng, th)
		w.jump(th)
		n := 0
		fmt.Println("start", q)
		w.descend(30, func() bool {
			was := w.sse
			v := newWalk(context.Background(), s, problemLimits(p), op.Signs)
			v.jump(w.theta)
			n++
			fmt.Printf(" %d sse %.12g (true %.12g) helds %v nu %v theta %.4g lambda %.3g g %.3g act %v\n", n, was, v.sse, w.helds, w.nu, w.theta, w.lambda[:len(w.helds)], w.gradient, w.active)
			return false
		})
	}
}
