package sides

import (
	"context"
	"slices"

	"relucert/internal/engine/node"
)

// reasoner finds out what a cluster's samples prove of a node by themselves, and
// remembers it: one worker's.
type reasoner struct {
	*cluster
	solver *relaxation
	memory map[string]*inference
	to     target // that the memory is for
	key    []byte
}

// inference is what a cluster proves: a node closed, or some pairs decided.
type inference struct {
	closed *multipliersOf
	forced []forced
}

// forced is a pair whose other side is closed.
type forced struct {
	sample int // in the cluster
	unit   int
	side   int8 // that is left
	proof  *multipliersOf
}

// multipliersOf a cluster's samples, and pairs with a sample of it.
type multipliersOf struct{ m, theta, eta []float64 }

func newReasoner(c *cluster, units int) *reasoner {
	return &reasoner{cluster: c, solver: newRelaxation(newShape(c.problem, units), c.shared)}
}

// mostRemembered limits a cluster's memory.
const mostRemembered = 1 << 10

// infer is reason, remembered.
func (r *reasoner) infer(ctx context.Context, n *Node, to target) *inference {
	if r.memory == nil || r.to != to || len(r.memory) == mostRemembered {
		r.memory, r.to = map[string]*inference{}, to
	}
	r.describe(n)
	v := r.memory[string(r.key)]
	if v == nil {
		v = r.reason(ctx, n)
		r.memory[string(r.key)] = v
	}
	return v
}

// describe sets the key to all that the cluster sees of the node.
func (r *reasoner) describe(n *Node) {
	r.key = r.key[:0]
	for j, g := range n.Regions {
		r.key = append(r.key, byte(n.Signs[j]), byte(slices.Index(n.Regions, g)))
		for _, i := range r.samples {
			how := byte(0)
			if _, ok := g.implied[i]; ok {
				how = 1
			}
			r.key = append(r.key, byte(g.side[i]), how)
		}
	}
}

// reason tries both sides of every open pair.
func (r *reasoner) reason(ctx context.Context, n *Node) *inference {
	v := &inference{}
	local := r.local(n)
	if v.closed = r.close(ctx, local); v.closed != nil {
		return v
	}
	for s := range r.samples {
		for j, g := range local.Regions {
			if g.side[s] != 0 || len(n.Group(j)) > 1 || r.convex(s, n.Signs) {
				continue
			}
			for _, side := range [2]int8{1, -1} {
				other := &Node{Node: local.Twin()}
				other.Regions[j] = g.cut(int32(s), -side, r.problem.X[s*r.problem.N:][:r.problem.N])
				if proof := r.close(ctx, other); proof != nil {
					v.forced = append(v.forced, forced{s, j, side, proof})
					break
				}
			}
		}
	}
	return v
}

// convex says that the sample's loss is: nothing is gained by deciding it.
func (r *reasoner) convex(s int, signs []int) bool {
	return !slices.ContainsFunc(signs, func(a int) bool { return float64(a)*r.problem.Y[s] > 0 || a != signs[0] })
}

// local is the node as the cluster sees it, cuts in the order of the samples.
func (r *reasoner) local(n *Node) *Node {
	l := &Node{Node: node.Node[*region]{Signs: n.Signs}}
	for _, g := range n.Regions {
		c := &region{}
		for s, i := range r.samples {
			c.side = append(c.side, g.side[i])
			if _, ok := g.implied[i]; g.side[i] != 0 && !ok {
				c.cuts, c.numbers = append(c.cuts, int32(s)), append(c.numbers, 0)
			}
		}
		l.Regions = append(l.Regions, c)
	}
	return l
}

// close returns what proves that a local node reaches the cutoff, if it does.
func (r *reasoner) close(ctx context.Context, l *Node) *multipliersOf {
	s := r.solver
	if s.load(l); !(s.solve(ctx, r.to).bound >= r.to.cutoff) {
		return nil
	}
	best := &s.prover.best
	q := &multipliersOf{m: slices.Clone(best.m), theta: slices.Clone(best.theta), eta: make([]float64, len(best.theta))}
	for k, w := range s.walls {
		q.eta[s.at(w.sample, w.unit)] = best.eta[k]
	}
	return q
}
