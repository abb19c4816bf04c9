// Package loss says what training makes small: what the errors of a network cost, and what its weights do.
//
// With e = f(x) − y, prediction less label, and weights ω, an [Objective] is Σ ω ℓ(e) + λ Σ_j ‖w_j‖². All losses here are convex, 0
// at 0, and the largest of parabolas or lines,
//
//	ℓ(e) = max { 2re − qr² : −Below ≤ r ≤ Above },   q = 0 or 1,
//
// which is all that bounds need to know of them ([Slopes]). It is their convex conjugate in another dress (Rockafellar, Convex
// Analysis, section 12), 2r being the slope.
package loss

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Kind is a family of losses.
type Kind int

// The families, by ℓ(e).
const (
	Squared  Kind = iota // e²
	Absolute             // |e|
	Huber                // e² for |e| ≤ δ, else 2δ|e| − δ²: squares of few, whatever outliers there are (Huber 1964)
	Quantile             // −τe for e < 0, (1−τ)e for e > 0: the τ-quantile of labels (Koenker and Bassett 1978)
)

var kinds = [...]string{Squared: "squared", Absolute: "absolute", Huber: "huber", Quantile: "quantile"}

// Loss is one loss. The zero value is the squared one.
type Loss struct {
	Kind      Kind
	Parameter float64 // δ in label units, or τ; else 0
}

// Parse reads squared, absolute, huber:δ or quantile:τ.
func Parse(text string) (Loss, error) {
	name, parameter, has := strings.Cut(text, ":")
	for k, known := range kinds {
		if name != known || has != Kind(k).parametric() {
			continue
		}
		l := Loss{Kind: Kind(k)}
		if has {
			v, err := strconv.ParseFloat(parameter, 64)
			if err != nil {
				return l, fmt.Errorf("%q is no number", parameter)
			}
			l.Parameter = v
		}
		return l, l.Check()
	}
	return Loss{}, fmt.Errorf("a loss is squared, absolute, huber:δ or quantile:τ, got %q", text)
}

func (k Kind) parametric() bool { return k == Huber || k == Quantile }

// Check finds a parameter that makes no sense.
func (l Loss) Check() error {
	v := l.Parameter
	switch {
	case l.Kind < Squared || l.Kind > Quantile:
		return fmt.Errorf("there is no loss %d", l.Kind)
	case l.Kind == Huber && !(v > 0 && !math.IsInf(v, 0)):
		return fmt.Errorf("δ of the Huber loss is a finite number above 0, got %g", v)
	case l.Kind == Quantile && !(v > 0 && v < 1):
		return fmt.Errorf("τ of the quantile loss is between 0 and 1, got %g", v)
	case !l.Kind.parametric() && v != 0:
		return fmt.Errorf("the %s loss has no parameter, got %g", kinds[l.Kind], v)
	}
	return nil
}

// String is what Parse reads.
func (l Loss) String() string {
	if l.Kind.parametric() {
		return kinds[l.Kind] + ":" + strconv.FormatFloat(l.Parameter, 'g', -1, 64)
	}
	return kinds[l.Kind]
}

// Value is ℓ(e).
func (l Loss) Value(e float64) float64 { return l.Slopes(1).Value(e) }

// Degree is how the loss grows with the unit of labels: labels in units u times smaller make it u^Degree times larger.
func (l Loss) Degree() int {
	if l.Kind == Squared || l.Kind == Huber {
		return 2
	}
	return 1
}

// Slopes are those of the loss of labels that are divided by a scale.
func (l Loss) Slopes(scale float64) Slopes {
	switch l.Kind {
	case Absolute:
		return Slopes{Below: 0.5, Above: 0.5}
	case Quantile:
		return Slopes{Below: l.Parameter / 2, Above: (1 - l.Parameter) / 2}
	case Huber:
		return Slopes{Below: l.Parameter / scale, Above: l.Parameter / scale, Curve: 1}
	}
	return Slopes{Below: math.Inf(1), Above: math.Inf(1), Curve: 1}
}

// Slopes are a loss as the largest of 2re − Curve·r² over −Below ≤ r ≤ Above.
type Slopes struct{ Below, Above, Curve float64 }

// Squared says that they are those of e².
func (s Slopes) Squared() bool { return s.Curve == 1 && math.IsInf(s.Above, 1) }

// Within is the number nearest to r that a slope may be.
func (s Slopes) Within(r float64) float64 { return min(max(r, -s.Below), s.Above) }

// Value is the loss of an error.
func (s Slopes) Value(e float64) float64 {
	var r float64
	switch {
	case s.Curve > 0:
		r = s.Within(e / s.Curve)
	case e > 0:
		r = s.Above
	case e < 0:
		r = -s.Below
	}
	return float64(2*r*e) - float64(s.Curve*r*r) // nothing is fused
}

// Smoothed is the largest of 2re − Curve·r² − nu·(r − center)², and the r where it is: a proximal step for the
// multiplier r, so that nu need not go to zero, only center to r (Rockafellar 1976). At is e + nu·center, which has r's sign.
func (s Slopes) Smoothed(at, nu, center float64) (r, value float64) {
	curve := s.Curve + nu
	r = s.Within(at / curve)
	return r, 2*r*at - curve*r*r - nu*center*center
}

// Inner says that r is no end: there the loss smoothed by nu has the curvature 2/(Curve+nu).
func (s Slopes) Inner(r float64) bool { return -s.Below < r && r < s.Above }

// Objective is a loss and what weights cost: λ = Ridge, in units of the loss for each squared unit of a weight.
type Objective struct {
	Loss
	Ridge float64
}

// Plain says that it is the sum of squared errors alone.
func (o Objective) Plain() bool { return o == Objective{} }

// Name is what it is in words: SSE, absolute loss, penalised SSE.
func (o Objective) Name() string {
	name := "SSE"
	if o.Kind != Squared {
		name = o.Loss.String() + " loss"
	}
	if o.Ridge > 0 {
		return "penalised " + name
	}
	return name
}

// Formula is what verdicts on certificates call it: SSE, absolute loss + 0.5 Σ‖w‖².
func (o Objective) Formula() string {
	name := Objective{Loss: o.Loss}.Name()
	if o.Ridge > 0 {
		name += " + " + strconv.FormatFloat(o.Ridge, 'g', -1, 64) + " Σ‖w‖²"
	}
	return name
}

// Check finds what makes no sense.
func (o Objective) Check() error {
	if !(o.Ridge >= 0) || math.IsInf(o.Ridge, 0) {
		return fmt.Errorf("the ridge penalty is a finite number and not negative, got %g", o.Ridge)
	}
	return o.Loss.Check()
}
