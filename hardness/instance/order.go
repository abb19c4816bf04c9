package instance

// order is the gates, each after those it reads, otherwise as the file has them:
// a depth-first search without recursion, since circuits may be deep.
func order(n *netlist) ([]int, error) {
	w := walk{netlist: n, next: make([]int, len(n.gates)), state: make([]visit, len(n.gates))}
	for g := range n.gates {
		w.enter(g)
		for len(w.stack) > 0 {
			if err := w.step(); err != nil {
				return nil, err
			}
		}
	}
	return w.done, nil
}

// walk is the state of the search.
type walk struct {
	*netlist
	stack []int // of open gates
	next  []int // a gate: the first of its reads not looked at
	state []visit
	done  []int
}

type visit byte

const (
	unseen visit = iota
	open
	left
)

func (w *walk) enter(g int) {
	if w.state[g] == unseen {
		w.state[g] = open
		w.stack = append(w.stack, g)
	}
}

// step looks at one more read of the last open gate, or leaves it.
func (w *walk) step() error {
	g := w.stack[len(w.stack)-1]
	gate := w.gates[g]
	if w.next[g] == len(gate.reads) {
		w.state[g] = left
		w.stack, w.done = w.stack[:len(w.stack)-1], append(w.done, g)
		return nil
	}
	read := w.gateOf(gate.reads[w.next[g]])
	w.next[g]++
	if read < 0 {
		return nil
	}
	if w.state[read] == open {
		return w.text.failAt(gate.line, "a cycle: gate %s depends on itself", quote(gate.name))
	}
	w.enter(read)
	return nil
}
