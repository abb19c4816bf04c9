package sides

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/dataset"
	"relucert/internal/engine/whiten"
	"relucert/internal/linalg"
	"relucert/network"
)

// randomProblem has m samples of n columns, weights, any output part, perhaps a norm bound and a weight limit.
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
	if rng.IntN(2) == 0 {
		class.WeightLimit = math.Exp(rng.NormFloat64())
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
		if most := max(slices.Max(w), -slices.Min(w)); most > p.WeightLimit {
			linalg.AddScaled(w, p.WeightLimit/most-1, w)
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

// instance is a random problem, a network of its class, and a node that the network is in.
type instance struct {
	rng     *rand.Rand
	p       *whiten.Problem
	tree    *Tree
	network whiten.Solution
	node    *Node
}

// randomInstance decides a share of the pairs.
func randomInstance(t *testing.T, seed, stream uint64, share float64) instance {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, stream))
	p := randomProblem(t, rng, 1+rng.IntN(3), 3+rng.IntN(8))
	k := 1 + rng.IntN(3)
	tree := New(context.Background(), p, k, 1, 1e-6, 0)
	s := randomNetwork(rng, p, randomSigns(rng, k))
	return instance{rng, p, tree, s, nodeOf(rng, tree, s, share)}
}

func (q *instance) loss() float64 { return q.p.SSE(q.network.Point, q.network.Signs) }

// relaxation of the node, whatever method the tree would use.
func (q *instance) relaxation() *relaxation {
	s := newRelaxation(newShape(q.p, len(q.network.Signs)), q.tree.shared)
	s.load(q.node)
	return s
}

// place puts the network's parameters in x.
func (q *instance) place(l *shape, x *vector) {
	copy(x.v, q.network.Point.C)
	for j, w := range q.network.Point.Units {
		copy(l.weights(x.v, j), w)
	}
	l.place(x)
}

// normals are n random numbers.
func normals(rng *rand.Rand, n int) []float64 {
	v := make([]float64, n)
	for d := range v {
		v[d] = rng.NormFloat64()
	}
	return v
}

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*(1+max(math.Abs(a), math.Abs(b)))
}
