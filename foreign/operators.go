package foreign

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// mostNodes is how many operators a graph may have.
const mostNodes = 1000

// graph is what is known of a graph under way, by name.
type graph struct {
	constants map[string]tensor
	layers    map[string]*expression
}

// node is a NodeProto.
type node struct {
	operator       string
	inputs, output []string
	attributes     map[string]message
}

// newGraph knows the constants and the input.
func newGraph(raw message) (*graph, error) {
	constants, err := initializers(raw)
	if err != nil {
		return nil, err
	}
	g := &graph{constants, map[string]*expression{}}
	for _, f := range raw[11] {
		name, n, err := parseInput(f.bytes)
		if err != nil {
			return nil, err
		}
		if _, constant := constants[name]; constant { // old graphs list them as inputs
			continue
		}
		if n < 1 || n > mostWidth {
			return nil, fmt.Errorf("the input %q must be rows of a fixed number of columns, at most %d", name, mostWidth)
		}
		g.layers[name] = input(n)
	}
	if len(g.layers) != 1 {
		return nil, fmt.Errorf("it has %d inputs", len(g.layers))
	}
	return g, nil
}

// parseInput reads a ValueInfoProto: its name and the last of its two dimensions, 0 if it is not fixed.
func parseInput(raw []byte) (name string, width int, err error) {
	m, err := parseMessage(raw)
	name = m.string(1)
	for _, part := range []protowire.Number{2, 1, 2} { // its type, a tensor's, its shape
		if err == nil {
			m, err = m.message(part)
		}
	}
	if err != nil || len(m[1]) != 2 {
		return name, 0, err
	}
	last, err := m.message(1)
	return name, last.int(1), err
}

// run follows the nodes, which stand in order, to the one output.
func (g *graph) run(raw message) (*expression, error) {
	if len(raw[1]) > mostNodes {
		return nil, fmt.Errorf("it has more than %d operators", mostNodes)
	}
	for _, f := range raw[1] {
		n, err := parseNode(f.bytes)
		if err == nil {
			err = g.step(n)
		}
		if err != nil {
			return nil, err
		}
	}
	out, err := raw.message(12)
	if err != nil {
		return nil, err
	}
	e := g.layers[out.string(1)]
	if e == nil || len(raw[12]) != 1 || e.width != 1 {
		return nil, errors.New("it must have one output, a number a row")
	}
	return e, nil
}

func parseNode(raw []byte) (n node, err error) {
	m, err := parseMessage(raw)
	n = node{m.string(4), m.strings(1), m.strings(2), map[string]message{}}
	for _, f := range m[5] {
		a, failed := parseMessage(f.bytes)
		if failed != nil {
			return n, failed
		}
		n.attributes[a.string(1)] = a
	}
	if err == nil && (len(n.output) == 0 || len(n.inputs) == 0 && n.operator != "Constant") {
		err = fmt.Errorf("%s has no input or no output", n.operator)
	}
	return n, err
}

// step computes one node.
func (g *graph) step(n node) (err error) {
	operate := operators[n.operator]
	if operate == nil {
		return fmt.Errorf("the operator %q is not one of %s", n.operator, strings.Join(slices.Sorted(maps.Keys(operators)), ", "))
	}
	e, err := operate(g, n)
	if err != nil {
		return fmt.Errorf("%s: %w", n.operator, err)
	}
	if e != nil {
		g.layers[n.output[0]] = e
	}
	return nil
}

// operators is the table of what is read.
var operators = map[string]func(*graph, node) (*expression, error){
	"Add":      func(g *graph, n node) (*expression, error) { return g.sum(n, 1) },
	"Sub":      func(g *graph, n node) (*expression, error) { return g.sum(n, -1) },
	"Mul":      (*graph).product,
	"Div":      (*graph).quotient,
	"MatMul":   (*graph).matMul,
	"Gemm":     (*graph).gemm,
	"Relu":     (*graph).relu,
	"Constant": (*graph).constant,
	"Identity": (*graph).pass,
	"Dropout":  (*graph).pass,
	"Flatten":  (*graph).pass,
	"Cast":     (*graph).cast,
	"Reshape":  (*graph).reshape,
	"Squeeze":  (*graph).reshape,
}

// layer is an input that depends on x.
func (g *graph) layer(n node, i int) (*expression, error) {
	if i < len(n.inputs) && g.layers[n.inputs[i]] != nil {
		return g.layers[n.inputs[i]], nil
	}
	return nil, fmt.Errorf("its input %d must depend on the graph's", i+1)
}

// fixed is an input that does not.
func (g *graph) fixed(n node, i int) (tensor, error) {
	if i < len(n.inputs) {
		if t, ok := g.constants[n.inputs[i]]; ok {
			return t, nil
		}
	}
	return tensor{}, fmt.Errorf("its input %d must be a constant", i+1)
}
