package reduce

import (
	"slices"

	"relucert/hardness/instance"
)

// What a wire is that is none any more.
const (
	free  = -1 // the inputs of cost 0 make it true
	never = -2 // nothing does
)

// fold is the circuit without free wires and gates of one wire, and what is left
// of its output: a wire, free or never.
func fold(c instance.Circuit) (wires []wire, output int) {
	became := make([]int, 0, len(c.Inputs)+len(c.Gates)) // of each wire: a new one, free or never
	for i, name := range c.Inputs {
		if c.Costs[i] == 0 {
			became = append(became, free)
			continue
		}
		became = append(became, len(wires))
		wires = append(wires, wire{name: name, inputs: []int{i}, cost: c.Costs[i]})
	}
	for _, g := range c.Gates {
		reads := left(g, became)
		if len(reads) == 1 {
			became = append(became, reads[0])
			continue
		}
		became = append(became, len(wires))
		wires = append(wires, wire{name: g.Name, and: g.And, reads: reads})
	}
	return wires, became[c.Output]
}

// left is the distinct wires that decide g, or free or never alone.
func left(g instance.Gate, became []int) (reads []int) {
	decides, neutral := free, never
	if g.And {
		decides, neutral = neutral, decides
	}
	for _, v := range g.Reads {
		if became[v] != neutral {
			reads = append(reads, became[v])
		}
	}
	switch {
	case len(reads) == 0:
		return []int{neutral}
	case slices.Contains(reads, decides):
		return []int{decides}
	}
	slices.Sort(reads)
	return slices.Compact(reads)
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
