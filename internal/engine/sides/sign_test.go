package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"relucert/dataset"
	"relucert/internal/budget"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
)

// randomProblem has m samples of n columns, any output part, perhaps a norm bound
// and weights.
func randomProblem(t *testing.T, rng *rand.Rand, n, m int) *whiten.Problem {
	t.Helper()
	d := &dataset.Dataset{Features: make([]string, n)}
	for range m {
		for range n {
			d.X = append(d.X, rng.NormFloat64())
		}
		d.Y = append(d.Y, rng.NormFloat64())
		d.Weights = append(d.Weights, 0.1+rng.Float64())
	}
	class := network.Class{NoBias: !(rng.IntN(2) == 0), Output: network.OutputPart(rng.IntN(3))}
	if rng.IntN(2) == 0 {
		class.NormBound = 0.5 + rng.Float64()
	}
	p, err := whiten.New(context.Background(), d, class)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// randomSigns of k units.
func randomSigns(rng *rand.Rand, k int) []int {
	signs := make([]int, k)
	for j := range signs {
		signs[j] = 1 - 2*rng.IntN(2)
	}
	return signs
}

// randomNetwork is in p's class.
func randomNetwork(rng *rand.Rand, p *whiten.Problem, signs []int) whiten.Solution {
	s := whiten.Solution{Point: whiten.Point{C: make([]float64, p.P)}, Signs: signs}
	for d := range s.Point.C {
		s.Point.C[d] = rng.NormFloat64()
	}
	for range signs {
		w := make([]float64, p.N)
		for d := range w {
			w[d] = rng.NormFloat64()
		}
		if p.NormBound > 0 {
			size := rng.Float64() * p.NormBound / math.Sqrt(linalg.QuadForm(p.Norm, p.N, w))
			for d := range w {
				w[d] *= size
			}
		}
		s.Point.Units = append(s.Point.Units, w)
	}
	return s
}

// nodeOf decides some pairs as the network has them.
func nodeOf(rng *rand.Rand, t *Tree, s whiten.Solution, share float64) *Node {
	n := t.Roots([][]int{s.Signs})[0]
	for j := range n.Regions {
		for i := range int32(t.p.M) {
			if rng.Float64() > share {
				continue
			}
			side := int8(1)
			row := t.p.X[int(i)*t.p.N:][:t.p.N]
			if linalg.Dot(row, s.Point.Units[j]) < 0 {
				side = -1
			}
			n.Regions[j] = n.Regions[j].cut(i, side, row)
		}
	}
	return n
}

// TestBoundsHold: a node's bound is not above the loss of the networks in it,
// with and without implied decisions.
func TestBoundsHold(t *testing.T) {
	tight := 0
	for seed := range uint64(400) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		k := 1 + rng.IntN(3)
		tree := New(context.Background(), p, k, 1, 1e-6, 0)
		s := randomNetwork(rng, p, randomSigns(rng, k))
		n := nodeOf(rng, tree, s, rng.Float64())
		loss := p.SSE(s.Point, s.Signs)
		out, _ := tree.solve(context.Background(), tree.workers[0], n, target{4 * loss, 4e-6 * loss})
		if out.bound > loss*(1+1e-12) {
			t.Errorf("seed %d: bound %g above a network's %g", seed, out.bound, loss)
		}
		if out.bound > loss/100 {
			tight++
		}
	}
	if tight < 100 {
		t.Errorf("only %d of 400 bounds say anything", tight)
	}
}

// TestStepSolvesTheLinearisedConditions: what elimination leaves out is recovered
// exactly.
func TestStepSolvesTheLinearisedConditions(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 6))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		tree := New(context.Background(), p, 1+rng.IntN(3), 1, 1e-6, 0)
		w, ok := tree.workers[0].(*deducer)
		if !ok {
			continue
		}
		s := w.relaxation
		network := randomNetwork(rng, p, randomSigns(rng, s.units))
		s.load(nodeOf(rng, tree, network, 0.4))
		s.measure()
		s.system.assemble()
		for c := range s.all {
			s.all[c].target = 0.3*s.mu - s.all[c].s*s.all[c].lambda
		}
		s.system.direction(&s.point, &s.change)
		before := s.stationarity()
		s.advance(1e-3)
		s.measure()
		after := s.stationarity()
		for d := range before {
			tolerance := 1e-9
			if p.NormBound > 0 {
				tolerance = 1e-4 // balls are curved
			}
			if want := before[d] * (1 - 1e-3); math.Abs(after[d]-want) > tolerance*(1+math.Abs(before[d])) {
				t.Fatalf("seed %d: entry %d of the gradient is %g, want %g", seed, d, after[d], want)
			}
		}
	}
}

// stationarity is the gradient of the Lagrangian in v, then in p and z.
func (s *relaxation) stationarity() []float64 {
	rows, k := make([]float64, s.p.M*(s.units+1)), s.units+1
	var local []float64
	for _, i := range s.decided {
		s.system.combineDecided(i)
		for a, v := range s.system.combined {
			rows[i*k+a] += s.p.Weights[i] * s.decidedSum(i, &s.point) * v
		}
	}
	for d := range s.sides {
		q := &s.sides[d]
		lambda := s.all[q.first].lambda
		rows[q.sample*k] += lambda * q.sign
		for j, b := range q.slope {
			rows[q.sample*k+j+1] += lambda * b
		}
		local = append(local, q.omega*q.p-lambda)
		for _, n := range q.kinks {
			rows[q.sample*k+n.unit+1] += s.all[n.first].lambda
			local = append(local, lambda-s.all[n.first].lambda-s.all[n.first+1].lambda)
		}
	}
	for _, w := range s.walls {
		rows[w.sample*k+w.unit+1] -= w.sigma * s.all[w.first].lambda
	}
	g := make([]float64, s.size)
	s.spread(g, rows)
	for j := range s.balls {
		b := &s.balls[j]
		linalg.AddScaled(s.unit(g, b.unit), s.all[b.first].lambda, b.image)
	}
	return append(g, local...)
}

// TestImplied compares with sampling: a sample is implied on a side if and only if
// no point of the cone is on the other. In the plane, where cones are easy to hit.
func TestImplied(t *testing.T) {
	found := 0
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := randomProblem(t, rng, 2, 4+rng.IntN(6))
		if p.N != 2 {
			continue
		}
		tree, cone := New(context.Background(), p, 1, 1, 1e-6, 0), newCone(p, new(budget.Watch))
		n := nodeOf(rng, tree, randomNetwork(rng, p, []int{1}), 0.5)
		r := n.Regions[0]
		for i := range int32(p.M) {
			if r.side[i] != 0 {
				continue
			}
			better := cone.imply(r, i)
			least, most := rangeInCone(p, r, i)
			switch {
			case better == nil && least > 1e-2 && most >= least:
				t.Errorf("seed %d: sample %d is active on all of the cone", seed, i)
			case better == nil && most < -1e-2 && most >= least:
				t.Errorf("seed %d: sample %d is inactive on all of the cone", seed, i)
			case better != nil && (better.side[i] > 0 && least < -1e-9 || better.side[i] < 0 && most > 1e-9):
				t.Errorf("seed %d: sample %d is said to be decided", seed, i)
			case better != nil:
				found++
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d implied samples: the test has lost its bite", found)
	}
}

// rangeInCone samples t over the unit directions of the cone.
func rangeInCone(p *whiten.Problem, r *region, i int32) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	const directions = 20000
	for a := range directions {
		w := []float64{math.Cos(2 * math.Pi * float64(a) / directions), math.Sin(2 * math.Pi * float64(a) / directions)}
		inside := true
		for _, c := range r.cuts {
			inside = inside && float64(r.side[c])*linalg.Dot(p.X[int(c)*2:][:2], w) >= 0
		}
		if inside {
			t := linalg.Dot(p.X[int(i)*2:][:2], w)
			least, most = min(least, t), max(most, t)
		}
	}
	return least, most
}

// TestLeafIsSolved: with all pairs decided as in a network that is best among
// those of its pattern, the bound reaches its loss.
func TestLeafIsSolved(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 8))
		p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
		k := 1 + rng.IntN(2)
		tree := New(context.Background(), p, k, 1, 1e-12, 0)
		s := tree.workers[0]
		n := nodeOf(rng, tree, randomNetwork(rng, p, randomSigns(rng, k)), 1)
		out, _ := tree.solve(context.Background(), s, n, target{1e6, 1e-6})
		at := s.solution()
		if loss := p.SSE(at.Point, at.Signs); out.bound < loss*(1-1e-5)-1e-9 {
			t.Errorf("seed %d: bound %.12g, its own network's loss %.12g", seed, out.bound, loss)
		}
	}
}

// BenchmarkStep measures one predictor-corrector step with its bound, and one Newton step
// for a bounded unit.
func BenchmarkStep(b *testing.B) {
	p := benchmarkProblem(b)
	tree := New(context.Background(), p, 1, 1, 1e-6, 0)
	s := newRelaxation(newLayout(p, 1), tree.shared)
	n := tree.Roots([][]int{{1}})[0]
	s.load(n)
	b.Run("relaxation", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s.load(n)
			s.measure()
			s.prover.prove(&s.point)
			s.step()
		}
	})
	t := newBounded(p, tree.shared)
	t.load(n)
	b.Run("bounded", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t.matrix.clear()
			t.descend(1, 0)
			t.prover.prove()
		}
	})
}

func benchmarkProblem(b *testing.B) *whiten.Problem {
	rng := rand.New(rand.NewPCG(1, 9))
	d := &dataset.Dataset{Features: make([]string, 10)}
	for range 200 {
		for range 10 {
			d.X = append(d.X, rng.NormFloat64())
		}
		d.Y = append(d.Y, rng.NormFloat64())
	}
	p, err := whiten.New(context.Background(), d, network.Class{NormBound: 1, NoBias: true, Output: network.None})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// TestEnvelope: the relaxed loss is not above the loss on its interval, meets it at the
// ends, is convex, and at no multiplier worth more than the loss.
func TestEnvelope(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 10))
	for range 2000 {
		label, omega := math.Exp(rng.NormFloat64()), 0.1+rng.Float64()
		v := interval{-math.Exp(2 * rng.NormFloat64()), math.Exp(2 * rng.NormFloat64())}
		slope := tailSlope(label, v)
		if tangent := label - slope; tangent <= v.high {
			if end := label*label - 2*slope*(tangent-v.low); math.Abs(end-slope*slope) > 1e-9*(1+label*label) {
				t.Fatalf("label %g on %v: the line ends at %g, the parabola begins at %g", label, v, end, slope*slope)
			}
		}
		const points = 64
		var at, value [points + 1]float64
		m := omega * rng.NormFloat64() * label
		for k := range at {
			at[k] = v.low + float64(k)*(v.high-v.low)/points
			value[k] = relaxedLoss(at[k], label, v)
			loss := square(max(0, at[k]) - label)
			if tolerance := 1e-9 * (1 + loss); value[k] > loss+tolerance || (k == 0 || k == points) && value[k] < loss-tolerance {
				t.Fatalf("label %g on %v: relaxed %g, loss %g at %g", label, v, value[k], loss, at[k])
			}
			if k > 1 && value[k]-2*value[k-1]+value[k-2] < -1e-9*(1+value[k]) {
				t.Fatalf("label %g on %v: not convex at %g", label, v, at[k-1])
			}
			if term := tailTerm(m, omega, label, v); m < 0 && term > omega*loss-2*m*at[k]+1e-9*(1+loss) {
				t.Fatalf("label %g on %v: m = %g is worth %g, more than %g at %g", label, v, m, term, omega*loss-2*m*at[k], at[k])
			}
		}
	}
}

// TestLemmasHold: no bound of t that a node's lemmas prove cuts off a network of the node that
// is better than the cutoff.
func TestLemmasHold(t *testing.T) {
	lemmas, close := 0, 0
	for seed := range uint64(1500) {
		rng := rand.New(rand.NewPCG(seed, 11))
		p := randomProblem(t, rng, 1+rng.IntN(3), 4+rng.IntN(12))
		k := 1 + rng.IntN(2)
		if seed%8 > 0 && (p.P > 0 || p.NormBound == 0) {
			continue // mostly one bounded unit
		} else if seed%8 > 0 {
			k = 1
		}
		tree := New(context.Background(), p, k, 1, 1e-6, 0)
		n := tree.Roots([][]int{randomSigns(rng, k)})[0]
		var networks []whiten.Solution
		best := math.Inf(1)
		for range 1000 {
			s := randomNetwork(rng, p, n.Signs)
			networks = append(networks, s)
			best = min(best, p.SSE(s.Point, s.Signs))
		}
		cutoff := best * (1 + rng.Float64())
		tree.solve(context.Background(), tree.workers[0], n, target{cutoff, 1e-6 * cutoff})
		for _, l := range n.lemmas {
			lemmas++
			for _, s := range networks {
				at := linalg.Dot(s.Point.Units[l.unit], p.X[int(l.sample)*p.N:])
				if loss := p.SSE(s.Point, s.Signs); loss < cutoff*(1-1e-12) && float64(l.side)*(at-l.at) < -1e-9 {
					t.Fatalf("seed %d: sample %d is said to have %d(t - %g) ≥ 0; a network of loss %g has t = %g", seed, l.sample, l.side, l.at, loss, at)
				} else if loss < cutoff && math.Abs(at-l.at) < 0.2*math.Abs(l.at) {
					close++
				}
			}
		}
	}
	if lemmas < 200 || close < 50 {
		t.Errorf("only %d lemmas, %d networks near one: the test has lost its bite", lemmas, close)
	}
}
