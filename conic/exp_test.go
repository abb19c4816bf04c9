package conic

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/network"
	"relucert/search"
	"relucert/whiten"
)

func load(path, target string, feats string) *dataset.Dataset {
	f, _ := os.Open(path)
	recs, _ := csv.NewReader(f).ReadAll()
	idx := map[string]int{}
	for i, h := range recs[0] {
		idx[h] = i
	}
	d := &dataset.Dataset{Features: strings.Split(feats, ","), Target: target}
	for _, r := range recs[1:] {
		for _, f := range d.Features {
			v, _ := strconv.ParseFloat(r[idx[f]], 64)
			d.X = append(d.X, v)
		}
		v, _ := strconv.ParseFloat(r[idx[target]], 64)
		d.Y = append(d.Y, v)
	}
	return d
}

func synth(kind string, n, m int, seed uint64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	d := &dataset.Dataset{}
	for j := range n {
		d.Features = append(d.Features, fmt.Sprint("x", j))
	}
	var W [2][]float64
	for j := range 2 {
		for range n {
			W[j] = append(W[j], rng.NormFloat64())
		}
		s := math.Sqrt(dot(W[j], W[j]))
		for i := range W[j] {
			W[j][i] /= s
		}
	}
	for range m {
		x := make([]float64, n)
		for j := range x {
			x[j] = rng.NormFloat64()
		}
		s := math.Sqrt(dot(x, x))
		for j := range x {
			x[j] /= s
		}
		d.X = append(d.X, x...)
		y := rng.NormFloat64()
		if kind == "two" {
			y = 0.1*y + max(dot(W[0], x), 0) + max(dot(W[1], x), 0)
		}
		d.Y = append(d.Y, y)
	}
	return d
}

func TestExp(t *testing.T) {
	ex := "../examples/"
	type c struct {
		name  string
		d     *dataset.Dataset
		signs string
		bias  bool
		out   network.OutputPart
		gap   float64
	}
	cases := []c{
		{"stag1", load(ex+"stagnant.csv", "y", "x"), "+ -", true, network.Affine, 1e-6},
		{"stag2", load(ex+"stagnant.csv", "y", "x"), "++ +- --", true, network.Affine, 1e-6},
		{"stag3", load(ex+"stagnant.csv", "y", "x"), "+++ ++- +-- ---", true, network.Affine, 1e-6},
		{"energy1", load(ex+"energy-daily.csv", "kwh", "temp_f"), "+ -", true, network.Affine, 1e-6},
		{"energy++", load(ex+"energy-daily.csv", "kwh", "temp_f"), "++", true, network.Affine, 1e-6},
		{"energy2", load(ex+"energy-daily.csv", "kwh", "temp_f"), "++ +- --", true, network.Affine, 1e-6},
		{"ozone2", load(ex+"ozone1.csv", "O3", "temp,ibh"), "+ -", true, network.Affine, 1e-4},
		{"ozone3", load(ex+"ozone1.csv", "O3", "temp,ibh,humidity"), "+ -", true, network.Affine, 1e-4},
		{"ozone4", load(ex+"ozone1.csv", "O3", "temp,ibh,humidity,vis"), "+ -", true, network.Affine, 1e-4},
		{"ozone5", load(ex+"ozone1.csv", "O3", "temp,ibh,humidity,vis,doy"), "+ -", true, network.Affine, 1e-4},
		{"oz++", load(ex+"ozone1.csv", "O3", "temp,ibh"), "++", true, network.Affine, 1e-4},
		{"oz+-", load(ex+"ozone1.csv", "O3", "temp,ibh"), "+-", true, network.Affine, 1e-4},
		{"oz--", load(ex+"ozone1.csv", "O3", "temp,ibh"), "--", true, network.Affine, 1e-4},
		{"nb", load(ex+"energy-daily.csv", "kwh", "temp_f"), "++ +- --", true, network.Intercept, 1e-6},
		{"noise3", synth("noise", 3, 1000, 1), "+ -", false, network.None, 1e-4},
		{"noise5", synth("noise", 5, 200, 1), "+", false, network.None, 1e-4},
		{"two3", synth("two", 3, 100, 1), "++", false, network.None, 1e-4},
		{"two4", synth("two", 4, 40, 1), "++", false, network.None, 1e-4},
	}
	only := os.Getenv("CASE")
	for _, c := range cases {
		if only != "" && !strings.Contains(" "+only+" ", " "+c.name+" ") {
			continue
		}
		var signs [][]int
		for _, s := range strings.Fields(c.signs) {
			var v []int
			for _, r := range s {
				v = append(v, map[rune]int{'+': 1, '-': -1}[r])
			}
			signs = append(signs, v)
		}
		p, err := whiten.New(c.d, whiten.Class{Bias: c.bias, Output: c.out, NormBound: map[string]float64{"nb": 3}[c.name]})
		if err != nil {
			t.Fatal(err)
		}
		floor := 1e-12 * float64(p.M)
		up := 0.0
		for i, y := range p.Y {
			up += p.Weights[i] * y * y
		}
		run := func(up float64) {
			tree := New(p, len(signs[0]), 2, c.out, c.gap, floor)
			start := time.Now()
			res := search.Run[*Node, Solution](context.Background(), tree, tree.Roots(signs), Solution{}, up,
				search.Options{Workers: 2, Gap: c.gap, Floor: floor, Deadline: start.Add(6 * time.Second)})
			fmt.Printf("%-9s N=%d %v %8.4fs nodes %6d open %d  L %.10g U %.10g gap %.2g steps/node %.1f evals/node %.1f u %.1f\n", c.name, p.N, res.Status, time.Since(start).Seconds(), res.Nodes, res.Open,
				res.Lower*p.SSEScale, res.Upper*p.SSEScale, 1-res.Lower/res.Upper, tree.stat(0), tree.stat(1), tree.stat(2))
			if up > res.Upper {
				return
			}
		}
		if best[c.name] == 0 {
			run(up)
		}
		if b, ok := best[c.name]; ok {
			run(b / p.SSEScale)
		}
	}
}

var best = map[string]float64{"stag1": 0.009140197232, "stag2": 0.004812189692, "energy1": 39928.31124, "energy++": 38029.59055, "ozone2": 6312.374185, "noise3": 1038.0877, "noise5": 181.6077, "nb": 160452.7634383093, "two3": 0.98181, "two4": 0.270013904, "stag3": 0.0045133875821, "energy2": 38029.59, "oz++": 6020.637755, "oz+-": 6020.637755, "oz--": 6020.637755, "ozone3": 5497.969273, "ozone4": 5455.378703, "ozone5": 5329.004847}

func (t *Tree) stat(i int) float64 {
	s, n := 0.0, 0.0
	for _, w := range t.workers {
		s += float64(w.relaxation.counts[i+1])
		n += float64(w.relaxation.counts[0])
	}
	return s / n
}
