package instance

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The ISCAS benchmarks (.bench) have lines INPUT(name), OUTPUT(name) and
// name = GATE(name, …), in any order, with the gates AND, OR, NAND, NOR, NOT, BUF
// and BUFF. A name is any text without blanks, commas, parentheses, = and #. Text
// after # is a comment; a comment `# cost name 3` of its own line is an input's cost,
// otherwise 1. AND() is always true, OR() always false.

// benchFile is a circuit while its file is read.
type benchFile struct {
	netlist
	outputs []wireName
	defined map[string]definition
	reads   [][]string // of each gate
}

// definition is what a name stands for.
type definition struct {
	line     int
	input    bool
	number   int // among the inputs or gates
	inverted bool
}

func readBench(t *text, output string) (Circuit, error) {
	b := benchFile{netlist: netlist{text: t}, defined: make(map[string]definition)}
	for {
		line, ok := t.next()
		if !ok {
			break
		}
		if err := b.parse(line); err != nil {
			return Circuit{}, err
		}
	}
	if err := b.connect(); err != nil {
		return Circuit{}, err
	}
	i, err := b.choose(b.outputs, output)
	if err != nil {
		return Circuit{}, err
	}
	b.line = b.outputs[i].line
	if b.output, err = b.literal(b.outputs[i]); err != nil {
		return Circuit{}, err
	}
	return b.circuit()
}

func (b *benchFile) parse(line string) error {
	code, comment, _ := strings.Cut(line, "#")
	target, call, assigned := strings.Cut(code, "=")
	switch {
	case strings.TrimSpace(code) == "":
		return b.setCost(strings.Fields(comment))
	case assigned:
		return b.gate(strings.TrimSpace(target), call)
	}
	keyword, names, err := b.call(code)
	if err != nil {
		return err
	}
	if len(names) != 1 || keyword != "INPUT" && keyword != "OUTPUT" {
		return b.malformed(code)
	}
	if keyword == "OUTPUT" {
		b.outputs = append(b.outputs, wireName{names[0], b.text.line})
		return nil
	}
	b.inputs = append(b.inputs, names[0])
	return b.define(names[0], definition{input: true, number: len(b.inputs) - 1})
}

// call takes `KEYWORD(name, …)` apart; the keyword comes in capitals.
func (b *benchFile) call(code string) (string, []string, error) {
	keyword, inner, opened := strings.Cut(strings.TrimSpace(code), "(")
	inner, closed := strings.CutSuffix(inner, ")")
	if !opened || !closed {
		return "", nil, b.malformed(code)
	}
	var all []string
	if strings.TrimSpace(inner) != "" {
		all = strings.Split(inner, ",")
	}
	for i, name := range all {
		if all[i] = strings.TrimSpace(name); !isBenchName(all[i]) {
			return "", nil, b.malformed(code)
		}
	}
	return strings.ToUpper(strings.TrimSpace(keyword)), all, nil
}

func (b *benchFile) malformed(code string) error {
	return b.text.fail("a line is INPUT(a), OUTPUT(a) or a = GATE(b, …), not %s", quote(strings.TrimSpace(code)))
}

func isBenchName(name string) bool {
	return name != "" && !strings.ContainsAny(name, "(),=#") && len(strings.Fields(name)) == 1 && strings.TrimSpace(name) == name
}

func (b *benchFile) gate(target, call string) error {
	keyword, names, err := b.call(call)
	if err != nil {
		return err
	}
	if !isBenchName(target) {
		return b.malformed(target + " = " + strings.TrimSpace(call))
	}
	g := netGate{name: target, line: b.text.line, and: true}
	switch keyword {
	case "AND", "BUF", "BUFF":
	case "OR":
		g.and = false
	case "NAND", "NOT":
		g.inverted = true
	case "NOR":
		g.and, g.inverted = false, true
	default:
		return b.text.fail("%s is not a gate of a monotone circuit: AND, OR, BUF, or NAND, NOR, NOT where inverses cancel", quote(keyword))
	}
	single := slices.Contains([]string{"BUF", "BUFF", "NOT"}, keyword)
	if single && len(names) != 1 {
		return b.text.fail("%s with %s", keyword, count(len(names), "input", "inputs"))
	}
	b.gates, b.reads = append(b.gates, g), append(b.reads, names)
	return b.define(target, definition{number: len(b.gates) - 1, inverted: g.inverted})
}

func (b *benchFile) define(name string, d definition) error {
	if old, twice := b.defined[name]; twice {
		return b.text.fail("%s is defined for the second time; the first is line %d", quote(name), old.line)
	}
	d.line = b.text.line
	b.defined[name] = d
	return nil
}

// connect turns the names that gates read into literals.
func (b *benchFile) connect() error {
	for i := range b.gates {
		g := &b.gates[i]
		for _, name := range b.reads[i] {
			literal, err := b.literal(wireName{name, g.line})
			if err != nil {
				return err
			}
			g.reads = append(g.reads, literal)
		}
	}
	return nil
}

func (b *benchFile) literal(w wireName) (int, error) {
	d, ok := b.defined[w.name]
	switch {
	case !ok:
		return 0, b.text.failAt(w.line, "%s is neither an input nor a gate", quote(w.name))
	case d.input:
		return 2 * (1 + d.number), nil
	case d.inverted:
		return 2*b.wireOf(d.number) + 1, nil
	}
	return 2 * b.wireOf(d.number), nil
}

// Write writes the circuit as a .bench file. The error says so when a name cannot
// stand there, or two wires share one.
func (c Circuit) Write(out io.Writer) error {
	if err := c.Check(); err != nil {
		return err
	}
	wires := slices.Clone(c.Inputs)
	for _, g := range c.Gates {
		wires = append(wires, g.Name)
	}
	if err := checkBenchNames(wires); err != nil {
		return err
	}
	w := bufio.NewWriter(out)
	for i, name := range c.Inputs {
		fmt.Fprintf(w, "INPUT(%s)\n", name)
		if c.Costs[i] != 1 {
			fmt.Fprintf(w, "# cost %s %d\n", name, c.Costs[i])
		}
	}
	fmt.Fprintf(w, "OUTPUT(%s)\n", wires[c.Output])
	for _, g := range c.Gates {
		g.write(w, wires)
	}
	return w.Flush()
}

func checkBenchNames(wires []string) error {
	seen := make(map[string]bool)
	for _, name := range wires {
		if !isBenchName(name) || seen[name] {
			return fmt.Errorf("the name %s cannot be written to a .bench file, or stands twice", quote(name))
		}
		seen[name] = true
	}
	return nil
}

func (g Gate) write(w *bufio.Writer, wires []string) {
	reads := make([]string, len(g.Reads))
	for i, v := range g.Reads {
		reads[i] = wires[v]
	}
	kind := "OR"
	if g.And {
		kind = "AND"
	}
	fmt.Fprintf(w, "%s = %s(%s)\n", g.Name, kind, strings.Join(reads, ", "))
}
