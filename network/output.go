package network

import "fmt"

// OutputPart is the free part of a network's output.
type OutputPart int

// Intercept adds a free constant, None nothing (the paper's pure sum of units),
// Affine ⟨c, x̃⟩ with the units' own inputs (the constant among them when the units have a bias).
const (
	Intercept OutputPart = iota
	None
	Affine
)

var outputNames = [...]string{None: "none", Intercept: "intercept", Affine: "affine"}

// ParseOutputPart is the inverse of [OutputPart.String].
func ParseOutputPart(name string) (OutputPart, error) {
	for p, known := range outputNames {
		if name == known {
			return OutputPart(p), nil
		}
	}
	return 0, fmt.Errorf("unknown output part %q: it is none, intercept or affine", name)
}

// String is "none", "intercept" or "affine".
func (p OutputPart) String() string {
	if p < 0 || int(p) >= len(outputNames) {
		return fmt.Sprintf("OutputPart(%d)", int(p))
	}
	return outputNames[p]
}

// MarshalText is String, and an error for a value that is none of the three.
func (p OutputPart) MarshalText() ([]byte, error) {
	_, err := ParseOutputPart(p.String())
	return []byte(p.String()), err
}

// UnmarshalText is [ParseOutputPart]; flag.TextVar and encoding/json use it.
func (p *OutputPart) UnmarshalText(text []byte) (err error) {
	*p, err = ParseOutputPart(string(text))
	return err
}
