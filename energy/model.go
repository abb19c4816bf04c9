package energy

import (
	"fmt"
	"slices"
	"strings"

	"relucert"
	"relucert/network"
)

// Model is one of them; its number of parameters, breakpoints counted, is in its name.
type Model int

// The models, simplest first.
const (
	TwoP Model = iota
	ThreePC
	ThreePH
	FourP
	FiveP
)

// Models are all of them, simplest first.
var Models = []Model{TwoP, ThreePC, ThreePH, FourP, FiveP}

var names = []string{"2P", "3PC", "3PH", "4P", "5P"}

// String is the model's name, such as 3PC.
func (m Model) String() string { return names[m] }

// Parse reads a name in any case.
func Parse(name string) (Model, error) {
	if at := slices.Index(names, strings.ToUpper(name)); at >= 0 {
		return Model(at), nil
	}
	return 0, fmt.Errorf("the change-point models are %s, not %q", strings.Join(names, ", "), name)
}

// shapes are what the slopes may be, from left to right.
var shapes = []string{"*", "0+", "-0", "**", "-0+"}

// Breakpoints is their number.
func (m Model) Breakpoints() int { return len(shapes[m]) - 1 }

// parameters is the number in the model's name.
func (m Model) parameters() int { return int(names[m][0] - '0') }

// slopes are the pieces'; nil: they may be any.
func (m Model) slopes() (all []relucert.Slope) {
	if !strings.Contains(shapes[m], "0") {
		return nil
	}
	for _, s := range shapes[m] {
		slope := relucert.Slope{Kind: relucert.SlopeKind(s)}
		if s == '0' {
			slope = relucert.Slope{Kind: relucert.SlopeIs}
		}
		all = append(all, slope)
	}
	return all
}

// Ask makes p ask for the model. Its other constraints stay.
func (m Model) Ask(p relucert.Problem) relucert.Problem {
	p.Class = network.Class{Units: max(1, m.Breakpoints()), Output: network.Affine}
	p.Constraints.Slopes = m.slopes()
	return p
}
