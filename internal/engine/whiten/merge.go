package whiten

import (
	"math"
	"math/rand/v2"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/twofold"
)

// merged is the data with equal rows made one sample: its weight is their sum,
// its label their weighted mean. Every network's SSE differs by the same
// within, Σ ω (y - mean)², which no network can lower. Without this, rows that
// contradict each other would look like loss that a better bound could find.
type merged struct {
	*dataset.Dataset
	within float64          // labels divided by scale
	scale  float64          // power of two near the largest label
	label  []twofold.Number // a sample's, of which Y is the nearest double
	first  []int            // a sample's first row
	apart  bool             // no rows are merged
	watch  *budget.Watch
	square float64 // Σ ω y², in scale
}

// merge collects equal rows in the order of their first appearance, or leaves each apart.
func merge(data *dataset.Dataset, apart bool, watch *budget.Watch) merged {
	out := merged{scale: labelScale(data.Y), apart: apart, watch: watch}
	group := out.group(data)
	out.Dataset = &dataset.Dataset{
		Features: data.Features, X: out.rows(data), Y: make([]float64, len(out.first)), Weights: make([]float64, len(out.first)),
	}
	out.average(data, group)
	lost := 0.0 // Kahan's compensation
	for i, g := range group {
		watch.Look(hashing)
		y := data.Y[i] / out.scale
		r := y - out.Y[g]
		term := float64(data.Weight(i)*r*r) - lost
		next := out.within + term
		lost = (next - out.within) - term
		out.within = next
		out.square += data.Weight(i) * y * y
	}
	return out
}

// index finds groups by their row: a hash table with open addressing, never more
// than half full.
type index struct {
	seed  uint64  // random: no file can make all rows collide
	slots []int32 // a group plus 1, or 0; their number is a power of two
}

func newIndex(rows int) index {
	size := 2
	for size < 2*rows {
		size *= 2
	}
	return index{rand.Uint64(), make([]int32, size)}
}

// hashing is about how many multiplications take as long as finding a row's slot.
const hashing = 16

// each makes each row a group.
func (m *merged) each(data *dataset.Dataset) []int32 {
	group := make([]int32, data.Rows())
	m.first = make([]int, len(group))
	for i := range group {
		group[i], m.first[i] = int32(i), i
	}
	return group
}

// group finds the first row of each group, and the group of each row.
func (m *merged) group(data *dataset.Dataset) []int32 {
	if m.apart {
		return m.each(data)
	}
	known, group := newIndex(data.Rows()), make([]int32, data.Rows())
	for i := range group {
		m.watch.Look(hashing + len(data.Features))
		group[i] = m.place(known, data, i)
	}
	return group
}

// place is the group of a row, a new one if it is the first of its kind.
func (m *merged) place(known index, data *dataset.Dataset, i int) int32 {
	last, row := uint64(len(known.slots)-1), data.Row(i)
	slot := rowHash(known.seed, row) & last
	for ; known.slots[slot] != 0; slot = (slot + 1) & last {
		if g := known.slots[slot] - 1; equal(data.Row(m.first[g]), row) && sameDecimals(data, m.first[g], i) {
			return g
		}
	}
	m.first = append(m.first, i)
	known.slots[slot] = int32(len(m.first))
	return known.slots[slot] - 1
}

// rows are the first rows of all groups: data's own if no two are equal.
func (m *merged) rows(data *dataset.Dataset) []float64 {
	if len(m.first) == data.Rows() {
		return data.X
	}
	x := make([]float64, 0, len(m.first)*len(data.Features))
	for _, i := range m.first {
		m.watch.Look(len(data.Features))
		x = append(x, data.Row(i)...)
	}
	return x
}

// average sets each sample's weight and label.
func (m *merged) average(data *dataset.Dataset, group []int32) {
	m.label = make([]twofold.Number, len(m.first))
	weights := make([]twofold.Number, len(m.first))
	for i, g := range group {
		m.watch.Look(hashing)
		w := data.Weight(i)
		weights[g] = weights[g].Plus(twofold.Number{Hi: w})
		m.label[g] = m.label[g].Plus(twofold.Product(w, data.Y[i]/m.scale))
	}
	for g, w := range weights {
		m.label[g] = m.label[g].Over(w)
		m.Y[g], m.Weights[g] = m.label[g].Hi, w.Hi
	}
}

func equal(a, b []float64) bool {
	for d, v := range a {
		if v != b[d] {
			return false
		}
	}
	return true
}

// sameDecimals says that two rows that are equal as doubles are equal in the file, as far as
// that is known.
func sameDecimals(data *dataset.Dataset, i, j int) bool {
	if !data.Ambiguous {
		return true
	}
	for d := range data.Features {
		a, known := data.ExactX(i, d)
		b, both := data.ExactX(j, d)
		if known && both && a.Cmp(b) != 0 {
			return false
		}
	}
	return true
}

// rowHash is equal for equal rows, 0 and -0 among them. Each value goes through
// the finaliser of SplitMix64 (Steele, Lea, Flood 2014).
func rowHash(seed uint64, row []float64) uint64 {
	h := seed
	for _, v := range row {
		h += math.Float64bits(v + 0)
		h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
		h = (h ^ h>>27) * 0x94d049bb133111eb
		h ^= h >> 31
	}
	return h
}

// labelScale is a power of two near the largest label.
func labelScale(y []float64) float64 {
	largest := 0.0
	for _, v := range y {
		largest = max(largest, math.Abs(v))
	}
	return powerOfTwo(largest)
}
