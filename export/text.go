package export

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"relucert/dataset"
	"relucert/network"
)

// encodeText is the network as a formula in which * is written and max is the
// only function, so that it can be pasted into most languages. Doubles that are
// added from left to right give what [network.Network.Predict] gives.
func encodeText(m *network.Model) []byte {
	b := new(bytes.Buffer)
	target, names := m.Target, m.Features
	if m.Dates != nil || !areIdentifiers(append(slices.Clone(names), target)) {
		target, names = writeLegend(b, m)
	}
	names = lessOrigins(names, m.Origins)
	if len(m.Network.Jumps) > 0 {
		writeCases(b, m, target, names[0])
		return b.Bytes()
	}
	out := m.Network.Output
	terms := affineTerms(names, out.Weights, out.Bias)
	for _, u := range m.Network.Units {
		if inner := affineTerms(names, u.Weights, u.Bias); len(inner) > 0 {
			terms = append(terms, term{u.Sign < 0, "max(0, " + joined(inner, " ") + ")"})
		}
	}
	fmt.Fprintf(b, "%s = (%s)\n", target, joined(append(terms, originTerms(m)...), "\n  "))
	return b.Bytes()
}

func originTerms(m *network.Model) []term {
	if o := m.TargetOrigin; o.Mantissa != 0 {
		return []term{{o.Mantissa < 0, strings.TrimPrefix(o.Plain(), "-")}}
	}
	return nil
}

// writeCases is the lines of a model that jumps, and where each holds.
func writeCases(w io.Writer, m *network.Model, target, name string) {
	line := func(o *network.Output) string {
		return joined(append(affineTerms([]string{name}, o.Weights, o.Bias), originTerms(m)...), " ")
	}
	jumps := m.Network.Jumps
	for i := range slices.Backward(jumps) {
		comparison := ">="
		if jumps[i].Open() {
			comparison = ">"
		}
		fmt.Fprintf(w, "%s = (%s)  if %s %s %s, else\n", target, line(&jumps[i].Output), name, comparison, number(jumps[i].At))
	}
	fmt.Fprintf(w, "%s = (%s)\n", target, line(&m.Network.Output))
}

// identifier is a name that most languages take.
var identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]*$`)

func areIdentifiers(names []string) bool {
	return !slices.ContainsFunc(names, func(s string) bool { return s == "max" || !identifier.MatchString(s) })
}

// writeLegend gives the columns the names y and x1, x2, …
func writeLegend(w io.Writer, m *network.Model) (target string, names []string) {
	target = "y"
	fmt.Fprintf(w, "# y = %q\n", m.Target)
	for i, feature := range m.Features {
		names = append(names, name("x", i+1))
		fmt.Fprintf(w, "# %s = %q%s\n", names[i], feature, counted(m.Dates, i))
	}
	return target, names
}

// lessOrigins are (x - 1700000000), (t + 5).
func lessOrigins(names []string, origins []dataset.Decimal) []string {
	names = slices.Clone(names)
	for i, o := range origins {
		if o.Mantissa != 0 {
			names[i] = "(" + joined([]term{{text: names[i]}, {o.Mantissa > 0, strings.TrimPrefix(o.Plain(), "-")}}, " ") + ")"
		}
	}
	return names
}

// term is something added or subtracted.
type term struct {
	minus bool
	text  string
}

// affineTerms leaves out what is 0.
func affineTerms(names []string, weights []float64, bias float64) (terms []term) {
	for i, w := range weights {
		if w != 0 {
			terms = append(terms, term{w < 0, number(max(w, -w)) + "*" + names[i]})
		}
	}
	if bias != 0 {
		terms = append(terms, term{bias < 0, number(max(bias, -bias))})
	}
	return terms
}

// joined is the terms' sum, 0 if there is none.
func joined(terms []term, separator string) string {
	if len(terms) == 0 {
		return "0"
	}
	var b strings.Builder
	for i, t := range terms {
		switch {
		case i > 0 && t.minus:
			b.WriteString(separator + "- ")
		case i > 0:
			b.WriteString(separator + "+ ")
		case t.minus:
			b.WriteString("-")
		}
		b.WriteString(t.text)
	}
	return b.String()
}
