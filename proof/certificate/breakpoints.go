package certificate

import (
	"math/big"
	"slices"

	"relucert/dataset"
)

// Breakpoints is the rest of the header of a proof by breakpoints. Its zero value is the
// class without constraints; with any but Jumps, it is the parted class.
type Breakpoints struct {
	Jumps        bool                // pieces need not join
	MinSamples   int                 // 0: not asked for
	MinSpan      dataset.Decimal     // 0: not asked for
	KinksBetween []Range             // nil, one for all kinks, or one a kink
	KnownKinks   []dataset.Decimal   // ascending
	Slopes       []SlopeRange        // nil, or one a piece
	Through      *[2]dataset.Decimal // X and Y
}

// Parted says that the class has constraints.
func (b *Breakpoints) Parted() bool {
	return b.MinSamples > 0 || b.MinSpan.Mantissa > 0 || b.named()
}

// Cone says that lone kinks may have multipliers: lines meet, and multiples of a chain's functions are of the class, and so are constants.
func (b *Breakpoints) Cone() bool {
	return !b.Jumps && b.Through == nil && !slices.ContainsFunc(b.Slopes, func(s SlopeRange) bool { return s.Value.Mantissa != 0 })
}

// Drawn says that the trailer has a function, not a network.
func (b *Breakpoints) Drawn() bool { return b.Jumps || b.Parted() }

// named says that there are constraints which do not go with given signs.
func (b *Breakpoints) named() bool {
	return b.KinksBetween != nil || b.KnownKinks != nil || b.Slopes != nil || b.Through != nil
}

// Range is a closed interval.
type Range struct{ From, To dataset.Decimal }

// SlopeRange is what a piece's slope may be.
type SlopeRange struct {
	Kind  SlopeKind
	Value dataset.Decimal // of kind SlopeIs
}

// SlopeKind is one of the following.
type SlopeKind byte

// The kinds of ranges.
const (
	SlopeAny   SlopeKind = '*'
	SlopeFalls SlopeKind = '-' // at most 0
	SlopeRises SlopeKind = '+' // at least 0
	SlopeIs    SlopeKind = '='
)

// Branch is a node of a proof by breakpoints: a part of a split, or the root, which is its zero value.
type Branch struct{ Split, Part int }

// Name is the node's among parts. The root's has no parts of its own.
func (b Branch) Name() Name {
	if b.Split == 0 {
		return Name{}
	}
	return Name{b.Split, string([]byte{byte(b.Part)})}
}

// Cutoff is a bound that is enough for every node, in units of the data.
type Cutoff struct{ Value float64 }

// Multipliers are a sweep over a node.
type Multipliers struct {
	Node      Branch
	Leftwards bool // the sweep goes from right to left
	All       []Penalty
}

// Penalty is the multipliers of a state, or of a turn.
type Penalty struct {
	Turn        bool
	Level, Plus int  // Plus if signs are given
	Sign        int  // ±1
	Side        byte // of a state: 0, '<' or '>'
	At          int  // the cut; of a turn the input
	Alpha, Beta float64
}

// Chain proves the bound of a node of one chain.
type Chain struct {
	Node Branch
	All  []KinkPenalty
}

// KinkPenalty is the multipliers of a kink.
type KinkPenalty struct {
	Kind        KinkKind
	Alpha, Beta float64 // Beta of a kink in a cut
}

// KinkKind is one of the following.
type KinkKind byte

// The kinds of kinks.
const (
	NoPenalty KinkKind = iota
	InCut
	AtInput
)

// KinkSplit divides a node's chains by a kink.
type KinkSplit struct {
	Node Branch
	Kink int // from 1
	At   int // its place; 0: by its sign
}

// Spans begins with spans of so many cuts.
type Spans struct{ Size int }

// Sift removes the kinks that cost too much in their spans; with Lone, also by the multipliers of kinks alone in theirs.
type Sift struct {
	Near float64    // what multipliers may cost on a line
	Lone []LoneKink // by span, then +, then −
}

// LoneKink is the multipliers of a lone kink of a sign in a span: the force between the lines on both sides, that on their turn, and the
// values from which residuals are taken at the inputs before and behind the span.
type LoneKink struct {
	Span, Sign             int
	Force, Turn, Near, Far float64
}

// Halve halves the spans.
type Halve struct{}

// BrokenLine is a function of the parted class, or of one with jumps.
type BrokenLine struct {
	X, Y   *big.Rat // f(X) = Y; with jumps the first piece's line goes through it
	Slope  *big.Rat // of the first piece
	Breaks []Break
}

// Break is a breakpoint and the slope behind it.
type Break struct {
	At, Slope *big.Rat
	Jump      *Jump // nil: f is continuous
}

// Jump is what is behind one.
type Jump struct {
	Value  *big.Rat // of the piece behind, at the breakpoint
	Behind bool     // f has that value there, not that of the piece before
}
