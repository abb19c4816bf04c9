package deep

import (
	"testing"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// TestColoringWithOutputReLU: what package reduce says of two colours holds with an output ReLU. A − among the
// signs costs more than all edges, and two + cost more than the least weight of monochromatic edges.
func TestColoringWithOutputReLU(t *testing.T) {
	for _, test := range []struct {
		edges [][]int
		q     float64
	}{
		{[][]int{{0, 1}}, 0}, {[][]int{{0, 1}, {1, 2}}, 0}, {[][]int{{0, 1, 2}}, 0}, {[][]int{{0, 1}, {1, 2}, {0, 2}}, 1},
	} {
		c, err := reduce.NewColoring(instance.Hypergraph{Names: []string{"a", "b", "c"}, Edges: test.edges}, 2, false)
		if err != nil {
			t.Fatal(err)
		}
		x, y, weights := table(c.Set())
		for _, signs := range [][]int{{1, 1}, {1, -1}, {-1, -1}} {
			above := test.q
			if signs[1] < 0 {
				above = float64(len(test.edges))
			}
			r, err := Train(t.Context(), OutputReLU(signs...), x, y, weights, Options{Gap: 0.6, Seed: 1, NodeLimit: 300_000})
			if err != nil || !r.Complete {
				t.Fatalf("%v, %v: %+v, %v", test.edges, signs, r, err)
			}
			if above == 0 && r.SSE > 1e-6 || above > 0 && r.SSE <= above || above > 0 && r.Lower <= 0 {
				t.Errorf("%v, %v: [%g, %g], more than %g is claimed", test.edges, signs, r.Lower, r.SSE, above)
			}
		}
	}
}

func table(s *reduce.Set) (x [][]float64, y, weights []float64) {
	for _, sample := range s.Samples {
		row := make([]float64, len(s.Columns))
		for _, term := range sample.X {
			row[term.Column], _ = term.Value.Float64()
		}
		label, _ := sample.Y.Float64()
		weight, _ := sample.Weight.Float64()
		x, y, weights = append(x, row), append(y, label), append(weights, weight)
	}
	return x, y, weights
}
