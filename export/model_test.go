package export

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"relucert/network"
)

// randomModel has up to three features and units, any output part and numbers of
// many sizes.
func randomModel(rng *rand.Rand) *network.Model {
	n := 1 + rng.IntN(3)
	m := &network.Model{Features: []string{"a", "b", "c"}[:n], Target: "y", ClassText: network.Class{Output: network.OutputPart(rng.IntN(3))}.Text()}
	for range rng.IntN(4) {
		m.Network.Units = append(m.Network.Units, network.Unit{Sign: 1 - 2*rng.IntN(2), Weights: randomNumbers(rng, n), Bias: randomNumbers(rng, 1)[0]})
	}
	m.Network.Output.Weights = make([]float64, n)
	if m.Output == network.Affine {
		m.Network.Output.Weights = randomNumbers(rng, n)
	}
	if m.Output != network.None {
		m.Network.Output.Bias = randomNumbers(rng, 1)[0]
	}
	return m
}

func randomNumbers(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for i := range v {
		if rng.IntN(5) > 0 {
			v[i] = rng.NormFloat64() * math.Exp(3*rng.NormFloat64())
		}
	}
	return v
}

// kinkRows are random inputs and, for each unit, such that its input is 0, or as near to
// it as rounding comes, and the two neighbours on either side.
func kinkRows(rng *rand.Rand, m *network.Model) (rows [][]float64) {
	n := len(m.Features)
	rows = append(rows, make([]float64, n))
	for range 20 {
		rows = append(rows, randomNumbers(rng, n))
	}
	for _, u := range m.Network.Units {
		x := randomNumbers(rng, n)
		if last := u.Weights[n-1]; last != 0 {
			x[n-1] = 0
			x[n-1] = -u.Input(x) / last
		}
		for _, towards := range []float64{x[n-1], math.Inf(-1), math.Inf(1)} {
			y := append([]float64(nil), x...)
			y[n-1] = math.Nextafter(x[n-1], towards)
			rows = append(rows, y)
		}
	}
	return rows
}

// size is the prediction with all terms' absolute values, to which rounding is relative.
func size(m *network.Model, x []float64) float64 {
	total := math.Abs(m.Network.Output.Bias)
	units := append([]network.Unit{{Weights: m.Network.Output.Weights}}, m.Network.Units...)
	for _, u := range units {
		total += math.Abs(u.Bias)
		for d, w := range u.Weights {
			total += math.Abs(w * x[d])
		}
	}
	return total
}

func encode(t *testing.T, m *network.Model, f Format, p Precision) []byte {
	t.Helper()
	content, err := EncodeModel(m, f, p)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func TestFormatOf(t *testing.T) {
	for path, want := range map[string]Format{"a/m.onnx": ONNX, "m.C": C, "m.b.txt": Text} {
		if got, err := FormatOf(path); got != want || err != nil {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
	for _, path := range []string{"m", "m.json", "onnx"} {
		if got, err := FormatOf(path); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %q, %v", path, got, err)
		}
	}
}
