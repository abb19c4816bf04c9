package descent

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/network"
	"relucert/whiten"
)

type inst struct {
	name  string
	data  *dataset.Dataset
	cl    whiten.Class
	signs []int
}

func load(t testing.TB, file, target string, feats ...string) *dataset.Dataset {
	d, _, err := dataset.Open("/work/shared/data/"+file, dataset.Options{Target: target, Features: feats})
	if err != nil {
		t.Fatal(err)
	}
	return d
}
func names(n int) []string {
	f := []string{}
	for i := range n {
		f = append(f, fmt.Sprint("x", i))
	}
	return f
}
func sphere(r *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	q := 0.0
	for i := range v {
		v[i] = r.NormFloat64()
		q += v[i] * v[i]
	}
	for i := range v {
		v[i] /= math.Sqrt(q)
	}
	return v
}
func synth(seed uint64, n, m int, signs []int, planted, noise float64) *dataset.Dataset {
	r := rand.New(rand.NewPCG(seed, 7))
	d := &dataset.Dataset{Features: names(n)}
	var us [][]float64
	for range signs {
		us = append(us, sphere(r, n))
	}
	for range m {
		x := sphere(r, n)
		y := noise * r.NormFloat64()
		for j, a := range signs {
			s := 0.0
			for e := range x {
				s += x[e] * us[j][e]
			}
			y += planted * float64(a) * math.Max(s, 0)
		}
		d.X = append(d.X, x...)
		d.Y = append(d.Y, y)
	}
	return d
}
func insts(t testing.TB) []inst {
	none := whiten.Class{}
	aff := whiten.Class{Bias: true, Output: network.Affine}
	icp := whiten.Class{Bias: true, Output: network.Intercept}
	ed := load(t, "energy-daily.csv", "kwh", "temp_f")
	st := load(t, "stagnant.csv", "y")
	oz := func(n int) *dataset.Dataset {
		return load(t, "ozone1.csv", "O3", []string{"temp", "ibh", "humidity", "vis", "doy", "dpg"}[:n]...)
	}
	l := []inst{
		{"noise n3 m1000", synth(1, 3, 1000, []int{1}, 0, 1), none, []int{1}},
		{"noise n5 m200", synth(2, 5, 200, []int{1}, 0, 1), none, []int{1}},
		{"noise n5 m200 k2", synth(2, 5, 200, []int{1}, 0, 1), none, []int{1, -1}},
		{"noise n6 m1000 aff", synth(3, 5, 1000, []int{1}, 0, 1), aff, []int{1}},
		{"noise n3 m30 k3", synth(3, 3, 30, []int{1}, 0, 1), none, []int{1, 1, -1}},
		{"plant n3 m100", synth(4, 3, 100, []int{1, 1}, 1, .1), none, []int{1, 1}},
		{"plant n4 m40", synth(5, 4, 40, []int{1, 1}, 1, .1), none, []int{1, 1}},
		{"plant n4 m40 real", synth(5, 4, 40, []int{1, 1}, 1, 0), none, []int{1, 1}},
		{"plant n10 m200 k3", synth(5, 10, 200, []int{1, 1, -1}, 1, 0.1), none, []int{1, 1, -1}},
		{"tiny n3 m8 k2", synth(6, 3, 8, []int{1, 1}, 0, 1), none, []int{1, 1}},
		{"tiny n3 m8 k2 icp", synth(6, 2, 8, []int{1, 1}, 0, 1), icp, []int{1, -1}},
		{"daily +", ed, aff, []int{1}},
		{"daily ++", ed, aff, []int{1, 1}},
		{"daily +-", ed, aff, []int{1, -1}},
		{"daily --", ed, aff, []int{-1, -1}},
		{"daily ++ icp", ed, icp, []int{1, 1}},
		{"stag -", st, aff, []int{-1}},
		{"stag --", st, aff, []int{-1, -1}},
		{"stag +--", st, aff, []int{1, -1, -1}},
		{"stag ---", st, aff, []int{-1, -1, -1}},
	}
	for n := 2; n <= 6; n++ {
		l = append(l, inst{fmt.Sprint("ozone ", n), oz(n), aff, []int{1}})
	}
	l = append(l, inst{"ozone2 ++", oz(2), aff, []int{1, 1}}, inst{"ozone3 +-", oz(3), aff, []int{1, -1}},
		inst{"ozone6 +++", oz(6), aff, []int{1, 1, 1}})
	b := none
	b.NormBound = 1
	l = append(l, inst{"plant n5 m200 B1", synth(8, 5, 200, []int{1}, 1, .1), b, []int{1}},
		inst{"plant n5 m200 B1 ++", synth(8, 5, 200, []int{1, 1}, 1, .1), b, []int{1, 1}})
	b.NormBound = .1
	l = append(l, inst{"noise n5 m200 B.1 ++", synth(8, 5, 200, []int{1, 1}, 0, 1), b, []int{1, 1}})
	return l
}

func TestExp(t *testing.T) {
	starts := 500
	if s := os.Getenv("STARTS"); s != "" {
		starts, _ = strconv.Atoi(s)
	}
	for _, in := range insts(t) {
		p, err := whiten.New(in.data, in.cl)
		if err != nil {
			t.Fatal(err)
		}
		s := fromProblem(p).merged().finish()
		best := math.Inf(1)
		for mode := range 1 {
			w := newWalk(context.Background(), s, problemLimits(p), in.signs)
			rng := rand.New(rand.NewPCG(1, 1))
			th := make([]float64, w.d)
			var all []float64
			steps := 0
			bad := 0
			t0 := time.Now()
			for range starts {
				w.randomKinks(rng, th)
				switch mode {
				case 0:
					w.jump(th)
				case 1:
					w.jump(th)
					w.plan()
					copy(th, w.target)
					w.jump(th)
				case 2:
					w.jump(th)
					w.heights()
				}
				w.descend(200, func() bool { steps++; return false })
				was := w.sse
				copy(th, w.theta)
				w.jump(th)
				if math.Abs(w.sse-was) > 1e-9*(w.labels) {
					bad++
				}
				all = append(all, w.sse+s.constant)
			}
			el := time.Since(t0)
			for _, v := range all {
				best = math.Min(best, v)
			}
			hit := 0
			mean := 0.0
			for _, v := range all {
				if v <= best*(1+1e-7)+1e-13*s.labels {
					hit++
				}
				mean += v / float64(len(all))
			}
			fmt.Printf("%-22s mode %d  N=%d P=%d m=%d best %.8g  hit %5.1f%%  mean/best %.4f  %6.1f µs/start  %.1f steps  => %.2f ms/hit bad %d\n", in.name, mode, s.n, s.p, s.m, best*p.SSEScale, 100*float64(hit)/float64(starts), mean/best,
				el.Seconds()*1e6/float64(starts), float64(steps)/float64(starts), el.Seconds()*1e3/float64(hit), bad)
		}
	}
}
func (w *walk) heights() {
}
