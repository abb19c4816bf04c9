package check

import (
	"math/big"
	"slices"
	"sync"
	"sync/atomic"

	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// The fixed point of proofs by hinges: inner products are multiples of 2^-hingeBits, off by less than 2; a hinge's weight one of 2^-betaBits.
const (
	hingeBits = 90
	betaBits  = 60
)

// hingeTable has the inner products of hinges, labels and affine columns that bounds are made of, exactly or rounded down. Weights are in units that
// make their sum at most 1, labels in units that make their square at most 1, and a hinge has the slope 1 per unit, a power of two that is at least its column's span.
type hingeTable struct {
	*samples
	header  *certificate.Header
	columns map[int]*hingeColumn // by their feature
	order   []*hingeColumn
	known   atomic.Int64 // bytes of inner products
	weight  uint         // Σ of the weights' integers is at most 2^weight
	kept    []int        // raw columns that span the others
	inverse []big.Int    // of their Gram matrix, row-major, times det
	det     big.Int
	solved  []big.Int // inverse times the labels' products with the kept columns
	labels  int       // their unit is 2^labels
	square  big.Rat   // the labels' square beside the affine columns, within included
	limit   big.Rat   // Λ' in units of labels
	unit    big.Rat   // of an SSE
}

// hingeColumn is a feature, its values in order, and its knots: the values but the least and the largest.
type hingeColumn struct {
	feature int
	values  []*big.Int // over the column's denominator
	level   []int32    // a sample: the number of its value
	unit    uint       // the span is at most 2^unit
	along   [][]big.Int
	label   []wide.Fixed // a knot: its hinge's product with the labels
	index   int          // in hingeTable.order
	rows    []hingeRow
	short   *shortHinges // nil: its numbers are too long
}

// hingeRow is the inner products of one hinge with those of each column, as far as they are known.
type hingeRow struct {
	once sync.Once
	with []atomic.Pointer[[]wide.Fixed]
}

// mostProducts is how many bytes inner products may take before further ones are made anew each time.
const mostProducts = 1 << 29

func (c *hingeColumn) knots() int { return max(0, len(c.values)-2) }

func newHingeTable(s *samples, h *certificate.Header) (*hingeTable, error) {
	s.widen()
	t := &hingeTable{samples: s, header: h, columns: make(map[int]*hingeColumn)}
	t.weight = uint(sumOf(s.weight.n).BitLen())
	t.eliminate()
	t.project()
	for _, line := range h.Hinges {
		for _, f := range line {
			if t.columns[f] != nil {
				continue
			}
			c := t.newColumn(f)
			if c.knots() == 0 {
				return nil, refuse("feature %d has fewer than three different values: no unit bends at it", f)
			}
			t.columns[f], t.order = c, append(t.order, c)
		}
	}
	return t, nil
}

func sumOf(all []big.Int) *big.Int {
	sum := new(big.Int)
	for i := range all {
		sum.Add(sum, &all[i])
	}
	return sum
}

// raw is the column of a feature in samples.column, which has the bias's first.
func raw(feature int) int { return feature + 1 }

func (t *hingeTable) newColumn(feature int) *hingeColumn {
	n := t.column[raw(feature)].n
	c := &hingeColumn{feature: feature, level: make([]int32, len(n)), index: len(t.order)}
	order := make([]int, len(n))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return n[a].Cmp(&n[b]) })
	for _, i := range order {
		if len(c.values) == 0 || c.values[len(c.values)-1].Cmp(&n[i]) != 0 {
			c.values = append(c.values, &n[i])
		}
		c.level[i] = int32(len(c.values) - 1)
	}
	span := new(big.Int).Sub(c.values[len(c.values)-1], c.values[0])
	c.unit = uint(span.BitLen())
	c.rows = make([]hingeRow, c.knots())
	var v scaled
	v.n = make([]big.Int, len(n))
	for _, e := range t.kept {
		for i := range v.n {
			v.n[i].Mul(&t.samples.weight.n[i], &t.column[e].n[i])
		}
		c.along = append(c.along, c.behind(v.n))
	}
	t.labelProducts(c)
	c.short = t.shorten(c)
	return c
}

// behind is to each knot Σ v·max(0, x − knot).
func (c *hingeColumn) behind(v []big.Int) []big.Int {
	sums, all := make([]big.Int, len(c.values)), make([]big.Int, c.knots())
	for i, l := range c.level {
		sums[l].Add(&sums[l], &v[i])
	}
	var mass, sum, gap big.Int
	for l := len(c.values) - 1; l > 1; l-- {
		mass.Add(&mass, &sums[l])
		sum.Add(&sum, gap.Mul(gap.Sub(c.values[l], c.values[l-1]), &mass))
		all[l-2].Set(&sum)
	}
	return all
}

// eliminate finds the columns kept, and the inverse of their Gram matrix, by Gauss and Jordan's elimination without fractions (Bareiss). What depends on columns
// before leaves a pivot of 0.
func (t *hingeTable) eliminate() {
	n := len(t.column)
	a := make([][]big.Int, n)
	var w, term big.Int
	for d := range a {
		a[d] = make([]big.Int, 2*n)
		a[d][n+d].SetInt64(1)
	}
	for i := range t.count() {
		for d := range a {
			w.Mul(&t.samples.weight.n[i], &t.column[d].n[i])
			for e := range d + 1 {
				a[d][e].Add(&a[d][e], term.Mul(&w, &t.column[e].n[i]))
			}
		}
	}
	for d := range a {
		for e := range d {
			a[e][d].Set(&a[d][e])
		}
	}
	before := oneInt
	for d := range a {
		pivot := new(big.Int).Set(&a[d][d])
		if pivot.Sign() == 0 {
			continue
		}
		for e := range a {
			if e == d {
				continue
			}
			factor := new(big.Int).Set(&a[e][d])
			for g := range a[e] {
				reducedBy(&a[e][g], pivot, factor, &a[d][g], before)
			}
		}
		t.kept = append(t.kept, d)
		before = pivot
	}
	t.det.Set(before)
	for _, d := range t.kept {
		for _, e := range t.kept {
			t.inverse = append(t.inverse, *new(big.Int).Set(&a[d][n+e]))
		}
	}
}

// project finds the labels' products with the kept columns, what is left of their square, and a unit for labels.
func (t *hingeTable) project() {
	s := t.samples
	var term big.Int
	label := make([]big.Int, len(t.kept))
	for d, e := range t.kept {
		for i := range t.count() {
			label[d].Add(&label[d], term.Mul(&s.label.n[i], &t.column[e].n[i]))
		}
	}
	// The weights' integers over 2^weight, in place of over their denominator.
	scale := new(big.Rat).SetFrac(&s.weight.den, new(big.Int).Lsh(oneInt, t.weight))
	t.square.Mul(s.labelSquares(), scale)
	t.labels = (t.square.Num().BitLen() - t.square.Denom().BitLen() + 2) / 2
	if t.square.Sign() == 0 {
		t.labels = 0
	}
	t.solved = t.solve(label)
	explained := new(big.Rat)
	for d := range label {
		explained.Add(explained, new(big.Rat).SetFrac(term.Mul(&t.solved[d], &label[d]), &t.det))
	}
	explained.Mul(explained, new(big.Rat).SetFrac(&s.weight.den, new(big.Int).Mul(&s.label.den, &s.label.den)))
	t.square.Sub(&t.square, explained.Mul(explained, scale))
	t.square.Mul(&t.square, powerOf(-2*t.labels))
	t.unit.Quo(powerOf(2*t.labels), scale)
	t.limit.Mul(rational(t.header.WeightLimit), powerOf(-t.labels))
}

// powerOf is 2^n.
func powerOf(n int) *big.Rat {
	if n < 0 {
		return new(big.Rat).SetFrac(oneInt, new(big.Int).Lsh(oneInt, uint(-n)))
	}
	return new(big.Rat).SetInt(new(big.Int).Lsh(oneInt, uint(n)))
}

// products is the inner products of the hinge at value l of a column with those of another one.
func (t *hingeTable) products(c *hingeColumn, l int, other *hingeColumn) []wide.Fixed {
	r := &c.rows[l-1]
	r.once.Do(func() { r.with = make([]atomic.Pointer[[]wide.Fixed], len(t.order)) })
	if known := r.with[other.index].Load(); known != nil {
		return *known
	}
	solved := t.solvedAt(c, l)
	found := t.shortProducts(c, l, other, solved)
	if found == nil {
		found = t.longProducts(c, l, other, solved)
	}
	if t.known.Add(int64(16*len(found))) < mostProducts {
		r.with[other.index].Store(&found)
	}
	return found
}

// solvedAt is the inverse, times det, of the products of a hinge with the kept columns.
func (t *hingeTable) solvedAt(c *hingeColumn, l int) []big.Int {
	p := make([]big.Int, len(t.kept))
	for d := range p {
		p[d] = c.along[d][l-1]
	}
	return t.solve(p)
}

// longProducts are those of any numbers.
func (t *hingeTable) longProducts(c *hingeColumn, l int, other *hingeColumn, solved []big.Int) []wide.Fixed {
	weighted := make([]big.Int, t.count())
	var term, den big.Int
	for i, at := range c.level {
		if int(at) > l {
			weighted[i].Mul(term.Sub(c.values[at], c.values[l]), &t.samples.weight.n[i])
		}
	}
	den.Lsh(&t.det, t.weight+c.unit+other.unit)
	all := make([]wide.Fixed, other.knots())
	for k, v := range other.behind(weighted) {
		v.Mul(&v, &t.det)
		for d := range solved {
			v.Sub(&v, term.Mul(&solved[d], &other.along[d][k]))
		}
		all[k] = floorTo(hingeBits, &v, &den)
	}
	return all
}

// solve is the inverse, times det, of products with the kept columns.
func (t *hingeTable) solve(p []big.Int) []big.Int {
	n := len(p)
	all := make([]big.Int, n)
	var term big.Int
	for d := range all {
		for e := range p {
			all[d].Add(&all[d], term.Mul(&t.inverse[d*n+e], &p[e]))
		}
	}
	return all
}

// labelProducts finds those of a column's hinges and the labels.
func (t *hingeTable) labelProducts(c *hingeColumn) {
	var term, den big.Int
	den.Mul(&t.det, &t.samples.label.den)
	den.Lsh(&den, t.weight+c.unit+uint(max(0, t.labels)))
	for k, v := range c.behind(t.samples.label.n) {
		v.Mul(&v, &t.det)
		for d := range t.solved {
			v.Sub(&v, term.Mul(&t.solved[d], &c.along[d][k]))
		}
		v.Mul(&v, &t.samples.weight.den)
		c.label = append(c.label, floorTo(hingeBits, v.Lsh(&v, uint(max(0, -t.labels))), &den))
	}
}

// floorTo is num/den as a multiple of 2^-bits, rounded down. What it is made of is at most 1 in size.
func floorTo(bits uint, num, den *big.Int) wide.Fixed {
	var v big.Int
	v.Div(v.Lsh(num, bits), den)
	f, ok := wide.FromBig(&v)
	if !ok {
		panic("check: an inner product of hinges is above 1")
	}
	return f
}
