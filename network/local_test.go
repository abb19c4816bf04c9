package network

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
)

// TestLocal: from whatever origins, the value is that of exact arithmetic, but for the rounding of a bias.
func TestLocal(t *testing.T) {
	const seed = 1
	rng := rand.New(rand.NewPCG(seed, 0))
	decimal := func() dataset.Decimal { return dataset.Decimal{Mantissa: rng.Int64N(2e9) - 1e9} }
	for run := range 200 {
		m := &Model{Origins: []dataset.Decimal{decimal(), decimal()}, TargetOrigin: decimal()}
		for range 3 {
			m.Network.Units = append(m.Network.Units, Unit{1 - 2*rng.IntN(2), []float64{rng.NormFloat64(), rng.NormFloat64()}, rng.NormFloat64()})
		}
		m.Network.Output = Output{[]float64{rng.NormFloat64(), rng.NormFloat64()}, rng.NormFloat64()}
		origins, target := []dataset.Decimal{decimal(), decimal()}, decimal()
		local := m.Local(origins, target)
		u := []float64{rng.NormFloat64(), rng.NormFloat64()} // a row less the new origins
		got := new(big.Rat).Add(new(big.Rat).SetFloat64(local.Predict(u)), target.Rat())
		want := exactly(m, u, origins)
		if d, _ := got.Sub(got, want).Float64(); d > 1e-5 || d < -1e-5 { // biases are of up to 1e9, and eps is 1e-16
			t.Fatalf("seed %d, run %d: off by %g", seed, run, d)
		}
	}
}

// exactly is the model's value at u + origins in fractions.
func exactly(m *Model, u []float64, origins []dataset.Decimal) *big.Rat {
	affine := func(w []float64, b float64) *big.Rat {
		sum := new(big.Rat).SetFloat64(b)
		for i, v := range w {
			x := new(big.Rat).Add(new(big.Rat).SetFloat64(u[i]), origins[i].Rat())
			sum.Add(sum, x.Mul(x.Sub(x, m.Origins[i].Rat()), new(big.Rat).SetFloat64(v)))
		}
		return sum
	}
	f := affine(m.Network.Output.Weights, m.Network.Output.Bias)
	f.Add(f, m.TargetOrigin.Rat())
	for _, u := range m.Network.Units {
		if t := affine(u.Weights, u.Bias); t.Sign() > 0 {
			f.Add(f, t.Mul(t, big.NewRat(int64(u.Sign), 1)))
		}
	}
	return f
}
