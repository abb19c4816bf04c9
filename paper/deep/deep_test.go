package deep

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// drawn is samples on n columns with labels of small numbers, none of them negative if so asked.
func drawn(rng *rand.Rand, m, n int, positive bool) (x [][]float64, y []float64) {
	for range m {
		row := make([]float64, n)
		for d := range row {
			row[d] = math.Round(8*rng.NormFloat64()) / 4
		}
		label := math.Round(4*rng.NormFloat64()) / 2
		if positive {
			label = math.Abs(label)
		}
		x, y = append(x, row), append(y, label)
	}
	return x, y
}

func trained(t *testing.T, f Form, x [][]float64, y []float64) *Result {
	t.Helper()
	r, err := Train(t.Context(), f, x, y, nil, Options{Seed: 1})
	if err != nil || !r.Complete || r.Lower > r.SSE {
		t.Fatalf("%v: %+v, %v", f, r, err)
	}
	return r
}

// TestSumsAgreeWithFit: depth 2 is what relucert.Fit proves, by a method of another kind.
func TestSumsAgreeWithFit(t *testing.T) {
	for seed := range uint64(30) {
		rng := rand.New(rand.NewPCG(seed, 41))
		signs := [][]int{{1}, {1, 1}, {1, -1}, {-1, -1}}[rng.IntN(4)]
		x, y := drawn(rng, 4+rng.IntN(3), 1+rng.IntN(2), false)
		data, err := dataset.New(x, y)
		if err != nil {
			t.Fatal(err)
		}
		want, err := relucert.Fit(t.Context(), relucert.Problem{Data: data, Class: network.Class{Signs: signs, NoBias: true, Output: network.None}}, relucert.Options{NodeLimit: 100_000})
		if err != nil {
			t.Fatal(err)
		}
		r := trained(t, Sum(signs...), x, y)
		slack := 1e-5*want.SSE + 1e-9
		if r.SSE < want.SSELower-slack || r.Lower > want.SSE+slack {
			t.Errorf("seed %d, 41, signs %v: [%g, %g], Fit says [%g, %g]", seed, signs, r.Lower, r.SSE, want.SSELower, want.SSE)
		}
	}
}

// TestOutputReLUAgreesWithAllFaces compares with the least error of all candidates: for labels of at least 0 the optimum is a
// least-squares solution over some cell or ray of each unit and some set of samples that the output is active on.
func TestOutputReLUAgreesWithAllFaces(t *testing.T) {
	for seed := range uint64(12) {
		rng := rand.New(rand.NewPCG(seed, 42))
		x, y := drawn(rng, 4+rng.IntN(2), 2, true)
		f := OutputReLU(1, -1)
		r, want := trained(t, f, x, y), leastOfFaces(f, x, y)
		if math.Abs(r.SSE-want) > 1e-5*want+1e-8 || r.Lower > want+1e-8 {
			t.Errorf("seed %d, 42: [%g, %g], all faces %g", seed, r.Lower, r.SSE, want)
		}
	}
}

// leastOfFaces is for two columns, on which a cell lies between two neighbouring rays.
func leastOfFaces(f Form, x [][]float64, y []float64) float64 {
	best := math.Inf(1)
	choices := faces(x)
	for _, a := range choices {
		for _, b := range choices {
			for on := range 1 << len(y) {
				best = math.Min(best, faceError(f, [2]face{a, b}, on, x, y))
			}
		}
	}
	return best
}

// face is where a unit's weights may lie: the span of one direction or of all, with the samples on which the unit is active.
type face struct {
	basis  [][]float64
	active []bool
}

func faces(x [][]float64) (all []face) {
	var angles []float64
	for _, row := range x {
		a := math.Atan2(row[0], -row[1]) // orthogonal to the row
		angles = append(angles, math.Mod(a+4*math.Pi, 2*math.Pi), math.Mod(a+5*math.Pi, 2*math.Pi))
	}
	slices.Sort(angles)
	for i, a := range angles {
		next := angles[(i+1)%len(angles)]
		if next <= a {
			next += 2 * math.Pi
		}
		middle, ray := direct((a+next)/2), direct(a)
		all = append(all, face{[][]float64{{1, 0}, {0, 1}}, side(middle, x)}, face{[][]float64{ray}, side(ray, x)})
	}
	return all
}

func direct(a float64) []float64 { return []float64{math.Cos(a), math.Sin(a)} }

func side(w []float64, x [][]float64) (active []bool) {
	for _, row := range x {
		active = append(active, dot(w, row) > 1e-12)
	}
	return active
}

// faceError is the error of the least-squares solution, whatever it is really active on.
func faceError(f Form, choice [2]face, on int, x [][]float64, y []float64) float64 {
	columns := len(choice[0].basis) + len(choice[1].basis)
	a, b := mat.NewDense(len(y), columns, nil), mat.NewVecDense(len(y), nil)
	for i, row := range x {
		if on>>i&1 == 0 {
			continue
		}
		b.SetVec(i, y[i])
		at := 0
		for j, c := range choice {
			for _, v := range c.basis {
				if c.active[i] {
					a.Set(i, at, float64(f[0].Signs[j])*dot(v, row))
				}
				at++
			}
		}
	}
	var svd mat.SVD
	if !svd.Factorize(a, mat.SVDThin) {
		return math.Inf(1)
	}
	rank := svd.Rank(1e-10)
	if rank == 0 {
		return math.Inf(1)
	}
	var solution mat.Dense
	svd.SolveTo(&solution, b, rank)
	w := [][]float64{{0, 0}, {0, 0}}
	at := 0
	for j, c := range choice {
		for _, v := range c.basis {
			w[j][0] += solution.At(at, 0) * v[0]
			w[j][1] += solution.At(at, 0) * v[1]
			at++
		}
	}
	sse := 0.0
	for i, row := range x {
		e := f.Predict(w, row) - y[i]
		sse += e * e
	}
	return sse
}

// TestPlantedIsFound at depth 3, where no network is better than the one that made the labels.
func TestPlantedIsFound(t *testing.T) {
	f := Form{{1, []int{1, -1}, true}, {-1, []int{1}, true}}
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 43))
		x, _ := drawn(rng, 5, 2, false)
		w, _ := drawn(rng, f.Units(), 2, false)
		var y []float64
		for _, row := range x {
			y = append(y, f.Predict(w, row))
		}
		if r := trained(t, f, x, y); r.SSE > 1e-9 {
			t.Errorf("seed %d, 43: %g", seed, r.SSE)
		}
	}
}

// TestNothingIsBelow: random networks, improved, are never better than what is said of all.
func TestNothingIsBelow(t *testing.T) {
	f := Form{{1, []int{1, 1}, true}, {-1, []int{1, -1}, true}}
	for seed := range uint64(4) {
		rng := rand.New(rand.NewPCG(seed, 44))
		x, y := drawn(rng, 5, 1, false)
		r := trained(t, f, x, y)
		other := &tree{form: f, x: x, y: y, weights: slices.Repeat([]float64{1}, len(y))}
		other.best.SSE = math.Inf(1)
		for round := range uint64(20) {
			other.start(1000*seed + round + 7)
		}
		if other.best.SSE < r.Lower*(1-1e-9)-1e-12 {
			t.Errorf("seed %d, 44: %g is below %g", seed, other.best.SSE, r.Lower)
		}
	}
}

// TestLimitsHold: what is left is told, and the bound is one.
func TestLimitsHold(t *testing.T) {
	x, y := drawn(rand.New(rand.NewPCG(5, 45)), 7, 2, false)
	full := trained(t, OutputReLU(1, 1), x, y)
	cut, err := Train(t.Context(), OutputReLU(1, 1), x, y, nil, Options{Seed: 1, NodeLimit: 20})
	if err != nil || cut.Complete || cut.Lower > full.SSE || cut.SSE < full.Lower {
		t.Errorf("%+v, %v; without limit %+v", cut, err, full)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Train(ctx, OutputReLU(1), x, y, nil, Options{}); err != nil || r.Complete {
		t.Errorf("%+v, %v", r, err)
	}
	if err := (Form{{1, make([]int, 12), true}}).Check(); err == nil {
		t.Error("13 bits of patterns")
	}
}
