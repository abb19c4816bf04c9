package web

import (
	"math"
	"strconv"
)

// Chart is curves and points over one axis, for people who want to look closer.
type Chart struct {
	Title string  `json:"title"`
	X     string  `json:"x"` // what the axes are
	Y     string  `json:"y"`
	At    Numbers `json:"at"` // places on the horizontal axis, ascending
	// Series has a value for each place, drawn from the first to the last.
	Series []Series `json:"series"`
	// Marks are places with a dashed line and the interval around it.
	Marks []Mark `json:"marks,omitempty"`
}

// Series is one curve or cloud of points. Where it has no number, a curve goes straight on.
type Series struct {
	Name   string  `json:"name"`
	Kind   Kind    `json:"kind"`
	Values Numbers `json:"values"`
	Hidden bool    `json:"hidden,omitempty"` // until the reader asks for it
}

// Kind is how a series is drawn.
type Kind string

// The kinds. A band reaches from a High to the Low after it.
const (
	Points Kind = "points"
	Line   Kind = "line"
	Steps  Kind = "steps"
	High   Kind = "high"
	Low    Kind = "low"
)

// Mark is a place; Low and High are equal if there is no interval.
type Mark struct {
	At   float64 `json:"at"`
	Low  float64 `json:"low"`
	High float64 `json:"high"`
	Name string  `json:"name"`
}

// Numbers are written to JSON as null where they are none.
type Numbers []float64

// MarshalJSON implements json.Marshaler.
func (n Numbers) MarshalJSON() ([]byte, error) {
	text := []byte{'['}
	for i, v := range n {
		if i > 0 {
			text = append(text, ',')
		}
		if math.IsNaN(v) || math.IsInf(v, 0) {
			text = append(text, "null"...)
			continue
		}
		text = strconv.AppendFloat(text, v, 'g', -1, 64)
	}
	return append(text, ']'), nil
}
