package instance

import "slices"

// netlist is a circuit as files have it: gates in any order, inverters anywhere.
// A literal is 2w for wire w or 2w+1 for its inverse, as in AIGER: wire 0 is
// constant false, the inputs follow, then the gates.
type netlist struct {
	text   *text
	inputs []string
	costs  map[string]price
	gates  []netGate
	output int // a literal
	line   int // that names the output
}

// netGate is an AND or OR of literals.
type netGate struct {
	name     string // of its inverse, if inverted
	inverted bool
	and      bool
	reads    []int
	line     int
}

// wireName is a name and the line where it stands.
type wireName struct {
	name string
	line int
}

// price is what a line says that an input costs.
type price struct {
	cost int64
	line int
}

// circuit is the monotone circuit of the output.
func (n *netlist) circuit() (Circuit, error) {
	sorted, err := order(n)
	if err != nil {
		return Circuit{}, err
	}
	needed, err := n.needed(sorted)
	if err != nil {
		return Circuit{}, err
	}
	costs, err := n.inputCosts()
	if err != nil {
		return Circuit{}, err
	}
	c := Circuit{Inputs: n.inputs, Costs: costs}
	c.Output = n.emit(&c, sorted, needed)
	return c, n.text.checked(c.Check())
}

// gateOf is the gate of a literal, negative if it has none; wireOf the way back.
func (n *netlist) gateOf(literal int) int { return literal>>1 - len(n.inputs) - 1 }

func (n *netlist) wireOf(gate int) int { return 1 + len(n.inputs) + gate }

// needed marks the literals that the output depends on: an inverted AND is the
// OR of its inverted reads, and the other way round.
func (n *netlist) needed(sorted []int) ([]bool, error) {
	needed := make([]bool, 2*(1+len(n.inputs)+len(n.gates)))
	if err := n.need(needed, n.output, n.line); err != nil {
		return nil, err
	}
	for _, g := range slices.Backward(sorted) {
		gate := n.gates[g]
		for inverse := range 2 {
			if !needed[2*n.wireOf(g)+inverse] {
				continue
			}
			for _, read := range gate.reads {
				if err := n.need(needed, read^inverse, gate.line); err != nil {
					return nil, err
				}
			}
		}
	}
	return needed, nil
}

func (n *netlist) need(needed []bool, literal, line int) error {
	needed[literal] = true
	if w := literal >> 1; literal&1 == 1 && 0 < w && w <= len(n.inputs) {
		return n.text.failAt(line, "not monotone: the output needs input %s inverted here", quote(n.inputs[w-1]))
	}
	return nil
}

func (n *netlist) inputCosts() ([]int64, error) {
	costs := make([]int64, len(n.inputs))
	given := 0
	for i, name := range n.inputs {
		costs[i] = 1
		if p, ok := n.costs[name]; ok {
			costs[i] = p.cost
			given++
		}
	}
	if given < len(n.costs) {
		return nil, n.strayCost()
	}
	return costs, nil
}

// strayCost is the error of the first cost that no input has.
func (n *netlist) strayCost() error {
	line, stray := 0, ""
	for name, p := range n.costs {
		if !slices.Contains(n.inputs, name) && (line == 0 || p.line < line) {
			line, stray = p.line, name
		}
	}
	return n.text.failAt(line, "a cost of %s, which is not an input", quote(stray))
}

// What a literal comes to, if not a wire of the circuit.
const (
	alwaysFalse = -1
	alwaysTrue  = -2
)

// emit writes the gates of the needed literals and returns the output's wire.
func (n *netlist) emit(c *Circuit, sorted []int, needed []bool) int {
	wires := make([]int, len(needed))
	wires[0], wires[1] = alwaysFalse, alwaysTrue
	for i := range n.inputs {
		wires[2*(1+i)] = i
	}
	for _, g := range sorted {
		for inverse := range 2 {
			if literal := 2*n.wireOf(g) + inverse; needed[literal] {
				wires[literal] = n.gates[g].emit(c, wires, inverse)
			}
		}
	}
	switch output := wires[n.output]; output {
	case alwaysFalse:
		c.Gates = []Gate{{Name: "false"}}
	case alwaysTrue:
		c.Gates = []Gate{{Name: "true", And: true}}
	default:
		return output
	}
	return len(c.Inputs)
}

// emit adds the gate, or its inverse, to the circuit unless it is constant.
func (g netGate) emit(c *Circuit, wires []int, inverse int) int {
	and := g.and == (inverse == 0)
	decides, neutral := alwaysTrue, alwaysFalse
	if and {
		decides, neutral = neutral, decides
	}
	var reads []int
	for _, read := range g.reads {
		switch v := wires[read^inverse]; v {
		case decides:
			return decides
		case neutral:
		default:
			reads = append(reads, v)
		}
	}
	switch {
	case len(reads) == 0:
		return neutral
	case g.inverted && len(g.reads) == 1: // an inverter needs no gate
		return reads[0]
	}
	name := g.name
	if g.inverted != (inverse == 1) {
		name = "!" + name
	}
	c.Gates = append(c.Gates, Gate{Name: name, And: and, Reads: reads})
	return len(c.Inputs) + len(c.Gates) - 1
}

// setCost notes what a comment `cost name number` says, and passes over others
// but for one of three words, which means to say so.
func (n *netlist) setCost(words []string) error {
	if len(words) < 3 || words[0] != "cost" {
		return nil
	}
	if !isInteger(words[len(words)-1]) {
		if len(words) == 3 {
			return n.text.fail("the cost %s is not an integer", quote(words[2]))
		}
		return nil
	}
	cost, err := n.text.number(words[len(words)-1], "the cost", 0, maxNumber)
	if n.costs == nil {
		n.costs = make(map[string]price)
	}
	n.costs[join(words[1:len(words)-1])] = price{cost, n.text.line}
	return err
}

// choose is the place of the output of the given name, or of the only one.
func (n *netlist) choose(outputs []wireName, name string) (int, error) {
	var all []string
	for i, output := range outputs {
		if output.name == name || name == "" && len(outputs) == 1 {
			return i, nil
		}
		all = append(all, output.name)
	}
	switch {
	case len(all) == 0:
		return 0, n.text.failAt(0, "the circuit has no output")
	case name == "":
		return 0, n.text.failAt(0, "the circuit has %d outputs, choose one: %s", len(all), list(all))
	}
	return 0, n.text.failAt(0, "the circuit has no output %s, only %s", quote(name), list(all))
}
