package explain

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"relucert/hardness/reduce"
)

// Of draws the gadgets of a reduction: a panel for each sort of sample.
func Of(r reduce.Reduction) []Panel {
	switch r := r.(type) {
	case *reduce.SetCover:
		return hinges(r.Set(), []sort{
			{"an element", "elements", func(h hinge) bool { return h.label == 0 }, "sum of the weights of the sets that hold it", "no set chosen", "covered"},
			{"a set", "sets", func(h hinge) bool { return h.label > 0 }, "weight of the set", "not chosen: no error", "chosen"},
		})
	case *reduce.Circuit:
		return hinges(r.Set(), []sort{
			{"a gate", "gates and the output", func(h hinge) bool { return h.label == 0 }, "sum of its wires' weights, each times its coordinate", "all weights 0", "kink"},
			{"an input", "inputs", func(h hinge) bool { return h.label > 0 }, "weight of the input", "false: no error", "true"},
		})
	case *reduce.Densest:
		return hinges(r.Set(), []sort{
			{"a vertex", "vertices", func(h hinge) bool { return h.terms == 1 }, "weight of the vertex", "not chosen", "½/√κ in the paper"},
			{"an edge", "edges", func(h hinge) bool { return h.terms == 2 }, "sum of the weights of its ends", "no end chosen", "1.75/√κ in the paper"},
		})
	case *reduce.Coloring:
		return coloring(r.Set(), r.Colors)
	case *reduce.Occupied:
		return coloring(r.Set(), r.Units)
	case *reduce.SAT:
		return coloring(r.Set(), r.Colors)
	}
	return nil
}

// hinge is a sample of one unit, whose weight on e0 is what the first sample asks for: the output is
// [offset + slope·s]_+ where s is the sum of the other weights.
type hinge struct {
	offset, slope, label, weight float64
	terms                        int
	names                        []string
}

// sort is samples that a reduction makes alike.
type sort struct {
	one, many  string
	is         func(hinge) bool
	axis       string
	none, kink string // what the dots at 0 and at the kink stand for
}

// hinges has a panel for the first sample of each sort.
func hinges(set *reduce.Set, sorts []sort) (panels []Panel) {
	for _, s := range sorts {
		count := 0
		var first hinge
		for _, sample := range set.Samples[1:] {
			if h, ok := hingeOf(set, sample); ok && s.is(h) {
				if count == 0 {
					first = h
				}
				count++
			}
		}
		if count > 0 {
			panels = append(panels, first.panel(s, count))
		}
	}
	return panels
}

// hingeOf wants coordinates that are alike, but for that of e0.
func hingeOf(set *reduce.Set, sample reduce.Sample) (h hinge, ok bool) {
	h.label, _ = sample.Y.Float64()
	h.weight, _ = sample.Weight.Float64()
	constant, _ := set.Samples[0].Y.Float64()
	unit, _ := set.Samples[0].X[0].Value.Float64()
	for _, term := range sample.X {
		value, _ := term.Value.Float64()
		if term.Column == 0 {
			h.offset = value * constant / unit
			continue
		}
		h.slope, h.terms = value, h.terms+1
		h.names = append(h.names, set.Columns[term.Column])
	}
	return h, h.terms > 0 && h.slope != 0
}

func (h hinge) output(s float64) float64 { return math.Max(0, h.offset+h.slope*s) }

// kink is where the output begins, or ends.
func (h hinge) kink() float64 { return -h.offset / h.slope }

func (h hinge) panel(s sort, count int) Panel {
	from, to := min(0, h.kink()), max(0, h.kink())
	width := max(to-from, math.Abs(h.label/h.slope), 1e-9)
	from, to = from-width/2, to+width/2
	var output Line
	for _, at := range slices.Sorted(slices.Values([]float64{from, h.kink(), to})) {
		output.Points = append(output.Points, [2]float64{at, h.output(at)})
	}
	return Panel{
		Title: fmt.Sprintf("%s: %s", s.one, short(h.names)),
		X:     s.axis, Y: fmt.Sprintf("output; one of %d %s, sample weight %s", count, s.many, number(h.weight)),
		Lines: []Line{output, {[][2]float64{{from, h.label}, {to, h.label}}, "label", true}},
		Dots:  []Dot{{0, h.output(0), s.none}, {h.kink(), 0, s.kink + ": " + number(h.kink())}},
	}
}

// short is the first few names.
func short(names []string) string {
	if len(names) > 3 {
		names = append(slices.Clone(names[:3]), "…")
	}
	return strings.Join(names, " + ")
}
