package reduce

import (
	"slices"

	"relucert/hardness/instance"
)

// free stands for a wire that the inputs of cost 0 make true.
const free = -1

// fold is the circuit without free wires and gates of one wire, and what is left
// of its output: a wire or free.
func fold(c instance.Circuit) (wires []wire, output int) {
	became := make([]int, 0, len(c.Inputs)+len(c.Gates)) // of each wire: a new one or free
	for i, name := range c.Inputs {
		if c.Costs[i] == 0 {
			became = append(became, free)
			continue
		}
		became = append(became, len(wires))
		wires = append(wires, wire{name: name, input: i})
	}
	for _, g := range c.Gates {
		reads := left(g, became)
		if len(reads) == 1 {
			became = append(became, reads[0])
			continue
		}
		became = append(became, len(wires))
		wires = append(wires, wire{name: g.Name, input: gate, and: g.And, reads: reads})
	}
	return wires, became[c.Output]
}

// left is the distinct wires that decide g, or free alone.
func left(g instance.Gate, became []int) []int {
	reads := make([]int, 0, len(g.Reads))
	for _, v := range g.Reads {
		reads = append(reads, became[v])
	}
	slices.Sort(reads)
	reads = slices.Compact(reads)
	switch {
	case reads[0] != free || len(reads) == 1:
		return reads
	case g.And:
		return reads[1:]
	default:
		return reads[:1]
	}
}

// prune keeps the wires that reach the output; the last one is the output.
func prune(wires []wire, output int) []wire {
	if output == free {
		return nil
	}
	needed := make([]bool, output+1)
	needed[output] = true
	for v := output; v >= 0; v-- {
		for _, a := range wires[v].reads {
			needed[a] = needed[a] || needed[v]
		}
	}
	return keep(wires, needed)
}

// keep numbers the needed wires anew.
func keep(wires []wire, needed []bool) (kept []wire) {
	place := make([]int, len(needed))
	for v, w := range wires[:len(needed)] {
		if !needed[v] {
			continue
		}
		place[v] = len(kept)
		for k, a := range w.reads {
			w.reads[k] = place[a]
		}
		kept = append(kept, w)
	}
	return kept
}
