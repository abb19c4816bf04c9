package instance

import "io"

// ReadCircuit reads a circuit from [AIGER] or [Bench]. name stands in errors,
// which are [*Error], and decides under [Auto]. output names the output to keep;
// "" is the only one.
//
// Inverters are read as far as De Morgan's laws push them away: AIGER has no other
// way to write OR, ¬(¬a ∧ ¬b). A circuit that then still needs an input inverted is
// refused: not monotone. Only what the output depends on is kept, in the order of
// the file as far as it can be, and all inputs. Constants are folded: an output that is
// one becomes a gate that reads nothing.
func ReadCircuit(r io.Reader, name string, f Format, output string) (Circuit, error) {
	t, err := readText(r, name)
	if err != nil {
		return Circuit{}, err
	}
	guess := Bench
	if words := t.first(""); len(words) > 0 && (words[0] == "aag" || words[0] == "aig") {
		guess = AIGER
	}
	switch f := t.format(f, guess); f {
	case AIGER:
		return readAIGER(t, output)
	case Bench:
		return readBench(t, output)
	default:
		return Circuit{}, t.wrongFormat("a circuit", f, "aiger", "bench")
	}
}

// Cost is the total cost of the inputs that are true.
func (c Circuit) Cost(inputs []bool) (total int64) {
	for i, on := range inputs {
		if on {
			total += c.Costs[i]
		}
	}
	return total
}

// Eval is the output's value when inputs are those of the inputs.
func (c Circuit) Eval(inputs []bool) bool {
	wires := make([]bool, len(c.Inputs), len(c.Inputs)+len(c.Gates))
	copy(wires, inputs)
	for _, g := range c.Gates {
		wires = append(wires, g.value(wires))
	}
	return wires[c.Output]
}

func (g Gate) value(wires []bool) bool {
	for _, v := range g.Reads {
		if wires[v] != g.And {
			return !g.And
		}
	}
	return g.And
}
