package sides

import (
	"math"
	"slices"

	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
)

// curvature is the matrix of a Newton step. It changes with the few samples whose
// curves change.
type curvature struct {
	p      *whiten.Problem
	sum    []float64 // N×N, lower triangle: Σ curve·x̂x̂ᵀ
	curve  []float64 // that are summed
	factor []float64
}

func newCurvature(p *whiten.Problem) curvature {
	return curvature{p, make([]float64, p.N*p.N), make([]float64, p.M), make([]float64, p.N*p.N)}
}

func (c *curvature) clear() {
	clear(c.sum)
	clear(c.curve)
}

func (c *curvature) copy(from *curvature) {
	copy(c.sum, from.sum)
	copy(c.curve, from.curve)
	copy(c.factor, from.factor)
}

func (c *curvature) update(curve []float64, watch *budget.Watch) {
	n := c.p.N
	for i, v := range curve {
		if v != c.curve[i] {
			watch.Look(n * n)
			linalg.SymRank1(c.sum, n, v-c.curve[i], c.p.X[i*n:])
			c.curve[i] = v
		}
	}
	copy(c.factor, c.sum)
}

// flatness is xᵀM⁻¹x of a sample, with scratch of length N.
func (c *curvature) flatness(i int, scratch []float64) float64 {
	copy(scratch, c.p.X[i*c.p.N:])
	linalg.SolveLower(c.factor, c.p.N, scratch)
	return linalg.Dot(scratch, scratch)
}

// least is what flat directions get, as a share of Σ ω, the size of the data's own matrix.
const least = 1e-9

func (b *bounded) factorise() {
	n, a := b.p.N, b.matrix.factor
	b.matrix.update(b.curve, &b.watch)
	if b.now.ball > 0 {
		linalg.SymRank1(a, n, b.ballStiffness(), b.image)
		for d := range n {
			linalg.AddScaled(a[d*n:][:d+1], b.now.ball, b.p.Norm[d*n:])
		}
	}
	shift := least * b.rounding.SumWeights
	for d := range n {
		a[d*n+d] += shift
	}
	linalg.CholeskyFactorShiftedWatched(a, n, shift, &b.watch)
}

// descend makes Newton steps until what the gradient costs the bound is less than enough.
func (b *bounded) descend(steps int, enough float64) {
	for range steps {
		if b.price(b.gradient) < enough {
			return
		}
		b.factorise()
		clear(b.step)
		linalg.AddScaled(b.step, -1, b.gradient)
		linalg.CholeskySolve(b.matrix.factor, b.p.N, b.step)
		b.shorten()
		slope := linalg.Dot(b.step, b.gradient)
		if !(slope < 0) {
			return
		}
		b.move(1, b.step)
		b.evaluate()
		b.search(slope)
	}
}

// shorten limits a step to the ball's diameter.
func (b *bounded) shorten() {
	size := math.Sqrt(linalg.QuadForm(b.p.Norm, b.p.N, b.step))
	if most := 2 * b.p.NormBound; size > most {
		for d := range b.step {
			b.step[d] *= most / size
		}
	}
}

// flat is the share of the first slope at which a search ends.
const flat = 0.3

// search goes back along the step to where the slope is small, by the secant, the slope
// at an end that stays being halved (Dowell and Jarratt's Illinois method).
func (b *bounded) search(first float64) {
	low, high, at := 0.0, 1.0, 1.0
	below, above := first, linalg.Dot(b.step, b.gradient)
	if above <= 0 {
		return
	}
	for range 10 {
		slope := linalg.Dot(b.step, b.gradient)
		switch {
		case math.Abs(slope) <= -flat*first:
			return
		case slope > 0:
			high, above, below = at, slope, below/2
		default:
			low, below, above = at, slope, above/2
		}
		next := low - below*(high-low)/(above-below)
		b.move(next-at, b.step)
		at = next
		b.evaluate()
	}
}

// price is what the ball asks for a vector g, 2B times its dual norm.
func (b *bounded) price(g []float64) float64 {
	copy(b.step, g)
	linalg.SolveLower(b.normL, b.p.N, b.step)
	return 2 * b.p.NormBound * math.Sqrt(linalg.Dot(b.step, b.step)) * (1 + 1e-9)
}

// pointProof is a point whose slopes are the multipliers, with the θ and η that go with it.
type pointProof struct {
	bound float64
	w     []float64
	multipliers
}

func newPointProof(p *whiten.Problem) pointProof { return pointProof{w: make([]float64, p.N)} }

func (q *pointProof) copy(from *pointProof) {
	q.bound = from.bound
	copy(q.w, from.w)
	q.multipliers.copy(&from.multipliers)
}

// prove computes what the current point proves, and keeps the best.
func (b *bounded) prove() {
	if bound := b.bound(); bound > b.best.bound {
		b.best.bound = bound
		copy(b.best.w, b.w)
		b.best.multipliers.copy(&b.now)
	}
}

// bound is the lower bound of the point's multipliers, as FORMAT.md's rule computes it.
func (b *bounded) bound() float64 {
	value, size, squares := b.p.Offset, b.p.Offset, 0.0
	for i, omega := range b.p.Weights {
		label, m := b.label[i], b.slope(i)
		if label > 0 && b.region.side[i] == 0 {
			value += tailTerm(m, omega, label, b.interval(i))
		} else {
			value -= 2*m*label + m*m/omega
		}
		squares += m * m / omega
		size += 2*math.Abs(m*label) + m*m/omega
	}
	return value - 2*b.p.Dual(b.linear, b.step) - b.margin(size, squares)
}

// slope is a·m of sample i, half its envelope's slope at t.
func (b *bounded) slope(i int) float64 {
	omega, label := b.p.Weights[i], b.label[i]
	switch side := b.region.side[i]; {
	case side > 0:
		return omega * (b.t[i] - label)
	case side < 0:
		return -omega * label
	case label <= 0:
		return omega * (max(b.t[i], 0) - label)
	}
	return omega * max(b.t[i]-label, -tailSlope(label, b.interval(i)))
}

// sizes are what rounding is in proportion to.
type sizes struct {
	grid   float64 // 1 / the spacing of w
	reach  float64 // (Σ ω b²)^½
	widest float64 // 1 / the least √ω
}

func newSizes(p *whiten.Problem, shared *shared) sizes {
	_, e := math.Frexp(p.NormBound / math.Sqrt(p.Norm[0]))
	s := sizes{grid: math.Ldexp(1, gridBits-e)}
	for i, omega := range p.Weights {
		s.reach += omega * square(shared.reach[i])
	}
	s.reach = math.Sqrt(s.reach)
	s.widest = 1 / math.Sqrt(slices.Min(p.Weights))
	return s
}

// gridBits are those of a coordinate of w.
const gridBits = 40

// margin bounds what rounding and the reading of decimals may change of a bound: in the
// sums, in the multipliers, which the checker derives anew, and in g.
func (b *bounded) margin(size, squares float64) float64 {
	e, root := &b.rounding, math.Sqrt(squares)
	first := 0.0
	for _, v := range b.w {
		first += math.Abs(v)
	}
	derived := e.YError + first*(e.XError+2*e.Unit*math.Sqrt(e.SumWeights)) + 8*e.Unit*root
	for _, eta := range b.now.eta {
		root += eta * b.sizes.widest
	}
	root += math.Abs(b.push.kappa) * b.sizes.widest
	linear := 4*e.Unit*root*b.sizes.reach + 2*float64(b.p.N)*b.p.WeightLimit*root*e.XError
	return e.Unit*size + 2*derived*(e.Labels+root+b.sizes.reach) + linear + b.p.OffsetError
}
