package instance

import (
	"slices"
	"strconv"
	"strings"
)

// AIGER's ASCII form (.aag; A. Biere, fmv.jku.at/aiger) is a line
// `aag M I L O A`, then a line for each of the I inputs, L latches (refused), O
// outputs and A gates: literals, 2v for variable v up to M and 2v+1 for its
// inverse, 0 and 1 being false and true. A gate is `g a b`, the AND of a and b. Then
// follow names of inputs and outputs, as `i0 name` and `o0 name`, and after a line c
// comments, where `cost name 3` is an input's cost, otherwise 1. Without a name the
// first input is i0 and the first output o0; gates are named by their literals.

// aigerFile is a circuit while its file is read.
type aigerFile struct {
	netlist
	greatest                     int64 // literal
	inputCount, outputCount, and int64
	wires                        map[int]int // of the variables
	literals                     []int       // of the outputs
	outputs                      []wireName
}

func readAIGER(t *text, output string) (Circuit, error) {
	a := aigerFile{netlist: netlist{text: t}, wires: map[int]int{0: 0}}
	for _, part := range []func() error{a.header, a.readInputs, a.readOutputs, a.readGates, a.readNames, a.connect} {
		if err := part(); err != nil {
			return Circuit{}, err
		}
	}
	i, err := a.choose(a.outputs, output)
	if err != nil {
		return Circuit{}, err
	}
	a.line = a.outputs[i].line
	if a.output, err = a.literal(a.literals[i], a.line); err != nil {
		return Circuit{}, err
	}
	return a.circuit()
}

func (a *aigerFile) header() error {
	words, _ := a.text.fields("")
	if len(words) > 0 && words[0] == "aig" {
		return a.text.fail("binary AIGER: turn it into .aag first, as aigtoaig does")
	}
	if len(words) < 6 || words[0] != "aag" {
		return a.text.fail("the first line is `aag M I L O A`, not %s", quote(join(words)))
	}
	counts, err := a.text.numbers(words[1:], "a number of the first line", 0, maxCount)
	if err != nil {
		return err
	}
	if counts[2] > 0 {
		return a.text.fail("%s: a circuit has no memory here", count(counts[2], "latch", "latches"))
	}
	if slices.ContainsFunc(counts[5:], func(n int) bool { return n > 0 }) {
		return a.text.fail("properties beyond outputs (AIGER 1.9) are not supported")
	}
	a.greatest = 2*int64(counts[0]) + 1
	a.inputCount, a.outputCount, a.and = int64(counts[1]), int64(counts[3]), int64(counts[4])
	return nil
}

// numbersOf is the literals of the next line, of which there must be as many as
// form shows.
func (a *aigerFile) numbersOf(form string) ([]int, error) {
	words, ok := a.text.fields("")
	switch {
	case !ok:
		return nil, a.text.fail("the file ends before the line `%s` that its first line announces", form)
	case len(words) != len(strings.Fields(form)):
		return nil, a.text.fail("a line `%s` is announced here, not %s", form, quote(join(words)))
	}
	return a.text.numbers(words, "literal", 0, a.greatest)
}

func (a *aigerFile) readInputs() error {
	for i := range a.inputCount {
		literals, err := a.numbersOf("input")
		if err != nil {
			return err
		}
		a.inputs = append(a.inputs, "i"+strconv.FormatInt(i, 10))
		if err := a.define(literals[0], len(a.inputs)); err != nil {
			return err
		}
	}
	return nil
}

func (a *aigerFile) define(literal, wire int) error {
	if literal < 2 || literal&1 == 1 {
		return a.text.fail("literal %d is not a variable", literal)
	}
	if _, twice := a.wires[literal>>1]; twice {
		return a.text.fail("literal %d is defined for the second time", literal)
	}
	a.wires[literal>>1] = wire
	return nil
}

func (a *aigerFile) readOutputs() error {
	for i := range a.outputCount {
		literals, err := a.numbersOf("output")
		if err != nil {
			return err
		}
		a.literals = append(a.literals, literals[0])
		a.outputs = append(a.outputs, wireName{"o" + strconv.FormatInt(i, 10), a.text.line})
	}
	return nil
}

func (a *aigerFile) readGates() error {
	for range a.and {
		literals, err := a.numbersOf("gate a b")
		if err != nil {
			return err
		}
		if err := a.define(literals[0], a.wireOf(len(a.gates))); err != nil {
			return err
		}
		a.gates = append(a.gates, netGate{name: strconv.Itoa(literals[0]), and: true, reads: literals[1:], line: a.text.line})
	}
	return nil
}

// readNames reads the symbol table and the comments.
func (a *aigerFile) readNames() error {
	for commented := false; ; {
		words, ok := a.text.fields("")
		var err error
		switch {
		case !ok:
			return a.uniqueInputs()
		case commented:
			err = a.setCost(words)
		case words[0] == "c":
			commented = true
		default:
			err = a.symbol(words)
		}
		if err != nil {
			return err
		}
	}
}

// symbol is a line as `i0 name`.
func (a *aigerFile) symbol(words []string) error {
	kind, place := words[0][:1], words[0][1:]
	names := len(a.inputs)
	if kind == "o" {
		names = len(a.outputs)
	}
	if len(words) < 2 || kind != "i" && kind != "o" {
		return a.text.fail("a name is a line `i0 name` or `o0 name`, not %s", quote(join(words)))
	}
	i, err := a.text.number(place, "the number after "+kind, 0, int64(names)-1)
	if err != nil {
		return err
	}
	if kind == "i" {
		a.inputs[i] = join(words[1:])
	} else {
		a.outputs[i].name = join(words[1:])
	}
	return nil
}

func (a *aigerFile) uniqueInputs() error {
	seen := make(map[string]bool)
	for _, name := range a.inputs {
		if seen[name] {
			return a.text.failAt(0, "two inputs are named %s", quote(name))
		}
		seen[name] = true
	}
	return nil
}

// connect turns what gates read into literals of the netlist.
func (a *aigerFile) connect() (err error) {
	for _, g := range a.gates {
		for i, read := range g.reads {
			if g.reads[i], err = a.literal(read, g.line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *aigerFile) literal(literal, line int) (int, error) {
	wire, ok := a.wires[literal>>1]
	if !ok {
		return 0, a.text.failAt(line, "literal %d is neither an input nor a gate", literal)
	}
	return 2*wire + literal&1, nil
}
