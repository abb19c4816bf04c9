package reduce

import (
	"fmt"
	"math/big"
	"slices"
	"testing"

	"relucert/hardness/instance"
)

// TestCircuitMutants: with a constant changed, the attacks succeed.
func TestCircuitMutants(t *testing.T) {
	rng := seeded(t)
	for name, mutate := range map[string]func(*Set){
		"25U":    func(s *Set) { reweigh(s.Samples[:2], 25) },
		"4D²c_g": func(s *Set) { reweigh(s.Samples[4:], 16) },
		"4d_i":   func(s *Set) { s.Samples[2].X[1].Value = whole(1) },
	} {
		c := plainCircuit(t, instance.Circuit{
			Inputs: []string{"a", "b"}, Costs: []int64{9, 1},
			Gates:  []instance.Gate{{Name: "g", And: true, Reads: []int{0, 1}}},
			Output: 2,
		})
		set := c.Set()
		mutate(set)
		if attackCircuit(c, set, rng, 100) == "" {
			t.Errorf("%s was not noticed", name)
		}
	}
}

func reweigh(samples []Sample, divisor int) {
	for i := range samples {
		samples[i].Weight = over(samples[i].Weight, whole(divisor))
	}
}

// TestCircuitDivides: an OR of many inputs could not tell a little truth in each
// from much in one without its division.
func TestCircuitDivides(t *testing.T) {
	either := instance.Circuit{Gates: []instance.Gate{{Name: "g"}}, Output: 12}
	for i := range either.Output {
		either.Inputs = append(either.Inputs, fmt.Sprint("x", i))
		either.Costs = append(either.Costs, 10)
		either.Gates[0].Reads = append(either.Gates[0].Reads, i)
	}
	cheat := slices.Repeat([]float64{-1. / 12}, 14)
	cheat[0], cheat[13] = 1, -1
	testCheat(t, either, cheat, func(c *Circuit) {
		for v := range c.wires {
			c.wires[v].division = big.NewInt(1)
		}
	})
}

// TestCircuitDepth: many gates could each be a little truer than the next without
// D in their weights.
func TestCircuitDepth(t *testing.T) {
	const depth = 12
	chain := instance.Circuit{Inputs: []string{"dear"}, Costs: []int64{1000}, Output: 2 * depth}
	cheat := slices.Repeat([]float64{-1}, 2*depth+2)
	cheat[0], cheat[1] = 1, 0
	below := 0
	for k := range depth {
		chain.Inputs, chain.Costs = append(chain.Inputs, fmt.Sprint("x", k)), append(chain.Costs, 1)
		chain.Gates = append(chain.Gates, instance.Gate{Name: fmt.Sprint("g", k), And: true, Reads: []int{below, k + 1}})
		below = depth + 1 + k
		cheat[below+1] = -float64(k+1) / depth
	}
	testCheat(t, chain, cheat, func(c *Circuit) { c.depth = 1 })
}

// TestCircuitAddsAllOfS: below a gate that pays for S, the weights have no say.
func TestCircuitAddsAllOfS(t *testing.T) {
	c := plainCircuit(t, instance.Circuit{
		Inputs: []string{"dear", "cheap", "x"}, Costs: []int64{1000, 1, 1},
		Gates:  []instance.Gate{{Name: "g", Reads: []int{0, 1}}, {Name: "h", And: true, Reads: []int{2, 3}}},
		Output: 4,
	})
	wide := widened(c)
	onlyOutput := []float64{1, 0, 0, 0, 0, -1}
	if fault := circuitBroken(wide, wide.Set(), 2, onlyOutput); fault != "" {
		t.Error(fault)
	}
}

// testCheat tests a circuit against weights that deceive it once it is mutated.
func testCheat(t *testing.T, circuit instance.Circuit, cheat []float64, mutate func(*Circuit)) {
	t.Helper()
	c := plainCircuit(t, circuit)
	optimum := circuit.Cost(leastInputs(circuit))
	for _, w := range [][]float64{cheat, newLandscape(c.Set()).descend(cheat, 300)} {
		if fault := circuitBroken(c, c.Set(), optimum, w); fault != "" {
			t.Error(fault)
		}
	}
	mutate(c)
	if circuitBroken(c, c.Set(), optimum, newLandscape(c.Set()).descend(cheat, 300)) == "" {
		t.Error("the mutant was not noticed")
	}
}
