package instance

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestReadBench(t *testing.T) {
	want := Circuit{Inputs: []string{"a", "b", "c"}, Costs: []int64{1, 3, 1}, Output: 4,
		Gates: []Gate{{"u", false, []int{0, 1}}, {"v", true, []int{3, 2}}}}
	direct := Circuit{Inputs: []string{"a"}, Costs: []int64{1}}
	testGood(t, circuitOfText(""), []good[Circuit]{
		{"plain", "c.bench", "INPUT(a)\nINPUT(b)\nINPUT(c)\n# cost b 3\nOUTPUT(v)\nu = OR(a, b)\nv = AND(u, c)\n", want},
		{"any order, blanks, small letters", "-", "# by hand\n\n v=and( u ,c ) # last\nOutput( v )\n u = Or(a,b)\ninput(a)\nINPUT(b)\nINPUT(c)\n# cost b 3\n# cost of b is 4 or so\n", want},
		{"NOR and NAND that cancel", "-", "INPUT(a)\nINPUT(b)\nINPUT(c)\nOUTPUT(v)\n# cost b 3\nu = NOR(a, b)\nd = NOT(c)\nv = NOR(u, d)\n",
			Circuit{Inputs: want.Inputs, Costs: want.Costs, Output: 4,
				Gates: []Gate{{"!u", false, []int{0, 1}}, {"v", true, []int{3, 2}}}}},
		{"buffers stay", "-", "INPUT(a)\nOUTPUT(o)\nn = BUFF(a)\no = BUF(n)\n",
			Circuit{Inputs: []string{"a"}, Costs: []int64{1}, Output: 2, Gates: []Gate{{"n", true, []int{0}}, {"o", true, []int{1}}}}},
		{"always true", "-", "INPUT(a)\nOUTPUT(o)\nn = NAND()\no = OR(a, m)\nm = NOT(n)\n", Circuit{Inputs: []string{"a"}, Costs: []int64{1}, Output: 1, Gates: []Gate{{Name: "true", And: true}}}},
		{"an input is the output; what it does not need may be anything", "-", "INPUT(a)\nOUTPUT(a)\nn = NOT(a)\n", direct},
	})
	testGood(t, circuitOfText("a"), []good[Circuit]{{"chosen output", "-", "INPUT(a)\nOUTPUT(n)\nOUTPUT(a)\nn = NOT(a)\n", direct}})
	head := "INPUT(a)\nINPUT(b)\nOUTPUT(o)\n"
	testBad(t, circuitOfText(""), "c", []bad{
		{"", "c: the circuit has no output"},
		{"INPUT(a)\nOUTPUT(a)\nOUTPUT(n)\nn = BUF(a)\n", "c: the circuit has 2 outputs, choose one: \"a\", \"n\""},
		{head + "o = NOT(a)\n", "c:4: not monotone: the output needs input \"a\" inverted here"},
		{head + "n = NAND(a, b)\no = AND(n, b)\n", "c:4: not monotone: the output needs input \"a\" inverted here"},
		{head + "o = XOR(a, b)\n", "c:4: \"XOR\" is not a gate of a monotone circuit: AND, OR, BUF, or NAND, NOR, NOT where inverses cancel"},
		{head + "o = DFF(a)\n", "c:4: \"DFF\" is not a gate of a monotone circuit: AND, OR, BUF, or NAND, NOR, NOT where inverses cancel"},
		{head + "o = BUF()\n", "c:4: BUF with 0 inputs"},
		{head + "o = NOT(a, b)\n", "c:4: NOT with 2 inputs"},
		{head + "o = AND(a, x)\n", "c:4: \"x\" is neither an input nor a gate"},
		{"INPUT(a)\nOUTPUT(x)\n", "c:2: \"x\" is neither an input nor a gate"},
		{head + "o = AND(a, b)\n\no = OR(a, b)\n", "c:6: \"o\" is defined for the second time; the first is line 4"},
		{head + "a = OR(b)\n", "c:4: \"a\" is defined for the second time; the first is line 1"},
		{head + "o = OR(a, p)\np = AND(q, b)\nq = OR(a, p)\n", "c:6: a cycle: gate \"q\" depends on itself"},
		{head + "o = OR(o, a)\n", "c:4: a cycle: gate \"o\" depends on itself"},
		{head + "o = AND(a, b\n", "c:4: a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not \"AND(a, b\""},
		{head + "o p = AND(a, b)\n", "c:4: a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not \"o p = AND(a, b)\""},
		{head + "o = AND(a,, b)\n", "c:4: a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not \"AND(a,, b)\""},
		{"INPUT(a, b)\n", "c:1: a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not \"INPUT(a, b)\""},
		{"wire a;\n", "c:1: a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not \"wire a;\""},
		{head + "# cost o 3\no = AND(a, b)\n", "c:4: a cost of \"o\", which is not an input"},
		{head + "# cost p 1\n# cost q 1\no = AND(a, b)\n", "c:4: a cost of \"p\", which is not an input"},
		{head + "# cost a -3\no = AND(a, b)\n", "c:4: the cost \"-3\" is not from 0 up"},
	})
	testBad(t, circuitOfText("x"), "c", []bad{{"INPUT(a)\nOUTPUT(a)\n", "c: the circuit has no output \"x\", only \"a\""}})
	testBad(t, circuitOfText(""), "c.col", []bad{{"", "c.col: a circuit is read from aiger, bench, not from \"dimacs\""}})
}

// TestReadAIGER: x ∨ y as ¬(¬x ∧ ¬y), and the like.
func TestReadAIGER(t *testing.T) {
	testGood(t, circuitOfText(""), []good[Circuit]{
		{"AND", "c.aag", "aag 3 2 0 1 1\n2\n4\n6\n6 2 4\n", Circuit{Inputs: []string{"i0", "i1"}, Costs: []int64{1, 1}, Output: 2,
			Gates: []Gate{{"6", true, []int{0, 1}}}}},
		{"OR, names, costs", "-", "aag 3 2 0 1 1\n2\n4\n7\n6 3 5\ni0 x\ni1 y z\no0 out\nc\ncost y z 4\nhello\ncost x 0\n",
			Circuit{Inputs: []string{"x", "y z"}, Costs: []int64{0, 4}, Output: 2, Gates: []Gate{{"!6", false, []int{0, 1}}}}},
		{"gates in any order, holes, an unused inverter", "c.aag.gz", "aag 9 2 0 1 3 0 0\n4\n2\n\n16\n16 12 4\n12 2 4\n18 3 3\n",
			Circuit{Inputs: []string{"i0", "i1"}, Costs: []int64{1, 1}, Output: 3, Gates: []Gate{{"12", true, []int{1, 0}}, {"16", true, []int{2, 0}}}}},
		{"constants", "-", "aag 5 1 0 1 3\n2\n10\n6 2 1\n8 7 1\n10 9 6\n",
			Circuit{Inputs: []string{"i0"}, Costs: []int64{1}, Output: 3,
				Gates: []Gate{{"6", true, []int{0}}, {"!8", false, []int{1}}, {"10", true, []int{2, 1}}}}},
		{"a constant decides", "-", "aag 4 2 0 1 2\n2\n4\n9\n6 2 0\n8 7 5\n",
			Circuit{Inputs: []string{"i0", "i1"}, Costs: []int64{1, 1}, Output: 2, Gates: []Gate{{"!8", false, []int{1}}}}},
		{"always false", "-", "aag 1 1 0 1 0\n2\n0\n", Circuit{Inputs: []string{"i0"}, Costs: []int64{1}, Output: 1, Gates: []Gate{{Name: "false"}}}},
		{"always true", "-", "aag 2 0 0 1 1\n4\n4 1 1\n", Circuit{Costs: []int64{}, Gates: []Gate{{Name: "true", And: true}}}},
		{"the output is an input", "-", "aag 1 1 0 1 0\n2\n2\n", Circuit{Inputs: []string{"i0"}, Costs: []int64{1}}},
	})
	testGood(t, circuitOfText("o1"), []good[Circuit]{{"chosen output", "-", "aag 2 2 0 2 0\n2\n4\n2\n4\n",
		Circuit{Inputs: []string{"i0", "i1"}, Costs: []int64{1, 1}, Output: 1}}})
	testBad(t, circuitOfText(""), "c.aag", []bad{
		{"", "c.aag: the first line is `aag M I L O A`, not \"\""},
		{"aig 1 1 0 1 0\n2\n", "c.aag:1: binary AIGER: turn it into .aag first, as aigtoaig does"},
		{"aag 1 1 0 1\n", "c.aag:1: the first line is `aag M I L O A`, not \"aag 1 1 0 1\""},
		{"aag 1 x 0 1 0\n", "c.aag:1: a number of the first line is not an integer: \"x\""},
		{"aag 1 0 1 0 0\n2 3\n", "c.aag:1: 1 latch: a circuit has no memory here"},
		{"aag 1 1 0 1 0 1\n", "c.aag:1: properties beyond outputs (AIGER 1.9) are not supported"},
		{"aag 1000000000 1000000000 0 1 0\n2\n4\n", "c.aag:3: the file ends before the line `input` that its first line announces"},
		{"aag 2 1 0 1 0\n2 4\n2\n", "c.aag:2: a line `input` is announced here, not \"2 4\""},
		{"aag 1 1 0 1 0\n4\n2\n", "c.aag:2: literal \"4\" is not from 0 to 3"},
		{"aag 1 1 0 1 0\n3\n2\n", "c.aag:2: literal 3 is not a variable"},
		{"aag 1 1 0 1 0\n0\n2\n", "c.aag:2: literal 0 is not a variable"},
		{"aag 2 2 0 1 0\n2\n4\n2\no1 x\n", "c.aag:5: the number after o \"1\" is not from 0 to 0"},
		{"aag 2 2 0 1 0\n2\n2\n2\n", "c.aag:3: literal 2 is defined for the second time"},
		{"aag 2 1 0 1 1\n2\n2\n2 2 2\n", "c.aag:4: literal 2 is defined for the second time"},
		{"aag 3 1 0 1 1\n2\n4\n4 2 6\n", "c.aag:4: literal 6 is neither an input nor a gate"},
		{"aag 3 1 0 1 0\n2\n6\n", "c.aag:3: literal 6 is neither an input nor a gate"},
		{"aag 1 1 0 0 0\n2\n", "c.aag: the circuit has no output"},
		{"aag 1 1 0 1 0\n2\n3\n", "c.aag:3: not monotone: the output needs input \"i0\" inverted here"},
		{"aag 2 1 0 1 1\n2\n5\n4 2 2\ni0 x\n", "c.aag:4: not monotone: the output needs input \"x\" inverted here"},
		{"aag 2 1 0 1 1\n2\n5\n4 2 0\n", "c.aag:4: not monotone: the output needs input \"i0\" inverted here"},
		{"aag 3 1 0 1 2\n2\n4\n4 6 2\n6 4 2\n", "c.aag:5: a cycle: gate \"6\" depends on itself"},
		{"aag 1 1 0 1 0\n2\n2\ni1 x\n", "c.aag:4: the number after i \"1\" is not from 0 to 0"},
		{"aag 1 1 0 1 0\n2\n2\nwhat\n", "c.aag:4: a name is a line `i0 name` or `o0 name`, not \"what\""},
		{"aag 2 2 0 1 0\n2\n4\n2\ni0 x\ni1 x\n", "c.aag: two inputs are named \"x\""},
		{"aag 1 1 0 1 0\n2\n2\nc\ncost x 3\n", "c.aag:5: a cost of \"x\", which is not an input"},
	})
}

// TestDeepCircuit: no recursion that a long chain could exhaust.
func TestDeepCircuit(t *testing.T) {
	const depth = 200_000
	var b strings.Builder
	fmt.Fprintf(&b, "INPUT(g0)\nOUTPUT(g%d)\n", depth)
	for i := depth; i > 0; i-- {
		fmt.Fprintf(&b, "g%d = BUF(g%d)\n", i, i-1)
	}
	c, err := circuitOfText("")(b.String(), "c")
	if err != nil || len(c.Gates) != depth || !c.Eval([]bool{true}) {
		t.Errorf("%d gates, %v", len(c.Gates), err)
	}
}

// TestInvertersKeepTheFunction compares a circuit written with NAND, NOR and NOT
// with the plain one, on all inputs.
func TestInvertersKeepTheFunction(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 0))
	for range 200 {
		c := randomCircuit(rng)
		text := disguised(rng, c)
		got, err := circuitOfText("")(text, "c")
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		on := make([]bool, len(c.Inputs))
		for mask := range 1 << len(on) {
			for i := range on {
				on[i] = mask>>i&1 == 1
			}
			if got.Eval(on) != c.Eval(on) {
				t.Fatalf("seed %d: another function at %v:\n%s\n%+v", seed, on, text, got)
			}
		}
	}
}

// disguised writes each gate plainly or by De Morgan's laws, its wires' inverses
// being named n….
func disguised(rng *rand.Rand, c Circuit) string {
	head, lines := "", []string{}
	names := slices.Clone(c.Inputs)
	for _, name := range c.Inputs {
		head += "INPUT(" + name + ")\n"
		lines = append(lines, "n"+name+" = NOT("+name+")")
	}
	for _, g := range c.Gates {
		plain, inverse := make([]string, len(g.Reads)), make([]string, len(g.Reads))
		for i, v := range g.Reads {
			plain[i], inverse[i] = names[v], "n"+names[v]
		}
		same, other := "OR", "AND"
		if g.And {
			same, other = other, same
		}
		a, b := strings.Join(plain, ","), strings.Join(inverse, ",")
		if rng.IntN(2) == 0 {
			lines = append(lines, g.Name+" = "+same+"("+a+")", "n"+g.Name+" = "+other+"("+b+")")
		} else {
			lines = append(lines, g.Name+" = N"+other+"("+b+")", "n"+g.Name+" = N"+same+"("+a+")")
		}
		names = append(names, g.Name)
	}
	lines = append(lines, "OUTPUT("+names[c.Output]+")")
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	return head + strings.Join(lines, "\n")
}

func TestCircuitMeasures(t *testing.T) {
	c := Circuit{Inputs: []string{"a", "b", "c"}, Costs: []int64{1, 2, 4}, Output: 4,
		Gates: []Gate{{"u", false, []int{0, 1}}, {"v", true, []int{3, 2}}}}
	for mask := range 8 {
		on := []bool{mask&1 > 0, mask&2 > 0, mask&4 > 0}
		if got, want := c.Eval(on), (on[0] || on[1]) && on[2]; got != want {
			t.Errorf("%v gives %v", on, got)
		}
		if got := c.Cost(on); got != int64(mask) {
			t.Errorf("%v costs %d, want %d", on, got, mask)
		}
	}
}
