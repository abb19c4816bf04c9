package sign

import (
	"cmp"
	"context"
	"math"
	"slices"

	"relucert/whiten"
)

// cluster is a few samples whose rows depend on each other: those that have no column
// outside one sample's. What its samples alone prove costs next to nothing to find out.
type cluster struct {
	samples []int32
	problem *whiten.Problem // theirs, on their columns
	shared  *shared
	labels  bool // some sample has sides to decide
}

// What makes a cluster.
const (
	mostColumns = 6  // of its widest sample
	mostSamples = 16 // it has
	absent      = 1e-9
)

// findClusters finds those of a problem without output part, the largest ones only.
func findClusters(p *whiten.Problem, reach []float64) []*cluster {
	if p.P > 0 || p.N <= mostColumns {
		return nil
	}
	rows, columns := rawRows(p), make([][]int, p.M)
	users := make([][]int32, p.N)
	for i := range p.M {
		columns[i] = support(rows[i*p.N:][:p.N])
		if len(columns[i]) > mostColumns {
			continue
		}
		for _, d := range columns[i] {
			users[d] = append(users[d], int32(i))
		}
	}
	order := make([]int, p.M)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(columns[b]), len(columns[a])) })
	covered := make([]bool, p.M)
	var found []*cluster
	for _, i := range order {
		if covered[i] || len(columns[i]) > mostColumns {
			continue
		}
		samples := within(columns, users, columns[i])
		if samples == nil {
			continue
		}
		for _, s := range samples {
			if len(columns[s]) > 1 {
				covered[s] = true
			}
		}
		if len(samples) > 1 {
			found = append(found, newCluster(p, reach, samples, rows, columns[i]))
		}
	}
	return found
}

func (h *shared) findClusters(p *whiten.Problem) {
	h.clusters, h.users = findClusters(p, h.reach), make([][]int, p.M)
	for i := range h.users {
		h.users[i] = []int{}
	}
	for c, q := range h.clusters {
		for _, i := range q.samples {
			h.users[i] = append(h.users[i], c)
		}
	}
}

// rawRows undoes the whitening: row i is T⁻¹x̂.
func rawRows(p *whiten.Problem) []float64 {
	rows := append([]float64(nil), p.X[:p.M*p.N]...)
	for i := range p.M {
		x := rows[i*p.N:][:p.N]
		for d := range x {
			row := p.Transform[d*p.N:]
			for e := range d {
				x[d] -= row[e] * x[e]
			}
			x[d] /= row[d]
		}
	}
	return rows
}

// support lists the columns that a row has entries in.
func support(row []float64) (columns []int) {
	most := 0.0
	for _, v := range row {
		most = max(most, math.Abs(v))
	}
	for d, v := range row {
		if math.Abs(v) > absent*most {
			columns = append(columns, d)
		}
	}
	return columns
}

// within lists the samples that have no other columns, nil if they are too many.
func within(columns [][]int, users [][]int32, of []int) (samples []int32) {
	for _, d := range of {
		for _, i := range users[d] {
			if columns[i][0] != d || !subset(columns[i], of) {
				continue
			}
			if samples = append(samples, i); len(samples) > mostSamples {
				return nil
			}
		}
	}
	slices.Sort(samples)
	return samples
}

func subset(a, b []int) bool {
	for _, v := range a {
		if !slices.Contains(b, v) {
			return false
		}
	}
	return true
}

func newCluster(p *whiten.Problem, reach []float64, samples []int32, rows []float64, columns []int) *cluster {
	n := len(columns)
	q := &whiten.Problem{M: len(samples), N: n, WeightLimit: p.WeightLimit, NormBound: p.NormBound,
		XError: p.XError, YError: p.YError, Transform: identity(n), Norm: identity(n)}
	c := &cluster{samples: samples, problem: q}
	for _, i := range samples {
		for _, d := range columns {
			q.X = append(q.X, rows[int(i)*p.N+d])
		}
		q.Y, q.Weights = append(q.Y, p.Y[i]), append(q.Weights, p.Weights[i])
	}
	c.shared = &shared{rounding: newRounding(q), firstRows: make([]int, q.M)}
	if reach != nil {
		c.shared.normL = identity(n)
		for _, i := range samples {
			c.shared.reach = append(c.shared.reach, reach[i])
		}
	}
	return c
}

func identity(n int) []float64 {
	a := make([]float64, n*n)
	for d := range n {
		a[d*n+d] = 1
	}
	return a
}

// inference is what a cluster's samples prove of a region.
type inference struct {
	closed *clusterProof // of the region itself
	forced []forced
}

// forced is a pair whose other side is closed.
type forced struct {
	sample int32 // in the cluster
	unit   int
	side   int8 // that is left
	proof  clusterProof
}

// clusterProof is multipliers of a cluster's samples: eta of pairs.
type clusterProof struct {
	m, theta, eta []float64
}

// reasoner draws conclusions from one cluster: one worker's.
type reasoner struct {
	*cluster
	solver *relaxation
	memory map[string]*inference
	cutoff float64 // that the memory is for
	key    []byte
}

func newReasoner(c *cluster, units int) *reasoner {
	return &reasoner{cluster: c, solver: newRelaxation(c.problem, units, c.shared)}
}

// infer returns what the cluster proves of the node.
func (r *reasoner) infer(ctx context.Context, n *Node, to target) *inference {
	if r.cutoff != to.cutoff || r.memory == nil {
		r.memory, r.cutoff = map[string]*inference{}, to.cutoff
	}
	r.key = r.key[:0]
	for _, g := range n.regions {
		for _, i := range r.samples {
			k := byte(g.side[i] + 1)
			if _, ok := g.implied[i]; ok {
				k += 4
			}
			r.key = append(r.key, k)
		}
	}
	for j := range n.regions {
		r.key = append(r.key, byte(n.signs[j]+1), byte(slices.Index(n.regions, n.regions[j])))
	}
	if v := r.memory[string(r.key)]; v != nil {
		return v
	}
	v := r.reason(ctx, n, to)
	r.memory[string(r.key)] = v
	return v
}

// reason tries every open side.
func (r *reasoner) reason(ctx context.Context, n *Node, to target) *inference {
	v := &inference{}
	local := r.local(n)
	if proof := r.close(ctx, local, to); proof != nil {
		v.closed = proof
		return v
	}
	for s := range r.samples {
		if r.settled(s, n.signs) {
			continue
		}
		for j, g := range local.regions {
			if g.side[s] != 0 || len(n.group(j)) > 1 {
				continue
			}
			for _, side := range [2]int8{1, -1} {
				other := &Node{signs: n.signs, regions: slices.Clone(local.regions)}
				other.regions[j] = r.withCut(g, int32(s), -side)
				if proof := r.close(ctx, other, to); proof != nil {
					v.forced = append(v.forced, forced{int32(s), j, side, *proof})
					break
				}
			}
		}
	}
	return v
}

// settled says that the sample's loss is convex.
func (r *reasoner) settled(s int, signs []int) bool {
	for _, a := range signs {
		if float64(a)*r.problem.Y[s] > 0 || a != signs[0] {
			return false
		}
	}
	return true
}

func (r *reasoner) withCut(g *region, s int32, side int8) *region {
	c := *g
	c.side = slices.Clone(g.side)
	c.side[s] = side
	c.cuts = append(slices.Clip(g.cuts), s)
	c.numbers = append(slices.Clip(g.numbers), 0)
	return &c
}

// local is the node as the cluster sees it.
func (r *reasoner) local(n *Node) *Node {
	l := &Node{signs: n.signs}
	for _, g := range n.regions {
		c := &region{side: make([]int8, len(r.samples))}
		for s, i := range r.samples {
			if c.side[s] = g.side[i]; g.side[i] == 0 {
				continue
			}
			if _, ok := g.implied[i]; !ok {
				c.cuts, c.numbers = append(c.cuts, int32(s)), append(c.numbers, 0)
			}
		}
		l.regions = append(l.regions, c)
	}
	return l
}

// close returns what proves that a local node reaches the cutoff, if it does.
func (r *reasoner) close(ctx context.Context, l *Node, to target) *clusterProof {
	s := r.solver
	s.load(l)
	if s.solve(ctx, to).bound < to.cutoff {
		return nil
	}
	q := &clusterProof{m: slices.Clone(s.best.m), theta: slices.Clone(s.best.theta), eta: make([]float64, len(s.best.theta))}
	for k, w := range s.walls {
		q.eta[int(w.sample)*s.units+w.unit] = s.best.eta[k]
	}
	return q
}

// adopt makes a cluster's proof that of the loaded node, and returns the bound.
func (s *relaxation) adopt(c *cluster, from *clusterProof) float64 {
	q := &s.proof
	clear(q.m)
	clear(q.theta)
	q.eta = append(q.eta[:0], make([]float64, len(s.walls))...)
	for l, i := range c.samples {
		q.m[i] = from.m[l]
		copy(q.theta[int(i)*s.units:][:s.units], from.theta[l*s.units:])
	}
	for k, w := range s.walls {
		if l, ok := slices.BinarySearch(c.samples, w.sample); ok {
			q.eta[k] = from.eta[l*s.units+w.unit]
		}
	}
	s.evaluate()
	s.proof, s.best = s.best, s.proof
	return s.best.bound
}

// propagate decides what clusters with changed samples decide, and says whether that
// closes the node.
func (s *relaxation) propagate(ctx context.Context, n *Node, to target) outcome {
	if math.IsInf(to.cutoff, 1) || s.reasoners == nil {
		return outcome{}
	}
	queue := slices.Clone(n.changed)
	if queue == nil {
		for c := range s.reasoners {
			queue = append(queue, c)
		}
	}
	n.changed = []int{}
	for len(queue) > 0 {
		c := queue[0]
		queue = queue[1:]
		r := s.reasoners[c]
		v := r.infer(ctx, n, to)
		if v.closed != nil {
			s.load(n)
			if bound := s.adopt(r.cluster, v.closed); bound >= to.cutoff {
				return outcome{bound: bound}
			}
			continue
		}
		for k := range v.forced {
			f := &v.forced[k]
			i := r.samples[f.sample]
			if n.regions[f.unit].side[i] != 0 || !s.force(n, r.cluster, f, to) {
				continue
			}
			for _, d := range s.users[i] {
				if !slices.Contains(queue, d) {
					queue = append(queue, d)
				}
			}
		}
	}
	return outcome{}
}

// force enters a lemma.
func (s *relaxation) force(n *Node, c *cluster, f *forced, to target) bool {
	l := lemma{unit: f.unit, sample: c.samples[f.sample], side: f.side}
	row := s.p.X[int(l.sample)*s.p.N:][:s.p.N]
	other := &Node{signs: n.signs, regions: slices.Clone(n.regions)}
	other.regions[f.unit] = n.regions[f.unit].cut(l.sample, -l.side, row)
	s.probe.load(other)
	if l.bound = s.probe.adopt(c, &f.proof); l.bound < to.cutoff {
		return false
	}
	l.closed, l.other = s.probe.record(), other
	n.regions[f.unit] = n.regions[f.unit].cut(l.sample, l.side, row)
	n.lemmas = append(n.lemmas, l)
	return true
}
