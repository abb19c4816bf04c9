package reduce

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// TestCircuitSmall is about all circuits of two inputs and up to three gates, and
// of three inputs and up to two gates, each gate after those that it reads.
func TestCircuitSmall(t *testing.T) {
	rng, count := seeded(t), 0
	prices := [][]int64{{20, 1, 3}, {1, 2, 40}, {2, 0, 5}} // in turn
	for _, size := range []struct{ inputs, gates int }{{1, 2}, {2, 1}, {2, 2}, {3, 1}, {2, 3}, {3, 2}}[:thorough.Of(6, 4)] {
		eachCircuit(size.inputs, size.gates, func(c instance.Circuit) {
			c.Costs = prices[count%len(prices)][:size.inputs]
			testCircuit(t, c, rng, 1)
			count++
		})
	}
	t.Logf("%d circuits", count)
}

func TestCircuitRandom(t *testing.T) {
	rng := seeded(t)
	for range thorough.Of(150, 30) {
		testCircuit(t, randomCircuit(rng), rng, 8)
	}
}

// eachCircuit visits the circuits whose gates read any of the wires before them;
// the output is the last gate.
func eachCircuit(inputs, gates int, visit func(instance.Circuit)) {
	if gates == 0 {
		c := instance.Circuit{Output: inputs - 1}
		for i := range inputs {
			c.Inputs = append(c.Inputs, fmt.Sprint("x", i))
		}
		visit(c)
		return
	}
	eachCircuit(inputs, gates-1, func(c instance.Circuit) {
		wires := inputs + gates - 1
		for code := 2; code < 2<<wires; code++ {
			wider := c
			wider.Gates = append(slices.Clip(c.Gates), gateOf(gates, code))
			wider.Output = wires
			visit(wider)
		}
	})
}

// gateOf is an AND if code is odd, and reads the wires of code's further bits.
func gateOf(number, code int) instance.Gate {
	g := instance.Gate{Name: fmt.Sprint("g", number), And: code&1 == 1}
	for v := 0; code>>(v+1) > 0; v++ {
		if code>>(v+1)&1 == 1 {
			g.Reads = append(g.Reads, v)
		}
	}
	return g
}

// randomCircuit has up to 6 inputs and 9 gates, some of which read a wire twice.
func randomCircuit(rng *rand.Rand) instance.Circuit {
	c := instance.Circuit{}
	for i := range 1 + rng.IntN(6) {
		c.Inputs = append(c.Inputs, fmt.Sprint("x", i))
		c.Costs = append(c.Costs, rng.Int64N(6)*(1+30*rng.Int64N(2)))
	}
	for k := range 1 + rng.IntN(9) {
		g := instance.Gate{Name: fmt.Sprint("g", k), And: rng.IntN(2) == 0}
		for range 1 + rng.IntN(4) {
			g.Reads = append(g.Reads, rng.IntN(len(c.Inputs)+k))
		}
		c.Gates = append(c.Gates, g)
	}
	c.Output = len(c.Inputs) + len(c.Gates) - 1
	if rng.IntN(4) == 0 {
		c.Output = rng.IntN(c.Output)
	}
	return c
}

// testCircuit tests the weights of all inputs that make the output true, and
// tries attempts to find weights that decode worse than promised.
func testCircuit(t *testing.T, circuit instance.Circuit, rng *rand.Rand, tries int) {
	t.Helper()
	c := plainCircuit(t, circuit)
	optimum := circuit.Cost(leastInputs(circuit))
	fault := circuitWitnesses(c)
	if fault == "" {
		fault = circuitProofs(c, optimum)
	}
	if fault == "" {
		fault = attackCircuit(c, c.Set(), rng, tries)
	}
	if fault == "" {
		wide := widened(c)
		fault = attackCircuit(wide, wide.Set(), rng, tries)
	}
	if fault != "" {
		t.Fatalf("%+v: %s", circuit, fault)
	}
}

// widened is c with a U that leaves room for attacks: S_out often is optimal in
// small circuits, but the claim holds for any U that is not below its cost.
func widened(c *Circuit) *Circuit {
	wide := *c
	wide.known = c.Instance.Cost(slices.Repeat([]bool{true}, len(c.Instance.Inputs)))
	return &wide
}

// circuitWitnesses looks at the weights of all inputs that make the output true:
// they cost what they should, and decode to inputs that are no dearer.
func circuitWitnesses(c *Circuit) (fault string) {
	set := c.Set()
	eachChoice(len(c.Instance.Inputs), func(inputs []bool) {
		if !c.Instance.Eval(inputs) {
			return
		}
		n, cost := circuitWeights(c, inputs), c.Instance.Cost(inputs)
		sse := set.SSE(n)
		if a := c.Decode(n, sse); !a.Valid || a.Value.Cmp(whole(cost)) > 0 || sse.Cmp(whole(cost)) > 0 {
			fault = fmt.Sprintf("inputs %v have SSE %s and decode to %v", inputs, sse, a)
		}
		if sse.Cmp(circuitPaid(c, inputs)) != 0 {
			fault = fmt.Sprintf("inputs %v have SSE %s", inputs, sse)
		}
	})
	return fault
}

// circuitPaid is the cost of those inputs that have a column.
func circuitPaid(c *Circuit, inputs []bool) *big.Rat {
	paid := int64(0)
	for _, w := range c.wires {
		if len(w.reads) == 0 && inputs[w.inputs[0]] {
			paid += w.cost
		}
	}
	return whole(paid)
}

func eachChoice(n int, visit func([]bool)) {
	for code := range 1 << n {
		choice := make([]bool, n)
		for i := range choice {
			choice[i] = code>>i&1 == 1
		}
		visit(choice)
	}
}

// circuitWeights is 1 on e_0 and −1 on the true wires.
func circuitWeights(c *Circuit, inputs []bool) Network {
	values := make([]bool, len(c.wires))
	w := []*big.Rat{whole(1)}
	for v, wire := range c.wires {
		isTrue := func(a int) bool { return values[a] }
		switch {
		case len(wire.reads) == 0:
			values[v] = inputs[wire.inputs[0]]
		case wire.and:
			values[v] = !slices.ContainsFunc(wire.reads, func(a int) bool { return !values[a] })
		default:
			values[v] = slices.ContainsFunc(wire.reads, isTrue)
		}
		w = append(w, new(big.Rat))
		if values[v] {
			w[v+1] = whole(-1)
		}
	}
	return Network{Signs: []int{1}, Weights: [][]*big.Rat{w}}
}

// circuitProofs compares what lower bounds prove with the truth.
func circuitProofs(c *Circuit, optimum int64) string {
	for _, lower := range []*big.Rat{whole(optimum), minus(whole(optimum), big.NewRat(9, 10))} {
		want := fmt.Sprintf("inputs that make the output true cost at least %d: none of cost %d exist", optimum, optimum-1)
		if optimum == 0 {
			want = ""
		}
		if text := c.Proves(lower); text != want {
			return fmt.Sprintf("SSE ≥ %s proves %q", lower, text)
		}
	}
	return ""
}

// attackCircuit looks for weights whose promise is not kept.
func attackCircuit(c *Circuit, set *Set, rng *rand.Rand, tries int) string {
	optimum := c.Instance.Cost(leastInputs(c.Instance))
	for range tries {
		l := newLandscape(set)
		w := circuitStart(c, rng)
		faults := circuitBroken(c, set, optimum, w)
		if rng.IntN(2) == 0 {
			l.distort(rng)
		}
		w = l.descend(w, 150)
		faults += circuitBroken(c, set, optimum, w)
		faults += circuitBroken(c, set, optimum, newLandscape(set).descend(w, 50))
		if faults != "" {
			return faults
		}
	}
	return ""
}

// circuitStart is weights of any inputs, true or not, scaled, noisy, or wild.
func circuitStart(c *Circuit, rng *rand.Rand) []float64 {
	inputs := make([]bool, len(c.Instance.Inputs))
	for i := range inputs {
		inputs[i] = rng.IntN(2) == 0
	}
	w := floats(circuitWeights(c, inputs))
	switch rng.IntN(5) {
	case 0:
		w[0] *= 0.5 + rng.Float64()
	case 1:
		w = noisy(w, 0.1, rng)
	case 2:
		w = noisy(make([]float64, len(w)), 1, rng)
	case 3:
		w = make([]float64, len(w))
	}
	return w
}

// circuitBroken says how the weights break the claim.
func circuitBroken(c *Circuit, set *Set, optimum int64, w []float64) string {
	n := unit(w)
	sse := set.SSE(n)
	a := c.Decode(n, sse)
	within := sse.Cmp(c.Claim().Threshold) <= 0
	if !a.Valid || !a.Guaranteed || within == strings.Contains(a.Guarantee, "nothing") || a.Value.Cmp(sse) > 0 || sse.Cmp(whole(optimum)) < 0 {
		return fmt.Sprintf("weights %v of SSE %s ≤? %s decode to %v\n", w, Short(sse), c.Claim().Threshold, a)
	}
	return ""
}

// TestCircuitNoise disturbs optimal weights as far as the threshold allows.
func TestCircuitNoise(t *testing.T) {
	rng, within := seeded(t), 0
	for range 100 {
		narrow := plainCircuit(t, randomCircuit(rng))
		c, inputs := widened(narrow), leastInputs(narrow.Instance)
		set, optimum := c.Set(), c.Instance.Cost(inputs)
		best := floats(circuitWeights(c, inputs))
		for deviation := 0.3; deviation > 1e-4; deviation /= 1.5 {
			w := noisy(best, deviation, rng)
			if fault := circuitBroken(c, set, optimum, w); fault != "" {
				t.Fatalf("%+v: %s", c.Instance, fault)
			}
			if set.SSE(unit(w)).Cmp(c.Claim().Threshold) <= 0 {
				within++
			}
		}
	}
	if within < 100 {
		t.Errorf("only %d within the threshold", within)
	}
}

// leastInputs is brute force.
func leastInputs(c instance.Circuit) (least []bool) {
	eachChoice(len(c.Inputs), func(inputs []bool) {
		if c.Eval(inputs) && (least == nil || c.Cost(inputs) < c.Cost(least)) {
			least = inputs
		}
	})
	return least
}

// TestCircuitFolds: what does not matter gets no column.
func TestCircuitFolds(t *testing.T) {
	and, or := true, false
	for _, c := range []struct {
		name, columns string
		known         int64
		costs         []int64
		gates         []instance.Gate
	}{
		{"an input alone", "e0 wire_a", 7, []int64{7, 1}, []instance.Gate{{And: and, Reads: []int{0}}}},
		{"a wire twice", "e0 wire_b", 1, []int64{8, 1}, []instance.Gate{{And: or, Reads: []int{1, 1}}}},
		{"a wire that ends", "e0 wire_a wire_b wire_h", 1, []int64{1, 8}, []instance.Gate{
			{Name: "g", And: and, Reads: []int{0, 1}}, {Name: "h", And: or, Reads: []int{0, 1}}}},
		{"a free input of an AND", "e0 wire_b", 1, []int64{0, 1}, []instance.Gate{{And: and, Reads: []int{0, 1}}}},
		{"a free input of an OR", "e0", 0, []int64{0, 1}, []instance.Gate{{And: or, Reads: []int{1, 0}}}},
		{"the cheaper way", "e0 wire_a wire_b wire_g wire_h", 3, []int64{3, 8}, []instance.Gate{
			{Name: "g", And: and, Reads: []int{0, 1}}, {Name: "h", And: or, Reads: []int{2, 0}}}},
		{"all free", "e0", 0, []int64{0, 0}, []instance.Gate{{And: and, Reads: []int{1, 0}}}},
		{"two names of a wire", "e0 wire_a", 1, []int64{1, 0}, []instance.Gate{
			{And: and, Reads: []int{0, 1}}, {And: or, Reads: []int{0, 2}}}},
	} {
		circuit := instance.Circuit{Inputs: []string{"a", "b"}, Costs: c.costs, Gates: c.gates, Output: 1 + len(c.gates)}
		r := plainCircuit(t, circuit)
		if columns := strings.Join(r.Set().Columns, " "); columns != c.columns {
			t.Errorf("%s: columns %s, not %s", c.name, columns, c.columns)
		}
		if r.known != c.known {
			t.Errorf("%s: U is %d, not %d", c.name, r.known, c.known)
		}
	}
}

// TestCircuitDeep: each gate on a path reads an input of its own. With 60 of them coordinates
// are no larger than the number of inputs asks for, and the solver finds the optimum.
func TestCircuitDeep(t *testing.T) {
	rng := seeded(t)
	for first := range 2 {
		deep, optimum := ladder(rng, 60, first)
		if largest := plainCircuit(t, deep).Claim().Condition; largest.Cmp(whole(4*61)) > 0 {
			t.Errorf("the condition is %s", largest)
		}
		c := mustCircuit(t, deep)
		result, m := solveJob(t, c, Layout{})
		d := Decode(c, weightsOf(m, result))
		if bound := c.LeastCost(new(big.Rat).SetFloat64(result.SSELower)); !d.Valid || d.Value.Cmp(whole(optimum)) != 0 || bound.Int64() != optimum {
			t.Errorf("%+v: decoded cost %s, at least %s, want %d", deep, d.Value, bound, optimum)
		}
	}
}

// plainCircuit is not simplified, so that all of the gadgets are tried.
func plainCircuit(t *testing.T, circuit instance.Circuit) *Circuit {
	t.Helper()
	c := &Circuit{Instance: circuit}
	c.addNoInput()
	c.wires = prune(fold(c.full))
	if err := c.measure(); err != nil {
		t.Fatal(err)
	}
	return c
}

func mustCircuit(t *testing.T, circuit instance.Circuit) *Circuit {
	t.Helper()
	c, err := NewCircuit(circuit)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ladder has one gate for each rung, AND and OR in turn, which reads the one before and an input.
func ladder(rng *rand.Rand, rungs, first int) (c instance.Circuit, optimum int64) {
	for i := range rungs + 1 {
		c.Inputs, c.Costs = append(c.Inputs, fmt.Sprint("x", i)), append(c.Costs, 1+rng.Int64N(9))
	}
	optimum = c.Costs[0]
	for g, before := 0, 0; g < rungs; g++ {
		gate := instance.Gate{Name: fmt.Sprint("g", g), And: g%2 == first, Reads: []int{before, g + 1}}
		if slices.Sort(gate.Reads); gate.And {
			optimum += c.Costs[g+1]
		} else {
			optimum = min(optimum, c.Costs[g+1])
		}
		c.Gates, c.Output = append(c.Gates, gate), rungs+1+g
		before = c.Output
	}
	return c, optimum
}

// TestCircuitTrivial: an output that is constant is a training set, too, and constants within do not matter.
func TestCircuitTrivial(t *testing.T) {
	constant := func(and bool) instance.Circuit {
		return instance.Circuit{Inputs: []string{"a", "b"}, Costs: []int64{2, 3}, Gates: []instance.Gate{{And: and}}, Output: 2}
	}
	always := mustCircuit(t, constant(true))
	if result, m := solveJob(t, always, Layout{}); result.SSE > 1e-9 || !Decode(always, weightsOf(m, result)).Valid {
		t.Errorf("always true: %v", result.SSE)
	}
	within := constant(false) // (false or b) and true, then false
	within.Gates = append(within.Gates, instance.Gate{Reads: []int{1, 2}}, instance.Gate{And: true}, instance.Gate{And: true, Reads: []int{3, 4}})
	within.Output = 5
	if c := mustCircuit(t, within); strings.Join(c.Set().Columns, " ") != "e0 wire_b" || c.known != 3 {
		t.Errorf("columns %v, U = %d", c.Set().Columns, c.known)
	}
	never := within
	never.Gates = append(slices.Clone(within.Gates), instance.Gate{And: true, Reads: []int{2, 5}})
	never.Output = 6
	c := mustCircuit(t, never)
	result, m := solveJob(t, c, Layout{})
	d := Decode(c, weightsOf(m, result))
	if got := c.Proves(new(big.Rat).SetFloat64(result.SSELower)); got != "no inputs make the output true" || d.Valid || d.Guaranteed {
		t.Errorf("proves %q, decodes to %+v", got, d)
	}
	if got := c.Proves(whole(5)); !strings.Contains(got, "at least 5") {
		t.Errorf("5 is the cost of all inputs, but proves %q", got)
	}
}

func TestCircuitErrors(t *testing.T) {
	bad := instance.Circuit{Inputs: []string{"a"}, Costs: []int64{-1}}
	if _, err := NewCircuit(bad); err == nil {
		t.Error("a negative cost passed")
	}
	deep := rails(1100)
	if _, err := NewCircuit(deep); err == nil || !strings.Contains(err.Error(), "numbers above 2^1020") {
		t.Errorf("two rails of 1100 ORs: %v", err)
	}
	for v := range deep.Gates {
		deep.Gates[v].And = true
	}
	if c, err := NewCircuit(deep); err != nil || c.known != 2+4*1100 {
		t.Errorf("all of them ANDs: %v", err)
	}
}

// rails doubles the ways to be true on each rung: a rung's two wires both are what either of the two
// before gives, with an input of its own each time.
func rails(rungs int) instance.Circuit {
	c := instance.Circuit{}
	for i := range 2 + 4*rungs {
		c.Inputs, c.Costs = append(c.Inputs, fmt.Sprint("x", i)), append(c.Costs, 1)
	}
	gate := func(and bool, a, b int) int {
		c.Gates = append(c.Gates, instance.Gate{Name: fmt.Sprint("g", len(c.Gates)), And: and, Reads: []int{a, b}})
		return len(c.Inputs) + len(c.Gates) - 1
	}
	left, right := 0, 1
	for k := range rungs {
		x := 2 + 4*k
		left, right = gate(false, gate(true, left, x), gate(true, right, x+1)), gate(false, gate(true, left, x+2), gate(true, right, x+3))
	}
	c.Output = gate(true, left, right)
	return c
}

// TestSimplify: a circuit made smaller costs as much, and its weights decode to inputs of that cost.
func TestSimplify(t *testing.T) {
	rng, smaller := seeded(t), 0
	for range 3000 {
		circuit := randomCircuit(rng)
		c, optimum := mustCircuit(t, circuit), circuit.Cost(leastInputs(circuit))
		least, where := int64(-1), Network{}
		eachChoice(len(circuit.Inputs), func(inputs []bool) {
			n := circuitWeights(c, inputs)
			if paid := circuitPaid(c, inputs).Num().Int64(); outputTrue(c, n) && (least < 0 || paid < least) {
				least, where = paid, n
			}
		})
		if a := c.Decode(where, whole(least)); least != optimum || !a.Valid || a.Value.Cmp(whole(optimum)) != 0 {
			t.Fatalf("%+v: least cost %d, decoded to %+v, want %d", circuit, least, a, optimum)
		}
		if len(c.wires) < len(plainCircuit(t, circuit).wires) {
			smaller++
		}
		if again := simplify(slices.Clone(c.wires)); len(again) != len(c.wires) {
			t.Fatalf("%+v: %d wires are %d when simplified again", circuit, len(c.wires), len(again))
		}
	}
	t.Logf("%d of 3000 are smaller", smaller)
}

// outputTrue says that the witness n makes the output true.
func outputTrue(c *Circuit, n Network) bool {
	w := n.Weights[0]
	return len(c.wires) == 0 || w[len(w)-1].Sign() < 0
}
