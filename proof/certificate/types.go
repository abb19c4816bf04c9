package certificate

import "relucert/dataset"

// ObjectiveVersion is that of proofs for another objective than the SSE, HingeVersion that of proofs by hinges, Version that of proofs
// by breakpoints, TreeVersion that of the others. Versions 1 and 2 are
// read too: neither has origins, and 1 lacks sweeps, splits by a sample at other numbers than 0
// and dual records by a point.
const (
	ObjectiveVersion = 6
	HingeVersion     = 5
	Version          = 4
	TreeVersion      = 3
)

// Header is the statement and the coordinates of the proof.
type Header struct {
	Data          [32]byte // SHA-256 of the data file's bytes
	Target        string
	Features      []string
	SampleWeights string // "": none
	DropMissing   bool
	Reading       []string // what the data's numbers rest on beyond plain CSV: [dataset.Scanner.Reading]
	Units         int
	Signs         []int // ±1 a unit; nil: any
	Bias          bool
	Output        Output
	Origins       []dataset.Decimal // taken off the features; nil: 0
	LabelOrigin   dataset.Decimal
	Sweep         bool         // a proof by sweep: without the fields below
	Breakpoints   *Breakpoints // a proof by breakpoints: of the fields below it has the scales
	Hinges        [][]int      // a proof by hinges: a unit's features. Of the fields below it has the weight limit
	Loss          Loss         // of the errors; the zero value: squares
	Ridge         float64      // λ; 0: no penalty
	NormBound     float64      // B; 0: none
	WeightLimit   float64      // Λ', in units of the labels
	Keep          []int        // N raw columns (bias first if there is one)
	Transform     [][]float64
	LabelScale    float64
	WeightScale   float64
	Reference     []float64 // P numbers, in units of LabelScale
}

// Loss is what an error costs: its family, and δ of huber or τ of quantile.
type Loss struct {
	Family    Family
	Parameter float64
}

// Family is one of losses.
type Family int

// The families.
const (
	Squared Family = iota
	Absolute
	Huber
	Quantile
)

var familyNames = [...]string{Squared: "squared", Absolute: "absolute", Huber: "huber", Quantile: "quantile"}

// String is squared, absolute, huber or quantile.
func (f Family) String() string { return familyNames[f] }

func (f Family) parametric() bool { return f == Huber || f == Quantile }

// Plain says that the proof is of the SSE, without penalty.
func (h *Header) Plain() bool { return h.Loss.Family == Squared && h.Ridge == 0 }

// LossUnit is what losses are in units of, in the data's: label-scale²·weight-scale, but label-scale·weight-scale if they grow in
// proportion to errors.
func (h *Header) LossUnit() float64 {
	if f := h.Loss.Family; f == Absolute || f == Quantile {
		return h.LabelScale * h.WeightScale
	}
	return h.LabelScale * h.LabelScale * h.WeightScale
}

// Output is the free part of a network.
type Output int

// The free output parts.
const (
	None Output = iota
	Intercept
	Affine
)

var outputNames = [...]string{None: "none", Intercept: "intercept", Affine: "affine"}

// String is none, intercept or affine.
func (o Output) String() string { return outputNames[o] }

// SignText is any, or a character + or - a unit.
func (h *Header) SignText() string {
	if h.Signs == nil {
		return "any"
	}
	return signText(h.Signs)
}

// Constant says that the output has a free constant.
func (h *Header) Constant() bool { return h.Output == Intercept || h.Output == Affine && h.Bias }

// RawColumns counts the features and the bias's column.
func (h *Header) RawColumns() int {
	if h.Bias {
		return len(h.Features) + 1
	}
	return len(h.Features)
}

// Free is P, the number of free output coefficients in whitened coordinates.
func (h *Header) Free() int { return h.free(len(h.Keep)) }

// free is how many coefficients the output has over the given columns.
func (h *Header) free(columns int) int {
	switch h.Output {
	case Affine:
		return columns
	case Intercept:
		return 1
	}
	return 0
}

// Name is a node: the number of the split that made it, and the part that each
// unit of the split group got, a byte each; in a proof by breakpoints as [Branch.Name] says.
type Name struct {
	Split int
	Parts string
}

// Kind of a split.
type Kind byte

// The kinds of splits.
const (
	Faces      Kind = 'f'
	Coordinate Kind = 'x'
	Sample     Kind = 'y'
)

// Split divides the region of a unit, and of its group, into parts.
type Split struct {
	Node       Name
	Unit       int
	Kind       Kind
	Coordinate int     // of kind Coordinate
	At         float64 // of kinds Coordinate and Sample
	Row        int     // of kind Sample: the sample's first row
	Drop       int     // the part left out; Keep: none
}

// Keep in Split.Drop leaves no part out.
const Keep = -1

// Bound is the point that proves a node's bound.
type Bound struct {
	Node    Name
	Hint    float64
	Mu      float64
	Settled bool // the letter s
	C       []float64
	Units   [][]Alpha
	Centers []Center
	Walls   []Wall
	Slacks  []Slack
}

// Alpha is the weight of one vertex.
type Alpha struct {
	Vertex int
	Value  float64
}

// Center overrides a sample's state for a unit: undecided with the centre
// Value, and with the slope Theta in the proof if HasTheta.
type Center struct {
	Row, Unit int
	Value     float64
	HasTheta  bool
	Theta     float64
}

// Wall is a cut's multiplier η.
type Wall struct {
	Unit, Cut int
	Value     float64
}

// Slack is a unit's vector h.
type Slack struct {
	Unit   int
	Vector []float64
}

// Trailer is the claim and a network that attains its upper end.
type Trailer struct {
	Units        []Unit
	Output       []float64
	Line         *BrokenLine // of the parted class, in place of Units and Output
	Parts        []Name      // the nodes that Lower is for; none: all of the class
	Lower, Upper float64
}

// Unit is a unit of the network in raw columns.
type Unit struct {
	Sign    int
	Weights []float64
}
