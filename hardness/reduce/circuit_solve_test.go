package reduce

import (
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// TestSolveCircuit: the least SSE is the least cost, and the solver's weights
// decode to that.
func TestSolveCircuit(t *testing.T) {
	gates := 2
	for _, costs := range [][]int64{{2, 3}, {2, 1, 1}} {
		eachCircuit(len(costs), gates, func(circuit instance.Circuit) {
			circuit.Costs = costs
			testSolvedCircuit(t, circuit)
		})
		if !thorough.Tests() {
			return
		}
	}
}

func testSolvedCircuit(t *testing.T, circuit instance.Circuit) {
	t.Helper()
	c, err := NewCircuit(circuit)
	if err != nil {
		t.Fatal(err)
	}
	result, m := solveJob(t, c, Layout{})
	decoding := Decode(c, weightsOf(m, result))
	optimum := whole(circuit.Cost(leastInputs(circuit)))
	if excess := minus(decoding.SSE, optimum); excess.Sign() < 0 || excess.Cmp(rounding) > 0 {
		t.Errorf("%+v: least SSE %s, least cost %s", circuit, Short(decoding.SSE), optimum.Num())
	}
	if decoding.Value.Cmp(optimum) != 0 {
		t.Errorf("%+v: decoded to %+v, least cost %s", circuit, decoding.Answer, optimum.Num())
	}
}
