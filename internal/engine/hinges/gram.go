package hinges

import (
	"context"
	"math"
	"sync/atomic"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/internal/twofold"
)

// mostKept is how many bytes rows of inner products may take, and keptShare which share of the memory that is left, before further ones
// are made anew each time.
const (
	mostKept  = 1 << 28
	keptShare = 4
)

// table has the inner products of hinges, each with a slope of 1 per span, less their parts along the affine columns.
type table struct {
	p        *whiten.Problem
	features int
	columns  []*column
	of       []int32   // a knot: its column
	square   []float64 // a knot: ‖h‖² of the hinge there, with the affine part
	diag     []float64 // and without it
	size     []float64 // a knot: at least ‖h‖, errors of reading included
	with     []float64 // a knot: ⟨h, y⟩
	along    []float64 // P a knot: its part along the orthonormal affine columns
	labels   float64   // ‖y‖²
	norm     float64   // of y with its affine part
	factor   []float64 // P×P: of the affine columns (whiten.OutputFactor)
	basis    []float64 // M a column of P: orthonormal affine columns
	rows     []atomic.Pointer[[]float64]
	kept     atomic.Int64 // bytes of rows
	most     int64        // that these may be
	epsilon  float64      // an inner product's error relative to the sizes
}

// Memory: how many bytes a sample takes in a column, in all of them together, and a knot beside what lies along the affine columns.
const (
	inColumn = 40
	inSample = 40
	inKnot   = 60
)

// newTable measures all knots of some features. It fails if they cannot fit in memory.
func newTable(ctx context.Context, p *whiten.Problem, data *dataset.Dataset, features []int, watch *budget.Watch) (*table, error) {
	if err := budget.Fit(ctx, int64(p.M)*int64(inColumn*len(features)+inSample+8*p.P)); err != nil {
		return nil, err
	}
	exact := areExact(p, data, watch)
	t := &table{p: p, features: len(data.Features)}
	for _, f := range features {
		c := newColumn(p, data, f, exact, watch)
		c.first = len(t.of)
		for range c.knots() {
			t.of = append(t.of, int32(len(t.columns)))
		}
		t.columns = append(t.columns, c)
	}
	if err := budget.Fit(ctx, int64(len(t.of))*int64(inKnot+8*p.P)); err != nil {
		return nil, err
	}
	t.measure(exact, watch)
	t.most = min(mostKept, budget.Left(ctx)/keptShare)
	return t, nil
}

func (t *table) measure(exact bool, watch *budget.Watch) {
	d, p := len(t.of), t.p
	t.square, t.diag, t.size = make([]float64, d), make([]float64, d), make([]float64, d)
	t.with, t.along, t.rows = make([]float64, d), make([]float64, d*p.P), make([]atomic.Pointer[[]float64], d)
	t.orthonormal(watch)
	t.project(watch)
	t.bound(exact, watch)
}

// orthonormal makes Σ ω q qᵀ = 1 of the affine columns.
func (t *table) orthonormal(watch *budget.Watch) {
	p := t.p
	t.factor = p.OutputFactor(watch)
	t.basis = make([]float64, p.P*p.M)
	q := make([]float64, p.P)
	for i := range p.M {
		watch.Look(p.P * p.P)
		for d := range q {
			v := p.Z[i*p.P+d]
			for e := range d {
				v -= t.factor[d*p.P+e] * q[e]
			}
			q[d] = v * t.factor[d*p.P+d] // the factor's diagonal is inverted
			t.basis[d*p.M+i] = q[d]
		}
	}
}

// project finds what of knots and labels lies along the affine columns.
func (t *table) project(watch *budget.Watch) {
	p := t.p
	v, found := make([]float64, p.M), make([]float64, len(t.of))
	t.norm = math.Sqrt(weighted(p.Weights, p.Y, p.Y))
	t.labels = t.norm * t.norm
	for i, y := range p.Y {
		v[i] = p.Weights[i] * y
	}
	t.behind(v, t.with, watch)
	for d := range p.P {
		watch.Look(2 * p.M)
		q := t.basis[d*p.M:][:p.M]
		label := weighted(p.Weights, q, p.Y)
		t.labels -= label * label
		for i := range v {
			v[i] = p.Weights[i] * q[i]
		}
		t.behind(v, found, watch)
		watch.Look(len(found))
		for a, s := range found {
			t.along[a*p.P+d] = s
			t.with[a] -= label * s
		}
	}
}

func weighted(w, a, b []float64) float64 {
	var sum twofold.Number
	for i, v := range w {
		sum = sum.Plus(twofold.Number{Hi: v * a[i] * b[i]})
	}
	return sum.Hi
}

// behind gives Σ v·h to each knot of all columns.
func (t *table) behind(v, dst []float64, watch *budget.Watch) {
	sums := make([]twofold.Number, t.p.M)
	for _, c := range t.columns {
		if n := c.knots(); n > 0 {
			c.behind(v, sums[:len(c.places)], dst[c.first:][:n], watch)
		}
	}
}

// bound finds sizes, and how wrong rounding and reading may have made inner products.
func (t *table) bound(exact bool, watch *budget.Watch) {
	total, mass := 0.0, make([]float64, len(t.of))
	for _, c := range t.columns {
		if n := c.knots(); n > 0 {
			watch.Look(4 * t.p.M)
			c.squares(t.p.Weights, t.square[c.first:][:n], mass[c.first:][:n])
		}
	}
	for _, w := range t.p.Weights {
		total += w
	}
	for a, c := range t.of {
		watch.Look(t.p.P)
		part := t.along[a*t.p.P:][:t.p.P]
		t.diag[a] = max(0, t.square[a]-linalg.Dot(part, part))
		t.size[a] = math.Sqrt(mass[a]) * t.columns[c].reading
	}
	t.epsilon = float64(t.p.P+32)*0x1p-52 + 4*math.Sqrt(float64(t.p.P)/total)*t.columnError(exact, watch)
}

// columnError bounds (Σ ω max_d |x̂_d − exact|²)^½. Rounding is half an ulp where reading changed nothing.
func (t *table) columnError(exact bool, watch *budget.Watch) float64 {
	if !exact {
		return t.p.XError
	}
	sum := 0.0
	for i, w := range t.p.Weights {
		watch.Look(t.p.N)
		most := 0.0
		for _, v := range t.p.Row(i) {
			most = max(most, math.Abs(v))
		}
		sum += w * most * most
	}
	return math.Sqrt(sum) * 0x1.1p-53
}

// hand is a table as one goroutine works with it.
type hand struct {
	*table
	*budget.Watch
}

// row is the inner products of one hinge with all.
func (t hand) row(a int) []float64 {
	if r := t.rows[a].Load(); r != nil {
		return *r
	}
	c, p := t.columns[t.of[a]], t.p
	at := c.places[c.number(a)]
	t.Look(2 * p.M)
	v, r := make([]float64, p.M), make([]float64, len(t.of))
	for i, l := range c.level {
		if x := c.places[l]; x > at {
			v[i] = p.Weights[i] * (x - at)
		}
	}
	t.behind(v, r, t.Watch)
	mine := t.along[a*p.P:][:p.P]
	for b := range r {
		t.Look(p.P)
		r[b] -= linalg.Dot(mine, t.along[b*p.P:])
	}
	if t.kept.Add(int64(8*len(r))) < t.most {
		t.rows[a].Store(&r)
	}
	return r
}
