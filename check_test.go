package relucert_test

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// TestNoClaimWithoutACheck: what makes no sense is an error that names the field, not a result.
func TestNoClaimWithoutACheck(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	good := func() (relucert.Problem, relucert.Options) {
		return relucert.Problem{Data: table([][]float64{{1}, {2}, {4}}, []float64{1, 2, 1}, nil), Class: network.Class{Units: 1, Output: network.Affine}}, relucert.Options{}
	}
	if p, o := good(); true {
		if r, err := relucert.Fit(t.Context(), p, o); err != nil || r.Status != relucert.Optimal {
			t.Fatalf("%v, %+v", err, r)
		}
	}
	for _, c := range []struct {
		name  string
		spoil func(p *relucert.Problem, o *relucert.Options)
		want  string
	}{
		{"no data", func(p *relucert.Problem, _ *relucert.Options) { p.Data = nil }, "no samples"},
		{"no rows", func(p *relucert.Problem, _ *relucert.Options) { p.Data = &dataset.Dataset{Features: []string{"x"}} }, "no samples"},
		{"no features", func(p *relucert.Problem, _ *relucert.Options) { p.Data.Features, p.Data.X = nil, nil }, "no features"},
		{"NaN", func(p *relucert.Problem, _ *relucert.Options) { p.Data.X[1] = nan }, `row 2, column "x1"`},
		{"infinity", func(p *relucert.Problem, _ *relucert.Options) { p.Data.Y[2] = inf }, "row 3, label"},
		{"short X", func(p *relucert.Problem, _ *relucert.Options) { p.Data.X = p.Data.X[:2] }, "X has 2 numbers"},
		{"short weights", func(p *relucert.Problem, _ *relucert.Options) { p.Data.Weights = []float64{1} }, "Weights has 1"},
		{"negative weight", func(p *relucert.Problem, _ *relucert.Options) { p.Data.Weights = []float64{1, -1, 1} }, "row 2"},
		{"no units", func(p *relucert.Problem, _ *relucert.Options) { p.Units = 0 }, "at least one unit"},
		{"negative units", func(p *relucert.Problem, _ *relucert.Options) { p.Units = -3 }, "at least one unit"},
		{"signs", func(p *relucert.Problem, _ *relucert.Options) { p.Signs = []int{2} }, "+1 or -1"},
		{"signs and units", func(p *relucert.Problem, _ *relucert.Options) { p.Signs = []int{1, 1} }, "field Units is 1, but Signs names 2"},
		{"output", func(p *relucert.Problem, _ *relucert.Options) { p.Output = 7 }, "field Output is none"},
		{"norm bound", func(p *relucert.Problem, _ *relucert.Options) { p.NormBound = nan }, "norm bound"},
		{"weight limit", func(p *relucert.Problem, _ *relucert.Options) { p.WeightLimit = inf }, "weight limit"},
		{"gap", func(_ *relucert.Problem, o *relucert.Options) { o.Gap = 1 }, "Gap"},
		{"gap NaN", func(_ *relucert.Problem, o *relucert.Options) { o.Gap = nan }, "Gap"},
		{"additive", func(_ *relucert.Problem, o *relucert.Options) { o.Additive = -1 }, "Additive"},
		{"until", func(_ *relucert.Problem, o *relucert.Options) { o.Until = nan }, "Until"},
		{"time", func(_ *relucert.Problem, o *relucert.Options) { o.TimeLimit = -1 }, "TimeLimit"},
		{"nodes", func(_ *relucert.Problem, o *relucert.Options) { o.NodeLimit = -1 }, "NodeLimit"},
		{"memory", func(_ *relucert.Problem, o *relucert.Options) { o.MemoryLimit = -1 }, "MemoryLimit"},
		{"threads", func(_ *relucert.Problem, o *relucert.Options) { o.Threads = -1 }, "Threads"},
		{"method", func(_ *relucert.Problem, o *relucert.Options) { o.Method = 99 }, "method 99"},
		{"nowhere to write", func(_ *relucert.Problem, o *relucert.Options) { o.Certificate = &relucert.Certificate{} }, "Out"},
		{"certificate of no file", func(_ *relucert.Problem, o *relucert.Options) {
			o.Certificate = &relucert.Certificate{Out: new(bytes.Buffer)}
		}, "WriteCSV"},
	} {
		p, o := good()
		c.spoil(&p, &o)
		if r, err := relucert.Fit(t.Context(), p, o); err == nil || r != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, result %v, want %q", c.name, err, r, c.want)
		}
	}
}
