package check

import (
	"math/big"
	"math/bits"

	"relucert/dataset"
	"relucert/internal/wide"
)

// Most data are short decimals. Their columns are kept as int64 over powers of
// ten, and all sums that the exact conditions need come from exact moments: no
// big integer a sample. Data of another kind, and --exact, take the general
// way, from readGeneral on; what needs it makes it of short data (widen).

// shortBits bounds the integers of short data, products ωy and their sums; so
// sums of products of three fit a wide. squareBits bounds Σωy², to which a row adds
// less than 2^(2·shortBits): so the sum is looked at before it can wrap around.
const (
	shortBits  = 58
	squareBits = 126
)

// short is samples' numbers as integers: the raw columns, with the bias, over
// samples.column's denominators; Σω over weightDen, Σωy over weightDen·labelDen
// and Σωy² over weightDen·labelDen².
type short struct {
	column              [][]int64
	weight, label       []int64
	square              []wide.Fixed // as an integer
	multiple            []bool       // a sample: of more than one row
	weightDen, labelDen uint64
}

// decimals are numbers over 10^places.
type decimals struct {
	v      []int64
	places int
}

var tens = func() (all [19]int64) {
	all[0] = 1
	for i := range all[1:] {
		all[i+1] = 10 * all[i]
	}
	return all
}()

// add appends a number; it is false if it or another becomes too long.
func (c *decimals) add(d dataset.Decimal) bool {
	if -d.Exponent > c.places && d.Mantissa != 0 {
		if !c.refine(-d.Exponent) {
			return false
		}
	}
	v, ok := timesTens(d.Mantissa, c.places+d.Exponent)
	c.v = append(c.v, v)
	return ok
}

func (c *decimals) refine(places int) bool {
	for i, v := range c.v {
		var ok bool
		if c.v[i], ok = timesTens(v, places-c.places); !ok {
			return false
		}
	}
	c.places = places
	return places < len(tens)
}

func timesTens(v int64, n int) (int64, bool) {
	if v == 0 {
		return 0, true
	}
	if n < 0 || n >= len(tens) {
		return 0, false
	}
	return product(v, tens[n])
}

// product is a·b, or false beyond shortBits.
func product(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	return a * b, hi == 0 && bits.Len64(lo) <= shortBits
}

func magnitude(v int64) uint64 { return uint64(max(v, -v)) }

// mostShort is the most features of short data, whose moments are a number for each
// two of them: about ten megabytes.
const mostShort = 1 << 10

// readShort reads rows of short decimals; nil if they are not. Rows with equal
// features become one sample.
func readShort(rows *dataset.Scanner, bias bool) *samples {
	features := len(rows.X())
	if features > mostShort {
		return nil
	}
	x, column := make([]dataset.Decimal, features), make([]decimals, features)
	var y, weight dataset.Decimal
	var labels, weights decimals
	for scan(rows) {
		ok := rows.Decimals(x, &y, &weight) && labels.add(y) && weights.add(weight)
		for d := range x {
			ok = ok && column[d].add(x[d])
		}
		if !ok {
			return nil
		}
	}
	if len(labels.v) == 0 {
		return nil
	}
	return mergeShort(column, labels, weights, bias)
}

func mergeShort(column []decimals, labels, weights decimals, bias bool) *samples {
	s := &samples{ofRow: make([]int32, len(labels.v))}
	h := &short{weightDen: uint64(tens[weights.places]), labelDen: uint64(tens[labels.places])}
	s.short = h
	index := newRowIndex(column, len(labels.v))
	for row, w := range weights.v {
		i := index.sample(row, len(s.first))
		s.ofRow[row] = -1
		if i == len(s.first) {
			s.ofRow[row] = int32(i)
			s.first = append(s.first, row)
			h.weight, h.label = append(h.weight, 0), append(h.label, 0)
			h.square, h.multiple = append(h.square, wide.Fixed{}), append(h.multiple, false)
		} else {
			h.multiple[i] = true
		}
		wy, ok := product(w, labels.v[row])
		h.weight[i] += w
		h.label[i] += wy
		h.square[i] = h.square[i].Plus(wide.Product(wy, labels.v[row]))
		if !ok || !h.fits(i) {
			return nil
		}
	}
	if bias {
		ones := make([]int64, len(s.first))
		for i := range ones {
			ones[i] = 1
		}
		h.column = append(h.column, ones)
		s.column = append(s.column, over(1))
	}
	for _, c := range column {
		for i, row := range s.first {
			c.v[i] = c.v[row] // first is ascending, i ≤ row
		}
		h.column = append(h.column, c.v[:len(s.first)])
		s.column = append(s.column, over(uint64(tens[c.places])))
	}
	return s
}

// fits says whether sample i's sums are short.
func (h *short) fits(i int) bool {
	return max(bits.Len64(magnitude(h.label[i])), bits.Len64(magnitude(h.weight[i]))) <= shortBits && h.square[i].Size() <= squareBits
}

func over(den uint64) (s scaled) {
	s.den.SetUint64(den)
	return s
}

// rowIndex finds a row with equal features, by open addressing.
type rowIndex struct {
	column []decimals
	slot   []int32 // the row that begins a sample, plus 1
	number []int32 // its sample
}

func newRowIndex(column []decimals, rows int) *rowIndex {
	size := 1 << bits.Len(uint(2*rows))
	return &rowIndex{column: column, slot: make([]int32, size), number: make([]int32, size)}
}

// sample is that of an equal row before this one, or next.
func (x *rowIndex) sample(row, next int) int {
	var h uint64
	for d := range x.column {
		h = (h ^ uint64(x.column[d].v[row])) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	for at := h >> 20; ; at++ {
		at &= uint64(len(x.slot) - 1)
		if x.slot[at] == 0 {
			x.slot[at], x.number[at] = int32(row+1), int32(next)
			return next
		}
		if x.equal(row, int(x.slot[at]-1)) {
			return int(x.number[at])
		}
	}
}

func (x *rowIndex) equal(a, b int) bool {
	for d := range x.column {
		if x.column[d].v[a] != x.column[d].v[b] {
			return false
		}
	}
	return true
}

// widen makes the columns general.
func (s *samples) widen() {
	h := s.short
	if h == nil || s.weight.n != nil {
		return
	}
	for e, column := range h.column {
		s.column[e].n = bigs(column)
	}
	s.weight.n, s.label.n, s.square.n = bigs(h.weight), bigs(h.label), make([]big.Int, len(h.square))
	for i, v := range h.square {
		s.square.n[i] = *v.Big()
	}
	s.weight.den.SetUint64(h.weightDen)
	label := new(big.Int).SetUint64(h.labelDen)
	s.label.den.Mul(&s.weight.den, label)
	s.square.den.Mul(&s.label.den, label)
}

func bigs(v []int64) []big.Int {
	all := make([]big.Int, len(v))
	for i := range v {
		all[i].SetInt64(v[i])
	}
	return all
}
