package check

import (
	"math/big"
	"slices"
	"sync"

	"relucert/dataset"
	"relucert/internal/wide"
	"relucert/proof/certificate"
)

// ordered are samples of one feature, ascending.
type ordered interface {
	count() int
	rows() int // of the file, at least count
	// x is a sample's feature, over the denominator of scale.
	x(i int) *big.Int
	// follows says whether sample i has a larger feature than i − 1.
	follows(i int) bool
	// rowsOf is how many rows sample i is of.
	rowsOf(i int) int
	// sum is that of samples [from, to).
	sum(from, to int) *sums
	// scale is the features' denominator, and what the sums of y and of y² lack:
	// they are over weights·labels and weights·labels².
	scale() (x, weights, labels *big.Int)
}

// readOrdered reads the data for a sweep, in the general way if that is asked for.
func readOrdered(data Source, opts Options, h *certificate.Header) (ordered, error) {
	if data.Name != "-" && !opts.Exact {
		s, err := readRows(data, opts.Data, h, func(rows *dataset.Scanner) (*decimalRows, error) { return readDecimals(rows), nil })
		if s != nil || err != nil {
			return s, err
		}
	}
	s, err := readRows(data, opts.Data, h, func(rows *dataset.Scanner) (*samples, error) { return readGeneral(rows, false, true) })
	if err != nil {
		return nil, err
	}
	return order(s), nil
}

// decimalRows are rows of short decimals.
type decimalRows struct {
	all                       []decimalRow
	xPlaces, wPlaces, yPlaces int
}

// decimalRow is integers over powers of ten.
type decimalRow struct {
	x, y   wide.Fixed
	weight int64
}

// Limits that let the sums of products of three fit a wide.
const (
	mostFactor = 100 // bits of x and of y
	mostPair   = 125 // of ωx
	mostTriple = 252 // of Σωx²
)

// readDecimals reads all rows; nil if they are not short decimals.
func readDecimals(rows *dataset.Scanner) *decimalRows {
	var x, y, w []dataset.Decimal
	features := make([]dataset.Decimal, len(rows.X()))
	for scan(rows) {
		var label, weight dataset.Decimal
		if !rows.Decimals(features, &label, &weight) {
			return nil
		}
		x, y, w = append(x, features[0]), append(y, label), append(w, weight)
	}
	if len(x) == 0 {
		return nil
	}
	d := &decimalRows{all: make([]decimalRow, len(x)), xPlaces: places(x), yPlaces: places(y), wPlaces: places(w)}
	xBits, yBits, wBits := 0, 0, 0
	for i := range x {
		r := &d.all[i]
		var fits [3]bool
		var weight wide.Fixed
		r.x, fits[0] = times10(x[i].Mantissa, d.xPlaces+x[i].Exponent)
		r.y, fits[1] = times10(y[i].Mantissa, d.yPlaces+y[i].Exponent)
		weight, fits[2] = times10(w[i].Mantissa, d.wPlaces+w[i].Exponent)
		r.weight = weight.Int64()
		if fits != [3]bool{true, true, true} {
			return nil
		}
		xBits, yBits, wBits = max(xBits, r.x.Size()), max(yBits, r.y.Size()), max(wBits, weight.Size())
	}
	factor := max(xBits, yBits)
	if factor > mostFactor || wBits > 62 || wBits+factor > mostPair || wBits+2*factor+wide.Integer(int64(len(x))).Size() > mostTriple {
		return nil
	}
	d.sort()
	return d
}

// places is how many are needed behind the point.
func places(all []dataset.Decimal) int {
	most := 0
	for _, d := range all {
		if d.Mantissa != 0 {
			most = max(most, -d.Exponent)
		}
	}
	return most
}

// times10 is v·10^n, if that has at most 126 bits.
func times10(v int64, n int) (wide.Fixed, bool) {
	a := wide.Integer(v)
	for ; v != 0 && n > 0; n-- {
		if a = a.Times(10); a.Size() > 122 {
			return a, false
		}
	}
	return a, true
}

func (d *decimalRows) count() int { return len(d.all) }

func (d *decimalRows) rows() int { return len(d.all) }

func (d *decimalRows) rowsOf(int) int { return 1 }

func (d *decimalRows) x(i int) *big.Int { return d.all[i].x.Big() }

func (d *decimalRows) follows(i int) bool { return d.all[i].x != d.all[i-1].x }

func (d *decimalRows) scale() (x, weights, labels *big.Int) {
	return powerOfTen(d.xPlaces), powerOfTen(d.wPlaces), powerOfTen(d.yPlaces)
}

func powerOfTen(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

func (d *decimalRows) sum(from, to int) *sums {
	var w, wx, wxx, wy, wxy, wyy wide.Sum
	one := wide.Integer(1)
	for _, r := range d.all[from:to] {
		x, y := r.x.Times(uint64(r.weight)), r.y.Times(uint64(r.weight))
		w.Add(wide.Integer(r.weight), one)
		wx.Add(x, one)
		wxx.Add(x, r.x)
		wy.Add(y, one)
		wxy.Add(x, r.y)
		wyy.Add(y, r.y)
	}
	return &sums{*w.Big(), *wx.Big(), *wxx.Big(), *wy.Big(), *wxy.Big(), *wyy.Big()}
}

// sort does so in two halves at once.
func (d *decimalRows) sort() {
	byX := func(a, b decimalRow) int { return a.x.Compare(b.x) }
	half := len(d.all) / 2
	a, b := d.all[:half], d.all[half:]
	var both sync.WaitGroup
	both.Go(func() { slices.SortFunc(a, byX) })
	slices.SortFunc(b, byX)
	both.Wait()
	merged := make([]decimalRow, 0, len(d.all))
	for len(a) > 0 && len(b) > 0 {
		if byX(a[0], b[0]) <= 0 {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	d.all = append(append(merged, a...), b...)
}

// general are any samples, ascending.
type general struct {
	*samples
	by                    []int // the samples' order
	den, labels           big.Int
	weight, label, square []big.Int // over den, den·labels and den·labels²
}

// order sorts samples. Labels get as fine a unit as their denominator: about an origin that is 1 off, those of 1e-20 would be lost.
func order(s *samples) *general {
	g := &general{samples: s, by: make([]int, s.count())}
	for i := range g.by {
		g.by[i] = i
	}
	x := s.column[0].n
	slices.SortFunc(g.by, func(a, b int) int { return x[a].Cmp(&x[b]) })
	g.den.Mul(&s.weight.den, &s.label.den)
	g.den.Mul(&g.den, &s.square.den)
	bits := uint(s.label.den.BitLen())
	g.labels.Lsh(oneInt, bits)
	g.weight, g.label, g.square = s.weight.times(&g.den, 0), s.label.times(&g.den, bits), s.square.times(&g.den, 2*bits)
	return g
}

// times is the numbers times den, a multiple of their denominator, and 2^bits.
func (s scaled) times(den *big.Int, bits uint) []big.Int {
	factor := new(big.Int).Quo(den, &s.den)
	factor.Lsh(factor, bits)
	all := make([]big.Int, len(s.n))
	for i := range all {
		all[i].Mul(&s.n[i], factor)
	}
	return all
}

func (g *general) rows() int { return len(g.ofRow) }

func (g *general) rowsOf(i int) int { return int(g.times[g.by[i]]) }

func (g *general) x(i int) *big.Int { return &g.column[0].n[g.by[i]] }

func (g *general) follows(int) bool { return true } // equal ones are one sample

func (g *general) scale() (x, weights, labels *big.Int) { return &g.column[0].den, &g.den, &g.labels }

func (g *general) sum(from, to int) *sums {
	var s sums
	var term big.Int
	for _, i := range g.by[from:to] {
		x, w, l := &g.column[0].n[i], &g.weight[i], &g.label[i]
		s.w.Add(&s.w, w)
		s.wx.Add(&s.wx, term.Mul(w, x))
		s.wxx.Add(&s.wxx, term.Mul(&term, x))
		s.wy.Add(&s.wy, l)
		s.wxy.Add(&s.wxy, term.Mul(l, x))
		s.wyy.Add(&s.wyy, &g.square[i])
	}
	return &s
}
