package generate

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// Marginal is the distribution of inputs, the benign ones of the paper's §1.3. All have mean 0 and E‖x‖² = 1.
type Marginal string

// The marginals.
const (
	Sphere   Marginal = "sphere"   // uniform on the unit sphere; also ""
	Gaussian Marginal = "gaussian" // N(0, I/n)
	Cube     Marginal = "cube"     // uniform in a cube: log-concave, bounded
	Laplace  Marginal = "laplace"  // independent two-sided exponentials: log-concave, the heaviest tails that are
)

// Marginals are all of them.
func Marginals() []Marginal { return []Marginal{Sphere, Gaussian, Cube, Laplace} }

func (m Marginal) check() error {
	for _, known := range append(Marginals(), "") {
		if m == known {
			return nil
		}
	}
	return fmt.Errorf("the inputs must be one of %v, not %q", Marginals(), string(m))
}

// draw is one x.
func (m Marginal) draw(rng *rand.Rand, n int) []float64 {
	var coordinate func() float64 // of variance 1
	switch m {
	case Gaussian:
		coordinate = rng.NormFloat64
	case Cube:
		coordinate = func() float64 { return math.Sqrt(3) * (2*rng.Float64() - 1) }
	case Laplace:
		coordinate = func() float64 { return (rng.ExpFloat64() - rng.ExpFloat64()) / math.Sqrt2 }
	default:
		return onSphere(rng, n)
	}
	x := make([]float64, n)
	for d := range x {
		x[d] = coordinate() / math.Sqrt(float64(n))
	}
	return x
}
