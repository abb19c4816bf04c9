package check

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// otherLoss makes the problem one of another loss, half of the time with a penalty, and reads the data anew: equal rows stay apart.
func (p *problem) otherLoss(t *testing.T) {
	h := p.header
	h.NormBound, h.Loss.Family = 0, 1+certificate.Family(p.rng.IntN(3))
	switch h.Loss.Family {
	case certificate.Huber:
		h.Loss.Parameter = math.Exp(p.rng.NormFloat64())
	case certificate.Quantile:
		h.Loss.Parameter = 0.05 + 0.9*p.rng.Float64()
	}
	if p.rng.IntN(2) == 0 {
		h.Ridge = math.Exp(p.rng.NormFloat64())
	}
	p.load(t)
}

// explicit is a random dual record on random regions, its multipliers those of the best free part of squares.
func (p *problem) explicit() *proof {
	h, rng, d := p.header, p.rng, &certificate.Dual{}
	q := &proof{dual: d}
	x, y, w := p.floats()
	c := bestFree(p, x, y, w)
	for i := range x {
		e := -y[i]
		for f := range c {
			e += c[f] * freeColumn(p, x[i], f)
		}
		d.Samples = append(d.Samples, certificate.Multiplier{Row: p.c.first[i], Value: w[i] * e})
	}
	for j := range h.Units {
		r := p.region()
		q.regions, q.signs = append(q.regions, r), append(q.signs, 1-2*rng.IntN(2))
		for i := range x {
			if rng.IntN(2) == 0 {
				d.Kinks = append(d.Kinks, certificate.Slope{Row: p.c.first[i], Unit: j, Value: rng.Float64()})
			}
		}
		if r.cuts != nil {
			d.Walls = append(d.Walls, certificate.Wall{Unit: j, Cut: rng.IntN(r.cutCount()), Value: rng.Float64() / 1024})
		}
		if h.Ridge > 0 && rng.IntN(2) == 0 {
			g := certificate.Slack{Unit: j, Vector: p.vector(p.c.n)}
			if h.Bias {
				g.Vector[0] = 0
			}
			d.Slacks = append(d.Slacks, g)
		}
	}
	return q
}

// climbExplicit changes the record at random as long as the bound rises.
func (p *problem) climbExplicit(t *testing.T, proof *proof, by prover) *big.Int {
	best := proved(t, proof, by)
	numbers := explicitNumbers(proof.dual, p.header.Bias)
	for range 250 {
		n := numbers[p.rng.IntN(len(numbers))]
		old := *n.at
		*n.at = n.clip(old*(0.5+p.rng.Float64()) + p.rng.NormFloat64()*math.Ldexp(1, -p.rng.IntN(12)))
		if v := proved(t, proof, by); v.Cmp(best) > 0 {
			best = v
		} else {
			*n.at = old
		}
	}
	return best
}

func proved(t *testing.T, proof *proof, by prover) *big.Int {
	v, err := by.prove(proof)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func explicitNumbers(d *certificate.Dual, bias bool) (all []number) {
	for i := range d.Samples {
		all = append(all, number{&d.Samples[i].Value, -1e6, 1e6})
	}
	for i := range d.Kinks {
		all = append(all, number{&d.Kinks[i].Value, 0, 1})
	}
	for i := range d.Walls {
		all = append(all, number{&d.Walls[i].Value, 0, 1e6})
	}
	for i := range d.Slacks {
		for e := range d.Slacks[i].Vector {
			if e > 0 || !bias {
				all = append(all, number{&d.Slacks[i].Vector[e], -1e6, 1e6})
			}
		}
	}
	return all
}

// costInside is the objective, in its own units, of a random network of the node and the class, its free part improved at random.
func (p *problem) costInside(proof *proof) float64 {
	x, y, w := p.floats()
	rest, cost := append([]float64(nil), y...), 0.0
	ridge, _ := p.c.ridge().Float64()
	for j, r := range proof.regions {
		unit := p.unitInside(r, x)
		for i := range x {
			rest[i] -= float64(proof.signs[j]) * max(0, floatDot(unit, x[i]))
		}
		for e := range unit {
			raw := 0.0
			for d := e; d < len(unit); d++ {
				raw += p.header.Transform[d][e] * unit[d]
			}
			if e > 0 || !p.header.Bias {
				cost += ridge * raw * raw
			}
		}
	}
	c := bestFree(p, x, rest, w)
	least := p.errorCost(x, rest, w, c)
	for k := range 60 * len(c) {
		d := p.rng.IntN(len(c))
		old := c[d]
		c[d] += p.rng.NormFloat64() * math.Ldexp(1, -k/8/len(c))
		if now := p.errorCost(x, rest, w, c); now < least {
			least = now
		} else {
			c[d] = old
		}
	}
	return cost + least
}

func (p *problem) errorCost(x [][]float64, y, w, c []float64) (sum float64) {
	delta := p.header.Loss.Parameter / p.header.LabelScale
	for i := range x {
		e := -y[i]
		for d := range c {
			e += c[d] * freeColumn(p, x[i], d)
		}
		switch size := math.Abs(e); {
		case p.header.Loss.Family == certificate.Absolute:
			sum += w[i] * size
		case p.header.Loss.Family == certificate.Quantile && e < 0:
			sum += w[i] * p.header.Loss.Parameter * size
		case p.header.Loss.Family == certificate.Quantile:
			sum += w[i] * (1 - p.header.Loss.Parameter) * size
		case size <= delta:
			sum += w[i] * e * e
		default:
			sum += w[i] * delta * (2*size - delta)
		}
	}
	return sum
}

// TestLossSound compares bounds of other losses with what random networks in the node cost, as TestSound does.
func TestLossSound(t *testing.T) {
	const seed = 6
	rng := rand.New(rand.NewPCG(seed, 1))
	closest := math.Inf(1)
	for round := range thorough.Of(300, 10) {
		p := newProblem(t, rng)
		p.otherLoss(t)
		by := newLossExact(p.c)
		proof := p.explicit()
		v := p.climbExplicit(t, proof, by)
		closest = min(closest, p.holdsBelow(t, v, func() float64 { return p.costInside(proof) }))
		if t.Failed() {
			t.Fatalf("seed %d round %d: %+v", seed, round, proof.dual)
		}
	}
	if closest > 1e-2 {
		t.Errorf("no bound came closer than %v to a cost: the test sees too little", closest)
	}
	t.Logf("closest: %v", closest)
}
