package relucert_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// hingeProblem is a random tiny one with ties, equal rows, weights and dependent columns.
func hingeProblem(rng *rand.Rand) relucert.Problem {
	features, rows, units := 1+rng.IntN(3), 5+rng.IntN(5), 1+rng.IntN(2)
	if features < 3 && rng.IntN(8) == 0 {
		units = 3
	}
	x, y := make([][]float64, rows), make([]float64, rows)
	for i := range x {
		for range features {
			x[i] = append(x[i], float64(rng.IntN(6)))
		}
		if features > 1 && i%2 == 0 && rng.IntN(3) == 0 {
			x[i][1] = 2 * x[i][0]
		}
		y[i] = float64(rng.IntN(9))
	}
	for f := range features {
		x[0][f], x[1][f], x[2][f] = 0, 2, 5 // a knot, at least
	}
	near := false
	if kind := rng.IntN(8); features > 1 && kind < 2 {
		near = kind == 1
		for i := range x {
			x[i][1] = max(0, x[i][0]-1) // a hinge of another column, exactly
			if kind == 1 {
				x[i][1] = x[i][0] + 1e-6*float64(rng.IntN(6)) // nearly another column
			}
		}
	}
	var weights []float64
	if rng.IntN(3) == 0 {
		for range rows {
			weights = append(weights, float64(1+rng.IntN(3)))
		}
	}
	p := relucert.Problem{Data: table(x, y, weights), Class: network.Class{Units: units, Output: network.Affine}}
	if near {
		p.WeightLimit = 1e9 // steep units fit what columns differ by
	}
	for range units {
		var line []int
		for f := range features {
			if rng.IntN(2) == 0 {
				line = append(line, f)
			}
		}
		if line == nil {
			line = []int{rng.IntN(features)}
		}
		p.Hinges = append(p.Hinges, line)
	}
	return p
}

// bend is a way in which a unit may bend: hinges whose weights are to be found, all of one sign, beside what is fixed.
type bend struct {
	hinges [][]float64
	fixed  []float64
	most   float64 // in size, that the weights may sum to
	sum    float64 // that they do sum to if the last one takes what the first leaves; 0: free
}

// hingeWays are the ways in which a unit may bend: at a knot, or between two neighbours, with a rise below the limit (0: none) or at it.
func hingeWays(d *dataset.Dataset, line []int, limit float64) []bend {
	all := []bend{{}}
	for _, f := range line {
		var values []float64
		for i := range d.Rows() {
			values = append(values, d.Row(i)[f])
		}
		slices.Sort(values)
		values = slices.Compact(values)
		hinge := func(at int) (h []float64) {
			for i := range d.Rows() {
				h = append(h, max(0, d.Row(i)[f]-values[at]))
			}
			return h
		}
		most := math.Inf(1)
		if limit > 0 {
			most = limit / (values[len(values)-1] - values[0])
		}
		for k := 1; k+1 < len(values); k++ {
			all = append(all, bendsAt(most, hinge(k)))
			if k+2 < len(values) {
				all = append(all, bendsAt(most, hinge(k), hinge(k+1)))
			}
		}
	}
	for _, b := range slices.Clone(all) {
		if len(b.hinges) > 0 && limit > 0 {
			all = append(all, b.full(1), b.full(-1))
		}
	}
	return all
}

func bendsAt(most float64, hinges ...[]float64) bend { return bend{hinges: hinges, most: most} }

// full is the bend with weights that sum to the limit: the last hinge has what the first leaves.
func (b bend) full(sign float64) bend {
	last := b.hinges[len(b.hinges)-1]
	f := bend{most: b.most, sum: sign * b.most, fixed: slices.Clone(last)}
	for i := range last {
		f.fixed[i] *= f.sum
	}
	for _, h := range b.hinges[:len(b.hinges)-1] {
		difference := slices.Clone(h)
		for i := range difference {
			difference[i] -= last[i]
		}
		f.hinges = append(f.hinges, difference)
	}
	return f
}

// allows says that weights of the hinges are those of a unit.
func (b bend) allows(weights []float64) bool {
	const slack = 1e-9
	if b.sum != 0 {
		return len(weights) == 0 || weights[0]*b.sum > -slack && math.Abs(weights[0]) < b.most+slack
	}
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	return math.Abs(sum) < b.most+slack && (len(weights) < 2 || weights[0]*weights[1] > -slack)
}

// bruteHinges is the least SSE over all choices of columns, knots and gaps: a polytope's least SSE is that of a face whose own
// minimum, without its limits, lies in it.
func bruteHinges(p relucert.Problem) float64 {
	affine := [][]float64{slices.Repeat([]float64{1}, p.Data.Rows())}
	for f := range p.Data.Features {
		var column []float64
		for i := range p.Data.Rows() {
			column = append(column, p.Data.Row(i)[f])
		}
		affine = append(affine, column)
	}
	least := math.Inf(1)
	var choose func(bends []bend)
	choose = func(bends []bend) {
		if j := len(bends); j < p.K() {
			for _, b := range hingeWays(p.Data, p.Hinges[j], p.WeightLimit) {
				choose(append(bends[:j:j], b))
			}
			return
		}
		if sse, ok := bruteBends(p.Data, affine, bends); ok {
			least = min(least, sse)
		}
	}
	choose(nil)
	return least
}

// bruteBends is the least SSE of bends beside an affine part, if it keeps to their limits.
func bruteBends(d *dataset.Dataset, columns [][]float64, bends []bend) (sse float64, ok bool) {
	rest := *d
	rest.Y = slices.Clone(d.Y)
	at := len(columns)
	for _, b := range bends {
		columns = append(columns[:len(columns):len(columns)], b.hinges...)
		for i, v := range b.fixed {
			rest.Y[i] -= v
		}
	}
	c, sse := regress(columns, &rest)
	for _, b := range bends {
		if !b.allows(c[at : at+len(b.hinges)]) {
			return 0, false
		}
		at += len(b.hinges)
	}
	return sse, true
}

// regress is weighted least squares by orthogonalisation; columns that depend on earlier ones get 0.
func regress(columns [][]float64, d *dataset.Dataset) (c []float64, sse float64) {
	inner := func(a, b []float64) (s float64) {
		for i, v := range a {
			s += d.Weight(i) * v * b[i]
		}
		return s
	}
	rest, n := slices.Clone(d.Y), len(columns)
	q, r, along := make([][]float64, n), make([][]float64, n), make([]float64, n)
	for k, column := range columns {
		v := slices.Clone(column)
		r[k] = make([]float64, n)
		for range 2 {
			for e := range k {
				if q[e] != nil {
					s := inner(v, q[e])
					r[k][e] += s
					for i := range v {
						v[i] -= s * q[e][i]
					}
				}
			}
		}
		norm := math.Sqrt(inner(v, v))
		if norm < 1e-8*(1+math.Sqrt(inner(column, column))) {
			continue
		}
		for i := range v {
			v[i] /= norm
		}
		q[k], r[k][k] = v, norm
		along[k] = inner(rest, v)
		for i := range rest {
			rest[i] -= along[k] * v[i]
		}
	}
	c = make([]float64, n)
	for k := n - 1; k >= 0; k-- {
		if q[k] == nil {
			continue
		}
		c[k] = along[k]
		for e := k + 1; e < n; e++ {
			c[k] -= c[e] * r[e][k]
		}
		c[k] /= r[k][k]
	}
	return c, inner(rest, rest)
}

// TestHingesAgainstBruteForce solves random tiny problems exactly, and has the checker confirm each.
func TestHingesAgainstBruteForce(t *testing.T) {
	open := 0
	for seed := range uint64(400) {
		p := hingeProblem(rand.New(rand.NewPCG(seed, 18)))
		if r := bruteForced(t, seed, p, p.WeightLimit == 0); r.Status != relucert.Optimal && p.WeightLimit == 0 {
			open++
		}
	}
	if open > 20 {
		t.Errorf("%d of 400 were left open by rounding", open)
	}
}

// TestHingesAtTheWeightLimit does so with limits that bind.
func TestHingesAtTheWeightLimit(t *testing.T) {
	felt := 0
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 21))
		p := hingeProblem(rng)
		for p.K() > 2 {
			p = hingeProblem(rng)
		}
		free, ends := bruteHinges(p), p.WeightLimit == 0 // rounding counts where columns are nearly others
		p.WeightLimit = math.Exp(2*rng.NormFloat64() + 1)
		if r := bruteForced(t, seed, p, ends); r.SSELower > free*(1+1e-6) {
			felt++
		}
	}
	if felt < 50 {
		t.Errorf("the limit was felt %d times of 200", felt)
	}
}

// bruteForced is the result of a problem, compared with brute force, and confirmed.
func bruteForced(t *testing.T, seed uint64, p relucert.Problem, ends bool) *relucert.Result {
	t.Helper()
	best := bruteHinges(p)
	r := confirm(t, context.Background(), p, relucert.Options{Gap: 1e-6, Threads: 1}, false)
	tolerance := 1e-6*best + 1e-8*(1+sumOfSquares(p.Data))
	if r.SSELower > best+tolerance || r.SSE < best-tolerance {
		t.Fatalf("seed %d: [%g, %g], but the least SSE is %g: %v", seed, r.SSELower, r.SSE, best, p.Hinges)
	}
	if ends && r.SSE-r.SSELower > tolerance {
		t.Errorf("seed %d: %v, [%g, %g], the least SSE is %g", seed, r.Status, r.SSELower, r.SSE, best)
	}
	if r.Status == relucert.Optimal && math.Abs(r.SSE-best) > tolerance {
		t.Errorf("seed %d: optimal with an SSE of %g, but %g can be had", seed, r.SSE, best)
	}
	for j, u := range r.Network.Units {
		if on := weighted(u); len(on) > 1 || len(on) == 1 && !slices.Contains(p.Hinges[j], on[0]) {
			t.Errorf("seed %d: unit %d has weights on %v, and may have one on %v", seed, j, on, p.Hinges[j])
		}
	}
	return r
}

// weighted are the features that a unit has weights on.
func weighted(u network.Unit) (on []int) {
	for f, w := range u.Weights {
		if w != 0 {
			on = append(on, f)
		}
	}
	return on
}

// TestHingesAreBrokenLines compares the method with that by breakpoints where both apply.
func TestHingesAreBrokenLines(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 19))
		x, y := make([][]float64, 25), make([]float64, 25)
		for i := range x {
			x[i], y[i] = []float64{float64(rng.IntN(40))}, rng.NormFloat64()
		}
		p := relucert.Problem{Data: table(x, y, nil), Class: network.Class{Units: 1 + rng.IntN(3), Output: network.Affine}}
		lines := confirm(t, context.Background(), p, relucert.Options{Gap: 1e-7}, false)
		for range p.Units {
			p.Hinges = append(p.Hinges, []int{0})
		}
		hinges := confirm(t, context.Background(), p, relucert.Options{Gap: 1e-7}, false)
		if math.Abs(lines.SSE-hinges.SSE) > 1e-6*lines.SSE {
			t.Errorf("seed %d, %d units: %g by breakpoints, %g by hinges", seed, p.Units, lines.SSE, hinges.SSE)
		}
	}
}

// TestHingesInvariance permutes columns and rows, and moves and scales columns and labels.
func TestHingesInvariance(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 20))
		p := hingeProblem(rng)
		d, n := p.Data, len(p.Data.Features)
		to, rows := rng.Perm(n), rng.Perm(d.Rows())
		x, y := make([][]float64, d.Rows()), make([]float64, d.Rows())
		var weights []float64
		scale := math.Ldexp(1, rng.IntN(40)-20)
		for at, i := range rows {
			x[at] = make([]float64, n)
			for f, v := range d.Row(i) {
				x[at][to[f]] = (v + 1000) * math.Ldexp(1, 7*f-10)
			}
			y[at] = scale * (d.Y[i] + 3*d.Row(i)[0] - 7)
			if d.Weights != nil {
				weights = append(weights, d.Weights[i])
			}
		}
		q := relucert.Problem{Data: table(x, y, weights), Class: p.Class}
		q.Hinges = nil
		for _, line := range p.Hinges {
			var moved []int
			for _, f := range line {
				moved = append(moved, to[f])
			}
			slices.Sort(moved)
			q.Hinges = append(q.Hinges, moved)
		}
		opts := relucert.Options{Gap: 1e-7}
		a, b := confirm(t, context.Background(), p, opts, false), confirm(t, context.Background(), q, opts, false)
		if diff := math.Abs(a.SSE*scale*scale - b.SSE); diff > 1e-5*(b.SSE+1e-6*sumOfSquares(q.Data)) {
			t.Errorf("seed %d: %g, but %g when moved", seed, a.SSE, b.SSE/scale/scale)
		}
	}
}

// TestHingesRefused names what makes no sense.
func TestHingesRefused(t *testing.T) {
	data := table([][]float64{{0, 1}, {1, 1}, {2, 0}, {3, 0}}, []float64{1, 2, 4, 1}, nil)
	for want, class := range map[string]network.Class{
		"is for 2 units, not 1":             {Units: 1, Output: network.Affine, Hinges: [][]int{{0}, {0}}},
		"affine output":                     {Units: 1, Hinges: [][]int{{0}}},
		"ascending":                         {Units: 1, Output: network.Affine, Hinges: [][]int{{1, 0}}},
		"three or more different values":    {Units: 1, Output: network.Affine, Hinges: [][]int{{1}}},
		"there are 2 features":              {Units: 1, Output: network.Affine, Hinges: [][]int{{2}}},
		"neither signs nor a norm bound":    {Units: 1, Output: network.Affine, NormBound: 1, Hinges: [][]int{{0}}},
		"go with neither signs nor a norm ": {Signs: []int{1}, Output: network.Affine, Hinges: [][]int{{0}}},
	} {
		_, err := relucert.Fit(context.Background(), relucert.Problem{Data: data, Class: class}, relucert.Options{})
		if err == nil || !strings.Contains(fmt.Sprint(err), want) {
			t.Errorf("%v: %v, want %q", class, err, want)
		}
	}
}
