package whiten

import (
	"errors"
	"fmt"
	"math"
	"math/big"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/linalg"
)

// Shares of a column's RMS that are left after projecting out the earlier columns. Below
// inDoubt it is decided exactly whether the column depends on them. What is below tellable
// is rounding: a column that does not depend on them is refused.
const (
	inDoubt  = 1e-7
	tellable = 1e-12
)

// transformBits is how finely T's entries are rounded, relative to the
// column's RMS; 5 to 20 bits made no difference to the search in trials.
const transformBits = 20

// strided and doubled are how many multiplications take as long as one down a column,
// and as one in twice the precision.
const (
	strided = 4
	doubled = 4
)

// basis is x̂ = T·(x̃_kept/scale), and how dropped columns depend on kept ones.
type basis struct {
	bias    bool
	free    bool      // the bias costs nothing where weights do
	n       int       // raw columns, bias first
	kept    []int     // raw indices of the N kept columns
	scale   []float64 // power of two a raw column
	t       []float64 // N×N row-major, lower triangular
	combine []float64 // N×(n-N): kept-column coefficients of each dropped one, scaled
	dropped []int
	exact   [][]*big.Rat // each dropped one's coefficients, unscaled; nil: not known
	fine    bool         // some kept column is nearly dependent: x̂ needs the decimals of the file
}

// raw writes sample i's scaled raw columns x̃/scale to dst.
func (b *basis) raw(data *dataset.Dataset, i int, dst []float64) {
	if b.bias {
		dst[0] = 1
		dst = dst[1:]
	}
	offset := b.n - len(dst)
	for d, v := range data.Row(i) {
		dst[d] = v / b.scale[offset+d]
	}
}

// whitenInputs chooses the basis and computes X and XError.
func (p *Problem) whitenInputs(data *dataset.Dataset) error {
	b := &p.basis
	b.bias, b.n = p.class.Bias(), p.features
	if b.bias {
		b.n++
		p.names = append(p.names, "bias")
	}
	p.names = append(p.names, data.Features...)
	b.scale = columnScales(data, b, &p.watch)
	q, r, err := p.gramSchmidt(data)
	if err != nil {
		return err
	}
	for _, d := range b.dropped {
		p.Dropped = append(p.Dropped, p.names[d])
	}
	p.N = len(b.kept)
	if p.N == 0 {
		return errors.New("every input column is zero: there is nothing to feed a unit (add --bias or another column)")
	}
	b.t = invertLower(r, b.n, b.kept, &p.watch)
	b.combine = b.combinations(r, &p.watch)
	p.sharpenCombinations()
	p.X = q // reuse the storage
	p.transform(data, roundTransform(b.t, p.N))
	p.Transform = b.transform()
	return nil
}

// columnScales are powers of two near each raw column's largest magnitude.
func columnScales(data *dataset.Dataset, b *basis, watch *budget.Watch) []float64 {
	scale := make([]float64, b.n)
	for i := 0; i < data.Rows(); i++ {
		watch.Look(b.n)
		for d, v := range data.Row(i) {
			e := b.n - len(data.Features) + d
			scale[e] = max(scale[e], math.Abs(v))
		}
	}
	for e := range scale {
		scale[e] = powerOfTwo(scale[e])
	}
	return scale
}

// gramSchmidt orthonormalises the raw columns in the weighted mean, bias first.
// It returns Q as M×n row-major and R (n×n row-major) with column d of the raw
// data = Σ_{e≤d} R[d][e]·Q_e, and fills kept and dropped.
func (p *Problem) gramSchmidt(data *dataset.Dataset) (q, r []float64, err error) {
	b := &p.basis
	n := b.n
	q, r = make([]float64, p.M*n), make([]float64, n*n)
	for i := 0; i < p.M; i++ {
		p.watch.Look(n)
		b.raw(data, i, q[i*n:(i+1)*n])
	}
	for d := 0; d < n; d++ {
		before := p.columnNorm(q, n, d)
		for pass := 0; pass < 2; pass++ {
			for _, e := range b.kept {
				p.projectOut(q, r, d, e)
			}
		}
		norm := p.columnNorm(q, n, d)
		if norm <= inDoubt*before {
			switch v := p.depends(r, d, before); {
			case v == dependentColumn:
				b.dropped = append(b.dropped, d)
				continue
			case norm <= tellable*before:
				return nil, nil, p.tooNear(d, v)
			}
			b.fine = true
		}
		b.kept = append(b.kept, d)
		r[d*n+d] = norm
		for i := 0; i < p.M; i++ {
			q[i*n+d] /= norm
		}
	}
	return q, r, nil
}

// tooNear refuses a column: what holds without it says nothing of the class, and floats
// cannot tell what holds with it.
func (p *Problem) tooNear(d int, v verdict) error {
	why := "does not depend"
	if v == unknown {
		why = "was not proved to depend"
	}
	return fmt.Errorf("column %q differs from a combination of the columns before it only in rounding (by less than %g of its size), but %s on them exactly: subtract a constant, round it or leave it out",
		p.names[d], tellable, why)
}

func (p *Problem) columnNorm(q []float64, n, d int) float64 {
	p.watch.Look(strided * p.M)
	s, w := 0.0, 0.0
	for i, omega := range p.Weights {
		s += omega * q[i*n+d] * q[i*n+d]
		w += omega
	}
	return math.Sqrt(s / w)
}

// projectOut removes from column d its part along the orthonormal column e.
func (p *Problem) projectOut(q, r []float64, d, e int) {
	n := p.basis.n
	p.watch.Look(strided * p.M)
	s, w := 0.0, 0.0
	for i, omega := range p.Weights {
		s += omega * q[i*n+d] * q[i*n+e]
		w += omega
	}
	s /= w
	r[d*n+e] += s
	for i := range p.Weights {
		q[i*n+d] -= s * q[i*n+e]
	}
}

// invertLower inverts R restricted to the kept columns.
func invertLower(r []float64, n int, kept []int, watch *budget.Watch) []float64 {
	k := len(kept)
	t := make([]float64, k*k)
	for d := 0; d < k; d++ {
		t[d*k+d] = 1 / r[kept[d]*n+kept[d]]
		for e := 0; e < d; e++ {
			watch.Look(strided * (d - e))
			s := 0.0
			for f := e; f < d; f++ {
				s += r[kept[d]*n+kept[f]] * t[f*k+e]
			}
			t[d*k+e] = -s * t[d*k+d]
		}
	}
	return t
}

// combinations are the coefficients of each dropped column on the kept ones.
func (b *basis) combinations(r []float64, watch *budget.Watch) []float64 {
	k := len(b.kept)
	c := make([]float64, k*len(b.dropped))
	for j, d := range b.dropped {
		for e := 0; e < k; e++ {
			watch.Look(strided * (k - e))
			for f := e; f < k; f++ {
				c[e*len(b.dropped)+j] += r[d*b.n+b.kept[f]] * b.t[f*k+e]
			}
		}
	}
	return c
}

// roundTransform rounds T to few bits: columns are scaled to magnitude about 1,
// so an absolute grid keeps every whitened coordinate to 2^-transformBits.
func roundTransform(t []float64, n int) []float64 {
	for i, v := range t {
		t[i] = math.Ldexp(math.RoundToEven(math.Ldexp(v, transformBits)), -transformBits)
	}
	return t
}

// transform computes X = T·x̃ row by row and bounds its distance from the exact
// one: reading a decimal costs half an ulp, summing in twice the precision next
// to nothing, and rounding the sum half an ulp again.
func (p *Problem) transform(data *dataset.Dataset, t []float64) {
	n := p.N
	raw := make([]float64, p.basis.n)
	rests, sum := make([]float64, p.basis.n), 0.0
	p.columnErrors = make([]float64, n)
	for i := 0; i < p.M; i++ {
		p.basis.raw(data, i, raw)
		reading := 1.0
		if p.basis.fine && p.basis.rests(p.source, p.firstRows[i], rests) {
			reading = sharpShare
		}
		worst := 0.0
		for d := 0; d < n; d++ {
			p.watch.Look(doubled * d)
			x, size := p.basis.whitened(t[d*n:d*n+d+1], raw, rests)
			p.X[i*n+d] = x
			off := (reading*size + math.Abs(x)) * 0x1.01p-53
			if p.basis.constant(d) {
				off = 0 // t·1 is exact
			}
			worst = max(worst, off)
			p.columnErrors[d] += p.Weights[i] * off * off
		}
		sum += p.Weights[i] * worst * worst
	}
	p.X = p.X[:p.M*n]
	p.XError = math.Sqrt(sum) * (1 + 1e-9)
	for d, square := range p.columnErrors {
		p.columnErrors[d] = math.Sqrt(square) * (1 + 1e-9)
	}
}

// constant says that whitened column d is a multiple of the bias's 1.
func (b *basis) constant(d int) bool { return b.bias && d == 0 && b.kept[0] == 0 }

// rests are what the decimals of the file exceed raw columns by in row i of the data, scaled; false if
// that is not known.
func (b *basis) rests(data *dataset.Dataset, i int, dst []float64) bool {
	offset := b.n - len(data.Features)
	for d, v := range data.Row(i) {
		exact, ok := data.ExactX(i, d)
		if !ok {
			clear(dst)
			return false
		}
		double := new(big.Rat).SetFloat64(v)
		rest, _ := double.Sub(exact, double).Float64()
		dst[offset+d] = rest / b.scale[offset+d]
	}
	return true
}

// whitened is Σ_e row_e·(raw_e + rest_e) in about twice float64's precision, and Σ |row_e·raw_e|.
func (b *basis) whitened(row, raw, rests []float64) (x, size float64) {
	low := 0.0
	for e, t := range row {
		v := raw[b.kept[e]]
		product := float64(t * v)
		low += math.FMA(t, v, -product) + t*rests[b.kept[e]]
		size += math.Abs(product)
		next := x + product
		back := next - x
		low += (x - (next - back)) + (product - back)
		x = next
	}
	return x + low, size
}

// norm is the matrix N with ‖w‖² = ŵᵀ N ŵ. The kept raw weights are v = S⁻¹Tᵀŵ;
// with dropped columns X_D = X_K C the shortest weights that act like v have
// squared norm vᵀ(I + CCᵀ)⁻¹v.
func (b *basis) norm(watch *budget.Watch) (norm, shortest []float64) {
	k := len(b.kept)
	rows := b.transform()
	norm = make([]float64, k*k)
	for d := 0; d < k; d++ {
		watch.Look(k * k)
		w := b.shortest(rows[d*k:(d+1)*k], watch)
		if b.free {
			w[0] = 0
		}
		for e := 0; e < k; e++ {
			for f := 0; f < k; f++ {
				norm[e*k+d] += rows[e*k+f] * w[f]
			}
		}
		shortest = append(shortest, w...)
	}
	return norm, shortest
}

// transform is T on the unscaled kept columns.
func (b *basis) transform() []float64 {
	k := len(b.kept)
	rows := make([]float64, k*k)
	for d := 0; d < k; d++ {
		for e := 0; e <= d; e++ {
			rows[d*k+e] = b.t[d*k+e] / b.scale[b.kept[e]]
		}
	}
	return rows
}

// shortest is (I + CCᵀ)⁻¹ v in raw units: the kept part of the shortest weights. If the bias is free, the first entry is v's.
func (b *basis) shortest(v []float64, watch *budget.Watch) []float64 {
	k, drop := len(b.kept), len(b.dropped)
	if drop == 0 {
		return append([]float64(nil), v...)
	}
	a := make([]float64, k*k)
	for e := 0; e < k; e++ {
		for f := 0; f < k; f++ {
			watch.Look(drop)
			for j := 0; j < drop; j++ {
				if !b.free || e > 0 && f > 0 {
					a[e*k+f] += b.rawCombine(e, j) * b.rawCombine(f, j)
				}
			}
		}
		a[e*k+e]++
	}
	w := append([]float64(nil), v...)
	linalg.CholeskyFactorWatched(a, k, watch)
	linalg.CholeskySolve(a, k, w)
	return w
}

// along is what dropped column j gets of the shortest weights whose kept part is w: Cᵀw, without a free bias.
func (b *basis) along(w []float64, j int) float64 {
	sum := 0.0
	for e, v := range w {
		if e > 0 || !b.free {
			sum += b.rawCombine(e, j) * v
		}
	}
	return sum
}

// rawCombine is C[e][j] for unscaled raw columns.
func (b *basis) rawCombine(e, j int) float64 {
	return b.combine[e*len(b.dropped)+j] * b.scale[b.dropped[j]] / b.scale[b.kept[e]]
}
