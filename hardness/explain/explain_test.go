package explain

import (
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"testing"

	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// reductions are one of each kind.
func reductions(t *testing.T) map[string]reduce.Reduction {
	t.Helper()
	graph := instance.Graph{Names: []string{"a", "b", "c"}, Edges: [][2]int{{0, 1}, {1, 2}}}
	h := instance.Hypergraph{Names: graph.Names, Edges: [][]int{{0, 1}, {1, 2}}}
	all := map[string]reduce.Reduction{}
	take := func(name string) func(r reduce.Reduction, err error) {
		return func(r reduce.Reduction, err error) {
			if err != nil {
				t.Fatal(name, err)
			}
			all[name] = r
		}
	}
	take("cover")(reduce.NewSetCover(instance.SetCover{Elements: []string{"1", "2"}, Names: []string{"a", "<b>"}, Sets: [][]int{{0, 1}, {1}}, Costs: []int64{1, 1}}, "exact"))
	take("densest")(reduce.NewDensest(graph, 2, "exact"))
	take("three")(reduce.NewColoring(h, 3, true))
	take("two")(reduce.NewColoring(h, 2, false))
	take("sat")(reduce.NewSAT(instance.CNF{Variables: 2, Clauses: [][]int{{1, 2}, {-1}}}, 3, false))
	return all
}

// TestDrawings are well-formed, and their lines stay within the picture.
func TestDrawings(t *testing.T) {
	for name, r := range reductions(t) {
		panels := Of(r)
		if len(panels) == 0 {
			t.Errorf("%s: nothing to see", name)
		}
		var out bytes.Buffer
		if err := WriteSVG(&out, panels); err != nil {
			t.Fatal(err)
		}
		for d := xml.NewDecoder(&out); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		for _, p := range panels {
			f := newFrame(p)
			each(p, func(x, y float64) {
				if at := f.x(x); at < left-1e-6 || at > width-right+1e-6 || !(f.y(y) >= top-1e-6) || f.y(y) > height-descent+1e-6 {
					t.Errorf("%s, %s: (%g, %g) is outside", name, p.Title, x, y)
				}
			})
		}
	}
}

// TestHingesAreTheSamples: what is drawn is what the samples say, for one unit with the weights of a solution.
func TestHingesAreTheSamples(t *testing.T) {
	cover := reductions(t)["cover"].(*reduce.SetCover)
	set, n := cover.Set(), cover.Weights([]int{0})
	for _, sample := range set.Samples[1:] {
		h, ok := hingeOf(set, sample)
		if !ok {
			t.Fatalf("%v is no hinge", sample.X)
		}
		s := 0.0
		for _, term := range sample.X {
			if term.Column > 0 {
				w, _ := n.Weights[0][term.Column].Float64()
				s += w
			}
		}
		want, _ := n.At(sample.X).Float64()
		if math.Abs(h.output(s)-want) > 1e-12 {
			t.Errorf("%v: %g, the network's output is %g", h.names, h.output(s), want)
		}
	}
}

// TestSegmentIsTheLabels: the units that are drawn add up to the labels.
func TestSegmentIsTheLabels(t *testing.T) {
	panels := Of(reductions(t)["three"])
	lines := panels[len(panels)-1].Lines
	for _, at := range lines[0].Points {
		sum := 0.0
		for _, unit := range lines[1:] {
			sum += value(unit.Points, at[0])
		}
		if math.Abs(sum-at[1]) > 1e-12 {
			t.Errorf("t = %g: the units make %g, the label is %g", at[0], sum, at[1])
		}
	}
}

func value(points [][2]float64, x float64) float64 {
	for i := 1; i < len(points); i++ {
		if a, b := points[i-1], points[i]; x <= b[0] {
			return a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
		}
	}
	return points[len(points)-1][1]
}
