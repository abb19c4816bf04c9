package boxes

import (
	"context"

	"relucert/internal/crew"
)

// relaxation is the convex problem of one node, and the scratch memory of the
// worker that solves it. Its variables are x = (c, α_1, …, α_k): unit j's
// weights are ŵ_j = Σ_v α_jv v over the V = 2^(N-1) vertices of its box, α ≥ 0.
type relaxation struct {
	setting
	ctx       context.Context // ends passes; may be nil
	signs     []int
	regions   []*region
	early     bool // in the search
	recording bool // keep the point of the best bound in proved
	proved    snapshot

	list      []int32    // samples undecided for some unit
	state     []state    // a listed sample and unit
	hinges    []float64  // rows of V: an undecided pair's [⟨v, x̂⟩]_+
	hingeRow  []int32    // a listed sample and unit: its row
	center    []float64  // a listed sample and unit: where smoothing centres θ
	seen, all []sides    // a unit: of all decided samples, of all
	frozen    *quadratic // the decided samples' sum

	crew    *crew.Crew // who helps with long lists
	hands   []hand     // scratch of each
	partial []float64  // sums of parts of the list, scratch

	corner     []float64 // a unit and vertex: the N coordinates of v
	x, before  []float64
	at         []float64 // where a pass evaluates
	now, next  evaluation
	newton     newton
	support    [][]use   // a unit: vertices in use, scratch
	values     []float64 // V, scratch
	worst      hiding    // of the branching
	walls      []wall    // the regions' cuts
	balls      []ball    // a unit; empty without norm bound
	normColumn []float64 // N, scratch
	line       line
	margin     []float64 // a unit: how far its Ψ may be wrong
	shift      []float64 // P
}

func newRelaxation(of setting, team *crew.Crew) *relaxation {
	s := &relaxation{setting: of}
	p, units, dim, size := of.p, of.units, of.dim(), of.size()
	s.frozen = newQuadratic(size)
	s.crew, s.hands = team, newHands(team.Threads(), units, dim, size)
	s.corner = make([]float64, units*s.vertices*p.N)
	s.x, s.before = make([]float64, dim), make([]float64, dim)
	s.now, s.next = newEvaluation(dim, size, units*p.N), newEvaluation(dim, size, units*p.N)
	s.newton = newNewton(dim, units)
	s.line = newLine(dim, size, units)
	s.makeBalls()
	s.support, s.values = make([][]use, units), make([]float64, s.vertices)
	s.seen, s.all = make([]sides, units), make([]sides, units)
	s.margin = make([]float64, units)
	s.rounding.prepare(units, size)
	s.shift = make([]float64, p.P)
	return s
}

// load makes the relaxation that of node n: which samples are decided, the
// vertices, their outputs, and a start from the parent's minimiser.
func (s *relaxation) load(n *Node) {
	s.signs, s.regions = n.Signs, n.Regions
	s.corners()
	s.sort(n.work)
	s.fillHinges()
	s.rounding.load(s)
	s.start(n.work.warm)
	s.startBalls(n.work.balls)
	s.raiseWalls()
}

// corners lists the vertices of each unit's box.
func (s *relaxation) corners() {
	n := s.p.N
	for j, r := range s.regions {
		v := s.corner[j*s.vertices*n:]
		copy(v[:n], r.lo)
		count := 1
		for d := range n {
			if d == r.face {
				continue
			}
			copy(v[count*n:2*count*n], v[:count*n])
			for q := count; q < 2*count; q++ {
				v[q*n+d] = r.hi[d]
			}
			count *= 2
		}
	}
}

// vertex is unit j's v number q.
func (s *relaxation) vertex(j, q int) []float64 {
	return s.corner[(j*s.vertices+q)*s.p.N:][:s.p.N]
}

// sort adds the parent's undecided samples to the decided ones or lists them.
func (s *relaxation) sort(parent *work) {
	s.list = append(s.list[:0], parent.undecided...)
	s.state = resize(s.state, len(s.list)*s.units)
	for h := range s.hands {
		clear(s.hands[h].seen)
		clear(s.hands[h].all)
	}
	copy(s.frozen.a, parent.decided.a)
	s.total(len(s.list), s.frozen.a, (*relaxation).sortListed)
	copy(s.seen, parent.seen)
	copy(s.all, parent.seen)
	for h := range s.hands {
		for j := range s.units {
			s.seen[j].add(s.hands[h].seen[j])
			s.all[j].add(s.hands[h].all[j])
		}
	}
	s.closeRanks()
}

// gone is what a sample in the list becomes that is decided.
const gone = -1

// sortListed is the pass of sort.
func (s *relaxation) sortListed(hand, from, to int, decided []float64) {
	h := &s.hands[hand]
	for at := from; at < to; at++ {
		x := s.p.Row(int(s.list[at]))
		states, open := s.state[at*s.units:][:s.units], false
		for j, r := range s.regions {
			states[j], h.sides[j] = r.decide(x)
			h.all[j].add(h.sides[j])
			open = open || states[j] == undecided
		}
		if open {
			continue
		}
		for j := range h.seen {
			h.seen[j].add(h.sides[j])
		}
		s.decide(s.list[at], states, h.phi)
		addSample(decided, s.p.Weights[s.list[at]], h.phi)
		s.list[at] = gone
	}
}

// closeRanks takes the decided samples out of the list.
func (s *relaxation) closeRanks() {
	kept := 0
	for at, i := range s.list {
		if i == gone {
			continue
		}
		s.list[kept] = i
		copy(s.state[kept*s.units:], s.state[at*s.units:][:s.units])
		kept++
	}
	s.list, s.state = s.list[:kept], s.state[:kept*s.units]
}

// decide writes a decided sample's φ and label.
func (s *relaxation) decide(i int32, states []state, phi []float64) {
	p := s.p
	x := p.Row(int(i))
	copy(phi, p.OutputRow(int(i)))
	for j, state := range states {
		block := s.weights(phi, j)
		if state == inactive {
			clear(block)
			continue
		}
		for d := range block {
			block[d] = float64(s.signs[j]) * x[d]
		}
	}
	phi[len(phi)-1] = p.Y[i]
}

// fillHinges computes the undecided pairs' outputs at the vertices, and the
// squares of rounding.listed.
func (s *relaxation) fillHinges() {
	s.grow(len(s.list), s.numberHinges())
	clear(s.center)
	clear(s.rounding.listed)
	s.total(len(s.list), s.rounding.listed, (*relaxation).fillListed)
}

// numberHinges gives each undecided pair a row, and returns how many there are.
func (s *relaxation) numberHinges() (rows int) {
	s.hingeRow = resize(s.hingeRow, len(s.state))
	for k, state := range s.state {
		s.hingeRow[k] = int32(rows)
		if state == undecided {
			rows++
		}
	}
	return rows
}

// grow makes room for m listed samples with so many undecided pairs.
func (s *relaxation) grow(m, pairs int) {
	s.hinges, s.center = resize(s.hinges, pairs*s.vertices), resize(s.center, m*s.units)
	s.line.center = resize(s.line.center, m)
	s.line.t, s.line.up = resize(s.line.t, m*s.units), resize(s.line.up, m*s.units)
	s.now.grow(m, s.units)
}

// hingesOf are the undecided pair k's outputs at the vertices.
func (s *relaxation) hingesOf(k int) []float64 {
	return s.hinges[int(s.hingeRow[k])*s.vertices:][:s.vertices]
}

// fillListed is the pass of fillHinges.
func (s *relaxation) fillListed(_, from, to int, squares []float64) {
	for at := from; at < to; at++ {
		i := int(s.list[at])
		x := s.p.Row(i)
		for j, r := range s.regions {
			l, u := r.interval(x)
			most := max(-l, u)
			squares[j] += s.p.Weights[i] * most * most
			if k := at*s.units + j; s.state[k] == undecided {
				row := s.hingesOf(k)
				r.overVertices(x, row)
				for q, t := range row {
					row[q] = max(t, 0)
				}
			}
		}
	}
}

// overVertices fills dst with ⟨v, x⟩ over the vertices, by doubling: flipping
// coordinate d from lo to hi adds (hi_d - lo_d) x_d.
func (r *region) overVertices(x, dst []float64) {
	t := 0.0
	for d, v := range x {
		t += v * r.lo[d]
	}
	dst[0] = t
	count := 1
	for d, v := range x {
		if d == r.face {
			continue
		}
		step := v * (r.hi[d] - r.lo[d])
		from, to := dst[:count], dst[count:2*count]
		for q, t := range from {
			to[q] = t + step
		}
		count *= 2
	}
}

// start sets x to the warm parameters (c, ŵ), moved into the regions.
func (s *relaxation) start(warm []float64) {
	p := s.p
	clear(s.x)
	copy(s.x, warm[:p.P])
	for j, r := range s.regions {
		r.barycentric(s.weights(warm, j), s.alphas(s.x, j), beyond*p.WeightLimit)
	}
}

// barycentric writes ŵ, clamped to the region, as Σ α_v v over at most N
// vertices: those met on the way from the low corner when the coordinates are
// raised in the order of their fractions (Kuhn's triangulation). λ is held to limit.
func (r *region) barycentric(w, alpha []float64, limit float64) {
	lambda := min(w[r.face]*r.sign, limit)
	if lambda <= 0 {
		return
	}
	left, vertex := 1.0, 0
	for done := 0; ; {
		best, bit := 0.0, 0
		for d, b := 0, 1; d < len(w); d++ {
			if d == r.face {
				continue
			}
			if f := r.fraction(d, w[d]/lambda); done&b == 0 && f > best {
				best, bit = f, b
			}
			b <<= 1
		}
		alpha[vertex] += lambda * (left - best)
		if bit == 0 {
			return
		}
		left, done, vertex = best, done|bit, vertex|bit
	}
}

// fraction is where δ lies between lo_d and hi_d, 0 to 1.
func (r *region) fraction(d int, delta float64) float64 {
	return min(max((delta-r.lo[d])/(r.hi[d]-r.lo[d]), 0), 1)
}

// parameters writes v = (c, ŵ_1, …, ŵ_k, -1) of x to dst.
func (s *relaxation) parameters(x, dst []float64) {
	p := s.p
	clear(dst)
	copy(dst, x[:p.P])
	for j := range s.units {
		w := s.weights(dst, j)
		for q, a := range s.alphas(x, j) {
			if a == 0 {
				continue
			}
			v := s.vertex(j, q)
			for d := range w {
				w[d] += a * v[d]
			}
		}
	}
	dst[len(dst)-1] = -1
}
