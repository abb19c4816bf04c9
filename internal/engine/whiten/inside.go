package whiten

import (
	"math"
	"math/big"
	"slices"

	"relucert/internal/linalg"
	"relucert/network"
)

// Inside shrinks the units that rounding has put beyond the norm bound or the weight limit, by
// the least factor, so that the network is of the class exactly, as a certificate insists.
func (p *Problem) Inside(net *network.Network) {
	for j := range net.Units {
		u := &net.Units[j]
		w := u.Raw(p.basis.bias)
		if slices.ContainsFunc(w, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
			continue // it is of no class
		}
		w = p.inside(w)
		if p.basis.bias {
			u.Bias, w = w[0], w[1:]
		}
		u.Weights = w
	}
}

// Near says that a unit's weights are within twice the limits of the class, as all are that only rounding has put beyond.
func (p *Problem) Near(w []float64) bool {
	beyond := func(v float64) bool { return !(math.Abs(v) <= 2*p.WeightLimit) } // or a NaN
	b := p.NormBound
	return !slices.ContainsFunc(w, beyond) && (b == 0 || linalg.QuadForm(p.Norm, p.N, w) <= 4*b*b)
}

// atLimit is the share of the weight limit from which on weights are at it: searches come as near.
const atLimit = 0.999

// AtLimit says that a unit of the point is at the weight limit, so that a larger limit may have a better network.
func (p *Problem) AtLimit(point Point) bool {
	at := func(v float64) bool { return math.Abs(v) >= atLimit*p.WeightLimit }
	return slices.ContainsFunc(point.Units, func(w []float64) bool { return slices.ContainsFunc(w, at) })
}

// Admits says that a unit is within the norm bound and the weight limit, or beyond by a share of these at most. It is exact, where whitening
// raw weights of columns that are nearly combinations of others is not.
func (p *Problem) Admits(u *network.Unit, share float64) bool {
	return p.excess(u.Raw(p.basis.bias)) <= 1+share
}

// inside is raw weights times the largest factor up to 1 that puts them into the class. What
// rounding the products adds to the whitened ones is paid for with further ulps.
func (p *Problem) inside(w []float64) []float64 {
	excess, within := p.excess(w), w
	for spare := 0.0; p.excess(within) > 1; spare = 2*spare + ulp {
		within = shrunk(w, (1-spare)/excess)
	}
	return within
}

// ulp is the distance of 1 from the next smaller float64.
const ulp = 0x1p-53

// shrunk is w times a factor, rounded towards 0.
func shrunk(w []float64, factor float64) []float64 {
	all := make([]float64, len(w))
	for d, v := range w {
		product := v * factor
		if math.FMA(math.Abs(v), factor, -math.Abs(product)) < 0 {
			product = math.Nextafter(product, 0)
		}
		all[d] = product
	}
	return all
}

// excess is the larger of ‖w‖/B and max |ŵ_d|/Λ', rounded up; what is far below 1 may be
// any number below 1.
func (p *Problem) excess(w []float64) float64 {
	most := 0.0
	if b := p.class.NormBound; b > 0 {
		square := rational(b)
		most = rootUp(square.Quo(sumOfSquares(w), square.Mul(square, square)))
	}
	if limit := p.WeightLimit * p.LabelScale; !math.IsInf(limit, 0) && (p.combined(w) || p.nearLimit(w)) {
		largest := p.largestWhitened(w)
		most = max(most, up(largest.Quo(largest, rational(limit))))
	}
	return most
}

// nearLimit is a first look at the whitened weights, in float64, with what rounding may hide of them.
func (p *Problem) nearLimit(w []float64) bool {
	n, hat := p.N, p.onKept(w)
	size := make([]float64, n)
	for d := n - 1; d >= 0; d-- {
		size[d] = math.Abs(hat[d])
		for g := d + 1; g < n; g++ {
			hat[d] -= p.Transform[g*n+d] * hat[g]
			size[d] += math.Abs(p.Transform[g*n+d]) * size[g]
		}
		hat[d] /= p.Transform[d*n+d]
		size[d] /= math.Abs(p.Transform[d*n+d])
		if lost := float64(4*n) * ulp * size[d]; !(math.Abs(hat[d])+lost < p.WeightLimit*p.LabelScale/2) {
			return true
		}
	}
	return false
}

// onKept is the weights on the kept columns that act like w.
func (p *Problem) onKept(w []float64) []float64 {
	b := &p.basis
	all := make([]float64, p.N)
	for e, d := range b.kept {
		all[e] = w[d]
		for j, dropped := range b.dropped {
			all[e] += b.rawCombine(e, j) * w[dropped]
		}
	}
	return all
}

// combinedShare is what the combinations of dropped columns may be wrong by, relatively, where they are
// float64s that stand for rationals.
const combinedShare = 0x1p-30

// largestWhitened is max |ŵ_d| where Tᵀŵ is w on the kept columns, exactly; if w has dropped
// columns of which no exact combination is known, a little more than that.
func (p *Problem) largestWhitened(w []float64) *big.Rat {
	n, most := p.N, new(big.Rat)
	hat, exact := p.exactOnKept(w)
	var term big.Rat
	for d := n - 1; d >= 0; d-- {
		for g := d + 1; g < n; g++ {
			hat[d].Sub(hat[d], term.Mul(rational(p.Transform[g*n+d]), hat[g]))
		}
		hat[d].Quo(hat[d], rational(p.Transform[d*n+d]))
		if term.Abs(hat[d]).Cmp(most) > 0 {
			most.Set(&term)
		}
	}
	if !exact {
		most.Mul(most, rational(1+combinedShare))
	}
	return most
}

// exactOnKept is onKept in rationals; false where combinations are float64s.
func (p *Problem) exactOnKept(w []float64) (all []*big.Rat, exact bool) {
	for _, d := range p.basis.kept {
		all = append(all, rational(w[d]))
	}
	if !p.combined(w) {
		return all, true
	}
	if c := p.basis.exact; c != nil {
		for e := range all {
			for j, d := range p.basis.dropped {
				var term big.Rat
				all[e].Add(all[e], term.Mul(c[j][e], rational(w[d])))
			}
		}
		return all, true
	}
	for e, v := range p.onKept(w) {
		all[e] = rational(v)
	}
	return all, false
}

// combined says that w has weights on dropped columns.
func (p *Problem) combined(w []float64) bool {
	return slices.ContainsFunc(p.basis.dropped, func(d int) bool { return w[d] != 0 })
}

func rational(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }

func sumOfSquares(w []float64) *big.Rat {
	sum := new(big.Rat)
	for _, v := range w {
		x := rational(v)
		sum.Add(sum, x.Mul(x, x))
	}
	return sum
}

// up is v ≥ 0 as the next float64 from it, or infinity.
func up(v *big.Rat) float64 {
	f, _ := v.Float64()
	if !math.IsInf(f, 1) && rational(f).Cmp(v) < 0 {
		f = math.Nextafter(f, math.Inf(1))
	}
	return f
}

// rootUp is the least float64 not below √v, or infinity.
func rootUp(v *big.Rat) float64 {
	root := new(big.Float).SetRat(v)
	f, _ := root.Sqrt(root).Float64()
	f = math.Nextafter(f, 0)
	for !math.IsInf(f, 1) {
		if square := rational(f); square.Mul(square, square).Cmp(v) >= 0 {
			break
		}
		f = math.Nextafter(f, math.Inf(1))
	}
	return f
}
