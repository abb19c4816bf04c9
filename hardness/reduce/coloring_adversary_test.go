package reduce

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"relucert/hardness/instance"
	"relucert/internal/thorough"
)

// adversary makes weights that try to refute what Decode says of a colouring.
type adversary struct {
	*rand.Rand
	c   *Coloring
	set *Set
}

func eachAdversary(t *testing.T, instances int, test func(t *testing.T, a adversary)) {
	t.Helper()
	const seed = 20260
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range instances {
		h := randomHypergraph(rng)
		c := mustColor(t, h, 2+rng.IntN(min(3, len(h.Names)-1)), rng.IntN(2) == 0)
		test(t, adversary{rng, c, c.Set()})
	}
}

func randomHypergraph(rng *rand.Rand) instance.Hypergraph {
	n := 3 + rng.IntN(4)
	h := instance.Hypergraph{Names: numberNames(n)}
	for range 1 + rng.IntN(8) {
		edge := rng.Perm(n)[:2+rng.IntN(min(3, n-1))]
		slices.Sort(edge)
		h.Edges = append(h.Edges, edge)
		h.Weights = append(h.Weights, 1+rng.Int64N(4))
	}
	return h
}

// network is random signs with the weights that value gives.
func (a adversary) network(value func(j, column int) *big.Rat) Network {
	n := Network{}
	for j := range a.c.Colors {
		row := make([]*big.Rat, len(a.set.Columns))
		for column := range row {
			row[column] = value(j, column)
		}
		n.Signs, n.Weights = append(n.Signs, a.sign()), append(n.Weights, row)
	}
	return n
}

// sign is mostly +1.
func (a adversary) sign() int {
	if a.IntN(5) == 0 {
		return -1
	}
	return 1
}

func (a adversary) randomColouring() []int {
	colouring := make([]int, len(a.c.Hypergraph.Names))
	for v := range colouring {
		colouring[v] = a.IntN(a.c.Colors)
	}
	return colouring
}

func (a adversary) noise(size int64) *big.Rat { return big.NewRat(a.Int64N(2*size+1)-size, 1024) }

func TestDecodeOfRandomWeights(t *testing.T) {
	eachAdversary(t, thorough.Of(300, 80), func(t *testing.T, a adversary) {
		for _, size := range []int64{100, 1000, 10000} {
			n := a.network(func(int, int) *big.Rat { return times(a.noise(size), a.c.scale) })
			judgeColoring(t, a.c, a.set, n)
		}
	})
}

// TestDecodeOfDisturbedColourings takes the weights of any colouring, scales
// them, adds noise and turns signs.
func TestDecodeOfDisturbedColourings(t *testing.T) {
	eachAdversary(t, thorough.Of(300, 80), func(t *testing.T, a adversary) {
		for _, size := range []int64{0, 10, 300} {
			good, scale := a.c.Weights(a.randomColouring()), big.NewRat(1+a.Int64N(20), 10)
			n := a.network(func(j, column int) *big.Rat {
				return times(scale, plus(good.Weights[j][column], times(a.noise(size), a.c.scale)))
			})
			judgeColoring(t, a.c, a.set, n)
			n.Signs = good.Signs
			judgeColoring(t, a.c, a.set, n)
		}
	})
}

// TestNoiseUpToTheThreshold disturbs a proper colouring as far as the guarantee
// goes: judgeColoring wants it to be decoded.
func TestNoiseUpToTheThreshold(t *testing.T) {
	reached, count := 0, thorough.Of(150, 30)
	eachAdversary(t, count, func(t *testing.T, a adversary) {
		colouring := properColouring(a.c.Hypergraph, a.c.Colors)
		if colouring == nil {
			return
		}
		good := a.c.Weights(colouring)
		noise := a.network(func(int, int) *big.Rat { return times(a.noise(2000), a.c.scale) })
		for step := whole(1); step.Cmp(big.NewRat(1, 10000)) > 0; step.Mul(step, big.NewRat(7, 8)) {
			n := Network{Signs: good.Signs, Weights: added(good.Weights, step, noise.Weights)}
			if sse := judgeColoring(t, a.c, a.set, n); sse.Cmp(whole(a.c.least)) <= 0 {
				reached++
				return
			}
		}
	})
	if reached < count/3 {
		t.Errorf("only %d proper colourings", reached)
	}
}

func added(a [][]*big.Rat, factor *big.Rat, b [][]*big.Rat) (sum [][]*big.Rat) {
	for j := range a {
		row := make([]*big.Rat, len(a[j]))
		for column := range row {
			row[column] = plus(a[j][column], times(factor, b[j][column]))
		}
		sum = append(sum, row)
	}
	return sum
}

// TestDecodeOfMinimisedWeights looks for the least SSE with which a given bad
// colouring, and so a given q > 0, is decoded.
func TestDecodeOfMinimisedWeights(t *testing.T) {
	nearest, _ := new(big.Rat).SetString("1000")
	eachAdversary(t, thorough.Of(600, 150), func(t *testing.T, a adversary) {
		colouring := a.randomColouring()
		if a.IntN(2) == 0 {
			clear(colouring)
		}
		n := a.network(func(int, int) *big.Rat { return times(a.noise(2000), a.c.scale) })
		if a.IntN(2) == 0 {
			n = a.c.Weights(colouring)
		}
		n = a.descend(n, colouring)
		sse := judgeColoring(t, a.c, a.set, n)
		if q := violated(a.c.Hypergraph, a.c.colouring(n)); q > 0 {
			if share := over(sse, whole(q)); share.Cmp(nearest) < 0 {
				nearest = share
			}
		}
	})
	t.Logf("least SSE/q: %s", Short(nearest))
	if nearest.Cmp(whole(2)) > 0 {
		t.Errorf("the search is too weak to notice anything: its least SSE/q is %s", Short(nearest))
	}
}

// descend is projected gradient descent in doubles: the unit of a vertex's colour
// keeps its greatest weight. Columns have steps of their own.
func (a adversary) descend(n Network, colouring []int) Network {
	f := newDoubles(a.set, n)
	for range 400 {
		f.step()
		for v, column := range a.c.column {
			if column < 0 {
				continue
			}
			for j := range f.w {
				f.w[colouring[v]][column] = max(f.w[colouring[v]][column], f.w[j][column])
			}
		}
	}
	return a.exactly(f, n.Signs)
}

func (a adversary) exactly(f *doubles, signs []int) Network {
	n := Network{Signs: signs}
	for _, row := range f.w {
		var exact []*big.Rat
		for _, v := range row {
			exact = append(exact, new(big.Rat).SetFloat64(v))
		}
		n.Weights = append(n.Weights, exact)
	}
	return n
}

// doubles is a network on a set, in doubles.
type doubles struct {
	x          [][]float64
	y, weights []float64
	signs      []int
	w          [][]float64
	steps      []float64 // a column
}

func newDoubles(s *Set, n Network) *doubles {
	f := &doubles{signs: n.Signs, steps: make([]float64, len(s.Columns))}
	curvature := make([]float64, len(s.Columns))
	for _, sample := range s.Samples {
		x, weight := make([]float64, len(s.Columns)), nearest64(sample.Weight)
		for _, term := range sample.X {
			x[term.Column] = nearest64(term.Value)
			curvature[term.Column] += weight * x[term.Column] * x[term.Column] * float64(len(sample.X)*len(n.Signs))
		}
		f.x, f.y, f.weights = append(f.x, x), append(f.y, nearest64(sample.Y)), append(f.weights, weight)
	}
	for column, c := range curvature {
		f.steps[column] = 1 / c
	}
	for _, row := range n.Weights {
		var w []float64
		for _, v := range row {
			w = append(w, nearest64(v))
		}
		f.w = append(f.w, w)
	}
	return f
}

func nearest64(v *big.Rat) float64 {
	f, _ := v.Float64()
	return f
}

func (f *doubles) step() {
	gradient := make([][]float64, len(f.w))
	for j := range gradient {
		gradient[j] = make([]float64, len(f.steps))
	}
	for i := range f.x {
		f.addGradient(gradient, i)
	}
	for j, g := range gradient {
		for column, v := range g {
			f.w[j][column] -= f.steps[column] * v
		}
	}
}

func (f *doubles) addGradient(gradient [][]float64, i int) {
	r := -f.y[i]
	active := make([]float64, len(f.w))
	for j, w := range f.w {
		if t := inner(w, f.x[i]); t > 0 {
			active[j] = float64(f.signs[j])
			r += active[j] * t
		}
	}
	for j, a := range active {
		for column, v := range f.x[i] {
			gradient[j][column] += f.weights[i] * r * a * v
		}
	}
}

func inner(a, b []float64) (sum float64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// TestStarGivesUpItsCentre attains 1 + d(v): no vertex may weigh less.
func TestStarGivesUpItsCentre(t *testing.T) {
	for k := 2; k <= 4; k++ {
		for _, bounded := range []bool{false, true} {
			h := instance.Hypergraph{Names: numberNames(5), Edges: [][]int{{0, 1}, {0, 2}, {0, 3}, {0, 4}}, Weights: []int64{1, 2, 3, 4}}
			c := mustColor(t, h, k, bounded)
			n := c.Weights([]int{1, 0, 0, 0, 0})
			for j := range n.Weights {
				n.Weights[j][0] = times(whole(-1-min(j, 1)), c.scale)
			}
			if sse := judgeColoring(t, c, c.Set(), n); sse.Cmp(whole(11)) != 0 {
				t.Errorf("k = %d: SSE %s, want 11", k, sse)
			}
			if q := violated(h, c.colouring(n)); q != 10 {
				t.Errorf("k = %d: q = %d", k, q)
			}
		}
	}
}

// TestNegativeSignPaysTheToll attains Ω + 1: the gadget may not weigh less.
func TestNegativeSignPaysTheToll(t *testing.T) {
	for _, bounded := range []bool{false, true} {
		h := instance.Hypergraph{Names: numberNames(4), Edges: [][]int{{0, 1}}, Weights: []int64{5}}
		c := mustColor(t, h, 4, bounded)
		n := c.gadget.cheapest()
		for j, w := range [][]int{{5, -1}, {-1, 5}, {2, 2}, {6, 6}} {
			likes := []*big.Rat{times(whole(w[0]), c.scale), times(whole(w[1]), c.scale)}
			n.Weights[j] = append(likes, n.Weights[j]...)
		}
		if sse := judgeColoring(t, c, c.Set(), n); sse.Cmp(whole(6)) != 0 {
			t.Errorf("SSE %s, want 6", sse)
		}
	}
}

// TestEdgeSpreadOverUnits has an edge of three vertices, of which each divides its
// label between the edge's unit and the two others that another vertex keeps at 0:
// the least SSE of such weights is that of the samples' weights 8/3, 2, 2, 2.
func TestEdgeSpreadOverUnits(t *testing.T) {
	for _, bounded := range []bool{false, true} {
		h := instance.Hypergraph{Names: numberNames(4), Edges: [][]int{{0, 1, 2}}}
		c := mustColor(t, h, 4, bounded)
		n := c.gadget.network()
		share := times(big.NewRat(9, 13), big.NewRat(1, 3), c.scale)
		for j, w := range [][]int{{1, 1, 1}, {1, 1, -2}, {1, -2, 1}, {-2, 1, 1}} {
			n.Weights[j] = append([]*big.Rat{
				times(share, whole(w[0])), times(share, whole(w[1])), times(share, whole(w[2])),
			}, n.Weights[j]...)
		}
		if sse := judgeColoring(t, c, c.Set(), n); sse.Cmp(big.NewRat(24, 13)) != 0 {
			t.Errorf("SSE %s, want 24/13", sse)
		}
		if q := violated(h, c.colouring(n)); q != 1 {
			t.Errorf("q = %d", q)
		}
	}
}
