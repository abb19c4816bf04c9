package check

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"relucert/internal/thorough"
	"relucert/proof/certificate"
)

// TestSound compares bounds with the losses of random networks in the node: the
// smaller the weight limit, the closer they come, so that an error in any term
// shows.
func TestSound(t *testing.T) {
	const seed = 5
	rng := rand.New(rand.NewPCG(seed, 1))
	closest := math.Inf(1)
	for round := range thorough.Of(400, 20) {
		p := newProblem(t, rng)
		data, err := newFixedData(p.c)
		if err != nil {
			t.Fatal(err)
		}
		fast, exact := newBoundFixed(data), newBoundExact(p.c)
		if round%5 == 0 { // then Σωrz is far from 0, and must be paid for
			clear(data.inverse)
			clear(exact.inverse)
		}
		for range 3 {
			proof := p.proof()
			p.improve(proof)
			p.climb(proof, fast)
			for _, by := range []prover{fast, exact} {
				v, err := by.prove(proof)
				if err != nil {
					t.Fatal(err)
				}
				closest = min(closest, p.holdsBelow(t, v, func() float64 { return p.lossInside(proof) }))
				if t.Failed() {
					t.Fatalf("seed %d round %d: %+v", seed, round, proof.record)
				}
			}
		}
	}
	if closest > 1e-3 {
		t.Errorf("no bound came closer than %v to a loss: the test sees too little", closest)
	}
}

// holdsBelow says how close a bound, in its integer units, comes to what some random networks cost; none may cost less.
func (p *problem) holdsBelow(t *testing.T, v *big.Int, cost func() float64) float64 {
	t.Helper()
	bound, _ := new(big.Rat).SetFrac(v, new(big.Int).Lsh(big.NewInt(1), valueBits)).Float64()
	closest := math.Inf(1)
	for range 30 {
		c := cost()
		if c < bound-1e-9*(1+math.Abs(bound)) {
			t.Errorf("a network costs %v, the bound is %v\n%s%+v", c, bound, p.csv, p.header)
		}
		closest = min(closest, (c-bound)/(1+c))
	}
	return closest
}

// improve makes the point's free part the best one for units that are 0.
func (p *problem) improve(proof *proof) {
	x, y, w := p.floats()
	target := append([]float64(nil), y...)
	copy(proof.record.C, bestFree(p, x, target, w))
	for j := range proof.record.Units {
		for a := range proof.record.Units[j] {
			proof.record.Units[j][a].Value /= 64
		}
	}
	for i := range proof.record.Walls {
		proof.record.Walls[i].Value /= 1024
	}
	for i := range proof.record.Slacks {
		for d := range proof.record.Slacks[i].Vector {
			proof.record.Slacks[i].Vector[d] /= 1024
		}
	}
}

// climb changes the point at random as long as the bound rises: whatever the rule
// gives away, it takes.
func (p *problem) climb(proof *proof, by *boundFixed) {
	best, _ := by.bound(proof)
	numbers := numbersOf(proof.record)
	for range 150 {
		if len(numbers) == 0 {
			return
		}
		n := numbers[p.rng.IntN(len(numbers))]
		old := *n.at
		*n.at = n.clip(old*(0.5+p.rng.Float64()) + p.rng.NormFloat64()*math.Ldexp(1, -p.rng.IntN(12)))
		if v, ok := by.bound(proof); ok && best.Less(v) {
			best = v
		} else {
			*n.at = old
		}
	}
}

// number is one of a record's, with its least and largest value.
type number struct {
	at          *float64
	least, most float64
}

func (n number) clip(v float64) float64 { return min(n.most, max(n.least, v)) }

func numbersOf(b *certificate.Bound) (all []number) {
	for d := range b.C {
		all = append(all, number{&b.C[d], -1e6, 1e6})
	}
	for j := range b.Units {
		for a := range b.Units[j] {
			all = append(all, number{&b.Units[j][a].Value, 0, 1e6})
		}
	}
	for i := range b.Walls {
		all = append(all, number{&b.Walls[i].Value, 0, 1e6})
	}
	for i := range b.Slacks {
		for d := range b.Slacks[i].Vector {
			all = append(all, number{&b.Slacks[i].Vector[d], -1e6, 1e6})
		}
	}
	for i := range b.Centers {
		all = append(all, number{&b.Centers[i].Value, 0, 1}, number{&b.Centers[i].Theta, 0, 1})
	}
	return all
}

// floats are the samples in coordinates, nearly.
func (p *problem) floats() (x [][]float64, y, w []float64) {
	c := p.c
	f := func(n, d *big.Int) float64 { v, _ := new(big.Rat).SetFrac(n, d).Float64(); return v }
	for i := range c.count() {
		row := make([]float64, c.n)
		for d := range row {
			row[d] = f(&c.x.n[i*c.n+d], &c.x.den)
		}
		x = append(x, row)
		w = append(w, f(&c.weight.n[i], &c.weight.den))
		y = append(y, f(&c.moment.n[i], &c.moment.den)/w[i])
	}
	return x, y, w
}

// bestFree is the least-squares free part for the labels.
func bestFree(p *problem, x [][]float64, y, w []float64) []float64 {
	n := p.header.Free()
	a, b := make([][]*big.Rat, n), make([]*big.Rat, n)
	for d := range n {
		b[d] = q(0)
		for e := range n {
			s := 0.0
			for i := range x {
				s += w[i] * freeColumn(p, x[i], d) * freeColumn(p, x[i], e)
			}
			a[d] = append(a[d], q(s))
		}
		s := 0.0
		for i := range x {
			s += w[i] * y[i] * freeColumn(p, x[i], d)
		}
		b[d] = q(s)
	}
	c := make([]float64, n)
	for d, v := range solve(a, b) {
		c[d], _ = v.Float64()
	}
	return c
}

func freeColumn(p *problem, x []float64, d int) float64 {
	if p.header.Output == certificate.Affine {
		return x[d]
	}
	return 1
}

// lossInside is the loss, in its own units, of a random network of the node and
// the class, with the best free part.
func (p *problem) lossInside(proof *proof) float64 {
	x, y, w := p.floats()
	rest := append([]float64(nil), y...)
	for j, r := range proof.regions {
		unit := p.unitInside(r, x)
		for i := range x {
			rest[i] -= float64(proof.signs[j]) * max(0, floatDot(unit, x[i]))
		}
	}
	c := bestFree(p, x, rest, w)
	loss, _ := p.c.within.Float64()
	for i := range x {
		d := rest[i]
		for e := range c {
			d -= c[e] * freeColumn(p, x[i], e)
		}
		loss += w[i] * d * d
	}
	return loss
}

// unitInside is a random ŵ of the region within the limits; 0 if none is found.
func (p *problem) unitInside(r *region, x [][]float64) []float64 {
	limit := p.header.WeightLimit / p.header.LabelScale
	w := make([]float64, p.c.n)
	for range 20 {
		for d := range w {
			w[d] = r.lo[d] + p.rng.Float64()*(r.hi[d]-r.lo[d])
		}
		inside := true
		for c := r.cuts; c != nil; c = c.before {
			inside = inside && float64(c.sign)*floatDot(w, x[c.sample]) >= 0
		}
		if !inside {
			continue
		}
		scale := min(limit, p.longest(w))
		if p.rng.IntN(2) == 0 {
			scale *= p.rng.Float64()
		}
		for d := range w {
			w[d] *= scale
		}
		return w
	}
	clear(w)
	return w
}

// longest is the factor at which ŵ meets the norm bound, on the kept columns.
func (p *problem) longest(w []float64) float64 {
	if p.header.NormBound == 0 {
		return math.Inf(1)
	}
	// The least norm of raw weights that fold to Tᵀŵ is |(1 + CCᵀ)^(-1/2) Tᵀŵ|;
	// using kept columns only is a network of the class all the same.
	square := 0.0
	for e := range w {
		s := 0.0
		for d := e; d < len(w); d++ {
			s += p.header.Transform[d][e] * w[d]
		}
		square += s * s
	}
	return p.header.NormBound / p.header.LabelScale / math.Sqrt(square)
}

func floatDot(a, b []float64) float64 {
	s := 0.0
	for d := range a {
		s += a[d] * b[d]
	}
	return s
}
