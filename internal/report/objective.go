package report

import (
	"strings"

	"relucert"
	"relucert/loss"
)

// article is a or an.
func article(words string) string {
	if words == "SSE" || strings.HasPrefix(strings.ToLower(words), "a") {
		return "an " + words
	}
	return "a " + words
}

// squaresMatter says that the share of squares that is explained means something.
func squaresMatter(r *relucert.Result) bool { return r.Objective.Kind == loss.Squared }

// objectiveText is another objective than the SSE in JSON.
type objectiveText struct {
	Loss    string  `json:"loss"`
	Ridge   float64 `json:"ridge"`   // 0: no penalty
	Value   float64 `json:"value"`   // Σ ω ℓ(f(x) − y) + λ Σ ‖w‖²
	Lower   float64 `json:"lower"`   // proved: no network of the class has less
	Errors  float64 `json:"errors"`  // of the value, Σ ω ℓ(f(x) − y)
	Penalty float64 `json:"penalty"` // of the value, λ Σ ‖w‖²
}

// objectiveOf is nil for the SSE.
func objectiveOf(r *relucert.Result) *objectiveText {
	o := r.Objective
	if o.Plain() {
		return nil
	}
	return &objectiveText{o.Loss.String(), o.Ridge, r.SSE, r.SSELower, r.Errors, r.Network.Penalty(o.Ridge)}
}

// objectiveNumbers are the parts of another objective than the SSE.
func objectiveNumbers(r *relucert.Result) (rows Table) {
	t := objectiveOf(r)
	if t == nil {
		return nil
	}
	if r.Objective.Ridge > 0 {
		rows.add(loss.Objective{Loss: r.Objective.Loss}.Name(), number(t.Errors))
		rows.add("penalty", number(t.Penalty)+" of "+number(t.Ridge)+" Σ‖w‖²")
	}
	return rows
}
