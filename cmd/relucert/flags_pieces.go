package main

import (
	"strings"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/dataset"
)

// definePieces is the flags that constrain the pieces and breakpoints of a broken line.
func (o *fitOptions) definePieces(f *pflag.FlagSet) {
	c := &o.problem.Constraints
	f.Var(counting(&c.MinSamples), "min-samples", "samples that each piece of a broken line (one column, --linear affine) must have\nat least; with this or one of the next, pieces have two different inputs at least")
	f.Var(width(&c.MinWidth), "min-width", "from a piece's first input to its last, at least")
	f.Var(ranges(&c.KinksBetween), "kinks-between", "where breakpoints may be: a range for all, or one each, from left to right")
	f.Var(decimals(&c.KnownKinks), "known-kinks", "breakpoints that are there, among the others")
	f.Var(slopes(&c.Slopes), "slopes", "what the slopes of the pieces may be, as in --slopes=-,0,+: at most 0, 0,\nat least 0, a number, or * for any; they set the number of units")
	f.Var(point(&c.Through), "through", "a point that the curve goes through, inside the data or not")
	f.BoolVar(&c.Jumps, "jumps", false, "let the line jump at its breakpoints: pieces need not meet, and there is no\nnetwork; --breakpoints says how many jumps there may be")
}

// checkJumps refuses what is not defined where the line may jump.
func (o *fitOptions) checkJumps(f *pflag.FlagSet) error {
	if !o.problem.Constraints.Jumps {
		return nil
	}
	for _, other := range []string{"level", "profile", "bootstrap", "kink-test", "energy"} {
		if f.Changed(other) {
			return usagef("--%s is for lines whose pieces meet, not for --jumps", other)
		}
	}
	if by := o.choice.by; by != "" && by != "cv" && by != "rolling" {
		return usagef("--select %s is for lines whose pieces meet: with --jumps there are cv and rolling", by)
	}
	return nil
}

// width is a decimal above 0.
func width(to *dataset.Decimal) *value[dataset.Decimal] {
	return &value[dataset.Decimal]{to: to, kind: "number", want: "a number above 0 of at most 18 digits",
		parse: func(s string) (dataset.Decimal, bool) {
			d, ok := dataset.ReadDecimal(s)
			return d, ok && d.Mantissa > 0
		}}
}

// decimals are some, separated by commas.
func decimals(to *[]dataset.Decimal) *value[[]dataset.Decimal] {
	return &value[[]dataset.Decimal]{to: to, kind: "a,b", want: "numbers of at most 18 digits, separated by commas", parse: listed(dataset.ReadDecimal)}
}

// listed reads what is separated by commas.
func listed[T any](parse func(string) (T, bool)) func(string) ([]T, bool) {
	return func(text string) (all []T, ok bool) {
		for part := range strings.SplitSeq(text, ",") {
			v, ok := parse(part)
			if !ok {
				return nil, false
			}
			all = append(all, v)
		}
		return all, true
	}
}

// point is an input and a label. A second one would be another class than certificates know.
func point(to **[2]dataset.Decimal) *value[*[2]dataset.Decimal] {
	return &value[*[2]dataset.Decimal]{to: to, kind: "X,Y", want: "two numbers X,Y of at most 18 digits, and once",
		parse: func(text string) (*[2]dataset.Decimal, bool) {
			p, ok := listed(dataset.ReadDecimal)(text)
			if !ok || len(p) != 2 || *to != nil {
				return nil, false
			}
			return (*[2]dataset.Decimal)(p), true
		}}
}

// ranges are pairs of decimals: A,B or A,B;C,D and so on.
func ranges(to *[][2]dataset.Decimal) *value[[][2]dataset.Decimal] {
	return &value[[][2]dataset.Decimal]{to: to, kind: "A,B[;C,D…]", want: "two numbers A,B of at most 18 digits with A at most B, or such pairs, separated by semicolons",
		parse: func(text string) (all [][2]dataset.Decimal, ok bool) {
			for part := range strings.SplitSeq(text, ";") {
				ends, ok := listed(dataset.ReadDecimal)(part)
				if !ok || len(ends) != 2 || ends[0].Rat().Cmp(ends[1].Rat()) > 0 {
					return nil, false
				}
				all = append(all, [2]dataset.Decimal(ends))
			}
			return all, true
		}}
}

// slopes are some of -, 0, +, * and decimals.
func slopes(to *[]relucert.Slope) *value[[]relucert.Slope] {
	return &value[[]relucert.Slope]{to: to, kind: "list", want: "a list of -, 0, +, numbers of at most 18 digits and *, separated by commas, such as -,0,+", parse: listed(slope)}
}

func slope(text string) (relucert.Slope, bool) {
	switch text = strings.TrimSpace(text); text {
	case "-", "+", "*":
		return relucert.Slope{Kind: relucert.SlopeKind(text[0])}, true
	}
	d, ok := dataset.ReadDecimal(text)
	return relucert.Slope{Kind: relucert.SlopeIs, Value: d}, ok
}
