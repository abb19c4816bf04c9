package main

import (
	"fmt"
	"math"
	"regexp"
	"strconv"

	"relucert/hardness/reduce"
)

// accuracy is what the flags say of the error that is to tell the cases apart.
type accuracy struct {
	epsilon float64
	ofN     power
}

// power is c·n^-p, as a flag.
type power struct {
	text string
	c, p float64
}

var powerText = regexp.MustCompile(`^(?:([0-9.e+-]+)\*)?n\^-([0-9.]+)$`)

func (f *power) String() string { return f.text }
func (f *power) Type() string   { return "FUNCTION" }

func (f *power) Set(text string) (err error) {
	parts := powerText.FindStringSubmatch(text)
	if parts == nil {
		return fmt.Errorf("must be a power of n, as n^-0.25 or 0.1*n^-0.4: got %s", text)
	}
	f.text, f.c = text, 1
	if parts[1] != "" {
		f.c, err = strconv.ParseFloat(parts[1], 64)
	}
	if err == nil {
		f.p, err = strconv.ParseFloat(parts[2], 64)
	}
	if err != nil || !(f.c > 0) || math.IsInf(f.c, 0) || !(f.p > 0) {
		return fmt.Errorf("must have a positive factor and a negative exponent: got %s", text)
	}
	return nil
}

func (f power) at(n float64) float64 { return f.c * math.Pow(n, -f.p) }

// padding is how many columns of zeros the flags ask for: so many that ε(n) of all columns
// tells the reduction's cases apart (Theorem 11; its proof is this padding).
func (a accuracy) padding(r reduce.Reduction) (int, error) {
	if a.epsilon == 0 && a.ofN.text == "" {
		return 0, nil
	}
	set, claim := r.Set(), r.Claim()
	exact := set.Epsilon(claim)
	if exact == nil || set.NormBound == nil {
		return 0, usagef("--epsilon and --epsilon-of-n are for bounded problems of two cases: densest, and --bounded colorings and formulas")
	}
	epsilon, _ := exact.Float64()
	switch {
	case a.epsilon >= epsilon:
		return 0, usagef("--epsilon %v does not tell the cases apart: below %.4g would", a.epsilon, epsilon)
	case a.ofN.text == "":
		return 0, nil
	}
	if limit, slow := slowest(claim.Order); a.ofN.p >= limit {
		return 0, usagef("--epsilon-of-n %s: 1/ε(n) must grow more slowly than %s", a.ofN.text, slow)
	}
	return a.columns(epsilon, len(set.Columns))
}

// slowest is the exponent that Theorem 11, and its like for Theorem 10, stay below.
func slowest(o reduce.Order) (float64, string) {
	if o.Root {
		return 0.5, "√n"
	}
	return 1, "n"
}

// columns is how many to add to own, for ε(n) ≤ epsilon.
func (a accuracy) columns(epsilon float64, own int) (int, error) {
	n := math.Ceil(math.Pow(a.ofN.c/epsilon, 1/a.ofN.p))
	if most := float64(reduce.MostColumns); n > most {
		return 0, usagef("--epsilon-of-n %s is small enough, %.4g, from n = %.3g columns on: at most %.0f are possible", a.ofN.text, epsilon, n, most)
	}
	for a.ofN.at(n) >= epsilon {
		n++
	}
	return max(0, int(n)-own), nil
}
