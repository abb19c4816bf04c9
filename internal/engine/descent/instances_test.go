package descent

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/oracle"
	"relucert/network"
)

// instance is a problem with its signs.
type instance struct {
	name  string
	p     *whiten.Problem
	signs []int
}

func whitened(t testing.TB, data *dataset.Dataset, class network.Class) *whiten.Problem {
	t.Helper()
	p, err := whiten.New(context.Background(), data, class)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func example(t testing.TB, file, target string, features ...string) *dataset.Dataset {
	t.Helper()
	data, _, err := dataset.Open("../../../examples/"+file, dataset.Options{Target: target, Features: features})
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func columnNames(n int) (names []string) {
	for d := range n {
		names = append(names, fmt.Sprint("x", d))
	}
	return names
}

// synthetic is noise on the sphere plus, when planted, unit-length units.
func synthetic(seed uint64, n, m int, planted []int, noise float64) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	data := &dataset.Dataset{Features: columnNames(n)}
	var units [][]float64
	for range planted {
		units = append(units, onSphere(rng, n))
	}
	for range m {
		x, y := onSphere(rng, n), noise*rng.NormFloat64()
		for j, a := range planted {
			s := 0.0
			for d, v := range x {
				s += v * units[j][d]
			}
			y += float64(a) * max(0, s)
		}
		data.X, data.Y = append(data.X, x...), append(data.Y, y)
	}
	return data
}

func onSphere(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	normalise(v)
	return v
}

// brokenLine is one column with two kinks and noise.
func brokenLine(seed uint64, m int) *dataset.Dataset {
	rng := rand.New(rand.NewPCG(seed, 1))
	data := &dataset.Dataset{Features: columnNames(1)}
	for range m {
		x := rng.Float64()
		data.X = append(data.X, x)
		data.Y = append(data.Y, 3*max(0, x-0.37)-2*max(0, x-0.7)-x+0.2*rng.NormFloat64())
	}
	return data
}

// instances is one of each kind: with and without output part, bound, noise.
func instances(t testing.TB) []instance {
	affine := network.Class{Output: network.Affine}
	intercept := network.Class{Output: network.Intercept}
	none, bounded, tight := network.Class{NoBias: true, Output: network.None}, network.Class{NormBound: 1, NoBias: true, Output: network.None}, network.Class{NormBound: 0.1, NoBias: true, Output: network.None}
	limited := network.Class{Output: network.Affine, WeightLimit: 1}
	daily := example(t, "energy-daily.csv", "kwh", "temp_f")
	stagnant := example(t, "stagnant.csv", "y")
	ozone := example(t, "ozone1.csv", "O3", "temp", "ibh", "humidity")
	return []instance{
		{"noise n=3 m=1000", whitened(t, synthetic(1, 3, 1000, nil, 1), none), []int{1}},
		{"noise n=5 m=200", whitened(t, synthetic(2, 5, 200, nil, 1), none), []int{1}},
		{"noise n=3 m=30 ++-", whitened(t, synthetic(3, 3, 30, nil, 1), none), []int{1, 1, -1}},
		{"planted n=4 m=40 ++", whitened(t, synthetic(4, 4, 40, []int{1, 1}, 0.1), none), []int{1, 1}},
		{"realizable n=4 m=40 ++", whitened(t, synthetic(5, 4, 40, []int{1, 1}, 0), none), []int{1, 1}},
		{"bounded n=5 m=200 +", whitened(t, synthetic(6, 5, 200, []int{1}, 0.1), bounded), []int{1}},
		{"bounded noise n=5 m=200 +-", whitened(t, synthetic(7, 5, 200, nil, 1), tight), []int{1, -1}},
		{"energy-daily +", whitened(t, daily, affine), []int{1}},
		{"energy-daily +-", whitened(t, daily, affine), []int{1, -1}},
		{"energy-daily ++ intercept", whitened(t, daily, intercept), []int{1, 1}},
		{"energy-daily ++ limited", whitened(t, daily, limited), []int{1, 1}},
		{"stagnant +--", whitened(t, stagnant, affine), []int{1, -1, -1}},
		{"ozone1 3 features", whitened(t, ozone, affine), []int{1}},
		{"ozone1 3 features +-", whitened(t, ozone, affine), []int{1, -1}},
	}
}

// tiny is a random tiny problem of any kind, for the search and for the oracle.
func tiny(rng *rand.Rand) (*dataset.Dataset, network.Class, oracle.Problem) {
	n, m := 1+rng.IntN(3), 1+rng.IntN(8)
	class := network.Class{NoBias: !(n < 3 && rng.IntN(2) == 0), Output: network.OutputPart(rng.IntN(3))}
	data := &dataset.Dataset{Features: columnNames(n)}
	number := rng.NormFloat64
	if rng.IntN(2) == 0 {
		number = func() float64 { return float64(rng.IntN(7) - 3) }
	}
	p := oracle.Problem{}
	for range m {
		var x []float64
		for range n {
			x = append(x, number())
		}
		data.X, data.Y = append(data.X, x...), append(data.Y, number())
		if class.Bias() {
			x = append([]float64{1}, x...)
		}
		p.X = append(p.X, x)
		p.Weights = append(p.Weights, 0.5+rng.Float64())
	}
	if rng.IntN(3) == 0 {
		class.NormBound = 0.2 + 2*rng.Float64()
	}
	for range 1 + rng.IntN(2) {
		p.Signs = append(p.Signs, 1-2*rng.IntN(2))
	}
	p.Y, data.Weights, p.Bound = data.Y, p.Weights, class.NormBound
	p.Z = outputColumns(class.Output, p.X)
	return data, class, p
}

func outputColumns(part network.OutputPart, x [][]float64) (z [][]float64) {
	switch part {
	case network.Affine:
		return x
	case network.Intercept:
		for range x {
			z = append(z, []float64{1})
		}
	}
	return z
}

// checkLimits fails the test if a unit is outside the box or the ball.
func checkLimits(t *testing.T, p *whiten.Problem, point whiten.Point) {
	t.Helper()
	if what := outside(p, point); what != "" {
		t.Error(what)
	}
}

// outside says which limit a point exceeds, "" if none.
func outside(p *whiten.Problem, point whiten.Point) string {
	for _, u := range point.Units {
		square := 0.0
		for d, v := range u {
			if !(math.Abs(v) <= p.WeightLimit) {
				return fmt.Sprintf("weight %g exceeds the limit %g", v, p.WeightLimit)
			}
			for e, w := range u {
				if p.NormBound > 0 {
					square += v * w * p.Norm[d*p.N+e]
				}
			}
		}
		if square > p.NormBound*p.NormBound {
			return fmt.Sprintf("norm %g exceeds the bound %g", math.Sqrt(square), p.NormBound)
		}
	}
	return ""
}
