package check

import (
	"math"
	"math/big"
	"slices"
	"sync"

	"relucert/proof/certificate"
)

// coordinates are the header's: x̂ = Tx on the kept columns, exactly.
type coordinates struct {
	*samples
	header *certificate.Header
	n, p   int         // N, P
	reduce [][]big.Rat // C: a kept column: its coefficient in each column left out
	out    []int       // the columns left out

	within, total, squares big.Rat     // within (rounded down), Σω, Σωy² (rounded up), in the loss's units
	limit                  big.Rat     // Λ
	gram                   [][]big.Rat // Σωx̂x̂ᵀ

	// Exactly, after widen:
	x       scaled // m×N, row-major
	weight  scaled // ω = weight / weight-scale
	moment  scaled // ω·y
	widened bool
	widens  sync.Once

	t     [][]big.Int // T over x.den, for xAt
	fixed *fixedData  // if there is: a glance at it may save xAt
}

// grain is the grid, 2^-grain, to which sums of fractions with different
// denominators are rounded, always in the safe direction.
const grain = 256

func newCoordinates(s *samples, h *certificate.Header) (*coordinates, error) {
	if len(h.Transform) > s.count() {
		return nil, refuse("more columns are kept than there are different rows")
	}
	c := &coordinates{samples: s, header: h, n: len(h.Keep), p: h.Free()}
	c.limit.Quo(rational(h.WeightLimit), rational(h.LabelScale))
	for d, row := range h.Transform {
		if row[d] == 0 {
			return nil, refuse("the transform has a zero on its diagonal")
		}
	}
	if s.short != nil {
		c.shortSums()
	} else {
		c.widen()
		c.sums()
	}
	if err := c.checkEigenvalues(); err != nil {
		return nil, err
	}
	return c, c.leaveOut()
}

func rational(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

// widen computes every sample's x̂, ω and ωy exactly. Several workers may ask for
// it at once.
func (c *coordinates) widen() {
	c.widens.Do(func() {
		c.samples.widen()
		c.transform()
		c.labels()
		c.widened = true
	})
}

// rows are T_de over the denominator of column e.
func (c *coordinates) rows() [][]big.Rat {
	rows := make([][]big.Rat, c.n)
	for d, row := range c.header.Transform {
		rows[d] = make([]big.Rat, d+1)
		for e, v := range row {
			rows[d][e].Quo(rational(v), new(big.Rat).SetInt(&c.column[c.header.Keep[e]].den))
		}
	}
	return rows
}

// transform computes x̂.
func (c *coordinates) transform() {
	m, den := integers(c.rows())
	c.x = scaled{n: make([]big.Int, c.count()*c.n), den: *den}
	var term big.Int
	for i := range c.count() {
		for d, row := range m {
			for e := range row {
				c.x.n[i*c.n+d].Add(&c.x.n[i*c.n+d], term.Mul(&row[e], &c.column[c.header.Keep[e]].n[i]))
			}
		}
	}
}

// integers puts rationals over one denominator.
func integers(rows [][]big.Rat) ([][]big.Int, *big.Int) {
	den, gcd, rest := big.NewInt(1), new(big.Int), new(big.Int)
	for _, row := range rows {
		for e := range row {
			gcd.GCD(nil, nil, den, row[e].Denom())
			den.Mul(den, rest.Quo(row[e].Denom(), gcd))
		}
	}
	all := make([][]big.Int, len(rows))
	for d, row := range rows {
		all[d] = make([]big.Int, len(row))
		for e := range row {
			all[d][e].Mul(row[e].Num(), rest.Quo(den, row[e].Denom()))
		}
	}
	return all, den
}

// xAt is x̂ of a sample over a positive number, in dst if that is long enough.
func (c *coordinates) xAt(dst []big.Int, i int) []big.Int {
	if c.widened {
		return c.x.n[i*c.n:][:c.n]
	}
	if c.t == nil {
		c.t, _ = integers(c.rows())
	}
	if dst == nil {
		dst = make([]big.Int, c.n)
	}
	var term, v big.Int
	for d, row := range c.t {
		dst[d].SetInt64(0)
		for e := range row {
			v.SetInt64(c.short.column[c.header.Keep[e]][i])
			dst[d].Add(&dst[d], term.Mul(&row[e], &v))
		}
	}
	return dst
}

// labels computes weights and ω·y = (Σω·label/label-scale − Σω·⟨reference, z⟩) / weight-scale.
func (c *coordinates) labels() {
	h := c.header
	c.weight = c.samples.weight.over(rational(h.WeightScale))
	raw := c.samples.label.over(new(big.Rat).Mul(rational(h.WeightScale), rational(h.LabelScale)))
	reference := make([][]big.Rat, 1)
	for _, v := range h.Reference {
		reference[0] = append(reference[0], *rational(v))
	}
	ref, refDen := integers(reference)
	// ⟨reference, z⟩ over refDen, or over refDen·x.den if z = x̂.
	zDen := big.NewInt(1)
	if h.Output == certificate.Affine {
		zDen = &c.x.den
	}
	scale := new(big.Int).Mul(refDen, zDen) // of ⟨reference, z⟩
	moment := scaled{n: make([]big.Int, c.count())}
	moment.den.Mul(&raw.den, scale)
	moment.den.Mul(&moment.den, &c.weight.den)
	left, right := new(big.Int).Mul(scale, &c.weight.den), &raw.den
	var term, value big.Int
	for i := range moment.n {
		value.SetInt64(0)
		for d := range ref[0] {
			z := zDen
			if h.Output == certificate.Affine {
				z = &c.x.n[i*c.n+d]
			}
			value.Add(&value, term.Mul(&ref[0][d], z))
		}
		value.Mul(value.Mul(&value, &c.weight.n[i]), right)
		moment.n[i].Sub(term.Mul(&raw.n[i], left), &value)
	}
	c.moment = moment.reduced()
}

// over divides by a power of two.
func (s scaled) over(v *big.Rat) scaled {
	r := scaled{n: s.n}
	r.den.Mul(&s.den, v.Num())
	if v.IsInt() {
		return r
	}
	r.den.Set(&s.den)
	r.n = make([]big.Int, len(s.n))
	for i := range r.n {
		r.n[i].Mul(&s.n[i], v.Denom())
	}
	return r
}

// reduced takes out the common divisor.
func (s scaled) reduced() scaled {
	var gcd big.Int
	gcd.Set(&s.den)
	for i := range s.n {
		if gcd.IsInt64() && gcd.Int64() == 1 {
			return s
		}
		gcd.GCD(nil, nil, &gcd, new(big.Int).Abs(&s.n[i]))
	}
	for i := range s.n {
		s.n[i].Quo(&s.n[i], &gcd)
	}
	s.den.Quo(&s.den, &gcd)
	return s
}

// sums computes Σωx̂x̂ᵀ, Σω, Σωy² = Σ(ωy)²/ω and within = Σ (Σωy² − (Σωy)²/Σω) of the
// data, the latter two rounded to the grain, up and down.
func (c *coordinates) sums() {
	c.sumGram()
	var total, squares, within, a, b big.Int
	unit := c.unit()
	for i := range c.count() {
		total.Add(&total, &c.weight.n[i])
		// (moment/mden)² / (weight/wden), in grains.
		a.Mul(&c.moment.n[i], &c.moment.n[i])
		a.Lsh(a.Mul(&a, &c.weight.den), grain)
		b.Mul(b.Mul(&c.moment.den, &c.moment.den), &c.weight.n[i])
		squares.Add(&squares, divUp(&a, &b))
		within.Add(&within, c.withinOf(i, unit))
	}
	c.total.SetFrac(&total, &c.weight.den)
	grains := new(big.Int).Lsh(big.NewInt(1), grain)
	c.squares.SetFrac(&squares, grains)
	c.within.SetFrac(&within, grains)
}

// withinOf is sample i's share of within, in grains of the loss's unit, rounded down.
func (c *coordinates) withinOf(i int, unit *big.Rat) *big.Int {
	s := c.samples
	// (q/qd − (l/ld)²·wd/w)
	var q, l, den big.Int
	l.Mul(&s.label.n[i], &s.label.n[i])
	l.Mul(l.Mul(&l, &s.weight.den), &s.square.den)
	den.Mul(den.Mul(&s.label.den, &s.label.den), &s.weight.n[i])
	q.Sub(q.Mul(&s.square.n[i], &den), &l)
	den.Mul(den.Mul(&den, &s.square.den), unit.Num())
	return q.Div(q.Lsh(q.Mul(&q, unit.Denom()), grain), &den) // Euclidean: den > 0, rounds down
}

// divUp is ⌈a/b⌉ for b > 0.
func divUp(a, b *big.Int) *big.Int {
	v := new(big.Int).Neg(a)
	return v.Neg(v.Div(v, b))
}

// checkEigenvalues proves that those of Σωx̂x̂ᵀ/Σω lie in [1/4, 4].
func (c *coordinates) checkEigenvalues() error {
	if c.nearlyWhite() {
		return nil
	}
	four := big.NewRat(4, 1)
	low, high := make([][]big.Rat, c.n), make([][]big.Rat, c.n)
	for d := range c.n {
		low[d], high[d] = make([]big.Rat, c.n), make([]big.Rat, c.n)
		for e := range c.n {
			low[d][e].Mul(four, &c.gram[d][e])
			high[d][e].Neg(&c.gram[d][e])
		}
		low[d][d].Sub(&low[d][d], &c.total)
		high[d][d].Add(&high[d][d], new(big.Rat).Mul(four, &c.total))
	}
	if !semidefinite(low) || !semidefinite(high) {
		return refuse("the transform does not whiten the data: an eigenvalue of Σωx̂x̂ᵀ/Σω is outside [1/4, 4]")
	}
	return nil
}

// sumGram computes Σ ω x̂x̂ᵀ.
func (c *coordinates) sumGram() {
	sum := make([]big.Int, c.n*c.n)
	var wx, term big.Int
	for i := range c.count() {
		x := c.x.n[i*c.n:][:c.n]
		for d := range x {
			wx.Mul(&c.weight.n[i], &x[d])
			for e := range d + 1 {
				sum[d*c.n+e].Add(&sum[d*c.n+e], term.Mul(&wx, &x[e]))
			}
		}
	}
	den := new(big.Int).Mul(&c.weight.den, new(big.Int).Mul(&c.x.den, &c.x.den))
	c.gram = make([][]big.Rat, c.n)
	for d := range c.gram {
		c.gram[d] = make([]big.Rat, c.n)
		for e := range d + 1 {
			c.gram[d][e].SetFrac(&sum[d*c.n+e], den)
			c.gram[e][d].Set(&c.gram[d][e])
		}
	}
}

// semidefinite says whether a symmetric matrix is, by LDLᵀ without fractions
// (Bareiss): the pivots are determinants, each over the one before.
func semidefinite(matrix [][]big.Rat) bool {
	a, _ := integers(matrix)
	before := oneInt
	for d := range a {
		pivot := &a[d][d]
		if pivot.Sign() < 0 {
			return false
		}
		if pivot.Sign() == 0 {
			if slices.ContainsFunc(a[d+1:], func(row []big.Int) bool { return row[d].Sign() != 0 }) {
				return false
			}
			continue
		}
		for e := d + 1; e < len(a); e++ {
			for g := d + 1; g <= e; g++ {
				reducedBy(&a[e][g], pivot, &a[e][d], &a[g][d], before)
			}
		}
		before = pivot
	}
	return true
}

// reducedBy makes v (pivot·v − a·b) / before, which is an integer in Bareiss's
// elimination.
func reducedBy(v, pivot, a, b, before *big.Int) {
	var term big.Int
	v.Mul(v, pivot)
	v.Quo(v.Sub(v, term.Mul(a, b)), before)
}

// nearlyWhite says that Gershgorin's circles prove the eigenvalues of
// Σωx̂x̂ᵀ/Σω to lie in [1/4, 4], as they do unless T is rounded coarsely.
func (c *coordinates) nearlyWhite() bool {
	var sum, low, high, most big.Rat
	four := big.NewRat(4, 1)
	most.Mul(four, &c.total)
	for d := range c.gram {
		sum.SetInt64(0)
		for e := range c.gram {
			if e != d {
				sum.Add(&sum, low.Abs(&c.gram[d][e]))
			}
		}
		low.Sub(&c.gram[d][d], &sum)
		high.Add(&c.gram[d][d], &sum)
		if low.Mul(&low, four).Cmp(&c.total) < 0 || high.Cmp(&most) > 0 {
			return false
		}
	}
	return true
}

// leaveOut finds C with x_out = Cᵀx and insists that it fits every sample.
func (c *coordinates) leaveOut() error {
	kept := make(map[int]bool)
	for _, e := range c.header.Keep {
		kept[e] = true
	}
	for e := range c.column {
		if !kept[e] {
			c.out = append(c.out, e)
		}
	}
	c.reduce = make([][]big.Rat, c.n)
	for d := range c.reduce {
		c.reduce[d] = make([]big.Rat, len(c.out))
	}
	if len(c.out) == 0 {
		return nil
	}
	c.samples.widen()
	c.solveNormalEquations()
	for o, e := range c.out {
		if i := c.misfit(o); i >= 0 {
			return refuse("raw column %d is left out, but the kept columns do not give it at row %d", e, c.first[i])
		}
	}
	return nil
}

// solveNormalEquations computes C = (Σxxᵀ)⁻¹ Σ x x_outᵀ with integers' columns.
func (c *coordinates) solveNormalEquations() {
	a := make([][]big.Rat, c.n)
	for d := range a {
		a[d] = make([]big.Rat, c.n+len(c.out))
		for e := range c.n {
			a[d][e].Set(c.inner(c.header.Keep[d], c.header.Keep[e]))
		}
		for o, e := range c.out {
			a[d][c.n+o].Set(c.inner(c.header.Keep[d], e))
		}
	}
	eliminate(a)
	for d := range a {
		for o := range c.out {
			c.reduce[d][o].Set(&a[d][c.n+o])
		}
	}
}

func (c *coordinates) inner(a, b int) *big.Rat {
	var sum, term big.Int
	for i := range c.count() {
		sum.Add(&sum, term.Mul(&c.column[a].n[i], &c.column[b].n[i]))
	}
	return new(big.Rat).SetFrac(&sum, new(big.Int).Mul(&c.column[a].den, &c.column[b].den))
}

// eliminate turns [A | B] with A positive definite into [1 | A⁻¹B], without
// fractions on the way.
func eliminate(matrix [][]big.Rat) {
	a, _ := integers(matrix)
	before := oneInt
	for d := range a {
		pivot := new(big.Int).Set(&a[d][d])
		for e := range a {
			if e == d {
				continue
			}
			for g := range a[e] {
				if g != d {
					reducedBy(&a[e][g], pivot, &a[e][d], &a[d][g], before)
				}
			}
			a[e][d].SetInt64(0)
		}
		before = pivot
	}
	for d := range a { // all that is left of A is its determinant
		for g := range a[d] {
			matrix[d][g].SetFrac(&a[d][g], before)
		}
	}
}

// misfit is a sample where the o-th column left out is not C's, or -1.
func (c *coordinates) misfit(o int) int {
	row := make([][]big.Rat, 1)
	for d, e := range c.header.Keep {
		var v big.Rat
		row[0] = append(row[0], *v.Quo(&c.reduce[d][o], new(big.Rat).SetInt(&c.column[e].den)))
	}
	out := &c.column[c.out[o]]
	row[0] = append(row[0], *new(big.Rat).SetFrac(big.NewInt(-1), &out.den))
	m, _ := integers(row)
	var sum, term big.Int
	for i := range c.count() {
		sum.Mul(&m[0][c.n], &out.n[i])
		for d, e := range c.header.Keep {
			sum.Add(&sum, term.Mul(&m[0][d], &c.column[e].n[i]))
		}
		if sum.Sign() != 0 {
			return i
		}
	}
	return -1
}

// checkLimit insists that Λ' is at least least, or, if that is nil, at least
// the root of the mean of ωy².
func (c *coordinates) checkLimit(least *float64) error {
	if least != nil {
		return limitAtLeast(c.header.WeightLimit, *least)
	}
	square := new(big.Rat).Mul(&c.limit, &c.limit)
	if square.Mul(square, &c.total).Cmp(&c.squares) < 0 {
		return limitTooLow(c.header.WeightLimit)
	}
	return nil
}

func limitAtLeast(limit, least float64) error {
	if limit < least || math.IsNaN(least) {
		return refuse("the weight limit %g is below the least one asked for, %g", limit, least)
	}
	return nil
}

func limitTooLow(limit float64) error {
	return refuse("the weight limit %g is below the size of the labels, which would prove little (--min-weight-limit allows it)", limit)
}
