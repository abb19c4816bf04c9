package patterns

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/node"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
)

// drawnTree is a random problem with a small weight limit, its cells found.
func drawnTree(t *testing.T, rng *rand.Rand) *Tree {
	t.Helper()
	m, n := 2+rng.IntN(8), 1+rng.IntN(2)
	d := &dataset.Dataset{Features: []string{"a", "b"}[:n], Y: make([]float64, m)}
	for i := range d.Y {
		d.Y[i] = rng.NormFloat64()
		d.Weights = append(d.Weights, 0.5+rng.Float64())
		for range n {
			d.X = append(d.X, float64(rng.IntN(7)-3)+rng.Float64()*float64(rng.IntN(2)))
		}
	}
	class := network.Class{NoBias: rng.IntN(2) == 1, Output: network.OutputPart(rng.IntN(3)), Signs: []int{1}}
	if rng.IntN(2) == 0 {
		class.Signs = []int{1, -1}
	}
	if rng.IntN(2) == 0 {
		class.NormBound = 0.1 + 2*rng.Float64()
	}
	p, err := whiten.New(context.Background(), d, network.Class{NoBias: class.NoBias, Output: class.Output, NormBound: class.NormBound, WeightLimit: 1 + 3*rng.Float64()})
	if err != nil {
		return drawnTree(t, rng) // nothing to feed a unit
	}
	if rng.IntN(4) == 0 { // the output part is all there is
		p.WeightLimit = 1e-6
		for i := range p.Y {
			p.Y[i] += rng.Float64()
		}
	}
	tree, err := New(context.Background(), p, d, class, 1, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	tree.collect(t.Context())
	return tree
}

// TestNoNetworkIsBelowItsBound: what residuals and λ ≥ 0 say of a choice holds for random
// networks of it within the weight limit, however bad they are.
func TestNoNetworkIsBelowItsBound(t *testing.T) {
	useful := 0
	for seed := range uint64(3000) {
		rng := rand.New(rand.NewPCG(seed, 7))
		tree := drawnTree(t, rng)
		w, signs := tree.workers[0], tree.signs[0]
		for j := range w.choice {
			w.choice[j] = rng.IntN(len(tree.cells))
		}
		worst := tree.within(rng, w.choice)
		bound := w.bound(w.choice, signs, w.r, w.spoiled(rng, signs, worst))
		if bound > node.Least(tree.p) {
			useful++
		}
		for range 20 {
			point := tree.within(rng, w.choice)
			if rng.IntN(2) == 0 {
				point = worst
			}
			if sse := tree.p.SSE(point, signs); sse < bound-1e-12 {
				t.Fatalf("seed %d, 7: bound %.15g, a network with SSE %.15g", seed, bound, sse)
			}
		}
	}
	t.Logf("%d of 3000 bounds say something", useful)
	if useful < 1000 {
		t.Error("too few")
	}
}

// spoiled leaves residuals and λ, with more or less noise, of a fit or of a network: of those the
// network's own SSE leaves the bound the least room.
func (w *worker) spoiled(rng *rand.Rand, signs []int, network whiten.Point) []proof {
	noise := math.Ldexp(rng.Float64(), -rng.IntN(20))
	switch w.loose(w.choice, signs); rng.IntN(4) {
	case 0:
		w.tight(w.choice, signs, math.Inf(1))
	case 1, 2:
		residuals(w.p, network, signs, w.r)
	}
	var proofs []proof // none, half the time
	for j, c := range w.choice {
		if proofs = append(proofs, proof{}); noise > 1e-3 {
			continue
		}
		cone, _ := w.cone(&w.cells[c])
		var force []float64
		for range w.p.N * rng.IntN(2) {
			force = append(force, 10*noise*rng.NormFloat64())
		}
		proofs[j] = proof{w.multipliers(&w.cells[c], float64(signs[j]), cone.walls, force), force}
		for at := range proofs[j].walls {
			proofs[j].walls[at].lambda += float64(rng.IntN(2)) * noise * rng.Float64()
		}
	}
	for i := range w.r {
		w.r[i] += noise * rng.NormFloat64()
	}
	return proofs
}

// within is a random network of a choice, up to as large as the weight limit allows.
func (t *Tree) within(rng *rand.Rand, choice []int) whiten.Point {
	out := whiten.Point{C: make([]float64, t.p.P)}
	for _, c := range choice {
		unit := make([]float64, t.p.N)
		cone, _ := t.cone(&t.cells[c])
		for _, u := range cone.rays {
			linalg.AddScaled(unit, rng.ExpFloat64()*float64(rng.IntN(2)), u)
		}
		largest := math.SmallestNonzeroFloat64
		for _, v := range unit {
			largest = max(largest, math.Abs(v))
		}
		scale := t.p.WeightLimit / largest
		if t.ball != nil {
			scale = min(scale, t.p.NormBound/max(t.ball.size(unit), math.SmallestNonzeroFloat64))
		}
		scale *= min(1, 2*rng.Float64())
		for d := range unit {
			unit[d] *= scale
		}
		out.Units = append(out.Units, unit)
	}
	fitOutput(t.p, out, t.signs[0])
	return out
}

// fitOutput sets c to the best for the units, by steps of steepest descent, which are
// few since the whitened columns are nearly orthogonal.
func fitOutput(p *whiten.Problem, point whiten.Point, signs []int) {
	total, rest := 0.0, make([]float64, p.M)
	for _, omega := range p.Weights {
		total += omega
	}
	for range 5 {
		gradient := make([]float64, p.P)
		residuals(p, point, signs, rest)
		for i, omega := range p.Weights {
			linalg.AddScaled(gradient, omega*rest[i]/total, p.Z[i*p.P:])
		}
		linalg.AddScaled(point.C, 1, gradient)
	}
}

// residuals sets r to y − f.
func residuals(p *whiten.Problem, point whiten.Point, signs []int, r []float64) {
	for i, y := range p.Y {
		r[i] = y - linalg.Dot(point.C, p.Z[i*p.P:])
		for j, u := range point.Units {
			r[i] -= float64(signs[j]) * max(0, linalg.Dot(u, p.X[i*p.N:]))
		}
	}
}
