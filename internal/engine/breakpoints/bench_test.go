package breakpoints_test

import (
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"syscall"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
)

// column is a data set of one feature.
func column(x, y, w []float64) *dataset.Dataset {
	return &dataset.Dataset{Features: []string{"x"}, Target: "y", X: x, Y: y, Weights: w}
}

func rounded(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// gen1 is the generator of that name in the design: k kinks, slopes in ±10, noise 0.3.
func gen1(m, k int, seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	kinks := make([]float64, k)
	for i := range kinks {
		kinks[i] = 0.05 + 0.9*rng.Float64()
	}
	slices.Sort(kinks)
	slopes := make([]float64, k+1)
	for i := range slopes {
		slopes[i] = 20*rng.Float64() - 10
	}
	var x, y []float64
	for i := range m {
		t := (float64(i) + (rng.Float64()-0.5)*0.5) / float64(m)
		v, p := 0.0, 0.0
		j := 0
		for ; j < k && kinks[j] < t; j++ {
			v += slopes[j] * (kinks[j] - p)
			p = kinks[j]
		}
		v += slopes[j] * (t - p)
		x, y = append(x, rounded(t)), append(y, rounded(v+0.3*rng.NormFloat64()))
	}
	return column(x, y, nil)
}

// gen2 has a kink every length rows; its slopes alternate.
func gen2(m, length int, noise float64, seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 2))
	var x, y []float64
	v := 0.0
	for i := range m {
		piece := i / length
		slope := 2 / float64(length) * (1 + 0.3*float64(piece*7%5)/5)
		if piece%2 == 1 {
			slope = -slope
		}
		v += slope
		x, y = append(x, float64(i+1)), append(y, rounded(v+noise*rng.NormFloat64()))
	}
	return column(x, y, nil)
}

// noise has nothing to find.
func noise(m int, seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 3))
	var x, y []float64
	for i := range m {
		x, y = append(x, float64(i)), append(y, rounded(rng.NormFloat64()))
	}
	return column(x, y, nil)
}

// read is a column of a CSV file.
func read(tb testing.TB, path string, x, y int) *dataset.Dataset {
	file, err := os.Open(path)
	if err != nil {
		tb.Skip(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	d := column(nil, nil, nil)
	for _, row := range rows[1:] {
		a, _ := strconv.ParseFloat(row[x], 64)
		b, _ := strconv.ParseFloat(row[y], 64)
		d.X, d.Y = append(d.X, a), append(d.Y, b)
	}
	return d
}

var (
	measured = flag.String("measure", "", "what to measure: gen1, energy, gen2, noise")
	seeds    = flag.Int("seeds", 3, "of each row")
	limit    = flag.Duration("limit", time.Minute, "for each run")
	kinks    = flag.Int("kinks", 0, "only so many")
	gapFlag  = flag.Float64("gap", 1e-6, "relative gap")
	workers  = flag.Int("workers", 2, "threads")
	rows     = flag.Int("rows", 300, "of noise")
)

// TestMeasure prints the table of BENCH.md: go test -run Measure -measure gen1 -v.
func TestMeasure(t *testing.T) {
	for seed := range uint64(*seeds) {
		switch *measured {
		case "gen1":
			for _, k := range []int{3, 4, 5, 6, 8, 10} {
				measure(t, fmt.Sprintf("gen1 365 seed %d", seed+1), gen1(365, k, seed+1), k)
			}
		case "energy":
			for _, k := range []int{2, 3, 4, 5, 6} {
				measure(t, "energy-daily", read(t, "../../../examples/energy-daily.csv", 1, 2), k)
			}
			return
		case "gen2":
			for _, m := range []int{400, 1600, 6400, 64000} {
				measure(t, fmt.Sprintf("gen2 %d seed %d", m, seed+1), gen2(m, 100, 0.3, seed+1), m/100-1)
			}
		case "hourly":
			for _, k := range []int{2, 3, 4} {
				measure(t, "energy-hourly", read(t, "/tmp/hourly.csv", 0, 1), k)
			}
			return
		case "large":
			measure(t, "gen1 10^5", gen1(100000, 10, seed+1), 10)
			measure(t, "gen1 10^6", gen1(1000000, 3, seed+1), 3)
		case "profile":
			for k := 1; k <= 3; k++ {
				measureProfile(t, fmt.Sprintf("gen1 365 seed %d", seed+1), gen1(365, k, seed+1), k)
			}
			measureProfile(t, "energy-daily", read(t, "../../../examples/energy-daily.csv", 1, 2), 2)
			measureProfile(t, "noise 300", noise(300, seed+1), 2)
		case "noise":
			for _, k := range []int{2, 3, 4, 5} {
				measure(t, fmt.Sprintf("noise %d seed %d", *rows, seed+1), noise(*rows, seed+1), k)
			}
		default:
			t.Skip("nothing to measure")
		}
	}
}

// cpu is the processor time so far: other programs disturb it less than the clock.
func cpu() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func measure(t *testing.T, name string, d *dataset.Dataset, k int) {
	if *kinks > 0 && k != *kinks {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), *limit)
	defer cancel()
	began, busy := time.Now(), cpu()
	e, err := breakpoints.New(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	fits := e.Run(ctx, breakpoints.Class{Units: k}, breakpoints.Options{Gap: *gapFlag, From: k, Workers: *workers})
	f := fits[k]
	t.Logf("%-20s k %3d: %7.3f s, %7.3f s of processor, %6d nodes, SSE %.9g, gap %.1e, status %d", name, k, time.Since(began).Seconds(), (cpu() - busy).Seconds(), f.Nodes, f.SSE, 1-f.Lower/f.SSE, f.Status)
}

// measureProfile finds 95 % regions: levels of 1 + F/(n−p), about 1 + 4/n.
func measureProfile(t *testing.T, name string, d *dataset.Dataset, k int) {
	ctx := context.Background()
	e, err := breakpoints.New(ctx, d)
	if err != nil {
		t.Fatal(err)
	}
	class := breakpoints.Class{Units: k, Constraints: breakpoints.Constraints{MinSamples: 5}}
	began, busy := time.Now(), cpu()
	f := e.Run(ctx, class, breakpoints.Options{Gap: 1e-6, From: k, Workers: 1})[k]
	fitted, busyFit := time.Since(began), cpu()-busy
	began, busy = time.Now(), cpu()
	regions, err := e.Profile(ctx, class, f.SSE*(1+4/float64(len(d.X))), 1)
	t.Logf("%-20s k %d: fit %v (%v of processor), profile %v (%v), %v", name, k, fitted, busyFit, time.Since(began), cpu()-busy, err)
	for _, r := range regions {
		t.Logf("    outer %v inner %v", r.Outer, r.Inner)
	}
}
