package report

import (
	"bytes"
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/inference"
	"relucert/network"
)

func summary(t *testing.T, data *dataset.Dataset, r *Result) string {
	t.Helper()
	var out strings.Builder
	if err := WriteSummary(&out, data, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSummaryOfOneColumn(t *testing.T) {
	_, r := bent(0)
	data := &dataset.Dataset{Name: "dir/d.csv", Features: []string{"x"}, Target: "y",
		X: []float64{-1, 0, 1, 2}, Y: []float64{1.25, 0.25, 0.75, 1.85}}
	r.Rows, r.SSE, r.SSELower, r.TrainingError, r.WeightLimit, r.Method, r.Nodes, r.Seconds = 4, 0.01, 0.00999999, 0.0025, 1000, relucert.Conic, 1234, 0.0421
	want := `d.csv: y on x, 1 unit, free affine part, 4 samples

  piece  from    to  samples  slope  intercept
      1  -Inf  0.25        2     -1       0.25
      2  0.25  +Inf        2      1      -0.25

status          optimal
R²              0.992895
training error  0.0025 (the average squared error)
SSE             0.01000000
lower bound     0.00999999
gap             proved within 0.0001 %
weight limit    1000 label units per standardised input: the proof is for networks within it
search          conic, 1,234 nodes, 0.042 s
`
	if got := summary(t, data, r); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestSummaryOfTwoColumns(t *testing.T) {
	data := &dataset.Dataset{Name: "-", Features: []string{"temp", "ibh"}, Target: "O3", Weights: []float64{1, 2, 1},
		X: []float64{1, 0, 0, 1, 2, 2}, Y: []float64{5, 5, 5}}
	net := &network.Network{
		Units:  []network.Unit{{Sign: 1, Weights: []float64{1, 0}}, {Sign: -1, Weights: []float64{0, 0.5}}},
		Output: network.Output{Weights: []float64{0, 0}},
	}
	r := &Result{Result: &relucert.Result{Status: relucert.TimeLimit, SSE: 4, SSELower: 3, TrainingError: 1, Network: net},
		Samples: Samples{Rows: 3}, Class: network.Class{NormBound: 2.5, NoBias: true, Output: network.None}, Notices: []string{"column \"name\" skipped"}}
	got := summary(t, data, r)
	for _, want := range []string{
		"standard input: O3 on 2 columns, 2 units, no output part, no bias, 3 samples\n",
		"             unit 1 (+)  unit 2 (−)\n",
		"       temp           1           0\n",
		"        ibh           0         0.5\n",
		"  active on           2           2\n",
		"status          time limit\n",
		"training error  1 (the weighted average squared error)\n",
		"gap             not proved optimal: the least SSE may be up to 25 % smaller\n",
		"norm bound      2.5\n",
		"notice          column \"name\" skipped\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
	}
}

func TestEverySampleIsOnOnePiece(t *testing.T) {
	data, r := bent(100)
	data.X[0] = 0.25 // the breakpoint
	if counts := AxesOf(data).samplesOn(r.Network); counts[0]+counts[1] != data.Rows() {
		t.Errorf("the pieces hold %v of %d samples", counts, data.Rows())
	}
}

// TestSamplesOnABreakpoint count for the piece that has fewer, as --min-samples counts them.
func TestSamplesOnABreakpoint(t *testing.T) {
	data, r := bent(0)
	data.X, data.Y = []float64{-1, 0, 0.1, 0.25, 0.25, 0.5}, make([]float64, 6)
	if counts := AxesOf(data).samplesOn(r.Network); counts[0] != 3 || counts[1] != 3 {
		t.Errorf("%v", counts)
	}
}

// TestInputsAreCopiedOnce for all that reports say of them, which they have to be sorted for.
func TestInputsAreCopiedOnce(t *testing.T) {
	data, result := bent(100_000)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	result.ThinPieces(data)
	err := errors.Join(WriteSummary(io.Discard, data, result), result.WriteJSON(io.Discard, data))
	runtime.ReadMemStats(&after)
	if size, once := after.TotalAlloc-before.TotalAlloc, uint64(8*data.Rows()); err != nil || size > once+once/2 {
		t.Errorf("%d bytes for inputs of %d, %v", size, once, err)
	}
}

// TestUndefinedIsNull: JSON has null for what is no number, wherever in an estimate it stands.
func TestUndefinedIsNull(t *testing.T) {
	for _, odd := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		for place := range 4 {
			data, r := bent(5)
			e := inference.Estimate{Name: "slope 1", Value: 1, SE: 2, Low: 3, High: 4}
			*[]*float64{&e.Value, &e.SE, &e.Low, &e.High}[place] = odd
			r.Inference = &Inference{Estimates: []inference.Estimate{e}}
			var out bytes.Buffer
			if err := r.WriteJSON(&out, data); err != nil || !strings.Contains(out.String(), `"`+[]string{"value", "se", "low", "high"}[place]+`": null`) {
				t.Errorf("%v at %d: %v\n%s", odd, place, err, &out)
			}
		}
	}
}
