package breakpoints_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/breakpoints"
)

// asked is the least SSE of a parted class by brute force: every way to part the inputs, every choice of signs, every subset of the
// conditions as equations.
type asked struct {
	d      *dataset.Dataset
	c      breakpoints.Constraints
	inputs []float64
	k      int
	best   float64
}

func bruteAsked(d *dataset.Dataset, k int, c breakpoints.Constraints) float64 {
	a := &asked{d: d, c: c, k: k, best: math.Inf(1)}
	a.inputs = slices.Clone(d.X)
	slices.Sort(a.inputs)
	a.inputs = slices.Compact(a.inputs)
	a.part([]int{0})
	return a.best
}

func (a *asked) part(cuts []int) {
	last, n := cuts[len(cuts)-1], len(a.inputs)
	if a.piece(last, n) && (a.c.Slopes == nil || len(cuts) == a.k+1) {
		a.try(append(slices.Clone(cuts), n))
	}
	for h := last + 2; h+2 <= n && len(cuts) <= a.k; h++ {
		if a.piece(last, h) {
			a.part(append(slices.Clone(cuts), h))
		}
	}
}

func (a *asked) piece(from, to int) bool {
	rows := 0
	for _, x := range a.d.X {
		if to-from >= 2 && x >= a.inputs[from] && x <= a.inputs[to-1] {
			rows++
		}
	}
	for _, k := range a.c.Known {
		if to-from >= 2 && a.inputs[from] < k && k < a.inputs[to-1] {
			return false
		}
	}
	return to-from >= 2 && rows >= a.c.MinSamples && a.inputs[to-1]-a.inputs[from] >= a.c.MinSpan-1e-12
}

// relation is Σ weight·parameter ≤ most, or equal to it.
type relation struct {
	weights []float64
	most    float64
	equal   bool
}

func (a *asked) try(cuts []int) {
	pieces := len(cuts) - 1
	for signs := range 1 << (pieces - 1) {
		for bound := range pieces {
			if rows, ok := a.relations(cuts, signs, bound); ok {
				a.solve(cuts, rows)
			}
			if a.c.Through == nil {
				break
			}
		}
	}
}

// relations are those of a choice of signs and of the piece that is bound to go through the point; parameters are each piece's value at 0 and its slope.
func (a *asked) relations(cuts []int, signs, bound int) (rows []relation, ok bool) {
	pieces := len(cuts) - 1
	if p := a.c.Through; p != nil {
		if bound > 0 && p[0] < a.inputs[cuts[bound]-1] || bound < pieces-1 && p[0] > a.inputs[cuts[bound+1]] {
			return nil, false
		}
		w := make([]float64, 2*pieces)
		w[2*bound], w[2*bound+1] = 1, p[0]
		rows = append(rows, relation{w, p[1], true})
	}
	for j := 1; j < pieces; j++ {
		l, r := a.inputs[cuts[j]-1], a.inputs[cuts[j]]
		from, to := l, r
		if n := len(a.c.Between); n > 0 {
			b := a.c.Between[min(j, n)-1]
			from, to = max(from, b[0]), min(to, b[1])
		}
		for _, k := range a.c.Known {
			if l <= k && k <= r {
				from, to = max(from, k), min(to, k)
			}
		}
		if p := a.c.Through; p != nil && j <= bound {
			to = min(to, p[0])
		} else if p != nil {
			from = max(from, p[0])
		}
		if from > to {
			return nil, false
		}
		s := 1.0
		if signs>>(j-1)&1 == 1 {
			s = -1
		}
		for i, t := range []float64{from, to} {
			w := make([]float64, 2*pieces)
			v := s * float64(1-2*i)
			w[2*j], w[2*j+1], w[2*j-2], w[2*j-1] = v, v*t, -v, -v*t
			rows = append(rows, relation{w, 0, false})
		}
	}
	for j := range a.c.Slopes {
		for i, v := range a.c.Slopes[j] {
			if !math.IsInf(v, 0) {
				w := make([]float64, 2*pieces)
				w[2*j+1] = float64(2*i - 1)
				rows = append(rows, relation{w, v * float64(2*i-1), false})
			}
		}
	}
	return rows, true
}

func (a *asked) solve(cuts []int, rows []relation) {
	n := 2 * (len(cuts) - 1)
	for active := range 1 << len(rows) {
		var on []relation
		for i, r := range rows {
			if active>>i&1 == 1 {
				on = append(on, r)
			}
		}
		if len(on) > n || slices.ContainsFunc(rows, func(r relation) bool { return r.equal }) && active&1 == 0 {
			continue
		}
		if p, ok := a.stationary(cuts, on, n); ok && feasible(rows, p) {
			a.best = min(a.best, a.sse(cuts, p))
		}
	}
}

func feasible(rows []relation, p []float64) bool {
	for _, r := range rows {
		v, size := -r.most, 1.0
		for i, w := range r.weights {
			v += w * p[i]
			size += math.Abs(w * p[i])
		}
		if v > 1e-9*size || r.equal && v < -1e-9*size {
			return false
		}
	}
	return true
}

func (a *asked) each(cuts []int, visit func(piece int, x, y, w float64)) {
	for i, x := range a.d.X {
		at, _ := slices.BinarySearch(a.inputs, x)
		j := 0
		for cuts[j+1] <= at {
			j++
		}
		w := 1.0
		if a.d.Weights != nil {
			w = a.d.Weights[i]
		}
		visit(j, x, a.d.Y[i], w)
	}
}

func (a *asked) sse(cuts []int, p []float64) (sum float64) {
	a.each(cuts, func(j int, x, y, w float64) {
		r := p[2*j] + p[2*j+1]*x - y
		sum += w * r * r
	})
	return sum
}

// stationary solves the equations of the least squares under equations.
func (a *asked) stationary(cuts []int, on []relation, n int) ([]float64, bool) {
	m := n + len(on)
	k := make([][]float64, m)
	for i := range k {
		k[i] = make([]float64, m+1)
	}
	a.each(cuts, func(j int, x, y, w float64) {
		for i, u := range []float64{1, x} {
			k[2*j+i][2*j] += w * u
			k[2*j+i][2*j+1] += w * u * x
			k[2*j+i][m] += w * u * y
		}
	})
	for i, r := range on {
		for j, w := range r.weights {
			k[n+i][j], k[j][n+i] = w, w
		}
		k[n+i][m] = r.most
	}
	return eliminate(k, n)
}

func eliminate(k [][]float64, n int) ([]float64, bool) {
	m := len(k)
	for c := range m {
		p := c
		for r := c; r < m; r++ {
			if math.Abs(k[r][c]) > math.Abs(k[p][c]) {
				p = r
			}
		}
		if math.Abs(k[p][c]) < 1e-10 {
			return nil, false
		}
		k[c], k[p] = k[p], k[c]
		for r := range m {
			if f := k[r][c] / k[c][c]; r != c && f != 0 {
				for j := c; j <= m; j++ {
					k[r][j] -= f * k[c][j]
				}
			}
		}
	}
	x := make([]float64, n)
	for i := range x {
		x[i] = k[i][m] / k[i][i]
	}
	return x, true
}

// small has whole inputs from 0 to 9, in any order.
func small(rng *rand.Rand, most int) *dataset.Dataset {
	d := column(nil, nil, nil)
	for range 4 + rng.IntN(most-3) {
		d.X, d.Y = append(d.X, float64(rng.IntN(10))), append(d.Y, math.Round(10*rng.NormFloat64())/4)
	}
	if rng.IntN(3) == 0 {
		for range d.X {
			d.Weights = append(d.Weights, float64(1+rng.IntN(3)))
		}
	}
	return d
}

// randomConstraints are some, about inputs from 0 to 9.
func randomConstraints(rng *rand.Rand, k int) (c breakpoints.Constraints) {
	at := func() float64 { return float64(rng.IntN(19)) / 2 }
	kind := rng.IntN(8)
	if kind > 5 || rng.IntN(4) == 0 {
		c.Through = &[2]float64{at() + float64(rng.IntN(3)-1), float64(rng.IntN(17)-8) / 2}
	}
	switch kind {
	case 0:
		c.MinSamples = 2 + rng.IntN(3)
	case 1:
		c.MinSpan = 0.5 + at()/3
	case 2:
		a, b := at(), at()
		c.Between = [][2]float64{{min(a, b), max(a, b)}}
	case 3:
		for range k {
			a, b := at(), at()
			c.Between = append(c.Between, [2]float64{min(a, b), max(a, b)})
		}
	case 4:
		c.Known = []float64{at()}
		c.MinSamples = 2
	case 5:
		inf := math.Inf(1)
		for range k + 1 {
			c.Slopes = append(c.Slopes, [][2]float64{{-inf, 0}, {0, 0}, {0, inf}, {-inf, inf}, {0.5, 0.5}}[rng.IntN(5)])
		}
	}
	return c
}

// TestConstraintsAgainstBruteForce: bound and optimum of parted classes, half the time in spans first.
func TestConstraintsAgainstBruteForce(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	found := 0
	for i := range *cases {
		k := 1 + rng.IntN(2)
		d, c := small(rng, 12-2*k), randomConstraints(rng, k)
		if x := slices.Sorted(slices.Values(d.X)); c.Known != nil && (c.Known[0] <= x[0] || c.Known[0] >= x[len(x)-1]) {
			continue
		}
		want, size := bruteAsked(d, k, c), total(d)
		e, err := breakpoints.New(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		back := func() {}
		if rng.IntN(2) == 0 {
			back = always(rng, 2, 1+rng.IntN(4))
		}
		f := e.Run(context.Background(), breakpoints.Class{Units: k, Constraints: c}, breakpoints.Options{Gap: 1e-9, Floor: 1e-11 * size, From: k, Workers: 2, Nodes: enough})[k]
		back()
		near := 1e-9*size + 1e-7*want
		switch {
		case math.IsInf(want, 1) || inputs(d) < 2:
			if f.Network != nil && inputs(d) >= 2 {
				t.Fatalf("case %d, %d units, %+v: there is none, got %g\nx %v\ny %v", i, k, c, f.SSE, d.X, d.Y)
			}
		case math.Abs(f.SSE-want) > near || f.Lower > want+1e-10*size || f.Lower < f.SSE-near:
			t.Fatalf("case %d, %d units, %+v: want %.12g, got %.12g, bound %.12g, status %d nodes %d\nx %v\ny %v\nw %v", i, k, c, want, f.SSE, f.Lower, f.Status, f.Nodes, d.X, d.Y, d.Weights)
		default:
			found++
		}
	}
	if found < *cases/4 {
		t.Errorf("only %d problems have an optimum", found)
	}
}
