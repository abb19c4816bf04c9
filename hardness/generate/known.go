package generate

import "fmt"

// Known is what is known of an instance's optimum without solving it.
type Known struct {
	Objective string // as "least cost"
	// Lower ≤ optimum ≤ Upper; equal when it is known.
	Lower, Upper float64
	// Witness is a solution that attains Upper, or Lower where the most is sought:
	// sets, true inputs, vertices, the colour of each vertex, or literals. nil: none.
	Witness []int
	Why     string // one sentence
}

// Exact says that the optimum is known.
func (k Known) Exact() bool { return k.Lower == k.Upper }

// String is one line, as "least cost = 12: …".
func (k Known) String() string {
	if k.Exact() {
		return fmt.Sprintf("%s = %v: %s", k.Objective, k.Lower, k.Why)
	}
	return fmt.Sprintf("%v ≤ %s ≤ %v: %s", k.Lower, k.Objective, k.Upper, k.Why)
}
