package export

import (
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// farModel has data far from 0: origins that no double holds, and weights for inputs of about 1 beyond them.
func farModel(rng *rand.Rand) *network.Model {
	m := randomModel(rng)
	for range m.Features {
		m.Origins = append(m.Origins, dataset.Decimal{Mantissa: 1_700_000_000_000_000 + rng.Int64N(1e9), Exponent: -6})
	}
	m.TargetOrigin = dataset.Decimal{Mantissa: 3_000_000_000_000_001 + rng.Int64N(1e9), Exponent: -7}
	return m
}

// farRow is a row near a model's origins, in doubles.
func farRow(rng *rand.Rand, m *network.Model) (row []float64) {
	for _, o := range m.Origins {
		row = append(row, o.Float64()+rng.NormFloat64())
	}
	return row
}

// exact is the model's prediction for a row of doubles as they stand, and how far rounding a sum in its own order may move it.
func exact(m *network.Model, row []float64) (want, allowed float64) {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	local := make([]*big.Rat, len(row))
	near := make([]float64, len(row))
	for i, v := range row {
		local[i] = new(big.Rat).Sub(rat(v), m.Origins[i].Rat())
		near[i], _ = local[i].Float64()
	}
	affine := func(weights []float64, bias float64) *big.Rat {
		sum := rat(bias)
		for i, w := range weights {
			sum.Add(sum, new(big.Rat).Mul(rat(w), local[i]))
		}
		return sum
	}
	f := affine(m.Network.Output.Weights, m.Network.Output.Bias)
	for _, u := range m.Network.Units {
		if t := affine(u.Weights, u.Bias); t.Sign() > 0 {
			f.Add(f, t.Mul(t, rat(float64(u.Sign))))
		}
	}
	f.Add(f, m.TargetOrigin.Rat())
	want, _ = f.Float64()
	return want, 1e-14*size(m, near) + 0x1p-52*math.Abs(want)
}

// TestFarFromZero: what is taken off the inputs is taken off exactly, in C and ONNX.
func TestFarFromZero(t *testing.T) {
	cc := installed(t, "cc", "apt-get install gcc")
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	var source, calls bytes.Buffer
	var wanted, allowed []float64
	for number := range 20 {
		m := farModel(rng)
		text := string(encode(t, m, C, Float64))
		source.WriteString(strings.ReplaceAll(text, "relucert_", fmt.Sprintf("model%d_", number)))
		graph := decode(t, decode(t, encode(t, m, ONNX, Float64))[7][0].bytes)
		for range 10 {
			row := farRow(rng, m)
			want, within := exact(m, row)
			if got := runGraph(t, graph, Float64, row); !(math.Abs(got-want) <= within) {
				t.Errorf("model %d: ONNX gives %v, want %v ± %g", number, got, want, within)
			}
			fmt.Fprintf(&calls, "CALL(model%d_predict, %s);\n", number, cNumbers(row))
			wanted, allowed = append(wanted, want), append(allowed, within)
		}
	}
	for i, text := range strings.Fields(run(t, cc, source.String()+cMain+calls.String()+"return 0; }\n")) {
		bits, err := strconv.ParseUint(text, 16, 64)
		if got := math.Float64frombits(bits); err != nil || !(math.Abs(got-wanted[i]) <= allowed[i]) {
			t.Errorf("call %d: C gives %v, want %v ± %g", i, got, wanted[i], allowed[i])
		}
	}
}

// TestDatesAreNamed: whoever calls a model of dates is told what number a date is.
func TestDatesAreNamed(t *testing.T) {
	m := &network.Model{ClassText: network.Class{Output: network.Affine}.Text(), Features: []string{"n", "day"}, Target: "y", Dates: []string{"", "days"},
		Network: network.Network{Output: network.Output{Weights: []float64{1, 2}}}}
	for _, format := range []Format{C, Text} {
		if text := string(encode(t, m, format, Float64)); strings.Count(text, `"day" in days since 1970-01-01`) != 1 || strings.Count(text, "1970") != 1 {
			t.Errorf("%s", text)
		}
	}
	if model := decode(t, encode(t, m, ONNX, Float64)); string(decode(t, model[14][2].bytes)[2][0].bytes) != `["","days"]` {
		t.Error("the ONNX graph's metadata say nothing of dates")
	}
	data := &dataset.Dataset{Name: "d.csv", Features: m.Features, Target: "y", Dates: m.Dates, X: []float64{1, 2, 3, 4}, Y: []float64{0, 1}}
	p, err := NewProgram(relucert.Problem{Data: data, Class: network.Class{Units: 1, NormBound: 1, Output: network.None}}, Indicator)
	if err != nil {
		t.Fatal(err)
	}
	var lp bytes.Buffer
	if err := p.WriteLP(&lp); err != nil || !strings.Contains(lp.String(), `column 2: "day" in days since 1970-01-01`) {
		t.Errorf("%v\n%s", err, &lp)
	}
}
