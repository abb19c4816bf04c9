package sides

import (
	"math"
	"math/rand/v2"
	"testing"
)

func randomConstraints(rng *rand.Rand) constraints {
	c := make(constraints, 1+rng.IntN(6))
	for i := range c {
		c[i] = constraint{s: math.Exp(rng.NormFloat64()), lambda: math.Exp(rng.NormFloat64()), residual: rng.NormFloat64()}
	}
	return c
}

// TestFollowMeetsTheTarget: to first order, a step changes s·λ by the target and the slack by
// what its residual lacks.
func TestFollowMeetsTheTarget(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 22))
		c := randomConstraints(rng)
		c.predict()
		for round := range 2 {
			for i := range c {
				n, change := &c[i], rng.NormFloat64()
				n.follow(change)
				if gain := n.s*n.dlambda + n.lambda*n.ds; !near(gain, n.target, 1e-12) || n.ds != change+n.residual {
					t.Errorf("seed %d, round %d: product gains %g, want %g", seed, round, gain, n.target)
				}
			}
			c.correct(c.meanProduct(), false)
		}
	}
}

// TestLongestStaysInside: a step of the length keeps all above 0; one a little longer does not, or
// the length is the most allowed.
func TestLongestStaysInside(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 23))
		c := randomConstraints(rng)
		for i := range c {
			c[i].ds, c[i].dlambda = rng.NormFloat64(), rng.NormFloat64()
		}
		least := func(t float64) float64 {
			v := math.Inf(1)
			for _, n := range c {
				v = min(v, n.s+t*n.ds, n.lambda+t*n.dlambda)
			}
			return v
		}
		length := c.longest()
		if least(inside*length) <= 0 || length < 1/inside && least(1.001*length) > 0 {
			t.Errorf("seed %d: length %g", seed, length)
		}
	}
}

// TestCenterEqualisesProducts: all are what they are to be, and so is their mean.
func TestCenterEqualisesProducts(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 24))
		c, product := randomConstraints(rng), math.Exp(rng.NormFloat64())
		c.center(product)
		if got := c.meanProduct(); !near(got, product, 1e-12) {
			t.Errorf("seed %d: μ = %g, want %g", seed, got, product)
		}
	}
}
