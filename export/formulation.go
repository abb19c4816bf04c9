package export

import (
	"fmt"
	"slices"
)

// Formulation is a way to say that of the two parts of a unit's input, p − q, one is 0.
type Formulation int

// SOS1 names them as a special ordered set: the solver branches on them directly, and no
// tolerance of a binary weakens them. Indicator has a binary that switches one or the
// other off, BigM one that multiplies their bounds.
const (
	SOS1 Formulation = iota
	Indicator
	BigM
)

// FormulationFor is the one that suits a class, as tried in SCIP: for one unit the indicators win, for several the
// sets, which no tolerance weakens.
func FormulationFor(units int) Formulation {
	if units == 1 {
		return Indicator
	}
	return SOS1
}

var formulationNames = []string{SOS1: "sos1", Indicator: "indicator", BigM: "big-m"}

// ParseFormulation is the inverse of [Formulation.String].
func ParseFormulation(name string) (Formulation, error) {
	if f := slices.Index(formulationNames, name); f >= 0 {
		return Formulation(f), nil
	}
	return 0, fmt.Errorf("unknown formulation %q: it is sos1, indicator or big-m", name)
}

// String is "sos1", "indicator" or "big-m".
func (f Formulation) String() string { return formulationNames[f] }
