package reduce

import (
	"math/big"
	"slices"
)

// mostAbsorbed is how many wires absorb looks through: what each implies takes a bit for each wire.
const mostAbsorbed = 1 << 13

// mostRounds is for circuits of which each round takes only a little away.
const mostRounds = 40

// simplify shrinks the circuit; the least cost of inputs that make its output, the last wire, true stays.
func simplify(wires []wire) []wire {
	for before, round := -1, 0; len(wires) != before && len(wires) > 0 && round < mostRounds; round++ {
		before = len(wires)
		if before <= mostAbsorbed {
			absorb(wires)
		}
		wires = prune(merge(wires))
	}
	return wires
}

// absorb drops reads that decide nothing: of an AND those that another read implies, of an OR those that imply another.
func absorb(wires []wire) {
	implied := make([]*big.Int, len(wires)) // by each wire, as bits
	for v := range wires {
		w := &wires[v]
		idle := func(a, b int) bool { return w.and && implied[b].Bit(a) > 0 || !w.and && implied[a].Bit(b) > 0 }
		for k := len(w.reads) - 1; k >= 0; k-- {
			if slices.ContainsFunc(w.reads, func(b int) bool { return b != w.reads[k] && idle(w.reads[k], b) }) {
				w.reads = slices.Delete(w.reads, k, k+1)
			}
		}
		implied[v] = impliedBy(w, implied)
		implied[v].SetBit(implied[v], v, 1)
	}
}

// impliedBy is the wires that are true where w's reads make it true.
func impliedBy(w *wire, implied []*big.Int) *big.Int {
	all := new(big.Int)
	for k, a := range w.reads {
		if w.and || k == 0 {
			all.Or(all, implied[a])
		} else {
			all.And(all, implied[a])
		}
	}
	return all
}

// merger goes through a circuit from its inputs.
type merger struct {
	wires   []wire
	readers []int  // of each wire
	part    []bool // it is a gate that only one of its own kind reads
	became  []int  // what stands for each wire
}

// merge takes a gate of one wire for that wire, a gate that only one of its own kind reads for a part of that, and
// inputs that only one gate reads for one: of an OR the cheapest, of an AND all together.
func merge(wires []wire) ([]wire, int) {
	m := merger{wires: wires, readers: make([]int, len(wires)), part: make([]bool, len(wires))}
	for _, w := range wires {
		for _, a := range w.reads {
			m.readers[a]++
			m.part[a] = m.readers[a] == 1 && len(wires[a].reads) > 0 && wires[a].and == w.and
		}
	}
	for v := range wires {
		m.became = append(m.became, v)
		if len(wires[v].reads) > 0 && !m.part[v] {
			m.gate(v)
		}
	}
	return wires, m.became[len(wires)-1]
}

func (m *merger) gate(v int) {
	w := &m.wires[v]
	w.reads = m.distinct(m.flat(v, nil))
	w.reads = m.joined(*w)
	if len(w.reads) == 1 {
		m.became[v] = w.reads[0]
		m.readers[w.reads[0]] += m.readers[v] - 1
	}
}

// flat adds what v reads, and in place of its parts what those read.
func (m *merger) flat(v int, reads []int) []int {
	for _, a := range m.wires[v].reads {
		if a = m.became[a]; m.part[a] {
			reads = m.flat(a, reads)
		} else {
			reads = append(reads, a)
		}
	}
	return reads
}

// distinct leaves one of equal reads.
func (m *merger) distinct(reads []int) []int {
	slices.Sort(reads)
	distinct := slices.Compact(slices.Clone(reads))
	for _, a := range distinct {
		m.readers[a] -= countOf(reads, a) - 1
	}
	return distinct
}

func countOf(reads []int, a int) int {
	at, _ := slices.BinarySearch(reads, a)
	after, _ := slices.BinarySearch(reads, a+1)
	return after - at
}

// joined is w's reads with one input for all that only w reads.
func (m *merger) joined(w wire) (reads []int) {
	one := -1
	for _, a := range w.reads {
		switch leaf := &m.wires[a]; {
		case len(leaf.reads) > 0 || m.readers[a] > 1:
			reads = append(reads, a)
		case one < 0:
			one = a
		case w.and:
			m.wires[one].inputs = append(m.wires[one].inputs, leaf.inputs...)
			m.wires[one].cost += leaf.cost
		case leaf.cost < m.wires[one].cost:
			one = a
		}
	}
	if one >= 0 {
		reads = append(reads, one)
	}
	slices.Sort(reads)
	return reads
}
