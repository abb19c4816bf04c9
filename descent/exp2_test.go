package descent

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"runtime"
	"testing"
	"time"

	"relucert/internal/linalg"
	"relucert/whiten"
)

func cpu() time.Duration {
	var r syscall.Rusage
	syscall.Getrusage(1, &r)
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

type strat struct {
	name string
	f    func(w *walk, rng *rand.Rand, budget int) float64
}

func (w *walk) kick(rng *rand.Rand, from, th []float64, relocate float64) {
	copy(th, from)
	if rng.Float64() < relocate {
		j := rng.IntN(w.k)
		w.randomKink(rng, w.unit(th, j))
		linalg.AddScaled(w.unit(th, j), 1e-3-1, w.unit(th, j))
		return
	}
	sigma := math.Exp(math.Log(0.02) + rng.Float64()*math.Log(25))
	one := rng.IntN(2*w.k)
	for j := range w.k {
		if one < w.k && one != j { continue }
		u := w.unit(th, j)
		q := math.Sqrt(linalg.Dot(u, u))
		for d := range u { u[d] += sigma * q * rng.NormFloat64() }
	}
}

type cfg struct {
	frac, relocate float64
	seen           bool
	factor         float64 // 0: never give up
	hits int
}

func ils(c cfg) func(w *walk, rng *rand.Rand, budget int) float64 {
	return func(w *walk, rng *rand.Rand, budget int) float64 {
		th := make([]float64, w.d)
		cur := make([]float64, w.d)
		best := math.Inf(1)
		seen := map[uint64]bool{}
		hits := 0
		for b := range budget {
			if float64(b) < c.frac*float64(budget) || b == 0 {
				w.randomKinks(rng, th)
			} else {
				w.kick(rng, cur, th, c.relocate)
			}
			w.jump(th)
			st := 0
			last := math.Inf(1)
			var mine []uint64
			known := false
			w.descend(200, func() bool {
				st++
				if c.seen && len(w.helds) == 0 && st > 2 {
					if seen[w.pattern] { known=true; return true }
					mine = append(mine, w.pattern)
				}
				drop := last - w.sse
				last = w.sse
				if c.factor > 0 && st > 3 && w.sse-c.factor*drop > best { return true }
				return false
			})
			for _, m := range mine { seen[m] = true }
			_ = known
			if w.sse < best+0.001*math.Abs(best) { w.jump(append(th[:0], w.theta...)) }
			if w.sse < best*(1-1e-9) { best = w.sse; copy(cur, w.theta); hits = 0 } else if w.sse < best*(1+1e-9) { hits++ }
			if c.hits > 0 && hits >= c.hits { break }
		}
		return best
	}
}

func TestStrat(t *testing.T) {
	runtime.LockOSThread()
	budget, seeds := 50, 40
	if s := os.Getenv("BUDGET"); s != "" { budget, _ = strconv.Atoi(s) }
	strats := []strat{
		{"ils.3/.3", ils(cfg{.3, .3, false, 0, 0})},
		{"Search", nil},
//		{"seen", ils(cfg{.3, .3, true, 0, 0})},
		{"give up 20", ils(cfg{.3, .3, false, 20, 0})},
		{"give up 5", ils(cfg{.3, .3, false, 5, 0})},
		{"give up 2", ils(cfg{.3, .3, false, 2, 0})},
		{"give up 5 hits 8", ils(cfg{.3, .3, false, 5, 8})},
		{"give up 5 .6", ils(cfg{.6, .3, false, 5, 0})},
	}
	only := os.Getenv("INST")
	fmt.Printf("%-22s", "")
	for _, s := range strats { fmt.Printf("%-18s", s.name) }
	fmt.Println()
	for _, in := range insts(t) {
		if only != "" && !strings.Contains(in.name, only) { continue }
		p, _ := whiten.New(in.data, in.cl)
		s := fromProblem(p).merged().finish()
		res := make([][]float64, len(strats))
		tm := make([]time.Duration, len(strats))
		best := math.Inf(1)
		w := newWalk(context.Background(), s, problemLimits(p), in.signs)
		for a, st := range strats {
			c := cpu()
			for seed := range seeds {
				var v float64
				rng := rand.New(rand.NewPCG(uint64(seed), 3))
				if st.f != nil { v = st.f(w, rng, budget) } else {
					_, v = Search(context.Background(), p, in.signs, Options{Rand: rng})
					v -= s.constant
				}
				res[a] = append(res[a], v)
				best = math.Min(best, v)
			}
			tm[a] = cpu() - c
		}
		fmt.Printf("%-22s", in.name)
		for a := range strats {
			hit := 0
			for _, v := range res[a] { if v <= best*(1+1e-7)+1e-13*s.labels { hit++ } }
			fmt.Printf("%4.0f%% %6.2fms     ", 100*float64(hit)/float64(seeds), tm[a].Seconds()*1e3/float64(seeds))
		}
		fmt.Printf("%.7g\n", (best+s.constant)*p.SSEScale)
	}
}
