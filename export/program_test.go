package export

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/internal/linalg"
	"relucert/network"
)

var formulations = []Formulation{SOS1, Indicator, BigM}

// randomProblem has few rows, of which some are equal, zero or multiples of others.
func randomProblem(rng *rand.Rand) relucert.Problem {
	n, m := 1+rng.IntN(2), 3+rng.IntN(4)
	d := &dataset.Dataset{Name: "random", Target: "y", Features: []string{"a", "b"}[:n]}
	size := []float64{1, 0.01, 300}[rng.IntN(3)]
	for range m {
		for range n {
			d.X = append(d.X, float64(rng.IntN(5)-2)/2)
		}
		d.Y = append(d.Y, size*float64(rng.IntN(9)-4)/2)
		d.Weights = append(d.Weights, float64(1+rng.IntN(3)))
	}
	if rng.IntN(2) == 0 {
		d.Weights = nil
	}
	p := relucert.Problem{Data: d, Class: network.Class{Units: 1 + rng.IntN(2), NoBias: !(rng.IntN(3) > 0), Output: network.OutputPart(rng.IntN(3)), NormBound: []float64{0.3, 1, 3, 0}[rng.IntN(4)]}}
	if rng.IntN(3) == 0 {
		p.WeightLimit = []float64{0.1, 1, 10}[rng.IntN(3)] * size
	}
	for j := 0; rng.IntN(2) == 0 && j < p.Units; j++ {
		p.Signs = append(p.Signs, 1-2*rng.IntN(2))
	}
	if p.Signs != nil {
		p.Units = len(p.Signs)
	}
	if !p.Bias() && p.NormBound == 0 {
		d.X[0] = 1 // not all zero
	}
	if _, err := NewProgram(p, SOS1); err != nil { // columns depend on each other
		p.WeightLimit = 0
	}
	return p
}

func programOf(t *testing.T, p relucert.Problem, f Formulation) *Program {
	t.Helper()
	program, err := NewProgram(p, f)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func write(t *testing.T, p *Program) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.WriteLP(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func read(t *testing.T, text string) *lpFile {
	t.Helper()
	file, err := readLP(text)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return file
}

// TestOptimumIsThere solves problems and finds the network in the file, with its SSE.
func TestOptimumIsThere(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 60 {
		p := randomProblem(rng)
		result, err := relucert.Fit(context.Background(), p, relucert.Options{Gap: 1e-6, NodeLimit: 2000, Threads: 1, Method: relucert.Conic})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range formulations {
			q := programOf(t, p, f)
			text := write(t, q)
			file, at := read(t, text), q.assign(p, result.Network)
			if missed := file.violations(at, 1e-9); missed != nil {
				t.Fatalf("%v misses %v of\n%s", at, missed, text)
			}
			if got := file.objective.at(at) * q.scale.sse(); math.Abs(got-result.SSE) > 1e-9*max(q.scale.sse(), result.SSE) {
				t.Fatalf("objective %v, SSE %v in\n%s", got, result.SSE, text)
			}
		}
	}
}

// TestFeasibleSet takes any network of the class, with its kinks on rows as often as
// not, and then spoils it.
func TestFeasibleSet(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		p := randomProblem(rng)
		for _, f := range formulations {
			q := programOf(t, p, f)
			file := read(t, write(t, q))
			net := randomNetwork(rng, q, p, file)
			at := q.assign(p, net)
			rounding := 1e-12
			if q.limits != nil { // their weights are large, and cancel in rows
				rounding *= 1 + q.limits.most
			}
			if missed := file.violations(at, rounding); missed != nil {
				t.Fatalf("%+v: %v misses %v", p, at, missed)
			}
			want := net.SSE(p.Data)
			if got := file.objective.at(at) * q.scale.sse(); math.Abs(got-want) > 1e-12*(q.scale.sse()+want) {
				t.Fatalf("objective %v, SSE %v", got, want)
			}
			spoil(t, rng, q, p, file, at, rounding)
		}
	}
}

// spoil makes a unit's output other than max(0, t), or of the other sign, which no
// binaries may allow, and its weights too long.
func spoil(t *testing.T, rng *rand.Rand, q *Program, p relucert.Problem, file *lpFile, at map[string]float64, rounding float64) {
	t.Helper()
	spoilLimits(t, rng, q, file, at)
	j, i := 1+rng.IntN(p.Units), 1
	if !q.isDivided(0) {
		return
	}
	out, off, z := name("p", j, i), name("q", j, i), name("z", j, i)
	if p.Signs == nil {
		out = name([]string{"v", "u"}[int(at[name("sign", j)])], j, i)
	}
	for _, on := range []float64{0, 1} {
		bad := clone(at)
		bad[out] += 0.01
		bad[off] += 0.01
		bad[z] = on
		// The residual and M leave room, so that only "one is 0" is missed.
		bad["r1"] += 0.01 * map[bool]float64{true: 1, false: -1}[isPlus(p, at, j)]
		if missed := file.violations(bad, rounding); missed == nil || slices.Contains(missed, name("split", j, i)) {
			t.Fatalf("z = %v: p and q both above 0 miss %v", on, missed)
		}
	}
	if p.Signs == nil && at[out] > 1e-6 {
		bad := clone(at)
		other := map[byte]string{'u': "v", 'v': "u"}[out[0]] + out[1:]
		bad[out], bad[other] = 0, at[out]
		bad["r1"] -= 2 * at[out] * map[bool]float64{true: 1, false: -1}[isPlus(p, at, j)]
		if missed := file.violations(bad, rounding); missed == nil {
			t.Fatalf("an output of the other sign is allowed")
		}
	}
}

// spoilLimits makes a unit's weights too long.
func spoilLimits(t *testing.T, rng *rand.Rand, q *Program, file *lpFile, at map[string]float64) {
	t.Helper()
	j, bad, row := 1+rng.IntN(q.problem.Units), clone(at), ""
	if q.limits == nil || q.bound > 0 && rng.IntN(2) == 0 {
		bad[name("w", j, 1)], row = 1.01*q.bound, name("ball", j)
	} else {
		d := rng.IntN(len(q.limits.kept))
		for _, column := range q.limits.kept {
			bad[name("w", j, q.first()+column)] = 0
		}
		for e, t := range q.limits.transform[d] {
			bad[name("w", j, q.first()+q.limits.kept[e])] = -1.01 * t * q.limits.most // ŵ = −1.01Λe_d
		}
		row = name("least", j, d)
	}
	if !slices.Contains(file.violations(bad, 1e-12), row) {
		t.Fatalf("weights beyond the limit are allowed: %s", row)
	}
}

func isPlus(p relucert.Problem, at map[string]float64, j int) bool {
	if p.Signs == nil {
		return at[name("sign", j)] == 1
	}
	signs := slices.Clone(p.Signs)
	slices.Sort(signs)
	return signs[len(signs)-j] > 0
}

func clone(at map[string]float64) map[string]float64 {
	c := make(map[string]float64, len(at))
	for k, v := range at {
		c[k] = v
	}
	return c
}

// randomNetwork takes the output part from within its bounds.
func randomNetwork(rng *rand.Rand, q *Program, p relucert.Problem, file *lpFile) *network.Network {
	n := len(p.Data.Features)
	net := &network.Network{Output: network.Output{Weights: make([]float64, n)}}
	for j := range p.Units {
		u := network.Unit{Sign: 1 - 2*rng.IntN(2)}
		if p.Signs != nil {
			u.Sign = p.Signs[j]
		}
		raw := q.randomWeights(rng, n+1-q.first())
		if p.Bias() {
			u.Bias, raw = raw[0], raw[1:]
		}
		u.Weights = raw
		net.Units = append(net.Units, u)
	}
	// Reflection moves weights into c, so that the middle need not stay within: under
	// an affine output the first weight is made positive beforehand.
	if p.Output == network.Affine {
		for j := range net.Units {
			if u := &net.Units[j]; first(p, u) < 0 {
				u.Bias, u.Weights = -u.Bias, negated(u.Weights)
			}
		}
	}
	middle := func(d int) float64 { b := file.bounds[name("c", d)]; return (b.lo + b.hi) / 2 * q.scale.label }
	if p.Output == network.Intercept || p.Output == network.Affine && p.Bias() {
		net.Output.Bias = middle(0)
	}
	for d := range n {
		if p.Output == network.Affine {
			net.Output.Weights[d] = middle(d + 1)
		}
	}
	return net
}

// randomWeights are within the norm bound or the weight limit, as the data's labels are.
func (q *Program) randomWeights(rng *rand.Rand, n int) []float64 {
	w := make([]float64, n)
	if q.bound > 0 {
		for d := range w {
			w[d] = q.problem.NormBound * float64(rng.IntN(9)-4) / 8
		}
		q.shorten(w)
		return w
	}
	for _, row := range q.limits.transform { // w = Tᵀŵ
		limited := q.limits.most * q.scale.label * float64(rng.IntN(9)-4) / 4
		for e, t := range row {
			w[q.limits.kept[e]] += t * limited
		}
	}
	return w
}

// shorten makes weights obey the weight limit.
func (q *Program) shorten(w []float64) {
	if q.limits == nil {
		return
	}
	largest := 0.0
	for _, row := range q.limits.rows {
		sum := 0.0
		for e, v := range row {
			sum += v * w[q.limits.kept[e]]
		}
		largest = max(largest, math.Abs(sum))
	}
	if most := q.limits.most * q.scale.label; largest > most {
		for d := range w {
			w[d] *= most / largest * (1 - 1e-12)
		}
	}
}

// TestConvexRows: where nothing is said of a row, no output above max(0, t) has a smaller loss.
func TestConvexRows(t *testing.T) {
	const seed = 4
	rng := rand.New(rand.NewPCG(seed, 1))
	said, unsaid := 0, 0
	for range 500 {
		p := randomProblem(rng)
		q := programOf(t, p, SOS1)
		for i, y := range q.rows.Y {
			if !q.isConvex(i) {
				said++
				continue
			}
			unsaid++
			least, more := 0.0, 0.0
			for _, sign := range q.problem.Signs {
				out := float64(rng.IntN(3))
				least += float64(sign) * out
				more += float64(sign) * (out + float64(rng.IntN(3)))
			}
			if (more-y)*(more-y) < (least-y)*(least-y) || q.problem.Output != network.None {
				t.Fatalf("seed %d: signs %v, output %v, label %g", seed, q.problem.Signs, q.problem.Output, y)
			}
		}
	}
	if said == 0 || unsaid == 0 {
		t.Errorf("%d and %d rows", said, unsaid)
	}
}

// first is a unit's first weight.
func first(p relucert.Problem, u *network.Unit) float64 { return u.Raw(p.Bias())[0] }

// assign is the values that a network gives the file's variables.
func (q *Program) assign(p relucert.Problem, n *network.Network) map[string]float64 {
	at := assign(p, n)
	for v := range at {
		if v != "one" && !strings.HasPrefix(v, "z") && !strings.HasPrefix(v, "sign") {
			at[v] /= q.scale.label
		}
	}
	return at
}

func assign(p relucert.Problem, n *network.Network) map[string]float64 {
	units, out := canonical(p, n)
	at := map[string]float64{"one": 1}
	from := map[bool]int{true: 0, false: 1}[p.Bias()]
	at["c0"] = out.Bias
	for d, c := range out.Weights {
		at[name("c", d+1)] = c
	}
	for j, u := range units {
		for d, w := range u.Raw(p.Bias()) {
			at[name("w", j+1, from+d)] = w
		}
		at[name("sign", j+1)] = float64(1+u.Sign) / 2
	}
	x, y := distinctRows(p.Data)
	for i := range x {
		at[name("r", i+1)] = n.Predict(x[i]) - y[i]
		for j := range units {
			assignUnit(at, &units[j], j+1, i+1, x[i])
		}
	}
	return at
}

func assignUnit(at map[string]float64, u *network.Unit, j, i int, x []float64) {
	t := u.Input(x)
	p, q := max(0, t), max(0, -t)
	at[name("p", j, i)], at[name("q", j, i)] = p, q
	at[name("u", j, i)], at[name("v", j, i)] = p, 0
	if u.Sign < 0 {
		at[name("u", j, i)], at[name("v", j, i)] = 0, p
	}
	at[name("z", j, i)] = 0
	if t > 0 {
		at[name("z", j, i)] = 1
	}
}

// canonical is the one of equal networks that the file keeps.
func canonical(p relucert.Problem, n *network.Network) ([]network.Unit, network.Output) {
	units := slices.Clone(n.Units)
	out := network.Output{Weights: slices.Clone(n.Output.Weights), Bias: n.Output.Bias}
	for j := range units {
		u := &units[j]
		if p.Output != network.Affine || first(p, u) >= 0 {
			continue
		}
		linalg.AddScaled(out.Weights, float64(u.Sign), u.Weights)
		out.Bias += float64(u.Sign) * u.Bias
		u.Bias, u.Weights = -u.Bias, negated(u.Weights)
	}
	slices.SortFunc(units, func(a, b network.Unit) int {
		if a.Sign != b.Sign {
			return b.Sign - a.Sign
		}
		return int(math.Copysign(1, first(p, &b)-first(p, &a)))
	})
	return units, out
}

// distinctRows are the different rows in order, with their mean labels.
func distinctRows(d *dataset.Dataset) (x [][]float64, y []float64) {
	var sums, weights []float64
	known := map[string]int{}
	for i := range d.Y {
		key := fmt.Sprint(d.Row(i))
		if _, seen := known[key]; !seen {
			known[key] = len(x)
			x, sums, weights = append(x, d.Row(i)), append(sums, 0), append(weights, 0)
		}
		sums[known[key]] += d.Weight(i) * d.Y[i]
		weights[known[key]] += d.Weight(i)
	}
	for g := range sums {
		y = append(y, sums[g]/weights[g])
	}
	return x, y
}

func TestRefusals(t *testing.T) {
	d := &dataset.Dataset{Features: []string{"x"}, X: []float64{1, 2}, Y: []float64{1, 2}}
	for _, bound := range []float64{1e200, 1e-200} {
		if _, err := NewProgram(relucert.Problem{Data: d, Class: network.Class{Units: 1, NormBound: bound, Output: network.None}}, SOS1); err == nil {
			t.Errorf("norm bound %g makes a program", bound)
		}
	}
	twice := &dataset.Dataset{Features: []string{"x", "y"}, X: []float64{1, 2, 2, 4}, Y: d.Y}
	if _, err := NewProgram(relucert.Problem{Data: twice, Class: network.Class{Units: 1, NormBound: 1, WeightLimit: 1, Output: network.None}}, SOS1); err == nil {
		t.Error("columns that depend on each other have both limits")
	}
	d.Y[0] = 1.7e308
	d.Y[1] = -1.7e308
	if _, err := NewProgram(relucert.Problem{Data: d, Class: network.Class{Units: 1, Output: network.Affine, NormBound: 1}}, SOS1); err == nil {
		t.Error("an overflow makes a program")
	}
}
