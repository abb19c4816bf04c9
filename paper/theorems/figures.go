package theorems

import (
	"fmt"
	"math"
	"slices"

	"relucert/hardness/explain"
	"relucert/hardness/instance"
	"relucert/hardness/reduce"
)

// figures are the drawings, by the name that statements give.
func figures(name string) ([]explain.Panel, error) {
	switch name {
	case "4":
		return gadgets(reduce.NewSetCover(smallCover(), "exact"))
	case "4-circuit":
		return gadgets(reduce.NewCircuit(smallCircuit()))
	case "7":
		panels, err := gadgets(reduce.NewDensest(wheel(5), 3, "exact"))
		return append([]explain.Panel{ball()}, panels...), err
	case "8":
		return gadgets(reduce.NewColoring(triples(), 2, false))
	case "8-stronger":
		panels, err := gadgets(reduce.NewColoring(wheel(5).Hypergraph(), 4, false))
		return panels[len(panels)-1:], err
	}
	return nil, fmt.Errorf("there is no figure %q", name)
}

func gadgets(r reduce.Reduction, err error) ([]explain.Panel, error) {
	if err != nil {
		return nil, err
	}
	return explain.Of(r), nil
}

// ball is the plane of two vertices' weights in the ball, in units of 1/√κ: the paper's thresholds.
func ball() explain.Panel {
	const far = 1.45 // just beyond the disc of radius √κ, κ = 2
	var arc explain.Line
	for i := range 31 {
		at := math.Pi / 2 * float64(i) / 30
		arc.Points = append(arc.Points, [2]float64{math.Sqrt2 * math.Sin(at), math.Sqrt2 * math.Cos(at)})
	}
	return explain.Panel{
		Title: "Two vertices u and v in the ball",
		X:     "weight of u, in 1/√κ", Y: "weight of v; solid: ‖w‖ = 1, κ = 2; dashed: ½ a vertex, 1.75 an edge",
		Lines: []explain.Line{arc,
			{Points: [][2]float64{{0.5, 0}, {0.5, far}}, Dashed: true}, {Points: [][2]float64{{0, 0.5}, {far, 0.5}}, Dashed: true},
			{Points: [][2]float64{{1.75 - far, far}, {far, 1.75 - far}}, Dashed: true}},
		Dots: []explain.Dot{{X: 0, Y: 0, Label: "neither"}, {X: 1, Y: 0, Label: "u alone"}, {X: 0, Y: 1, Label: "v alone"}, {X: 1, Y: 1, Label: "both: the edge counts"}},
	}
}

// smallCover is the sets {1, 2}, {2, 3} and {3, 4, 1}.
func smallCover() instance.SetCover {
	return instance.SetCover{Elements: []string{"1", "2", "3", "4"}, Names: []string{"a", "b", "c"},
		Sets: [][]int{{0, 1}, {1, 2}, {0, 2, 3}}, Costs: []int64{1, 1, 1}}
}

// smallCircuit is true where two of three inputs are.
func smallCircuit() instance.Circuit {
	return instance.Circuit{Inputs: []string{"a", "b", "d"}, Costs: []int64{1, 1, 1},
		Gates: []instance.Gate{{Name: "ab", And: true, Reads: []int{0, 1}}, {Name: "ad", And: true, Reads: []int{0, 2}}, {Name: "bd", And: true, Reads: []int{1, 2}},
			{Name: "y", Reads: []int{3, 4, 5}}}, Output: 6}
}

// wheel is a cycle and a vertex that is adjacent to all of it.
func wheel(rim int) (g instance.Graph) {
	for v := range rim + 1 {
		g.Names = append(g.Names, fmt.Sprint(v+1))
	}
	for v := range rim {
		g.Edges = append(g.Edges, [2]int{min(v, (v+1)%rim), max(v, (v+1)%rim)}, [2]int{v, rim})
	}
	slices.SortFunc(g.Edges, func(a, b [2]int) int { return slices.Compare(a[:], b[:]) })
	return g
}

// triples is one hyperedge of three vertices, and one that shares two of them.
func triples() instance.Hypergraph {
	return instance.Hypergraph{Names: []string{"a", "b", "c", "d"}, Edges: [][]int{{0, 1, 2}, {1, 2, 3}}}
}
