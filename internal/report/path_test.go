package report

import (
	"strings"
	"testing"

	"relucert"
	"relucert/dataset"
	"relucert/network"
)

// twoLines is a straight line and one with a kink that was not proved the best.
func twoLines() (*dataset.Dataset, *Path) {
	data := &dataset.Dataset{Name: "dir/d.csv", Features: []string{"x"}, Target: "y", X: []float64{0, 1, 2}, Y: []float64{0, 0, 1}}
	line := &network.Network{Units: []network.Unit{}, Output: network.Output{Weights: []float64{0.5}, Bias: -0.25}}
	bent := &network.Network{Units: []network.Unit{{Sign: 1, Weights: []float64{1}, Bias: -1}}, Output: network.Output{Weights: []float64{0}}}
	fits := []*relucert.Result{
		{Status: relucert.Optimal, Network: line, SSE: 0.1875, SSELower: 0.1875, TrainingError: 0.0625, Method: relucert.Breakpoints},
		{Status: relucert.TimeLimit, Network: bent, SSE: 0.125, SSELower: 0.1, TrainingError: 0.04, Method: relucert.Breakpoints, Nodes: 1234, Seconds: 0.5},
	}
	return data, &Path{Path: &relucert.Path{Fits: fits}, Samples: SamplesOf(data), Class: network.Class{Units: 1, Output: network.Affine}, Constraints: []string{"at least 1 sample"}, Notices: []string{"note"}}
}

func TestSummaryOfAPath(t *testing.T) {
	data, p := twoLines()
	var out strings.Builder
	if err := p.WriteSummary(&out, data); err != nil {
		t.Fatal(err)
	}
	want := `d.csv: y on x, 0 to 1 unit, free affine part, 3 samples

  units     SSE  lower bound   gap        R²      status
      0  0.1875       0.1875   0 %  0.718750     optimal
      1   0.125        0.100  20 %  0.812500  time limit

search      breakpoints, 1,234 nodes, 0.500 s
constraint  at least 1 sample
notice      note
`
	if out.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", out.String(), want)
	}
}

func TestJSONOfAPath(t *testing.T) {
	data, p := twoLines()
	data.Y = []float64{0, 0, 0} // R² is not defined
	p.Fits[0].FloorDecided = true
	var out strings.Builder
	if err := p.WriteJSON(&out, data); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"status": "time_limit"`, `"r2": null`, `"units": 0`, `"units": []`, `"floor_decided": true`, `"sse_lower": 0.1,`, `"nodes": 1234`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out.String())
		}
	}
}
