// Package dataflags is the flags that say which columns of a data file are meant and how its text
// is read, the same for every command.
package dataflags

import (
	"encoding/csv"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"relucert/dataset"
)

// Define is all of them.
func Define(f *pflag.FlagSet, o *dataset.Options) {
	f.StringVar(&o.Target, "target", "", "`COLUMN` of the labels (default: the last column)")
	f.StringSliceVar(&o.Features, "features", nil, "feature columns `a,b` (default: the other numeric ones, or else dates); a column\nof texts becomes columns of 0 and 1")
	f.StringVar(&o.Weights, "sample-weights", "", "`COLUMN` of sample weights; rows of weight 0 are left out (default: all 1)")
	f.StringVar(&o.Where, "where", "", "only rows where a column holds a text, as in `COLUMN=TEXT`")
	f.Var(&value{"error", "error|drop", "must be error or drop", func(s string) bool {
		o.DropMissing = s == "drop"
		return s == "error" || s == "drop"
	}}, "missing", "what a missing value is: an error, or a reason to drop its row")
	DefineFormat(f, &o.Format)
}

// FormatNames are the flags of DefineFormat.
var FormatNames = []string{"delimiter", "decimal", "thousands", "comment", "na", "header", "fractions", "date-format"}

// DefineFormat is the flags that say what a file's text means.
func DefineFormat(f *pflag.FlagSet, o *dataset.Format) {
	f.Var(&value{"", "char", "must be one character, or the word tab or space", func(s string) (ok bool) {
		o.Delimiter, ok = delimiter(s)
		return ok
	}}, "delimiter", "what separates fields (default: comma, semicolon, tab or bar, as the file has it)")
	f.Var(&value{"", ".|,", "must be . or ,", func(s string) bool {
		o.Decimal = (s + " ")[0]
		return s == "." || s == ","
	}}, "decimal", "the decimal mark (default: a point, or where no commas separate fields, what the\nfile has)")
	f.Var(&value{"", "char", "must be one character", func(s string) bool {
		o.Thousands = s
		return utf8.RuneCountInString(s) == 1
	}}, "thousands", "what separates groups of three digits, as in 1,234 (default: nothing)")
	f.StringVar(&o.Comment, "comment", "", "leave out lines that begin with `TEXT`, such as '#'")
	f.StringSliceVar(&o.NA, "na", nil, "missing values beyond an empty cell, NA, N/A, #N/A, NaN, None, null, . and ?,\nas in `X,-999`")
	On(f, &o.NoHeader, "header", "the first line names the columns; without one they are c1, c2, …")
	f.BoolVar(&o.Fractions, "fractions", false, "1/2 is a number, not a text")
	f.StringVar(&o.DateFormat, "date-format", "", "`FORMAT` of dates, such as '%d.%m.%Y %H:%M' (default: ISO 8601)")
}

// Given are the flags of Define that were typed, as arguments.
func Given(f *pflag.FlagSet) (args []string) {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	Define(own, new(dataset.Options))
	f.Visit(func(flag *pflag.Flag) {
		if own.Lookup(flag.Name) == nil {
			return
		}
		text := flag.Value.String()
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			text = List(list.GetSlice())
		}
		args = append(args, "--"+flag.Name+"="+text)
	})
	return args
}

// List is names as a flag takes them.
func List(names []string) string {
	var b strings.Builder
	w := csv.NewWriter(&b)
	w.Write(names)
	w.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

func delimiter(text string) (byte, bool) {
	switch text {
	case "tab", `\t`:
		return '\t', true
	case "space":
		return ' ', true
	}
	return (text + " ")[0], len(text) == 1
}

// value is a flag's.
type value struct {
	text, kind, want string
	set              func(string) bool
}

func (v *value) String() string { return v.text }
func (v *value) Type() string   { return v.kind }

// Set implements pflag.Value.
func (v *value) Set(text string) error {
	if !v.set(text) {
		return errors.New(v.want)
	}
	v.text = text
	return nil
}

// On is a flag that is true unless told otherwise; off is what it is not.
func On(f *pflag.FlagSet, off *bool, name, usage string) {
	f.VarPF((*without)(off), name, "", usage).NoOptDefVal = "true"
}

// without is a flag that is true where what it stands for is false.
type without bool

func (w *without) String() string { return strconv.FormatBool(!bool(*w)) }
func (w *without) Type() string   { return "bool" }

// Set implements pflag.Value.
func (w *without) Set(s string) error {
	v, err := strconv.ParseBool(s)
	*w = without(!v)
	return err
}
