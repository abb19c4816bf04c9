package explain

import (
	"fmt"
	"strings"

	"relucert/hardness/reduce"
)

// coloring draws a coloured edge as one unit sees it, and the labels that force the signs.
func coloring(set *reduce.Set, colors int) (panels []Panel) {
	var vertex, edge *reduce.Sample
	var gadget []reduce.Sample
	for i := range set.Samples {
		s := &set.Samples[i]
		switch {
		case strings.HasPrefix(set.Columns[s.X[0].Column], "gadget_"):
			gadget = append(gadget, *s)
		case len(s.X) == 1 && vertex == nil:
			vertex = s
		case len(s.X) > 1 && edge == nil:
			edge = s
		}
	}
	if vertex != nil && edge != nil {
		panels = append(panels, coloured(set, vertex, edge))
	}
	if len(gadget) > 3 {
		panels = append(panels, segment(gadget, colors))
	}
	return panels
}

// coloured is an edge and one unit: its output for each number of ends that have its colour.
func coloured(set *reduce.Set, vertex, edge *reduce.Sample) Panel {
	c, _ := vertex.Y.Float64()
	r := len(edge.X)
	names := make([]string, r)
	for i, term := range edge.X {
		names[i] = set.Columns[term.Column]
	}
	sum := func(liked int) float64 { return c * (float64(liked) - float64((r-liked)*(r-1))) }
	low, high := sum(0), sum(r)
	p := Panel{
		Title: fmt.Sprintf("an edge, %s, and one unit", short(names)),
		X:     "sum of the unit's weights on the edge's vertices", Y: "output",
		Lines: []Line{
			{[][2]float64{{low, 0}, {0, 0}, {high, high}}, "", false},
			{[][2]float64{{low, 0}, {high, 0}}, "label", true},
		},
	}
	for liked := range r + 1 {
		p.Dots = append(p.Dots, Dot{sum(liked), max(0, sum(liked)), fmt.Sprintf("%d of %d in its colour", liked, r)})
	}
	return p
}

// segment is the gadget's labels along its points, and the units that make them up.
func segment(gadget []reduce.Sample, k int) Panel {
	p := Panel{Title: fmt.Sprintf("the segment that forces %d signs +", k), X: "t along the segment", Y: "label (a sum, blue) and the units that make it up: k convex kinks"}
	labels := Line{}
	for i, s := range gadget {
		t := float64(i - len(gadget)/2)
		y, _ := s.Y.Float64()
		labels.Points = append(labels.Points, [2]float64{t, y})
		p.Dots = append(p.Dots, Dot{X: t, Y: y})
	}
	p.Lines = append(p.Lines, labels)
	h := labels.Points[0][1] - 2*labels.Points[1][1] + labels.Points[2][1] // the first kink is at the second point
	for kink := 1 - k; kink < k; kink += 2 {                               // the units
		p.Lines = append(p.Lines, turn(float64(kink), float64(k), h))
	}
	return p
}

// turn is one unit, with its kink at t = kink, rising away from 0.
func turn(kink, k, h float64) Line {
	if kink < 0 {
		return Line{[][2]float64{{-k, h * (kink + k)}, {kink, 0}, {k, 0}}, "", true}
	}
	return Line{[][2]float64{{-k, 0}, {kink, 0}, {k, h * (k - kink)}}, "", true}
}
