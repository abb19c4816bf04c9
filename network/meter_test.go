package network_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"relucert/dataset"
	"relucert/loss"
	"relucert/network"
)

// cancelling is a network whose weights cancel: units of some 10^8 bend far below and above the inputs.
func cancelling(rng *rand.Rand) *network.Network {
	size := math.Pow(10, 5+5*rng.Float64())
	a, b := size*(1+rng.Float64()), size*(1+rng.Float64())
	return &network.Network{
		Units: []network.Unit{
			{Sign: 1, Weights: []float64{a, b}, Bias: 2 * (a + b)},
			{Sign: -1, Weights: []float64{a, b + 0.3}, Bias: 2*(a+b) + 0.1},
			{Sign: 1, Weights: []float64{0.5, -1}, Bias: 0.2},
		},
		Output: network.Output{Weights: []float64{-0.7, 0.25}, Bias: 0.5},
	}
}

// exactLosses are the squared errors and the loss of predictions on the cells of a table, in fractions.
func exactLosses(n *network.Network, cells [][]string) (sse *big.Rat, absolute float64) {
	float := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	affine := func(x []*big.Rat, w []float64, b float64) *big.Rat {
		sum := float(b)
		for j, v := range w {
			sum.Add(sum, new(big.Rat).Mul(float(v), x[j]))
		}
		return sum
	}
	sse = new(big.Rat)
	for _, row := range cells {
		var v []*big.Rat
		for _, cell := range row {
			exact, _ := dataset.ParseExact([]byte(cell))
			v = append(v, exact)
		}
		f := affine(v, n.Output.Weights, n.Output.Bias)
		for _, u := range n.Units {
			if t := affine(v, u.Weights, u.Bias); t.Sign() > 0 {
				f.Add(f, t.Mul(t, big.NewRat(int64(u.Sign), 1)))
			}
		}
		e := f.Sub(f, v[2])
		size, _ := e.Float64()
		absolute += math.Abs(size)
		sse.Add(sse, e.Mul(e, e))
	}
	return sse, absolute
}

// TestMeterWhereWeightsCancel: whatever the digits of the cells, stored samples and streamed ones have the errors that fractions have, and the
// bound is one.
func TestMeterWhereWeightsCancel(t *testing.T) {
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 7))
		n, digits := cancelling(rng), []int{1, 3, 17, 25}[rng.IntN(4)]
		var cells [][]string
		text := "a,b,y\n"
		for range 30 {
			var row []string
			for range 3 {
				row = append(row, strconv.FormatFloat(2*rng.Float64()-1, 'f', digits, 64))
			}
			cells, text = append(cells, row), text+strings.Join(row, ",")+"\n"
		}
		want, absolute := exactLosses(n, cells)
		near := func(name string, got, want float64) {
			t.Helper()
			if !(math.Abs(got-want) <= 1e-6*want) {
				t.Errorf("seed %d, %d digits: %s %.17g, not %.17g", seed, digits, name, got, want)
			}
		}
		data, _, err := dataset.Read("table", strings.NewReader(text), dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		sse, _ := want.Float64()
		near("SSE", n.SSE(data), sse)
		near("absolute loss", n.Objective(data, loss.Objective{Loss: loss.Loss{Kind: loss.Absolute}}), absolute)
		if most := n.Measure(data, loss.Objective{}).AtMost(); new(big.Rat).SetFloat64(most).Cmp(want) < 0 {
			t.Errorf("seed %d: the SSE is %g, above %g", seed, sse, most)
		}
		rows, err := dataset.NewScanner("table", strings.NewReader(text), dataset.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.MeasureRows(rows)
		if err != nil || m.Rows != 30 {
			t.Fatal(m.Rows, err)
		}
		near("SSE of a stream", m.SSE(), sse)
	}
}

// TestMeterOfStreamIsThatOfSamples, to the last bit but for the variation, which a stream has from one pass; also far from 0, where sums of
// squares would cancel.
func TestMeterOfStreamIsThatOfSamples(t *testing.T) {
	n := &network.Network{Units: []network.Unit{{Sign: 1, Weights: []float64{1.5}, Bias: -0.2}}, Output: network.Output{Weights: []float64{-0.5}}}
	for _, offset := range []float64{0, 1e6} {
		rng := rand.New(rand.NewPCG(3, 4))
		text := "x,w,y\n"
		for range 200 {
			for _, v := range []float64{rng.NormFloat64(), 0.1 + rng.Float64()} {
				text += strconv.FormatFloat(v, 'g', -1, 64) + ","
			}
			text += strconv.FormatFloat(offset+rng.NormFloat64(), 'g', -1, 64) + "\n"
		}
		columns := dataset.Options{Weights: "w"}
		data, _, err := dataset.Read("table", strings.NewReader(text), columns)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := dataset.NewScanner("table", strings.NewReader(text), columns)
		if err != nil {
			t.Fatal(err)
		}
		m, err := n.MeasureRows(rows)
		if err != nil {
			t.Fatal(err)
		}
		if m.SSE() != n.SSE(data) || math.Abs(m.TrainingError()-n.TrainingError(data)) > 1e-14*m.TrainingError() {
			t.Errorf("offset %g: SSE %.17g and training error %.17g, not %.17g and %.17g", offset, m.SSE(), m.TrainingError(), n.SSE(data), n.TrainingError(data))
		}
		if want := n.R2(data); math.Abs(m.R2()-want) > 1e-9*math.Abs(want) {
			t.Errorf("offset %g: R² %g, not %g", offset, m.R2(), want)
		}
	}
}
