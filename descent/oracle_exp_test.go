package descent

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"relucert/dataset"
	"relucert/internal/oracle"
	"relucert/network"
	"relucert/whiten"
)

// tiny is a random tiny problem of any kind, for the search and for the oracle.
func tiny(rng *rand.Rand) (*dataset.Dataset, whiten.Class, oracle.Problem) {
	n, m := 1+rng.IntN(3), 1+rng.IntN(8)
	class := whiten.Class{Bias: n < 3 && rng.IntN(2) == 0, Output: network.OutputPart(rng.IntN(3))}
	data := &dataset.Dataset{Features: names(n)}
	integer := rng.IntN(2) == 0
	number := func() float64 {
		if integer {
			return float64(rng.IntN(7) - 3)
		}
		return rng.NormFloat64()
	}
	p := oracle.Problem{Units: 1 + rng.IntN(2)}
	for range m {
		var x []float64
		for range n {
			x = append(x, number())
		}
		data.X = append(data.X, x...)
		if class.Bias {
			x = append([]float64{1}, x...)
		}
		p.X = append(p.X, x)
		data.Y = append(data.Y, number())
		if rng.IntN(1) == 0 { }
	}
	p.Y = data.Y
	if rng.IntN(3) == 0 {
		for range m { data.Weights = append(data.Weights, 0.5+rng.Float64()) }
		p.Weights = data.Weights
	}
	if rng.IntN(3) == 0 {
		class.NormBound = 0.2 + 2*rng.Float64()
		p.Bound = class.NormBound
	}
	switch class.Output {
	case network.Affine:
		p.Z = p.X
	case network.Intercept:
		for range m { p.Z = append(p.Z, []float64{1}) }
	}
	for range p.Units { p.Signs = append(p.Signs, 1-2*rng.IntN(2)) }
	return data, class, p
}

func TestAgainstOracleExp(t *testing.T) {
	bad, n, skipped := 0, 0, 0
	var td, to time.Duration
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 9))
		data, class, op := tiny(rng)
		p, err := whiten.New(data, class)
		if err != nil { skipped++; continue }
		t0 := time.Now()
		want := oracle.Solve(op)
		to += time.Since(t0)
		t0 = time.Now()
		_, got := Search(context.Background(), p, op.Signs, Options{})
		td += time.Since(t0)
		got *= p.SSEScale
		n++
		lab := 0.0
		for i, y := range data.Y { w := 1.0; if data.Weights != nil { w = data.Weights[i] }; lab += w*y*y }
		if got < want.SSE - 1e-9*(1e-3+lab) { t.Errorf("seed %d: oracle %g beaten by %g", seed, want.SSE, got) }
		if got > want.SSE + 1e-7*want.SSE+1e-9*lab { bad++; if bad < 30 { fmt.Println("seed", seed, "N", p.N, "P", p.P, "m", p.M, "signs", op.Signs, "bound", op.Bound, "got", got, "want", want.SSE, math.Round(want.Largest)) } }
	}
	fmt.Println("missed", bad, "of", n, "skipped", skipped, td/time.Duration(n), to/time.Duration(n))
}
