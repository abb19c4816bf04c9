package network

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// MostUnits is how many units a network may have: mistyped numbers are not to fill the memory.
const MostUnits = 1 << 12

// Class is the networks that compete. The zero value of each field but Units is what relucert fit
// does unless told otherwise; but for one column it adds an affine part.
type Class struct {
	// Units is k, the number of ReLU units, at least 1. It may be 0 when Signs is set.
	Units int
	// Signs are the units' coefficients, +1 or -1 each. Nil: all Units+1 sign counts compete.
	Signs []int
	// NoBias takes away the coordinate that is always 1 in every unit's input.
	NoBias bool
	// Output is the free part added to the units, by default a constant.
	Output OutputPart
	// NormBound is B in ‖w_j‖₂ ≤ B, bias weight included, in label units per input unit. 0: no bound.
	NormBound float64
	// WeightLimit is Λ, the limit on whitened weights under which optimality is
	// claimed, in label units (ARCHITECTURE.md). 0: 1000 times the RMS label.
	WeightLimit float64
	// Hinges, if not nil, are for each unit the features that it may bend at, by number, ascending: each unit has a weight on one of them
	// only. Then there are a bias and an affine output, and neither signs nor a norm bound.
	Hinges [][]int
}

// Bias says that units have one.
func (c Class) Bias() bool { return !c.NoBias }

// K is the number of units.
func (c Class) K() int {
	if c.Signs != nil {
		return len(c.Signs)
	}
	return c.Units
}

// Constant says that the output part has a free constant.
func (c Class) Constant() bool { return c.Output == Intercept || c.Output == Affine && !c.NoBias }

// SignVectors are the coefficient vectors that compete, up to the units' order: Signs alone if
// given, else one a number of plus signs, most first.
func (c Class) SignVectors() [][]int {
	if c.Signs != nil {
		return [][]int{c.Signs}
	}
	var all [][]int
	for plus := c.Units; plus >= 0; plus-- {
		all = append(all, slices.Concat(slices.Repeat([]int{1}, plus), slices.Repeat([]int{-1}, c.Units-plus)))
	}
	return all
}

// SignChoices is how many SignVectors are.
func (c Class) SignChoices() int {
	if c.Signs != nil {
		return 1
	}
	return c.Units + 1
}

// SignText is a character + or - a unit, or what signs that are not given are called.
func (c Class) SignText(free string) string {
	if c.Signs == nil {
		return free
	}
	return SignText(c.Signs)
}

// SignText is a character + or - a sign.
func SignText(signs []int) string {
	text := make([]byte, len(signs))
	for j, a := range signs {
		text[j] = SignRune(a)
	}
	return string(text)
}

// SignRune is + or -, or 0 for a sign of 0.
func SignRune(sign int) byte { return "-0+"[sign+1] }

// ClassText is a class, but for the number of its units, as files write it.
type ClassText struct {
	Signs       string     `json:"signs"` // "any", or one + or - a unit
	Bias        bool       `json:"bias"`
	Output      OutputPart `json:"output"`
	NormBound   float64    `json:"norm_bound"`   // 0: none
	WeightLimit float64    `json:"weight_limit"` // 0: none
}

// Text is the class as files write it. In a file a weight limit of 0 is none, so it is the one
// applied that belongs there.
func (c Class) Text() ClassText {
	return ClassText{c.SignText("any"), c.Bias(), c.Output, c.NormBound, c.WeightLimit}
}

// Of is the class of so many units that the text describes.
func (t ClassText) Of(units int) Class {
	c := Class{Units: units, NoBias: !t.Bias, Output: t.Output, NormBound: t.NormBound, WeightLimit: t.WeightLimit}
	if t.Signs == "any" {
		return c
	}
	c.Units = 0
	for _, sign := range t.Signs {
		c.Signs = append(c.Signs, map[rune]int{'+': 1, '-': -1}[sign])
	}
	return c
}

// constant is [Class.Constant].
func (t ClassText) constant() bool { return Class{NoBias: !t.Bias, Output: t.Output}.Constant() }

// Check finds a class that makes no sense; the error names the field.
func (c Class) Check() error {
	switch {
	case c.Signs != nil && c.Units != 0 && c.Units != len(c.Signs):
		return fmt.Errorf("field Units is %d, but Signs names %d", c.Units, len(c.Signs))
	case c.K() < 1:
		return fmt.Errorf("a network needs at least one unit, got %d", c.K())
	case c.K() > MostUnits:
		return fmt.Errorf("a network has at most %d units, got %d", MostUnits, c.K())
	case c.Output < 0 || int(c.Output) >= len(outputNames):
		return fmt.Errorf("field Output is none, intercept or affine, got %v", c.Output)
	case !(c.NormBound >= 0) || math.IsInf(c.NormBound, 0):
		return fmt.Errorf("the norm bound must be a finite positive number, got %g", c.NormBound)
	case !(c.WeightLimit >= 0) || math.IsInf(c.WeightLimit, 0):
		return fmt.Errorf("the weight limit must be a finite positive number, got %g", c.WeightLimit)
	}
	if err := c.checkHinges(); err != nil {
		return err
	}
	for _, a := range c.Signs {
		if a != 1 && a != -1 {
			return fmt.Errorf("signs are +1 or -1, got %d", a)
		}
	}
	return nil
}

// mostHinged is how many features units that bend at one column may choose from: certificates name them by bytes.
const mostHinged = 126

func (c Class) checkHinges() error {
	switch {
	case c.Hinges == nil:
		return nil
	case len(c.Hinges) != c.K():
		return fmt.Errorf("field Hinges is for %d units, not %d", len(c.Hinges), c.K())
	case c.Signs != nil || c.NoBias || c.Output != Affine || c.NormBound > 0:
		return errors.New("units that bend at one column each need a bias and an affine output, and go with neither signs nor a norm bound")
	}
	for _, line := range c.Hinges {
		if len(line) == 0 || !slices.IsSorted(line) || line[0] < 0 || line[len(line)-1] > mostHinged || len(slices.Compact(slices.Clone(line))) < len(line) {
			return fmt.Errorf("the features that a unit may bend at are numbers from 0 to %d, ascending, got %v", mostHinged, line)
		}
	}
	return nil
}
