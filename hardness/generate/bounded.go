package generate

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"relucert/hardness/instance"
	"relucert/internal/linalg"
)

// BoundedOptions are the sizes of a graph of bounded degree: one of the two cases that
// Hypothesis 6 (Goel et al.) says are hard to tell apart.
type BoundedOptions struct {
	Vertices int
	Size     int // κ
	Degree   int // no vertex has more edges
	// Unplanted is the case without a dense part.
	Unplanted bool
	// Gap asks Unplanted for a proof that any Size vertices have fewer than l/Gap edges
	// among them, l being what the other case has; 0: any bound will do.
	Gap  float64
	Seed uint64
}

// Bounded is random cycles, and a random matching if Degree is odd, laid over each
// other, without what is parallel. Planted, Size random vertices are first divided into
// cliques of Degree + 1, and have no other edges: so their number of edges is known, and
// degrees allow no more if Size is a multiple of that.
//
// Unplanted, let A be the matrix of the graph, J that of ones, c = Degree/Vertices and
// λ such that λI + cJ − A is positive definite. Then any κ vertices have at most
// (cκ² + λκ)/2 edges among them: take the quadratic form at their indicator. That λ is
// large enough is seen by a Cholesky factor, with room for its rounding.
func Bounded(o BoundedOptions) (instance.Graph, Known, error) {
	if err := o.check(); err != nil {
		return instance.Graph{}, Known{}, err
	}
	rng := newRand(o.Seed)
	order := rng.Perm(o.Vertices)
	edges := make(map[[2]int]bool)
	if o.Unplanted {
		overlay(rng, order, o.Degree, edges)
		return o.unplanted(graphOn(o.Vertices, edges))
	}
	part := order[:o.Size]
	for first := 0; first < o.Size; first += o.Degree + 1 {
		clique(part[first:min(first+o.Degree+1, o.Size)], edges)
	}
	overlay(rng, order[o.Size:], o.Degree, edges)
	g := graphOn(o.Vertices, edges)
	return g, Known{Objective: fmt.Sprintf("most edges within %d vertices", o.Size), Witness: slices.Sorted(slices.Values(part)),
		Lower: float64(g.EdgesWithin(part)), Upper: float64(degreeBound(g, o.Size)),
		Why: "the planted cliques have that many, and degrees allow no more"}, nil
}

// mostFactored is the order of a matrix whose factor takes seconds.
const mostFactored = 1 << 12

func (o BoundedOptions) check() error {
	most := mostSquared
	if o.Unplanted {
		most = mostFactored
	}
	err := cmp.Or(atLeast("size", o.Size, 1), between("vertices", o.Vertices, o.Size, most),
		between("degree", o.Degree, 1, mostSquared), fits("vertices", o.Vertices, o.Degree))
	if err == nil && (o.Gap != 0 && !(o.Gap >= 1) || math.IsInf(o.Gap, 0)) {
		err = fmt.Errorf("gap must be at least 1, not %v", o.Gap)
	}
	return err
}

// overlay gives each vertex up to degree edges.
func overlay(rng *rand.Rand, vertices []int, degree int, edges map[[2]int]bool) {
	for ; degree > 0; degree -= 2 {
		order := rng.Perm(len(vertices))
		for i := range order {
			if degree == 1 && i%2 == 1 {
				continue
			}
			if u, v := order[i], order[(i+1)%len(order)]; u != v && (degree > 1 || i+1 < len(order)) {
				edges[[2]int{min(vertices[u], vertices[v]), max(vertices[u], vertices[v])}] = true
			}
		}
	}
}

func clique(vertices []int, edges map[[2]int]bool) {
	for i, u := range vertices {
		for _, v := range vertices[:i] {
			edges[[2]int{min(u, v), max(u, v)}] = true
		}
	}
}

func graphOn(vertices int, edges map[[2]int]bool) instance.Graph {
	g := instance.Graph{Names: numbered(vertices)}
	for e := range edges {
		g.Edges = append(g.Edges, e)
	}
	sortEdges(g.Edges)
	return g
}

// complete is l.
func (o BoundedOptions) complete() int {
	whole, rest := o.Size/(o.Degree+1), o.Size%(o.Degree+1)
	return whole*(o.Degree+1)*o.Degree/2 + rest*(rest-1)/2
}

func (o BoundedOptions) unplanted(g instance.Graph) (instance.Graph, Known, error) {
	upper := degreeBound(g, o.Size)
	why := "degrees allow no more"
	if bound := spectralBound(g, o.Size, float64(o.Degree)/float64(o.Vertices)); bound < upper {
		upper, why = bound, "the graph's second eigenvalue allows no more"
	}
	if o.Gap > 0 && float64(upper)*o.Gap >= float64(o.complete()) {
		return g, Known{}, fmt.Errorf("at most %d edges within %d vertices are proved, %d with a planted part: a gap of %.4g, not %v",
			upper, o.Size, o.complete(), float64(o.complete())/float64(upper), o.Gap)
	}
	return g, Known{Objective: fmt.Sprintf("most edges within %d vertices", o.Size), Upper: float64(upper),
		Why: fmt.Sprintf("%s; planted, there are %d", why, o.complete())}, nil
}

// spectralBound is (cκ² + λκ)/2, rounded down.
func spectralBound(g instance.Graph, size int, c float64) int {
	n := len(g.Names)
	lambda := 1.001*largestEigenvalue(g, c) + 0.001
	// A factor of n columns rounds by at most (n+1)·2^-53 of the trace (Rump 2006).
	margin := 4 * float64(n+2) * 0x1p-53 * float64(n) * (lambda + c)
	for !isDefinite(g, c, lambda-margin) {
		lambda *= 1.01
	}
	return int((c*float64(size)*float64(size) + lambda*float64(size)) / 2 * (1 + 1e-12))
}

func isDefinite(g instance.Graph, c, lambda float64) bool {
	n := len(g.Names)
	a := make([]float64, n*n)
	for i := range a {
		a[i] = c
	}
	for v := range n {
		a[v*n+v] += lambda
	}
	for _, e := range g.Edges {
		a[e[0]*n+e[1]]--
		a[e[1]*n+e[0]]--
	}
	return linalg.CholeskyFactor(a, n)
}

// largestEigenvalue of A − cJ, about: power iteration, which only has to be near.
func largestEigenvalue(g instance.Graph, c float64) float64 {
	const steps = 300
	shift := 0.0
	for _, degree := range g.Degrees() {
		shift = max(shift, float64(degree))
	}
	x, value := make([]float64, len(g.Names)), 0.0
	rng := newRand(1)
	for v := range x {
		x[v] = rng.NormFloat64()
	}
	for range steps {
		x, value = shifted(g, c, shift, x)
	}
	return max(0, value-shift)
}

// shifted is (A − cJ + shift·I)x, scaled to length 1, and the length.
func shifted(g instance.Graph, c, shift float64, x []float64) (next []float64, length float64) {
	sum, next := 0.0, make([]float64, len(x))
	for _, v := range x {
		sum += v
	}
	for v := range x {
		next[v] = shift*x[v] - c*sum
	}
	for _, e := range g.Edges {
		next[e[0]] += x[e[1]]
		next[e[1]] += x[e[0]]
	}
	for _, v := range next {
		length += v * v
	}
	length = math.Sqrt(length)
	for v := range next {
		next[v] /= max(length, math.SmallestNonzeroFloat64)
	}
	return next, length
}
