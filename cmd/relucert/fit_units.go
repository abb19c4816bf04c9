package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/network"
)

// span is the numbers of units that are asked for: one, or a path of them. The zero value: not given.
type span struct {
	from, to int
	path     bool
	alone    bool // 0, no range: the path 0..0, whose answer is that of one number
}

// line says that a straight line is all that is asked for.
func (s span) line() bool { return s.path && s.to == 0 }

// String is 3, or 0..3.
func (s span) String() string {
	if !s.path || s.alone {
		return strconv.Itoa(s.to)
	}
	return fmt.Sprintf("%d..%d", s.from, s.to)
}

// words is 3, or 0 to 3.
func (s span) words() string { return strings.Replace(s.String(), "..", " to ", 1) }

// parseSpan reads what String writes.
func parseSpan(text string) (s span, ok bool) {
	first, last, path := strings.Cut(text, "..")
	if !path {
		last = first
	}
	from, err := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err != nil || err2 != nil || to < 0 || to > network.MostUnits {
		return span{}, false
	}
	if !path && to == 0 {
		return span{path: true, alone: true}, true
	}
	return span{from: from, to: to, path: path}, !path || 0 <= from && from <= to && to <= relucert.MostPathUnits
}

// spanning is such a flag.
func spanning(to *span) *value[span] {
	return &value[span]{to: to, kind: "k|range", parse: parseSpan,
		want: fmt.Sprintf("a whole number from 0 to %d, or a range such as 0..12, up to %d", network.MostUnits, relucert.MostPathUnits)}
}

// defineUnits lets --units of the class's flags be a range, and defines its other name.
func (o *fitOptions) defineUnits(f *pflag.FlagSet) {
	units := f.Lookup("units")
	units.Value = spanning(&o.span)
	units.Usage = "number of ReLU units; the solver finds their signs (default 1). With one\ncolumn also a range such as 0..12: all of them in one\nrun, a row each; files are of the largest, limits but the time's for each"
	f.Var(spanning(&o.breaks), "breakpoints", "number of breakpoints (0: a straight line), or a range: --units with --linear affine")
}

// settleUnits makes one of --units and --breakpoints.
func (o *fitOptions) settleUnits(f *pflag.FlagSet) error {
	o.unitsBy = "units"
	if f.Changed("breakpoints") {
		if err := o.settleBreakpoints(f); err != nil {
			return err
		}
	}
	o.units = o.span.to
	if o.span.path && o.linearGiven && o.problem.Output != network.Affine {
		return usagef("--units %v is for --linear affine: --breakpoints %v says both", o.span, o.span)
	}
	return nil
}

func (o *fitOptions) settleBreakpoints(f *pflag.FlagSet) error {
	linear := linearName(f)
	switch {
	case o.job != nil:
		return usagef("--breakpoints is for data of one column, not for a folder of relucert reduce")
	case f.Changed("units"):
		return usagef("--units and --breakpoints are two names of one number: give one of them")
	case f.Changed(linear) && o.problem.Output != network.Affine:
		return usagef("--breakpoints is for --%s affine, not %v", linear, o.problem.Output)
	}
	o.span, o.unitsBy, o.problem.Output, o.linearGiven = o.breaks, "breakpoints", network.Affine, true
	return nil
}
