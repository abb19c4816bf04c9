package export

import (
	"fmt"
	"math"
	"slices"

	"relucert/network"
)

// graph is f(x) = relu(x·inner + bias)·outer + constant, with x a row.
type graph struct {
	features, units int
	inner           []float64 // features×units, row-major
	bias            []float64 // of a unit
	outer           []float64 // signs
	constant        float64
	origins         []float64 // taken off x; nil: 0
	targetOrigin    float64   // added to f
}

// graphOf makes ⟨c, x⟩ two more units, [⟨c, x⟩]_+ − [−⟨c, x⟩]_+: one of them is 0 and
// the other exact, whatever the rounding of ⟨c, x⟩. A network without units has them too,
// since a matrix without columns is not for every runtime.
func graphOf(n *network.Network) graph {
	units := slices.Clone(n.Units)
	c := n.Output.Weights
	if len(units) == 0 || slices.ContainsFunc(c, func(v float64) bool { return v != 0 }) {
		units = append(units, network.Unit{Sign: 1, Weights: c}, network.Unit{Sign: -1, Weights: negated(c)})
	}
	g := graph{features: len(c), units: len(units), constant: n.Output.Bias}
	g.inner = make([]float64, g.features*g.units)
	for j, u := range units {
		for d, w := range u.Weights {
			g.inner[d*g.units+j] = w
		}
		g.bias = append(g.bias, u.Bias)
		g.outer = append(g.outer, float64(u.Sign))
	}
	return g
}

// move has the origins taken off, and added: their doubles as such, and what those leave in the biases.
func (g *graph) move(m *network.Model) {
	var low []float64
	g.origins, low = halvesOf(m.Origins)
	for d, v := range low {
		for j := range g.units {
			g.bias[j] -= g.inner[d*g.units+j] * v
		}
	}
	high, rest := halves(m.TargetOrigin)
	g.targetOrigin = high
	g.constant += rest
}

func negated(v []float64) []float64 {
	out := make([]float64, len(v))
	for i := range v {
		out[i] = -v[i]
	}
	return out
}

// leastFloat32 is the least number that a float32 holds in its precision.
const leastFloat32 = 0x1p-126

// checkFloat32 refuses numbers that are beyond float32.
func (g *graph) checkFloat32() error {
	for _, v := range slices.Concat(g.inner, g.bias, []float64{g.constant}) {
		switch size := math.Abs(v); {
		case math.IsInf(float64(float32(v)), 0):
			return fmt.Errorf("the weight %g is too large for float32", v)
		case size > 0 && size < leastFloat32:
			return fmt.Errorf("the weight %g is too small for float32", v)
		}
	}
	return nil
}
