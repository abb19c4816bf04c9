package cells

import (
	"cmp"
	"math"
	"math/big"
)

// vector is r integers without a common factor.
type vector struct {
	near  []float64  // the nearest doubles, times a power of two if exact is set
	exact []*big.Int // nil: near is exact, all entries are at most exactBelow
}

// exactBelow: sums of integers below it are exact in float64 arithmetic.
const exactBelow = 1 << 53

// makePrimitive divides v by the greatest common divisor, in place.
func makePrimitive(v []*big.Int) []*big.Int {
	divisor := new(big.Int)
	for _, e := range v {
		divisor.GCD(nil, nil, divisor, new(big.Int).Abs(e))
	}
	if divisor.Sign() == 0 || divisor.IsInt64() && divisor.Int64() == 1 {
		return v
	}
	for _, e := range v {
		e.Quo(e, divisor)
	}
	return v
}

// newVector takes primitive integers over. Large ones are scaled for the floats.
func newVector(v []*big.Int) vector {
	out, bits := vector{near: make([]float64, len(v))}, 53
	for _, e := range v {
		bits = max(bits, e.BitLen())
	}
	if bits > 53 {
		out.exact = v
	}
	for d, e := range v {
		f := new(big.Float).SetInt(e)
		out.near[d], _ = f.SetMantExp(f, 53-bits).Float64()
	}
	return out
}

// opposite is −v.
func (v *vector) opposite() vector {
	out := vector{near: make([]float64, len(v.near))}
	for d, e := range v.near {
		out.near[d] = -e
	}
	for _, e := range v.exact {
		out.exact = append(out.exact, new(big.Int).Neg(e))
	}
	return out
}

// dot is ⟨v, w⟩ and Σ |v_d w_d|, both as floats have them.
func (v *vector) dot(w *vector) (sum, size float64) {
	for d, e := range v.near {
		term := e * w.near[d]
		sum += term
		size += math.Abs(term)
	}
	return sum, size
}

// small says that ⟨v, w⟩, of the given size, came out exactly.
func (v *vector) small(w *vector, size float64) bool {
	return size < exactBelow && v.exact == nil && w.exact == nil
}

// certainAbove is a size of a sum that no underflow in its terms can touch.
const certainAbove = 0x1p-900

// sign is that of ⟨v, w⟩.
func (v *vector) sign(w *vector) int {
	sum, size := v.dot(w)
	rounding := float64(len(v.near)+4) * 0x1p-52 * size // of entries, products and sums
	if v.small(w, size) || size > certainAbove && math.Abs(sum) > rounding {
		return cmp.Compare(sum, 0)
	}
	return v.product(w).Sign()
}

// product is ⟨v, w⟩.
func (v *vector) product(w *vector) *big.Int {
	sum, term := new(big.Int), new(big.Int)
	for d := range v.near {
		sum.Add(sum, term.Mul(v.entry(d), w.entry(d)))
	}
	return sum
}

func (v *vector) entry(d int) *big.Int {
	if v.exact != nil {
		return v.exact[d]
	}
	return big.NewInt(int64(v.near[d]))
}

// between is the direction |⟨v, h⟩|·u + |⟨u, h⟩|·v, which is in plane h when u and v are
// on different sides of it.
func between(u, v, h *vector) vector {
	if out, ok := smallBetween(u, v, h); ok {
		return out
	}
	alpha, beta, term := v.product(h), u.product(h), new(big.Int)
	alpha.Abs(alpha)
	beta.Abs(beta)
	out := make([]*big.Int, len(u.near))
	for d := range out {
		out[d] = new(big.Int).Mul(alpha, u.entry(d))
		out[d].Add(out[d], term.Mul(beta, v.entry(d)))
	}
	return newVector(makePrimitive(out))
}

// smallBetween is between in floats; false when they may round.
func smallBetween(u, v, h *vector) (vector, bool) {
	alpha, first := v.dot(h)
	beta, second := u.dot(h)
	if !v.small(h, first) || !u.small(h, second) {
		return vector{}, false
	}
	shared := divisor(alpha, beta)
	alpha, beta = math.Abs(alpha)/shared, math.Abs(beta)/shared
	out, common := vector{near: make([]float64, len(u.near))}, 0.0
	for d := range out.near {
		a, b := alpha*u.near[d], beta*v.near[d]
		if !(math.Abs(a)+math.Abs(b) < exactBelow) {
			return vector{}, false
		}
		out.near[d] = a + b
		common = divisor(common, out.near[d])
	}
	for d := range out.near {
		out.near[d] /= common
	}
	return out, true
}

// divisor is the greatest common one of two whole numbers, not both 0.
func divisor(a, b float64) float64 {
	x, y := int64(math.Abs(a)), int64(math.Abs(b))
	for y != 0 {
		x, y = y, x%y
	}
	return float64(x)
}
