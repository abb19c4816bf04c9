package boxes

import (
	"math"

	"relucert/internal/engine/node"
	"relucert/proof/certificate"
)

// Record implements search.Recorder: it logs what proves the node's bound, if
// that exceeds the inherited one, and how the node was divided.
func (t *Tree) Record(n *Node, e node.Expansion[*Node]) {
	if t.Log == nil {
		return
	}
	if n.proof != nil && e.Bound > n.From.Inherited {
		n.proof(t.Log)
	}
	if n.LogDivision(t.Log, e.Bound); len(e.Children) == 0 {
		t.Close(n.Name())
	}
	n.proof = nil
}

// snapshot is the point that proved a node's best bound.
type snapshot struct {
	bound, mu float64
	x         []float64
	center, t []float64 // a listed sample and unit
	theta     []float64
	r         []float64 // a listed sample, of losses that are not squares
	eta       []float64 // a wall
	vectors   []float64 // N a unit with a norm bound: h
}

// take keeps the current point.
func (q *snapshot) take(s *loss, bound, mu float64) {
	q.bound, q.mu = bound, mu
	if !s.p.Loss.Squared() {
		q.r = append(q.r[:0], s.next.r...)
	} else if s.p.P == 0 { // multipliers may be of a later trial point
		s.evaluate(s.x, mu)
	}
	q.x = append(q.x[:0], s.x...)
	q.center = append(q.center[:0], s.center...)
	q.t = append(q.t[:0], s.now.t...)
	q.theta = append(q.theta[:0], s.now.theta...)
	q.eta, q.vectors = q.eta[:0], q.vectors[:0]
	for k := range s.walls {
		q.eta = append(q.eta, s.walls[k].eta)
	}
	for j := range s.norms.balls {
		q.vectors = append(q.vectors, s.norms.balls[j].vector...)
	}
}

// logging writes the snapshot as a record of node n.
func (s *prover) logging(n *Node, firstRows []int) func(node.Log) {
	if s.p.Loss.Squared() {
		b := s.record(n, firstRows)
		return func(to node.Log) { to.Bound(b) }
	}
	d := s.explicitRecord(n, firstRows)
	return func(to node.Log) { to.Dual(d) }
}

// record is the snapshot as a bound record of node n.
func (s *prover) record(n *Node, firstRows []int) *certificate.Bound {
	q := &s.proved
	b := &certificate.Bound{Node: n.Name(), Hint: q.bound, Mu: q.mu, C: append([]float64(nil), q.x[:s.p.P]...)}
	for j := range s.units {
		var alphas []certificate.Alpha
		for v, a := range s.alphas(q.x, j) {
			if a > 0 {
				alphas = append(alphas, certificate.Alpha{Vertex: v, Value: a})
			}
		}
		b.Units = append(b.Units, alphas)
	}
	b.Centers, b.Settled = s.recordCenters(firstRows)
	b.Walls, b.Slacks = s.recordWalls(), s.recordSlacks()
	return b
}

// nearly is how near an end of a sample's interval may come to 0, relative to
// its length, before the record says that it is undecided: twice what the
// format's own tolerance is, so that a checker never has to guess.
const nearly = 0x1p-39

// smoothed is the μ from which on a checker finds θ = θ̄ + t/μ again itself: the bound
// pays for what rounding moves t by.
const smoothed = 0.05

// recordCenters lists the centres that the shorter of the format's two defaults
// does not give.
func (s *prover) recordCenters(firstRows []int) (listed []certificate.Center, settled bool) {
	zero, side := 0, 0
	s.eachCenter(firstRows, func(_ certificate.Center, byZero, bySide bool) {
		if !byZero {
			zero++
		}
		if !bySide {
			side++
		}
	})
	settled = side < zero
	listed = make([]certificate.Center, 0, min(side, zero))
	s.eachCenter(firstRows, func(c certificate.Center, byZero, bySide bool) {
		if settled && !bySide || !settled && !byZero {
			listed = append(listed, c)
		}
	})
	return listed, settled
}

// eachCenter says of every undecided sample and unit which defaults give its centre.
func (s *prover) eachCenter(firstRows []int, visit func(c certificate.Center, byZero, bySide bool)) {
	lambda := make([]float64, s.units)
	for j := range lambda {
		lambda[j] = s.lambda(s.proved.x, j)
	}
	for at, i := range s.list {
		for j, r := range s.regions {
			k := s.pair(j, at)
			x := s.p.Row(int(i))
			if r.side(x) != 0 {
				continue
			}
			l, u := r.interval(x)
			if l >= 0 || u <= 0 {
				continue
			}
			center, t := s.proved.center[k], s.proved.t[k]
			c := certificate.Center{Row: firstRows[i], Unit: j, Value: center}
			if theta := s.proved.theta[k]; s.proved.mu < smoothed && theta > 0 && theta < 1 {
				c.HasTheta, c.Theta = true, theta
			}
			near := c.HasTheta || l > nearly*(l-u) || u < nearly*(u-l)
			small := math.Abs(t) <= 1e-9*(u-l)*(1+lambda[j])
			visit(c, !near && center == 0, !near && !small && center == step(t))
		}
	}
}

// step is 1 for t > 0, else 0.
func step(t float64) float64 {
	if t > 0 {
		return 1
	}
	return 0
}

func (s *prover) recordWalls() (walls []certificate.Wall) {
	cut := make([]int, s.units)
	for k := range s.walls {
		j := s.walls[k].unit
		if eta := s.proved.eta[k]; eta > 0 && !s.alike(j) {
			walls = append(walls, certificate.Wall{Unit: j, Cut: cut[j], Value: eta})
		}
		cut[j]++
	}
	return walls
}

func (s *prover) recordSlacks() (slacks []certificate.Slack) {
	for j := range s.norms.balls {
		h := s.proved.vectors[j*s.p.N:][:s.p.N]
		if largest(h) > 0 && !s.alike(j) {
			slacks = append(slacks, certificate.Slack{Unit: j, Vector: append([]float64(nil), h...)})
		}
	}
	return slacks
}
