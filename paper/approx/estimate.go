package approx

import (
	"context"
	"math"
	"math/rand/v2"
)

const (
	// pilot is how many cubes are looked at before the rest is estimated.
	pilot = 2000
	// dives are taken, fewer if they would take more than diveWork multiplications.
	dives      = 2000
	fewestDive = 20
	diveWork   = 300_000_000
)

// refuse estimates the search that is left to do, tells it, and refuses one beyond the limit.
func (t *netTree) refuse(ctx context.Context, upper float64, o NetOptions) error {
	nodes := t.estimate(ctx, upper-o.Epsilon, o.Epsilon)
	if o.OnEstimate != nil {
		o.OnEstimate(nodes)
	}
	if o.NodeLimit > 0 && nodes > o.NodeLimit {
		return TooLargeError{nodes, o.NodeLimit}
	}
	return nil
}

// estimate is how many cubes are divided, or closed, where all those with a bound below cutoff are divided. Each
// dive goes from a root to a cube that is closed, taking either half with the same probability, and counts a cube at depth
// d for 2^d cubes: the mean is the number of cubes (Knuth, Estimating the efficiency of backtrack programs, 1975). The scatter is
// large where few branches are deep; a better network found on the way makes the search shorter.
func (t *netTree) estimate(ctx context.Context, cutoff, epsilon float64) float64 {
	rng := rand.New(rand.NewPCG(1, 0))
	roots, sum, count, work := t.roots(), 0.0, 0, 0
	for ; count < dives && (count < fewestDive || work < diveWork) && ctx.Err() == nil; count++ {
		node, weight := roots[rng.IntN(len(roots))], float64(len(roots))
		for {
			sum += weight
			work += len(t.rows) * len(node.center)
			if node.isOutside(t.problem.NormBound) || t.isClosed(node, cutoff, epsilon) {
				break
			}
			node, weight = node.split(t.widest(node))[rng.IntN(2)], 2*weight
		}
	}
	return sum / math.Max(1, float64(count))
}

// isClosed says that a cube need not be divided: it is bounded, or its own centre is good enough for all of it.
func (t *netTree) isClosed(c cubes, cutoff, epsilon float64) bool {
	bound := t.bound(c)
	return bound >= cutoff || t.trainingError(c.signs, c.network(t.problem.NormBound))-bound <= epsilon
}
