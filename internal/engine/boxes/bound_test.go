package boxes

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/internal/twofold"
	objectives "relucert/loss"
	"relucert/network"
)

// trials is the number of random problems a bound is tested on.
const trials = 1500

// trial is a random problem with a planted network, and its descent through the
// tree: bounds of the nodes that hold the network are compared with its loss
// and with those of its neighbours there.
type trial struct {
	rng    *rand.Rand
	p      *whiten.Problem
	output network.OutputPart
	tree   *Tree
	signs  []int
	node   *Node
	units  [][]float64 // the planted network's, in whitened coordinates
}

func newTrial(seed uint64) *trial { return newTrialOf(seed, objectives.Objective{}) }

// newTrialOf is one for another objective: with a penalty it has no norm bound.
func newTrialOf(seed uint64, objective objectives.Objective) *trial {
	t := &trial{rng: rand.New(rand.NewPCG(seed, 1))}
	t.output = []network.OutputPart{network.None, network.Intercept, network.Affine}[t.rng.IntN(3)]
	class := network.Class{NoBias: !(t.rng.IntN(2) == 0), Output: t.output}
	if t.rng.IntN(2) == 0 && objective.Ridge == 0 {
		class.NormBound = math.Exp(2 * t.rng.NormFloat64())
	}
	for t.p == nil {
		t.p, _ = whiten.NewFor(context.Background(), t.data(class.Bias()), class, objective) // fails if all columns are zero
	}
	rms := 0.0
	for _, y := range t.p.Y {
		rms += y * y / float64(t.p.M)
	}
	t.p.WeightLimit = math.Sqrt(rms) * []float64{0.5, 3, 3, 30, 1000}[t.rng.IntN(5)]
	for range 1 + t.rng.IntN(3) {
		t.signs = append(t.signs, 1-2*t.rng.IntN(2))
	}
	t.plant()
	t.tree = New(context.Background(), t.p, len(t.signs), 1, t.output, 1e-6, 0)
	t.node = t.tree.Roots([][]int{t.signs})[0]
	return t
}

// data has ties, zero rows and dependent columns among others.
func (t *trial) data(bias bool) *dataset.Dataset {
	n, m := 1+t.rng.IntN(4), 1+t.rng.IntN(30)
	if bias {
		n = max(1, n-1)
	}
	d := &dataset.Dataset{Features: []string{"a", "b", "c", "d"}[:n]}
	whole, weighted, dependent := t.rng.IntN(3) == 0, t.rng.IntN(2) == 0, t.rng.IntN(4) == 0
	for range m {
		for e := range n {
			x := t.rng.NormFloat64()
			if whole {
				x = math.Round(2 * x)
			}
			if dependent && e == 1 {
				x = 2 * d.X[len(d.X)-1]
			}
			d.X = append(d.X, x)
		}
		d.Y = append(d.Y, t.rng.NormFloat64())
		if weighted {
			d.Weights = append(d.Weights, math.Exp(t.rng.NormFloat64()))
		}
	}
	return d
}

// plant chooses the network and makes the labels its values with some noise.
func (t *trial) plant() {
	noise := []float64{0, 0.1, 0.3, 1, 1, 1}[t.rng.IntN(6)]
	for range t.signs {
		w := make([]float64, t.p.N)
		for d := range w {
			w[d] = t.rng.NormFloat64()
			if t.rng.IntN(4) == 0 {
				w[d] = math.Round(w[d])
			}
		}
		t.units = append(t.units, w)
	}
	for j := range t.units {
		t.shrink(t.units[j])
	}
	for i := range t.p.Y {
		t.p.Y[i] *= noise
		for j, w := range t.units {
			t.p.Y[i] += float64(t.signs[j]) * max(0, linalg.Dot(w, t.p.X[i*t.p.N:]))
		}
		t.p.Sharp().Y[i] = twofold.Number{Hi: t.p.Y[i]}
	}
}

// shrink scales w into the weight limit and the norm bound.
func (t *trial) shrink(w []float64) {
	scale := 1.0
	for _, v := range w {
		scale = min(scale, t.p.WeightLimit/math.Abs(v))
	}
	if t.p.NormBound > 0 {
		square, image := 0.0, 0.0
		for d, v := range w {
			image = linalg.Dot(w, t.p.Norm[d*t.p.N:])
			square += v * image
		}
		scale = min(scale, t.p.NormBound/math.Sqrt(square))
	}
	for d := range w {
		if scale < 1 {
			w[d] *= scale * (1 - 1e-15)
		}
	}
}

// loss is the least loss of networks with these units, c being fitted, plus
// what rounding may hide.
func (t *trial) loss(units [][]float64) float64 {
	p := t.p
	rest, size, c := make([]float64, p.M), make([]float64, p.M), make([]float64, p.P)
	for i, y := range p.Y {
		rest[i], size[i] = y, math.Abs(y)
		for j, w := range units {
			a := max(0, linalg.Dot(w, p.X[i*p.N:]))
			rest[i] -= float64(t.signs[j]) * a
			size[i] += a
		}
	}
	for range 2 {
		clear(c)
		for i, r := range rest {
			for d := range c {
				c[d] += p.Weights[i] * r * p.Z[i*p.P+d]
			}
		}
		linalg.CholeskySolve(t.tree.gramZ, p.P, c)
		for i := range rest {
			a := linalg.Dot(c, p.Z[i*p.P:])
			rest[i] -= a
			size[i] += math.Abs(a)
		}
	}
	sum := p.Offset
	for i, r := range rest {
		sum += p.Weights[i] * (r*r + 1e-14*size[i]*size[i])
	}
	return sum
}

// holds says that w is in the region; 0 is in every one.
func (r *region) holds(w []float64) bool {
	if r.face == whole {
		return true
	}
	lambda := w[r.face] * r.sign
	for d, v := range w {
		if v < lambda*r.lo[d] || v > lambda*r.hi[d] {
			return false
		}
	}
	for _, c := range r.cuts {
		if c.sign*linalg.Dot(w, c.x) < 0 {
			return false
		}
	}
	return lambda >= 0
}

// inside says that the units are those of a network of the node.
func (t *trial) inside(n *Node, units [][]float64) bool {
	for j, r := range n.Regions {
		if !r.holds(units[j]) {
			return false
		}
	}
	return true
}

// sample draws a network of the node: a random step from the planted one, or a
// random one if it lies in the regions.
func (t *trial) sample() [][]float64 {
	size := math.Exp(-5 * t.rng.Float64())
	var units [][]float64
	for j, r := range t.node.Regions {
		w := append([]float64(nil), t.units[j]...)
		if direction := r.direction(t.rng); t.rng.IntN(3) == 0 || !r.holds(w) {
			magnitude := t.p.WeightLimit * math.Exp(-7*t.rng.Float64())
			for d := range w {
				w[d] = magnitude * direction[d]
			}
		} else {
			for d := range w {
				w[d] += size * t.rng.NormFloat64()
			}
			r.clamp(w)
		}
		if t.shrink(w); !r.holds(w) {
			w = t.units[j]
		}
		units = append(units, w)
	}
	return units
}

// direction draws one of the region's box, often on its border.
func (r *region) direction(rng *rand.Rand) []float64 {
	w := make([]float64, len(r.lo))
	for d := range w {
		w[d] = r.lo[d] + (r.hi[d]-r.lo[d])*[]float64{0, 1, rng.Float64(), rng.Float64()}[rng.IntN(4)]
	}
	return w
}

// clamp moves w into the region's box.
func (r *region) clamp(w []float64) {
	lambda := max(0, w[r.face]*r.sign)
	for d := range w {
		w[d] = min(max(w[d], lambda*r.lo[d]), lambda*r.hi[d])
	}
}

// least is the least loss found in the node: that of the planted network,
// samples, and a random descent from the best.
func (t *trial) least() float64 {
	best := append([][]float64(nil), t.units...)
	least := t.loss(best)
	for range 30 {
		if units := t.sample(); t.loss(units) < least {
			best, least = units, t.loss(units)
		}
	}
	step := 0.3
	for range 150 {
		j := t.rng.IntN(len(best))
		r, w := t.node.Regions[j], append([]float64(nil), best[j]...)
		w[t.rng.IntN(len(w))] += step * t.rng.NormFloat64()
		r.clamp(w)
		if t.shrink(w); !r.holds(w) {
			continue
		}
		old := best[j]
		best[j] = w
		if loss := t.loss(best); loss < least {
			least = loss
			step *= 1.5
		} else {
			best[j] = old
			step *= 0.9
		}
	}
	return least
}

// descend moves to the child that holds the planted network, up to exchanges
// of units of one sign, mirrored units and units that add nothing. It fails
// when no child does.
func (t *trial) descend(tb testing.TB, seed uint64, children []*Node) bool {
	before := t.loss(t.units)
	for variant := range 1 << (2 * len(t.signs)) {
		var units [][]float64
		for j, w := range t.units {
			switch variant >> (2 * j) & 3 {
			case 1:
				w = scaled(w, -1)
			case 2:
				w = scaled(w, 0)
			case 3:
				continue
			}
			units = append(units, w)
		}
		if len(units) < len(t.units) || t.loss(units) > before*(1+1e-9)+1e-9 {
			continue
		}
		for range 10 * len(children) {
			t.exchange(units)
			if n := children[t.rng.IntN(len(children))]; t.inside(n, units) {
				t.node, t.units = n, units
				return true
			}
		}
		for _, n := range children {
			if t.anyOrder(n, units, 0) {
				t.node, t.units = n, units
				return true
			}
		}
	}
	tb.Errorf("seed %d: no child holds %v", seed, t.units)
	return false
}

// anyOrder tries all orders of units from first on, among those of one sign.
func (t *trial) anyOrder(n *Node, units [][]float64, first int) bool {
	if first == len(units) {
		return t.inside(n, units)
	}
	for j := first; j < len(units); j++ {
		if t.signs[j] != t.signs[first] {
			continue
		}
		units[first], units[j] = units[j], units[first]
		if t.anyOrder(n, units, first+1) {
			return true
		}
		units[first], units[j] = units[j], units[first]
	}
	return false
}

// exchange swaps two random units of one sign.
func (t *trial) exchange(units [][]float64) {
	i, j := t.rng.IntN(len(units)), t.rng.IntN(len(units))
	if t.signs[i] == t.signs[j] {
		units[i], units[j] = units[j], units[i]
	}
}

func scaled(w []float64, by float64) []float64 {
	out := make([]float64, len(w))
	for d, v := range w {
		out[d] = by * v
	}
	return out
}

// cut is a random one of the node's.
func (t *trial) cut() (choice, bool) {
	c := choice{unit: t.rng.IntN(len(t.signs))}
	r := t.node.Regions[c.unit]
	if t.rng.IntN(3) == 0 {
		i := t.rng.IntN(t.p.M)
		c.by = &sample{int32(i), t.p.X[i*t.p.N:][:t.p.N], t.p.Weights[i]}
		return c, r.side(c.by.x) == 0
	}
	c.coordinate = t.rng.IntN(t.p.N)
	if r.hi[c.coordinate]-r.lo[c.coordinate] <= narrowest {
		return c, false
	}
	c.at = r.cutAt(c.coordinate, 2*t.rng.Float64()-1)
	return c, true
}

// disturb moves the relaxation to a random point: anything goes that keeps
// α, ν ≥ 0 and the smoothing's centres in [0, 1].
func (t *trial) disturb(s *relaxation, size float64) {
	for q := range s.x {
		if size == 1 {
			s.x[q] *= float64(t.rng.IntN(2))
		}
		if t.rng.IntN(3) == 0 {
			s.x[q] += size * t.rng.NormFloat64()
		}
		if q >= t.p.P {
			s.x[q] = max(0, s.x[q])
		}
	}
	for k := range s.center {
		s.center[k] = min(max(s.center[k]+math.Sqrt(size)*t.rng.NormFloat64(), 0), 1)
	}
	for j := range s.norms.balls {
		if t.p.Ridge > 0 {
			break // a penalty's ν is λ
		}
		s.norms.balls[j].nu = max(0, s.norms.balls[j].nu+size*t.rng.NormFloat64())
		s.norms.balls[j].stiff *= math.Exp(t.rng.NormFloat64())
	}
	for k := range s.walls {
		s.walls[k].nu = max(0, s.walls[k].nu+size*t.rng.NormFloat64())
		s.walls[k].stiff *= math.Exp(t.rng.NormFloat64())
	}
}

// census counts what a run of checks has seen, so that it is known to bite.
type census struct{ bounds, positive, paid, near int }

func (c *census) count(s *relaxation, bound, least float64) {
	c.bounds++
	if bound > 0 {
		c.positive++
		if s.prover.payments(&s.now, nil) > 0.01*bound {
			c.paid++
		}
	}
	if bound > 0.9*least {
		c.near++
	}
}

// TestBoundIsValid: what the relaxation claims at any point whatever holds for
// every network of the node.
func TestBoundIsValid(t *testing.T) {
	var seen census
	for seed := range uint64(trials) {
		tr := newTrial(seed)
		for range 8 {
			if j := tr.node.unsplit(); j >= 0 {
				if !tr.descend(t, seed, tr.tree.splitFaces(tr.node, j)) {
					break
				}
				continue
			}
			s := tr.tree.workers[0]
			s.load(tr.node)
			least := tr.least()
			mu := tr.checkBounds(t, seed, s, least, &seen)
			c, ok := tr.cut()
			if !ok {
				continue
			}
			if !tr.descend(t, seed, tr.tree.divide(tr.node, s, c, mu)) {
				break
			}
		}
	}
	t.Logf("%+v", seen)
	if seen.positive < seen.bounds/5 || seen.paid < seen.bounds/20 || seen.near < seen.bounds/20 {
		t.Errorf("these trials test little: %+v", seen)
	}
}

// checkBounds compares the bounds of random points and of solve with the least
// loss known.
func (t *trial) checkBounds(tb testing.TB, seed uint64, s *relaxation, least float64, seen *census) (mu float64) {
	check := func(kind string, bound float64) {
		seen.count(s, bound, least)
		if !(bound <= least) {
			tb.Errorf("seed %d, %s: bound %.17g, but a network has %.17g (N %d, M %d, P %d, signs %v, Λ %g, B %g, walls %d)",
				seed, kind, bound, least, t.p.N, t.p.M, t.p.P, t.signs, t.p.WeightLimit, t.p.NormBound, len(s.walls))
		}
	}
	random := func(kind string, size float64) {
		t.disturb(s, size)
		mu := []float64{0.1, 1e-3}[t.rng.IntN(2)]
		s.evaluate(s.x, mu)
		bound, _ := s.prover.bound()
		check(kind, bound)
	}
	random("at random", 1)
	cutoff := least * []float64{0.5, 0.99, 1.01, 2}[t.rng.IntN(4)]
	if t.rng.IntN(2) == 0 {
		s.start(t.parameters())
	}
	clear(s.center)
	out := s.solve(context.Background(), cutoff, 1e-6*cutoff, muStart)
	check("solved", out.bound)
	for range 4 {
		random("near the solution", math.Exp(-10*t.rng.Float64()))
	}
	return out.mu
}

// parameters are the planted network's.
func (t *trial) parameters() []float64 {
	v := make([]float64, t.p.P)
	for _, w := range t.units {
		v = append(v, w...)
	}
	return v
}
