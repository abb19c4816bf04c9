package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/pflag"

	"relucert/dataset"
	"relucert/network"
)

// hingeFlags say which columns units bend at, and which enter linearly only.
type hingeFlags struct {
	breaks []columnBreaks // --break
	linear []string       // --linear-columns
}

// columnBreaks is K units at a column, or at any.
type columnBreaks struct {
	column string
	units  int
}

// anyColumn is what stands for all columns that do not enter linearly only.
const anyColumn = "any"

func (h *hingeFlags) given() bool { return h.breaks != nil || h.linear != nil }

// defineHinges is --break and --linear-columns.
func (o *fitOptions) defineHinges(f *pflag.FlagSet) {
	f.Var(repeated(&o.hinges.breaks), "break", "K units that bend at this column only, or each at whichever single column is best\n(any:K), over an affine part of all columns; give it once for each column")
	f.StringSliceVar(&o.hinges.linear, "linear-columns", nil, "columns `a,b` that enter linearly only: units bend at one of the others each; a column\nof texts becomes columns of 0 and 1")
}

// repeated is COLUMN:K, any number of times.
func repeated(to *[]columnBreaks) *value[[]columnBreaks] {
	return &value[[]columnBreaks]{to: to, kind: "COLUMN:K", want: fmt.Sprintf("a column, a colon and a whole number from 1 to %d, as in temp:2", network.MostUnits),
		parse: func(text string) ([]columnBreaks, bool) {
			at := strings.LastIndexByte(text, ':')
			units, err := strconv.Atoi(text[at+1:])
			if at < 1 || err != nil || units < 1 || units > network.MostUnits {
				return nil, false
			}
			return append(slices.Clone(*to), columnBreaks{text[:at], units}), true
		}}
}

// settleHinges says what goes with them, before the data are read.
func (o *fitOptions) settleHinges(f *pflag.FlagSet) error {
	if !o.hinges.given() {
		return nil
	}
	total := 0
	for _, b := range o.hinges.breaks {
		total += b.units
	}
	for _, name := range []string{"signs", "norm-bound", "select", "energy", "slopes", "known-kinks", "kinks-between", "through", "min-samples", "min-width", "output-relu"} {
		if f.Changed(name) {
			return usagef("--%s does not go with --break and --linear-columns", name)
		}
	}
	switch linear := linearName(f); {
	case o.job != nil:
		return usagef("--break and --linear-columns are not for a folder of relucert reduce")
	case f.Changed(linear) && o.problem.Output != network.Affine || !o.problem.Bias():
		return usagef("--break and --linear-columns are for --%s affine and units with a bias", linear)
	case o.span.path:
		return usagef("--%s %v: with --break and --linear-columns give one number of units, 1 or more", o.unitsBy, o.span)
	case total > 0 && o.units > 0 && o.units != total:
		return usagef("--%s %d contradicts --break, which names %d", o.unitsBy, o.units, total)
	case total > 0:
		o.units = total
	}
	o.problem.Output, o.linearGiven = network.Affine, true
	return nil
}

// readHinged reads the data with the columns that --break and --linear-columns name beyond those that are taken unasked, such as texts.
func (o *fitOptions) readHinged(file string, data *dataset.Dataset, notices []string) (*dataset.Dataset, []string, error) {
	var more []string
	for _, name := range o.hinges.names() {
		if len(featuresNamed(data, name)) == 0 && !slices.Contains(more, name) {
			more = append(more, name)
		}
	}
	if more == nil {
		return data, notices, nil
	}
	if file == "-" || len(o.data.Features) > 0 {
		return nil, nil, usagef("%s: --break and --linear-columns name columns that are no features: add %s to --features", data.Name, strings.Join(more, ","))
	}
	o.data.Features = slices.Concat(data.Features, more)
	again, notices, err := dataset.Open(file, o.localData())
	if err != nil {
		return nil, nil, err
	}
	return again, append(notices, "to check the certificate, say which columns are features: --features "+strings.Join(o.data.Features, ",")), nil
}

// names are all columns that are named.
func (h *hingeFlags) names() []string {
	all := slices.Clone(h.linear)
	for _, b := range h.breaks {
		if b.column != anyColumn {
			all = append(all, b.column)
		}
	}
	return all
}

// featuresNamed are the feature of a name, or those that a column of texts became.
func featuresNamed(data *dataset.Dataset, name string) []int {
	var all []int
	for i, f := range data.Features {
		if f == name || strings.HasPrefix(f, name+"=") {
			all = append(all, i)
		}
	}
	return all
}

// resolveHinges gives each unit its features.
func (o *fitOptions) resolveHinges(data *dataset.Dataset) error {
	if !o.hinges.given() {
		return nil
	}
	var linear, others []int
	for _, name := range o.hinges.linear {
		linear = append(linear, featuresNamed(data, name)...)
	}
	for i := range data.Features {
		if !slices.Contains(linear, i) && bends(data, i) {
			others = append(others, i)
		}
	}
	breaks := o.hinges.breaks
	if breaks == nil {
		breaks = []columnBreaks{{anyColumn, o.units}}
	}
	for _, b := range breaks {
		features := others
		if b.column != anyColumn {
			features = featuresNamed(data, b.column)
		}
		for _, f := range features {
			if slices.Contains(linear, f) {
				return usagef("--break %s:%d: the column enters linearly only, as --linear-columns says", b.column, b.units)
			}
		}
		if len(features) == 0 {
			return usagef("%s: there is no column of three or more different values left to bend at", data.Name)
		}
		for range b.units {
			o.problem.Hinges = append(o.problem.Hinges, features)
		}
	}
	if len(data.Features) == 1 {
		o.problem.Hinges = nil // a broken line
	}
	return nil
}

// hingeLines says which columns units bend at, as the log does.
func (o *fitOptions) hingeLines(data *dataset.Dataset) (lines []string) {
	hinges := o.problem.Hinges
	for j := 0; j < len(hinges); {
		n := 1
		for j+n < len(hinges) && slices.Equal(hinges[j], hinges[j+n]) {
			n++
		}
		names := namesOf(data, hinges[j])
		each, units := " one of", "units"
		if len(names) == 1 {
			each = ""
		}
		if n == 1 {
			units = "unit"
		}
		lines = append(lines, fmt.Sprintf("%d %s at%s %s", n, units, each, strings.Join(names, ", ")))
		j += n
	}
	return lines
}

// bends says that units can bend at a feature: it has three different values.
func bends(data *dataset.Dataset, feature int) bool {
	var seen []float64
	for i := range data.Rows() {
		if v := data.Row(i)[feature]; !slices.Contains(seen, v) {
			if seen = append(seen, v); len(seen) == 3 {
				return true
			}
		}
	}
	return false
}

func namesOf(data *dataset.Dataset, features []int) (names []string) {
	for _, f := range features {
		names = append(names, data.Features[f])
	}
	return names
}
