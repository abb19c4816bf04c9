package main

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"relucert"
	"relucert/network"
)

// value is a flag's value that says in a phrase what it takes, so that every
// refusal reads "--name must be <want>: got <text>".
type value[T any] struct {
	to         *T
	text       string // as typed, or the default
	kind, want string
	parse      func(string) (T, bool)
}

var _ pflag.Value = (*value[int])(nil)

// Set implements pflag.Value.
func (v *value[T]) Set(text string) error {
	parsed, ok := v.parse(text)
	if !ok {
		return errors.New("must be " + v.want)
	}
	*v.to, v.text = parsed, text
	return nil
}

// String implements pflag.Value.
func (v *value[T]) String() string { return v.text }

// Type implements pflag.Value.
func (v *value[T]) Type() string { return v.kind }

// words are those of which it takes one, if it takes no others.
func (v *value[T]) words() (all []string) {
	if _, takes := v.parse("\x00"); takes {
		return nil
	}
	for _, word := range strings.FieldsFunc(v.kind+" "+v.want, func(c rune) bool { return strings.ContainsRune(" ,|", c) }) {
		_, takes := v.parse(word)
		if takes && strings.ContainsFunc(word, unicode.IsLetter) && !slices.Contains(all, word) {
			all = append(all, word)
		}
	}
	return all
}

// share is a number in [0, 1).
func share(to *float64) *value[float64] {
	return &value[float64]{to: to, text: strconv.FormatFloat(*to, 'g', -1, 64), kind: "number", want: "in [0, 1)",
		parse: func(s string) (float64, bool) {
			v, err := strconv.ParseFloat(s, 64)
			return v, err == nil && v >= 0 && v < 1
		}}
}

// positive is a finite number above 0; 0 stands for "not given".
func positive(to *float64) *value[float64] {
	return &value[float64]{to: to, kind: "number", want: "a finite number above 0",
		parse: func(s string) (float64, bool) {
			v, err := strconv.ParseFloat(s, 64)
			return v, err == nil && v > 0 && !math.IsInf(v, 0)
		}}
}

// reachable is a finite number of at least 0; that it is 0 is told apart from "not given".
func reachable(to *float64, zero *bool) *value[float64] {
	return &value[float64]{to: to, kind: "number", want: "a finite number of at least 0",
		parse: func(s string) (float64, bool) {
			v, err := strconv.ParseFloat(s, 64)
			ok := err == nil && v >= 0 && !math.IsInf(v, 0)
			*zero = ok && v == 0
			return v, ok
		}}
}

// counting is a whole number, at least 1; 0 stands for "not given".
func counting[N int | int64](to *N) *value[N] {
	v := &value[N]{to: to, kind: "count", want: "a whole number of at least 1",
		parse: func(s string) (N, bool) {
			v, ok := wholeNumber(s)
			return N(v), ok && v >= 1 && int64(N(v)) == v
		}}
	if *to != 0 {
		v.text = strconv.FormatInt(int64(*to), 10)
	}
	return v
}

// mostOfFloat is up to where float64 knows all whole numbers.
const mostOfFloat = 1 << 53

// wholeNumber reads 1000000 and 1e6.
func wholeNumber(s string) (v int64, ok bool) {
	if v, err := strconv.ParseInt(s, 10, 64); err == nil {
		return v, true
	}
	f, err := strconv.ParseFloat(s, 64)
	return int64(f), err == nil && f == math.Trunc(f) && math.Abs(f) <= mostOfFloat && strings.ContainsAny(s, "eE") && !strings.ContainsAny(s, "xX")
}

// duration is a Go duration above 0.
func duration(to *time.Duration) *value[time.Duration] {
	return &value[time.Duration]{to: to, kind: "duration", want: "a duration above 0 with its unit, such as 30s or 2m",
		parse: func(s string) (time.Duration, bool) {
			v, err := time.ParseDuration(s)
			return v, err == nil && v > 0
		}}
}

// memory is an amount of memory.
func memory(to *int64) *value[int64] {
	return &value[int64]{to: to, kind: "size", want: "a size such as 512MB or 2GiB", parse: parseBytes}
}

// parseBytes reads a number with an optional decimal or binary unit.
func parseBytes(s string) (int64, bool) {
	digits := strings.TrimRight(strings.ToUpper(s), "KMGTIB ")
	unit := strings.TrimSpace(strings.ToUpper(s)[len(digits):])
	scale, known := map[string]float64{
		"": 1, "B": 1,
		"K": 1e3, "KB": 1e3, "KIB": 1 << 10,
		"M": 1e6, "MB": 1e6, "MIB": 1 << 20,
		"G": 1e9, "GB": 1e9, "GIB": 1 << 30,
		"T": 1e12, "TB": 1e12, "TIB": 1 << 40,
	}[unit]
	amount, err := strconv.ParseFloat(digits, 64)
	size := amount * scale
	return int64(size), known && err == nil && size >= 1 && size < math.MaxInt64
}

// signs is a string of + and -.
func signs(to *[]int) *value[[]int] {
	return &value[[]int]{to: to, kind: "signs", want: "a string of + and -, one for each unit, such as +-",
		parse: func(s string) ([]int, bool) {
			var parsed []int
			for _, c := range s {
				parsed = append(parsed, map[rune]int{'+': 1, '-': -1}[c])
			}
			return parsed, len(parsed) > 0 && !slices.Contains(parsed, 0)
		}}
}

// outputPart is the free part of the output, by default the intercept.
func outputPart(to *network.OutputPart) *value[network.OutputPart] {
	*to = network.Intercept
	return &value[network.OutputPart]{to: to, text: to.String(), kind: "none|intercept|affine", want: "none, intercept or affine",
		parse: func(s string) (network.OutputPart, bool) {
			part, err := network.ParseOutputPart(s)
			return part, err == nil
		}}
}

// method is how the search divides, by default its own choice.
func method(to *relucert.Method) *value[relucert.Method] {
	return &value[relucert.Method]{to: to, text: to.String(), kind: "name", want: "auto, conic, sign, enumerate, sweep or breakpoints", parse: relucert.ParseMethod}
}

// oneOfOrNone is one of a few words, "" unless given.
func oneOfOrNone(to *string, words ...string) *value[string] {
	v := oneOf(to, words...)
	*to, v.text = "", ""
	return v
}

// oneOf is one of a few words, by default the first.
func oneOf(to *string, words ...string) *value[string] {
	*to = words[0]
	return &value[string]{to: to, text: words[0], kind: strings.Join(words, "|"), want: strings.Join(words, " or "),
		parse: func(s string) (string, bool) { return s, slices.Contains(words, s) }}
}
